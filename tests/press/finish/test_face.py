"""The face of answers: which letters it has, and that it comes out the same each time."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from pikepdf import Name

from handoutgen.folders import shipped_folder
from handoutgen.press.finish import face as module
from handoutgen.press.finish.embedding import embed
from handoutgen.press.finish.face import lacking, read_face
from handoutgen.press.finish.typeface import FACE, FULL

FONTS = shipped_folder() / "templates/fonts"
LITERATA = FONTS / "Literata-Regular.ttf"
ATKINSON = FONTS / "AtkinsonHyperlegibleNext-Regular.ttf"


def letters_of_codes(font: pikepdf.Object) -> dict[int, str]:
    """What the codes of a font mean, by its own table."""
    found = {}
    for line in font.ToUnicode.read_bytes().decode().splitlines():
        if line.startswith("<") and line.count("<") == 2 and line != "<0000> <ffff>":
            code, letter = line.replace("<", "").replace(">", "").split()
            found[int(code, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def test_it_says_which_letters_a_font_lacks() -> None:
    assert lacking(LITERATA) == ""
    missing = lacking(ATKINSON)
    assert "ợ" in missing and "ơ" in missing  # Vietnamese
    assert not set(missing) & set("ąćęłńóśźżğışçßœ“”„‘’–—…½€")


def test_a_font_without_outlines_of_truetype_lacks_all(tmp_path: Path) -> None:
    path = tmp_path / "outlines.ttf"
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({97: "a"})
    builder.save(path)
    assert len(lacking(path)) > 400


def test_each_code_means_the_letter_that_it_draws() -> None:
    face = read_face(LITERATA)
    with pikepdf.new() as pdf:
        fonts, _ = embed(pdf, face)
        letters = letters_of_codes(fonts["/" + FULL])
    assert len(letters) > 600
    for letter in "aÉ“…½żğệỗ":
        assert letters[int(face.codes(letter), 16)] == letter


def test_widths_are_those_of_the_font() -> None:
    face = read_face(LITERATA)
    with TTFont(LITERATA) as font, pikepdf.new() as pdf:
        fonts, own = embed(pdf, face)
        told = fonts["/" + FULL].DescendantFonts[0].W[1]
        western = own["/" + FACE]
        for letter in "Wiợ…":
            wide = font["hmtx"].metrics[font.getBestCmap()[ord(letter)]][0]
            assert face.width(letter) == int(told[face.glyphs[ord(letter)]]) == wide
        assert int(western.Widths[0x85 - 32]) == face.width("…")


def test_each_program_finds_a_font_that_it_can_use() -> None:
    with pikepdf.new() as pdf:
        fonts, own = embed(pdf, read_face(LITERATA))
        assert fonts["/" + FULL].Subtype == fonts["/" + FACE].Subtype == Name.Type0
        assert own["/" + FULL].Subtype == Name.Type0
        assert own["/" + FACE].Encoding == Name.WinAnsiEncoding
        files = {
            fonts["/" + FULL].DescendantFonts[0].FontDescriptor.FontFile2.objgen,
            own["/" + FACE].FontDescriptor.FontFile2.objgen,
        }
        assert len(files) == 1
        assert own["/" + FACE].FontDescriptor.Flags == 1 << 5  # else pdf.js drops “ and ”


def test_it_is_small_and_the_same_each_time() -> None:
    read_face.cache_clear()
    first = read_face(LITERATA)
    read_face.cache_clear()
    assert read_face(LITERATA) == first
    assert len(first.packed) < 40_000


def test_a_font_of_many_scripts_is_cut_down_to_latin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.ttf"
    with TTFont(LITERATA) as font:
        for table in font["cmap"].tables:
            table.cmap[0x4E00] = "A"
        font.save(path)
    read_face.cache_clear()
    whole = read_face(path)
    assert 0x4E00 in whole.glyphs
    monkeypatch.setattr(module, "_MANY", 700)
    read_face.cache_clear()
    cut = read_face(path)
    read_face.cache_clear()
    assert 0x4E00 not in cut.glyphs
    assert ord("ợ") in cut.glyphs
    assert len(cut.packed) < len(whole.packed)
    with TTFont(BytesIO(module.zlib.decompress(cut.packed))) as font:
        assert "GPOS" not in font
