"""A brand file as a form sees it: what stands in it under each of the form's fields, and where."""

from collections.abc import Iterator
from pathlib import Path

from handoutgen.content.brand import Safety
from handoutgen.content.branding.logo import logo_places
from handoutgen.content.branding.palette import named_colour
from handoutgen.content.branding.settings import Settings
from handoutgen.content.branding.typefaces import HEADING_FAMILY, TEXT_FAMILY
from handoutgen.content.source import Loc, read_source
from handoutgen.folders import Folders
from handoutgen.press.gate.kinds import MIMES

NAME = "_brand.yml"
OURS: Loc = ("defaults", "handoutgen")
DETAILS = ("phone", "address", "clinician", "licence")
SAFETY = Safety.__slots__
COLOURS = ("primary", "secondary", "foreground")
FIELDS = (
    *("name", "short", *DETAILS, "link", "alt", *COLOURS, "text", "headings"),
    *("footer", "paper", "language", *SAFETY),
)
"""The form's fields, in the order in which they are written."""
SAME = "="
"""What the field of the headings holds where they have the typeface of the text."""
SHIPPED = (TEXT_FAMILY, HEADING_FAMILY)

_USUAL = {"paper": "letter", "language": "en"}


class BrandFile:
    """The text of a brand file; nothing it holds makes it raise."""

    def __init__(self, text: str, folders: Folders) -> None:
        self.text = text
        self.path = folders.practice / NAME
        self.settings = Settings(read_source(text.encode(), NAME), self.path, folders)

    def place(self, field: str) -> Loc:
        """Where the text of the field stands, or would; empty where one text holds something else
        as well, so that it has no place of its own yet.
        """
        get, light = self.settings.get, self.settings.light
        if field in ("name", "short"):
            if isinstance(get(("meta", "name")), str):
                return ("meta", "name") if field == "name" else ()
            return ("meta", "name", "full" if field == "name" else "short")
        if field == "licence" and get(("meta", "licence")) is None and get(("meta", "license")):
            return ("meta", "license")
        if field in DETAILS:
            return ("meta", field)
        if field == "link":
            return (
                ("meta", "link", "home")
                if isinstance(get(("meta", "link")), dict)
                else ("meta", "link")
            )
        if field == "alt":
            return logo_places(self.settings)[1]
        if field in COLOURS:
            return light(("color", field))
        if field in ("text", "headings"):
            role: Loc = ("typography", "base" if field == "text" else field)
            return role if isinstance(get(role), str) else (*role, "family")
        if field in SAFETY:
            if isinstance(get((*OURS, "crisis")), str):
                return (*OURS, "crisis") if field == "crisis" else ()
            return (*OURS, "crisis", field)
        return (*OURS, field)

    def value(self, field: str) -> str:
        """What the form shows in that field."""
        loc = self.place(field)
        found = self.settings.get(loc) if loc else None
        text = found.strip() if isinstance(found, str) else None
        if field in SAFETY:
            return usual(field) if text is None else text
        if field == "text":
            return self.known(text or TEXT_FAMILY)
        if field == "headings":
            has_own = bool(self.settings.get(("typography", "base")))
            return self.known(text) if text else SAME if has_own else HEADING_FAMILY
        return text or _USUAL.get(field, "")

    def values(self) -> dict[str, str]:
        """What the form shows, by field."""
        return {field: self.value(field) for field in FIELDS}

    def known(self, family: str) -> str:
        """The family by the name that stands in the list of typefaces."""
        return next((f for f in self.families() if f.casefold() == family.casefold()), family)

    def families(self) -> list[str]:
        """The typefaces that ship and those that the file lists."""
        listed = [self.settings.get((*loc, "family")) for loc in self._fonts()]
        own = [each.strip() for each in listed if isinstance(each, str) and each.strip()]
        folded = {each.casefold() for each in SHIPPED}
        return [*SHIPPED, *dict.fromkeys(each for each in own if each.casefold() not in folded)]

    def colour(self, field: str) -> str:
        """The colour of that field as '#rrggbb', names followed; empty where there is none."""
        return named_colour(self.settings, field) or ""

    def is_named(self, field: str) -> bool:
        """Whether the field names a colour of the file's own palette."""
        palette = self.settings.get(("color", "palette"))
        return isinstance(palette, dict) and self.value(field) in palette

    def logo(self) -> str:
        """The path of the logo from the file, empty where there is none."""
        loc = logo_places(self.settings)[0]
        found = self.settings.get(loc) if loc else None
        return found.strip() if isinstance(found, str) else ""

    def named_files(self) -> list[str]:
        """The paths of all pictures and fonts that the file names, each once, but for those that
        no disk can have."""
        named = [n for n in dict.fromkeys(self._named()) if Path(n).suffix.lower() in MIMES]
        return [n for n in named if "\0" not in n and len(n.encode("utf-8", "replace")) < 256]

    def _named(self) -> Iterator[str]:
        waiting = [self.settings.get(("logo",))]
        while waiting:
            found = waiting.pop()
            if isinstance(found, dict):
                waiting += found.values()
            elif isinstance(found, str):
                yield found.strip()
        for loc in self._fonts():
            files = self.settings.get((*loc, "files"))
            for each in files if isinstance(files, list) else []:
                path = each.get("path") if isinstance(each, dict) else each
                if isinstance(path, str):
                    yield path.strip()

    def _fonts(self) -> list[Loc]:
        fonts = self.settings.get(("typography", "fonts"))
        loc: Loc = ("typography", "fonts")
        return [(*loc, n) for n in range(len(fonts))] if isinstance(fonts, list) else []


def usual(field: str) -> str:
    """What stands at the end of a sheet without a text of the practice's own."""
    text: str = getattr(Safety(), field)
    return text


def opening(path: Path) -> str:
    """The text of the sample to start from, with a head of its own."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    head = "# How the practice looks on paper, in the format of https://posit-dev.github.io/brand-yml\n"
    return head + "".join(lines)
