"""The typefaces of a brand: from its own files, from the two families that ship, or from the
machine. None is ever fetched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from handoutgen.content.branding.settings import Settings
from handoutgen.content.source import Loc
from handoutgen.folders import Folders

TEXT_FAMILY = "Atkinson Hyperlegible Next"
HEADING_FAMILY = "Literata"

_STYLES = {
    "Regular": (400, "normal"),
    "Italic": (400, "italic"),
    "SemiBold": (600, "normal"),
    "Bold": (700, "normal"),
    "BoldItalic": (700, "italic"),
}
_WEIGHTS = {
    "thin": 100,
    "extra-light": 200,
    "ultra-light": 200,
    "light": 300,
    "normal": 400,
    "regular": 400,
    "medium": 500,
    "semi-bold": 600,
    "demi-bold": 600,
    "bold": 700,
    "extra-bold": 800,
    "ultra-bold": 800,
    "black": 900,
}
FONT_KINDS = (".ttf", ".otf", ".woff", ".woff2")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family, or with no path a family that the machine has.

    A weight or style of None is left out of the @font-face rule: then the engine reads it from
    the file, which is also how a variable font gives all of its weights.
    """

    family: str
    path: Path | None
    weight: int | None = None
    style: str | None = None


def fonts_folder(folders: Folders) -> Path:
    """Where the families that ship lie."""
    return folders.shipped / "templates" / "fonts"


def form_font(folders: Folders) -> Path:
    """The font of what is typed into a form: of the two that ship the one with all Latin letters,
    Vietnamese ones too."""
    return fonts_folder(folders) / f"{HEADING_FAMILY}-Regular.ttf"


def shipped_faces(family: str, folders: Folders) -> list[Face]:
    """The faces of a family that ships; none where it isn't one of them."""
    for known in (TEXT_FAMILY, HEADING_FAMILY):
        if family.casefold() == known.casefold():
            stem = str(fonts_folder(folders) / known.replace(" ", ""))
            return [Face(known, Path(f"{stem}-{name}.ttf"), *s) for name, s in _STYLES.items()]
    return []


def read_typefaces(
    settings: Settings, is_fit: Callable[[bytes], bool]
) -> tuple[list[Face], list[Face]]:
    """The faces for text and those for headings, one family each, plain upright ones first.

    `is_fit` tells whether a file can be read as a font.
    """
    settings.mapping(
        ("typography",),
        ("fonts", "base", "headings", "monospace", "monospace-inline", "monospace-block", "link"),
    )
    declared: dict[str, list[Loc]] = {}
    for loc in settings.items(("typography", "fonts")):
        settings.mapping(loc, ("family", "source", "files", "weight", "style", "display"))
        family = settings.text((*loc, "family")) or ""
        declared.setdefault(family.casefold(), []).append(loc)
    text = _role(settings, "base", declared, TEXT_FAMILY, is_fit)
    heading = _role(settings, "headings", declared, HEADING_FAMILY, is_fit)
    return (
        text or shipped_faces(TEXT_FAMILY, settings.folders),
        heading or text or shipped_faces(HEADING_FAMILY, settings.folders),
    )


def _role(
    settings: Settings,
    role: str,
    declared: dict[str, list[Loc]],
    default: str,
    is_fit: Callable[[bytes], bool],
) -> list[Face]:
    """The faces of the family that the role names; none where it names no family."""
    loc: Loc = ("typography", role)
    if not isinstance(settings.get(loc), str):
        settings.mapping(loc, ("family", "weight", "size", "line-height", "color"))
        loc = (*loc, "family")
    family = settings.text(loc)
    if not family:
        return []
    if not all(c.isalnum() or c in " .-_&+'" for c in family) or len(family) > 80:
        settings.problem(loc, f"'{family[:80]}' is not the name of one font family")
        return []
    faces: list[Face] = []
    sources: dict[str, Loc] = {}
    before = len(settings.problems)
    for place in declared.get(family.casefold(), []):
        given = settings.choice((*place, "source"), ("file", "google", "bunny", "system"))
        source = given or ("file" if settings.get((*place, "files")) else "system")
        sources.setdefault(source, place)
        if source == "file":
            faces += _files(settings, family, place, is_fit)
    faces.sort(key=lambda face: (face.style == "italic", abs((face.weight or 400) - 400)))
    faces = faces or shipped_faces(family, settings.folders)
    if faces or len(settings.problems) > before:
        return faces
    if "system" in sources:
        return [Face(family, None)]
    if not sources:
        settings.warn(
            loc,
            f"the font '{family}' is not among the 'fonts', so each machine prints what it has",
            "list it under 'typography: fonts:' with 'source: file' and its files, so that the "
            "pages look alike everywhere",
        )
        return [Face(family, None)]
    settings.warn(
        next(iter(sources.values())),
        f"the font '{family}' isn't here and is never fetched; {default} is used",
        "save its files in a folder 'fonts' beside this file, then write 'source: file' and under "
        "'files:' a line such as '- path: fonts/Name-Regular.ttf' for each",
    )
    return shipped_faces(default, settings.folders)


def _files(
    settings: Settings, family: str, place: Loc, is_fit: Callable[[bytes], bool]
) -> list[Face]:
    faces = []
    for loc in settings.items((*place, "files")):
        path_loc = loc
        if not isinstance(settings.get(loc), str):
            settings.mapping(loc, ("path", "weight", "style"))
            path_loc = (*loc, "path")
        weight = _weight(settings, (*loc, "weight"))
        style = settings.choice((*loc, "style"), ("normal", "italic"))
        if "://" in (settings.text(path_loc) or ""):
            continue
        roots = (settings.path.parent, fonts_folder(settings.folders))
        found = settings.file(path_loc, FONT_KINDS, roots)
        if found and is_fit(found[1]):
            faces.append(Face(family, found[0], weight, style))
        elif found:
            settings.problem(
                path_loc,
                f"'{found[0].name}' can't be read as a font",
                "get the file again from where the font comes from, as .ttf, .otf or .woff2",
            )
    return faces


def _weight(settings: Settings, loc: Loc) -> int | None:
    """The weight in hundreds; None for that of the file, and for a range, which the file has."""
    found = settings.get(loc)
    if isinstance(found, list) or (isinstance(found, str) and ".." in found):
        return None
    text = settings.text(loc)
    if not text or text == "auto" or text in _WEIGHTS:
        return _WEIGHTS.get(text or "")
    if text.isdecimal() and 1 <= int(text) <= 999:
        return min(900, max(100, round(int(text), -2)))
    hint = "write a number from 100 to 900, or a word such as normal, medium or bold"
    settings.problem(loc, f"'{text}' is not the weight of a font", hint)
    return None


def is_font(data: bytes) -> bool:
    """Whether this can be read as a font that has a family name and letters."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), lazy=True)
        return bool(font["name"].getBestFamilyName()) and bool(font.getBestCmap())
    except Exception:  # a damaged file can raise nearly anything from the many table readers
        return False
