"""Pictures and fonts that are sent in: held against the engine's own rules, known by content.

Nothing of the name that a file is sent under goes into a path.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO

from handoutgen.content.branding.logo import aspect_of
from handoutgen.errors import ContentError, Problem
from handoutgen.press.gate.kinds import (
    GET_FONT,
    MIMES,
    OUTLINES,
    UNPACKED_LIMIT,
    check_content,
    check_size,
)
from handoutgen.press.gate.raster import JPEG_END, JPEG_START, PNG_START, SAVE_AGAIN
from handoutgen.press.gate.unfit import UnfitError

_LONGEST_FAMILY = 80
_RESTRICTED = 2
_PICTURES = "Save it as PNG, JPEG or SVG, and choose that file."
_PACKED_SIZE = 20
"""Where a WOFF2 font tells how many bytes its packed tables take."""
_TRANSFORMED = {10: 3, 11: 3}
"""The tables glyf and loca of a WOFF2 font, and the version that stands for 'as it is'."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file: its family by its own words, and its weight, None where it has several.

    `is_closed` tells that it says of itself that it may not be embedded.
    """

    data: bytes = field(repr=False)
    suffix: str
    family: str
    weight: int | None
    is_closed: bool

    @property
    def file_name(self) -> str:
        """A name for the file, made of the family's."""
        stem = re.sub("[^A-Za-z0-9]+", "", self.family)[:40] or "Font"
        return f"{stem}-{'Bold' if self.weight == 700 else 'Regular'}{self.suffix}"


def read_logo(data: bytes, name: str) -> str:
    """The ending that the picture's file must have; raises ContentError where it can't be used."""
    suffix = ".svg"
    if data.startswith(PNG_START):
        suffix = ".png"
    elif data.startswith(JPEG_START):
        suffix = ".jpg"
    try:
        check_size(len(data), MIMES[suffix])
        if data and suffix == ".svg" and b"<" not in data[:4096]:
            raise UnfitError("is neither a PNG, a JPEG nor an SVG picture", _PICTURES)
        check_content(data, MIMES[suffix])
        if suffix != ".svg" and not _ends_with_picture(data):
            raise UnfitError("holds something more behind the picture", SAVE_AGAIN)
        if aspect_of(data, suffix) is None:
            hint = "save it again as PNG or JPEG, or as SVG with a viewBox"
            raise UnfitError("can't be read as a picture", hint)
    except UnfitError as error:
        raise _told(name, error) from None
    return suffix


def read_font(data: bytes, name: str, weight: int) -> Font:
    """The font in that file; raises ContentError where it can't be used."""
    suffix = ".ttf"
    if data.startswith(b"OTTO"):
        suffix = ".otf"
    elif data.startswith(b"wOF2"):
        suffix = ".woff2"
    try:
        check_size(len(data), MIMES[suffix])
        if data and not data.startswith((*OUTLINES, b"wOF2")):
            raise UnfitError("isn't a font", GET_FONT)
        check_content(data, MIMES[suffix])
        if suffix == ".woff2":
            _check_unpacked(data)
        family, is_closed, has_weights = _facts(data)
    except UnfitError as error:
        raise _told(name, error) from None
    return Font(data, suffix, family, None if has_weights else weight, is_closed)


def _facts(data: bytes) -> tuple[str, bool, bool]:
    """The family, whether it may not be embedded, and whether it has all weights in it."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), lazy=True)
        family = " ".join((font["name"].getBestFamilyName() or "").split())
        letters = font.getBestCmap()
        embedding = font["OS/2"].fsType if "OS/2" in font else 0
        has_weights = "fvar" in font and any(axis.axisTag == "wght" for axis in font["fvar"].axes)
    except Exception:  # a damaged file can raise nearly anything from the many table readers
        raise UnfitError("can't be read as a font", GET_FONT) from None
    if not letters or not {*"AEae"} <= {chr(code) for code in letters}:
        raise UnfitError("has no letters for a text", "Choose a font for reading.")
    if not family or len(family) > _LONGEST_FAMILY or not all(map(_is_fit, family)):
        raise UnfitError("has no name of a font family that can be used", GET_FONT)
    return family, bool(embedding & _RESTRICTED), has_weights


def _is_fit(letter: str) -> bool:
    return letter.isalnum() or letter in " .-_&+'"


def _ends_with_picture(data: bytes) -> bool:
    """Whether nothing follows the picture, in which another file could hide."""
    bare = data.rstrip(b"\0\r\n\t ")
    if not data.startswith(PNG_START):
        return bare.endswith(JPEG_END)
    at = len(PNG_START)
    while data[at + 4 : at + 8] != b"IEND":
        at += 12 + int.from_bytes(data[at : at + 4])
    return len(bare) <= at + 12


def _check_unpacked(data: bytes) -> None:
    """Refuses a font that unfolds into more than it says; it is unpacked only as far as that."""
    import brotli  # type: ignore[import-untyped]

    try:
        start = _packed_at(data)
        packed = data[start : start + int.from_bytes(data[_PACKED_SIZE : _PACKED_SIZE + 4])]
        unpacking = brotli.Decompressor()
        size = len(unpacking.process(packed, output_buffer_limit=UNPACKED_LIMIT))
        while not unpacking.is_finished() and size <= UNPACKED_LIMIT:
            more = len(unpacking.process(b"", output_buffer_limit=UNPACKED_LIMIT))
            if not more:
                break
            size += more
    except (brotli.error, IndexError):
        raise UnfitError("can't be read as a font", GET_FONT) from None
    if size > UNPACKED_LIMIT:
        raise UnfitError("is too large a font once unpacked", GET_FONT)


def _packed_at(data: bytes) -> int:
    """Where a WOFF2 font's tables begin, behind the list of them."""

    def number(at: int) -> int:
        """The place behind a number of several bytes."""
        while data[at] & 0x80:
            at += 1
        return at + 1

    at = 48
    for _ in range(int.from_bytes(data[12:14])):
        kind, version = data[at] & 0x3F, data[at] >> 6
        at = number(at + (5 if kind == 0x3F else 1))
        if version != _TRANSFORMED.get(kind, 0):
            at = number(at)
    return at


def _told(name: str, error: UnfitError) -> ContentError:
    """The fault in words; the file is called by the last part of its name, where it has a plain
    one."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(letter for letter in last if letter.isprintable())[:60]
    words = f"'{shown}' {error.message}" if shown else f"this file {error.message}"
    return ContentError(Problem("", error.line, 0, words, error.hint))
