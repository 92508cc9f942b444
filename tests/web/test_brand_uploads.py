"""Pictures and fonts sent in: what is taken, and what is told of the rest."""

import struct
import zlib
from io import BytesIO

import brotli
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from handoutgen.errors import ContentError
from handoutgen.web.branding.uploads import read_font, read_logo
from support.typefaces import saved, truetype, variable

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">{}</svg>'
OAK = saved(truetype("Oak Sans", "Literata", letters="AEae xyz"))


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 10)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of some bytes that claims 400 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", b"x"), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def told(data: bytes, name: str = "logo.png") -> str:
    with pytest.raises(ContentError) as caught:
        read_logo(data, name)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem.message


@pytest.mark.parametrize(
    ("data", "suffix"),
    [(picture(), ".png"), (picture("JPEG"), ".jpg"), (SVG.format("<path/>").encode(), ".svg")],
)
@pytest.mark.parametrize("name", ["logo.png", "logo.exe", "../../etc/passwd", ""])
def test_a_picture_is_known_by_what_is_in_it(data, suffix, name):
    assert read_logo(data, name) == suffix


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"GIF89a" + b"\0" * 20, "is neither a PNG, a JPEG nor an SVG picture"),
        (b"%PDF-1.7 ...", "is neither a PNG"),
        (b"PK\3\4" + b"\0" * 20, "is neither a PNG"),
        (b"<html><script>alert(1)</script></html>", "isn't an SVG drawing: it starts with <html>"),
        (picture()[:60], "is cut short"),
        (picture("JPEG")[:-9], "is cut short"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "is a broken picture"),
        (picture() + b"<script>alert(1)</script>", "holds something more behind the picture"),
        (picture() + b"PK\3\4" + b"\0" * 40, "holds something more behind the picture"),
        (picture("JPEG") + b"<?php evil(); ?>", "holds something more behind the picture"),
        (bomb(), "20,000 x 20,000 pixels, too large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 5_999_992, "has 6.0 MB; a picture may have up to 5 MB"),
        (SVG.format("<script>alert(1)</script>").encode(), "holds a script"),
        (SVG.format('<rect onload="alert(1)"/>').encode(), "holds a script"),
        (SVG.format('<image href="http://example.org/x.png"/>').encode(), "outside itself"),
        (SVG.format('<use href="other.svg#a"/>').encode(), "outside itself"),
        (SVG.format("<foreignObject/>").encode(), "a piece of web page"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "entities"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', "can't be read as a picture"),
    ],
)
def test_what_is_no_picture_to_print_is_told(data, words):
    assert words in told(data)


def test_a_name_is_told_without_its_folders_and_signs():
    assert told(b"", "../../x/<b>\x1b[31m\u202elogo.png").startswith("'<b>[31mlogo.png' is empty")
    assert told(b"", "C:\\Users\\kim\\logo.png").startswith("'logo.png' is")
    assert told(b"", "a/").startswith("this file is")


def test_a_font_is_known_by_what_is_in_it():
    font = read_font(OAK, "../x.png", 400)
    assert (font.family, font.suffix, font.weight) == ("Oak Sans", ".ttf", 400)
    assert font.file_name == "OakSans-Regular.ttf"
    assert not font.is_closed
    packed = read_font(saved(TTFont(BytesIO(OAK)), "woff2"), "x", 700)
    assert (packed.family, packed.file_name) == ("Oak Sans", "OakSans-Bold.woff2")


def test_a_font_with_all_weights_in_it_gets_no_weight():
    font = read_font(saved(variable("Oak Flex", "wght", 400, 700)), "x.ttf", 400)
    assert font.weight is None
    assert read_font(saved(variable("Oak Flex", "wdth", 100, 200)), "x.ttf", 400).weight == 400


def test_a_font_that_may_not_be_embedded_says_so():
    font = TTFont(BytesIO(OAK))
    font["OS/2"].fsType = 2
    assert read_font(saved(font), "x.ttf", 400).is_closed


@pytest.mark.parametrize("family", ["Oak; } body {", "Oak\u202e", "", "O" * 81, 'Oak"', "<b>"])
def test_a_family_with_a_name_that_does_something_is_not_taken(family):
    font = TTFont(BytesIO(OAK))
    for record in font["name"].names:
        record.string = family
    with pytest.raises(ContentError, match="no name of a font family"):
        read_font(saved(font), "x.ttf", 400)


def test_a_family_in_other_letters_gets_a_plain_name():
    font = TTFont(BytesIO(OAK))
    for record in font["name"].names:
        record.string = "Дуб"
    assert read_font(saved(font), "x.ttf", 400).file_name == "Font-Regular.ttf"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (picture(), "isn't a font"),
        (b"wOFF" + b"\0" * 60, "isn't a font"),
        (OAK[:200], "can't be read as a font"),
        (b"OTTO" + b"\xff" * 60, "can't be read as a font"),
        (b"wOF2" + b"\0" * 60, "can't be read as a font"),
        (b"wOF2", "can't be read as a font"),
        (b"\0\1\0\0" + b"\0" * 6_000_000, "has 6.0 MB; a font may have up to 5 MB"),
        (saved(truetype("Oak", "Literata", letters="12")), "has no letters for a text"),
    ],
)
def test_what_is_no_font_to_print_is_told(data, words):
    with pytest.raises(ContentError) as caught:
        read_font(data, "x.ttf", 400)
    (problem,) = caught.value.problems
    assert words in problem.message and problem.hint


def test_a_font_that_unfolds_into_too_much_is_never_unfolded():
    packed = brotli.compress(bytes(300_000_000), quality=1)
    head = bytearray(48)
    head[:4] = b"wOF2"
    head[12:14] = struct.pack(">H", 1)  # one table
    head[20:24] = struct.pack(">I", len(packed))
    table = bytes([0, 5])  # cmap, of five bytes
    assert len(packed) < 1_000_000
    with pytest.raises(ContentError, match="too large a font once unpacked"):
        read_font(bytes(head) + table + packed, "x.woff2", 400)
