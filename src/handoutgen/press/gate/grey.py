"""A picture without colour, and lighter, as an ink saver prints it."""

import re
from io import BytesIO

from PIL import Image, ImageOps
from tinycss2.color4 import parse_color

from handoutgen.press.gate.raster import READERS

SHARE = 0.65
"""How much of its ink a picture keeps."""

_PAINTS = "fill|stroke|stop-color|flood-color|lighting-color|color"
_COLOUR = r"#[0-9a-fA-F]{3,8}\b|[a-zA-Z]+\([^()]*\)|[a-zA-Z]+\b"
_PAINTED = re.compile(rf"((?<![\w-])(?:{_PAINTS})\s*[:=]\s*[\"']?\s*)({_COLOUR})")


def without_colour(data: bytes, mime: str) -> tuple[bytes, str]:
    """The picture in light greys, and its MIME type; what is no picture stays as it is."""
    if mime in READERS:
        return _raster(data), "image/png"
    if mime == "image/svg+xml":
        return _PAINTED.sub(_grey, data.decode("utf-8", "surrogateescape")).encode(
            "utf-8", "surrogateescape"
        ), mime
    return data, mime


def _raster(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")
    paper.alpha_composite(upright)
    grey = paper.convert("L").point([_lighter(value) for value in range(256)])
    out = BytesIO()
    grey.save(out, "PNG")
    return out.getvalue()


def _grey(found: re.Match[str]) -> str:
    colour = parse_color(found[2])
    if colour is None or isinstance(colour, str):  # `none`, `inherit`, `url(...)`, `currentColor`
        return found[0]
    red, green, blue = (255 * min(1.0, max(0.0, v)) for v in colour.to("srgb").coordinates)
    level = _lighter(round(0.299 * red + 0.587 * green + 0.114 * blue))
    return f"{found[1]}rgba({level}, {level}, {level}, {colour.alpha:g})"


def _lighter(level: int) -> int:
    return 255 - round((255 - level) * SHARE)
