"""The logo of a brand: which file of those it names, and how wide it is for its height."""

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from handoutgen.content.branding.settings import Settings
from handoutgen.content.source import Loc

_SIZES = ("medium", "small", "large")
_SIDES = (b"width", b"height")
_KINDS = (".svg", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture file; `aspect` is its width divided by its height."""

    path: Path
    alt: str
    aspect: float

    @property
    def is_wide(self) -> bool:
        """Whether it is likely to spell out the name, rather than be a small mark beside it."""
        return self.aspect >= 2


def read_logo(settings: Settings, alt: str) -> Logo | None:
    """The logo for light paper, of medium size if there are several; `alt` describes one that
    has no description of its own.
    """
    loc, described = logo_places(settings)
    if not loc or settings.get(loc) is None:
        return None
    alt = (settings.text(described) if described else "") or alt
    if "://" in (settings.text(loc) or ""):
        settings.warn(
            loc,
            "a logo on the web is never fetched, so the pages have none",
            "save the picture beside this file and write its name here",
        )
        return None
    found = settings.file(loc, _KINDS, (settings.path.parent,))
    if not found:
        return None
    path, data = found
    aspect = aspect_of(data, path.suffix)
    if aspect is None:
        settings.problem(
            loc,
            f"'{path.name}' can't be read as a picture",
            "save it again as PNG or JPEG, or as SVG with a viewBox",
        )
        return None
    return Logo(path, alt, aspect)


def logo_places(settings: Settings) -> tuple[Loc, Loc]:
    """Where the file's name stands and where its description does, or could; each empty where
    there is no such place.
    """
    loc = settings.light(("logo",))
    if isinstance(settings.get(loc), dict) and "path" not in settings.get(loc):
        settings.mapping(loc, ("images", *_SIZES, "path", "alt", "light", "dark"))
        loc = next(((*loc, size) for size in _SIZES if settings.get((*loc, size))), ())
        loc = settings.light(loc) if loc else loc
        loc = _named(settings, loc)
    if not loc or settings.get(loc) is None:
        return (), ()
    if isinstance(settings.get(loc), str):
        return loc, ()
    settings.mapping(loc, ("path", "alt"))
    return (*loc, "path"), (*loc, "alt")


def aspect_of(data: bytes, suffix: str) -> float | None:
    """The width of a picture divided by its height, None where it can't be read; `suffix` tells a
    drawing (.svg) from the others.
    """
    return _svg_aspect(data) if suffix.lower() == ".svg" else _raster_aspect(data)


def _named(settings: Settings, loc: Loc) -> Loc:
    """The place among the 'images' that the text there names, or the place itself."""
    found = settings.get(loc)
    images: Loc = ("logo", "images")
    named = isinstance(found, str) and found in settings.mapping(images)
    return settings.light((*images, str(found))) if named else loc


def _svg_aspect(data: bytes) -> float | None:
    root = re.search(rb"<svg\b[^<>]*>", data)
    if root is None:
        return None
    attributes = dict(re.findall(rb"\s([\w-]+)\s*=\s*[\"']\s*([^\"'>]*)", root[0]))
    box = re.split(rb"[\s,]+", attributes.get(b"viewBox", b"").strip())
    sizes = box[2:] or [attributes.get(side, b"").removesuffix(b"px") for side in _SIDES]
    try:
        width, height = map(float, sizes)
    except ValueError:
        return None
    return width / height if width > 0 and height > 0 else None


def _raster_aspect(data: bytes) -> float | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            width, height = Image.open(BytesIO(data), formats=("PNG", "JPEG")).size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return None
    return width / height if width and height else None
