"""What a PNG or JPEG picture may be, judged by its header: nothing is decoded.

A file of a few kilobytes can unfold into gigabytes, so the size it claims is held against a
limit first. Pillow's image classes are called directly, since `Image.open` also tries other
formats and warns about size in its own way.
"""

from io import BytesIO

from PIL import JpegImagePlugin, PngImagePlugin

from handoutgen.press.gate.unfit import UnfitError

SIDE_LIMIT = 10_000
PIXEL_LIMIT = 25_000_000

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
JPEG_END = b"\xff\xd9"
START_OF_SCAN = 0xDA

READERS = {
    "image/png": (PNG_START, PngImagePlugin.PngImageFile),
    "image/jpeg": (JPEG_START, JpegImagePlugin.JpegImageFile),
}
SAVE_AGAIN = "Open it in a picture program and save it again as PNG or JPEG."


def check_raster(data: bytes, mime: str) -> int:
    """The number of pixels of a picture that is fit to print."""
    start, reader = READERS[mime]
    if not data.startswith(start):
        raise UnfitError(f"isn't a {mime.removeprefix('image/').upper()} picture", SAVE_AGAIN)
    try:
        with reader(BytesIO(data)) as picture:
            width, height = picture.size
    except Exception:  # Pillow's readers raise whatever a broken file leads them to.
        raise UnfitError("is a broken picture", SAVE_AGAIN) from None
    if width > SIDE_LIMIT or height > SIDE_LIMIT or width * height > PIXEL_LIMIT:
        raise UnfitError(
            f"is {width:,} x {height:,} pixels, too large to print",
            "Make it smaller: 2,000 pixels along the longer side are plenty for a full page.",
        )
    if not (_png_ends(data) if start == PNG_START else _jpeg_ends(data)):
        raise UnfitError("is cut short: its last part is missing", "Copy or download it again.")
    return width * height


def _png_ends(data: bytes) -> bool:
    """Whether the chunks lead to an IEND chunk."""
    at = len(PNG_START)
    while at + 12 <= len(data):
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(data[at : at + 4])
    return False


def _jpeg_ends(data: bytes) -> bool:
    """Whether an end marker follows the start of the scan.

    The segments before it are stepped over, since a preview inside one of them has an end
    marker of its own.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] == START_OF_SCAN:
            return JPEG_END in data[at:]
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return False
