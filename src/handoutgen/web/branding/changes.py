"""What is changed in the form, put into the brand file: only that, and all else as it stands.

A colour that names one of the palette is written in the name's place, so the palette stays as it
is; of a light and a dark form, the light one is changed.
"""

from collections.abc import Mapping

from handoutgen.authoring.edits import drop, put, value_at
from handoutgen.authoring.words import Value
from handoutgen.content.branding.logo import logo_places
from handoutgen.content.source import Loc
from handoutgen.folders import Folders
from handoutgen.web.branding.file import FIELDS, OURS, SAFETY, SAME, BrandFile, usual
from handoutgen.web.branding.uploads import Font

_ORDER: dict[Loc, tuple[str, ...]] = {
    (): ("meta", "logo", "color", "typography", "defaults"),
    ("meta",): ("name", "phone", "address", "clinician", "licence", "license", "link"),
    ("color",): ("palette", "foreground", "background", "primary", "secondary"),
    ("typography",): ("fonts", "base", "headings"),
    OURS: ("paper", "language", "footer", "crisis"),
}
"""Behind which others a new setting is put."""


def changed(text: str, values: Mapping[str, str], folders: Folders) -> str:
    """The text of the file so that the form would show these values.

    Raises ContentError where that can't be done without changing something else.
    """
    file = BrandFile(text, folders)
    for field in FIELDS:
        now = file.value(field)
        if plainly(values.get(field, now)) != plainly(now):
            file = BrandFile(_set(file, field, values[field]), folders)
    return file.text


def with_logo(text: str, path: str, folders: Folders) -> str:
    """The text of the file with another logo; raises ContentError."""
    settings = BrandFile(text, folders).settings
    if place := logo_places(settings)[0]:
        return put(text, place, path)
    if isinstance(settings.get(("logo",)), dict) and settings.get(("logo",)):
        return put(text, ("logo", "medium"), {"path": path})
    return _put(text, ("logo",), {"path": path})


def without_logo(text: str) -> str:
    """The text of the file with no logo at all; raises ContentError."""
    return drop(text, ("logo",))


def with_font(text: str, font: Font, path: str) -> str:
    """The text of the file with a font's file listed under its family; raises ContentError."""
    place: Loc = ("typography", "fonts")
    fonts = value_at(text, place)
    item: Value = {"path": path, "weight": font.weight} if font.weight else {"path": path}
    entries = fonts if isinstance(fonts, list) else []
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("family"), str):
            continue
        files = entry.get("files")
        if entry["family"].strip().casefold() != font.family.casefold() or not files:
            continue
        if any(
            path in (each, each.get("path") if isinstance(each, dict) else "") for each in files
        ):
            return text
        return put(text, (*place, number, "files", len(files)), item)
    new: Value = {"family": font.family, "source": "file", "files": [item]}
    if not entries:
        return _put(text, place, [new])
    return put(text, (*place, len(entries)), new)


def plainly(text: str) -> str:
    """A text as it is compared: browsers and editors differ in their spaces."""
    return " ".join(text.split())


def _set(file: BrandFile, field: str, value: str) -> str:
    text, loc = file.text, file.place(field)
    if field == "headings" and value == SAME:
        return _same_headings(file)
    if field in SAFETY and plainly(value) == plainly(usual(field)):
        return drop(text, loc)
    if not loc:
        return _beside(file, field, value)
    if value or field in SAFETY:
        return _put(text, loc, value)
    return drop(text, loc)


def _same_headings(file: BrandFile) -> str:
    text = file.text
    if not file.settings.get(("typography", "base")):
        text = _put(text, ("typography", "base", "family"), file.value("text"))
    return drop(text, ("typography", "headings"))


def _beside(file: BrandFile, field: str, value: str) -> str:
    """Make fields of the one text that stands where this one should have a place beside it."""
    text = file.text
    if field == "alt":
        loc = logo_places(file.settings)[0]
        fields = {"path": file.logo()}
    elif field == "short":
        loc, fields = ("meta", "name"), {"full": file.value("name")}
    else:
        loc, fields = (*OURS, "crisis"), {"crisis": file.value("crisis")}
    if not loc or not (value or field in SAFETY):
        return text
    return _put(drop(text, loc), loc, {**fields, field: value})


def _put(text: str, loc: Loc, value: Value) -> str:
    """Set a value; what is new goes to its usual place among its neighbours."""
    depth = next((n for n in range(len(loc)) if value_at(text, loc[: n + 1]) is None), len(loc))
    order = _ORDER.get(loc[:depth], ())
    part = loc[depth] if depth < len(loc) else None
    after = order[: order.index(part)] if part in order else ()
    return put(text, loc, value, after)
