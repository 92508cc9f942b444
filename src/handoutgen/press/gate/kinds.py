"""The kinds of files that the engine may read, and what each must look like inside."""

from collections.abc import Callable

from handoutgen.press.gate.raster import check_raster
from handoutgen.press.gate.svg import check_svg
from handoutgen.press.gate.unfit import UnfitError

SIZE_LIMIT = 5_000_000

MIMES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
OUTLINES = (b"\0\1\0\0", b"OTTO", b"true")
FONT_STARTS = {
    "font/ttf": OUTLINES,
    "font/otf": OUTLINES,
    "font/woff": (b"wOFF",),
    "font/woff2": (b"wOF2",),
}
UNPACKED_LIMIT = 30_000_000
UNPACKED_AT = 16  # where WOFF and WOFF2 give the size of the font inside
GET_FONT = "Get the font again as a .ttf or .otf file."


def word(mime: str) -> str:
    """What a file of that kind is called in a message."""
    return {"image": "picture", "font": "font"}.get(mime.partition("/")[0], "style sheet")


def check_content(data: bytes, mime: str) -> None:
    """Refuses a file that isn't what its name says, or that would harm the engine."""
    if not data:
        raise UnfitError("is empty", "Copy or download it again.")
    check_size(len(data), mime)
    CHECKS[mime](data, mime)


def check_size(size: int, mime: str) -> None:
    """Refuses a file that is too large, before it is read."""
    if size > SIZE_LIMIT:
        raise UnfitError(
            f"has {size / 1e6:.1f} MB; a {word(mime)} may have up to {SIZE_LIMIT // 1_000_000} MB",
            "Make the picture smaller, or save it as JPEG."
            if word(mime) == "picture"
            else "Leave out what isn't needed.",
        )


def _check_picture(data: bytes, mime: str) -> None:
    check_raster(data, mime)


def _check_svg(data: bytes, _: str) -> None:
    check_svg(data)


def _check_css(data: bytes, _: str) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnfitError("isn't text in UTF-8", "Save it as UTF-8.", line) from None
    if "\0" in text:
        raise UnfitError("isn't a style sheet", "Save it as plain text in UTF-8.")


def _check_font(data: bytes, mime: str) -> None:
    if not data.startswith(FONT_STARTS[mime]):
        raise UnfitError("isn't a font of the kind that its name says", GET_FONT)
    packed = mime in ("font/woff", "font/woff2")
    if packed and int.from_bytes(data[UNPACKED_AT : UNPACKED_AT + 4]) > UNPACKED_LIMIT:
        raise UnfitError("is too large a font once unpacked", GET_FONT)


CHECKS: dict[str, Callable[[bytes, str], None]] = {
    "image/png": _check_picture,
    "image/jpeg": _check_picture,
    "image/svg+xml": _check_svg,
    "text/css": _check_css,
    **dict.fromkeys(FONT_STARTS, _check_font),
}
