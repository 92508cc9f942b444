"""How a text is laid out in its box."""

import re
from itertools import pairwise

import pytest

from handoutgen.folders import shipped_folder
from handoutgen.press.finish.appearance import EMPTY, Box, smallest, undrawable
from handoutgen.press.finish.face import read_face

FACE = read_face(shipped_folder() / "templates/fonts/Literata-Regular.ttf")
LONG = "Tonight we will sit on the sofa – “no pressure” – and talk… " * 3


def box(width: float, height: float, wraps: bool = True) -> Box:
    return Box(width, height, wraps, FACE)


def lines(look: bytes) -> list[str]:
    """The lines of a text, read back from the codes of its letters."""
    letters = {f"{glyph:04x}": chr(code) for code, glyph in reversed(FACE.glyphs.items())}
    shown = look.decode().partition(" Td\n")[2].partition("\nET")[0].split("\nT*\n")
    codes = [re.findall("....", line.removeprefix("<").partition(">")[0]) for line in shown]
    return ["".join(letters[code] for code in line) for line in codes]


def test_a_text_wraps_at_words_within_its_box() -> None:
    place = box(200, 120)
    found = lines(place.text(LONG, 12))
    assert " ".join(found) == LONG.strip()
    assert len(found) > 3
    for line, after in pairwise(found):
        first = after.partition(" ")[0]
        assert FACE.width(line) * 12 / 1000 <= 196 < FACE.width(f"{line} {first}") * 12 / 1000


def test_a_word_that_is_too_long_is_broken() -> None:
    found = lines(box(60, 120).text("a " + "w" * 30, 12))
    assert "".join(found) == "a" + "w" * 30
    assert max(map(FACE.width, found)) * 12 / 1000 <= 56


def test_paragraphs_stay_apart() -> None:
    assert lines(box(200, 120).text("One\r\n\r\ntwo", 12)) == ["One", "", "two"]
    assert lines(box(200, 20, wraps=False).text("One\ntwo", 12)) == ["One two"]


def test_text_starts_at_the_top_and_a_line_is_in_the_middle() -> None:
    ascent, descent = FACE.ascent * 12 / 1000, FACE.descent * 12 / 1000
    for place, top in (
        (box(200, 120), 118),
        (box(200, 30, wraps=False), 15 + (ascent - descent) / 2),
    ):
        found = re.search(rb"([\d.]+) ([\d.]+) Td", place.text("One", 12))
        assert found
        assert float(found[1]) == 2
        assert float(found[2]) == pytest.approx(top - ascent, abs=0.001)


def test_what_does_not_fit_is_made_smaller_as_far_as_it_can_be_read() -> None:
    assert box(200, 120).size_for("One", 12) == 12
    assert box(200, 60).size_for(LONG, 12) == 9
    assert 9 < box(200, 95).size_for(LONG, 12) < 12
    assert box(200, 60).size_for(LONG, 18) == 14
    assert box(60, 20, wraps=False).size_for("some words", 12) < 12
    assert smallest(8) == 8


def test_a_line_is_not_higher_than_its_box() -> None:
    size = box(200, 13, wraps=False).size_for("", 12)
    assert size < 9
    assert size * (FACE.ascent - FACE.descent) / 1000 <= 13


def test_two_lines_are_not_higher_than_their_box_if_they_can_be_read() -> None:
    assert box(200, 34).size_for("", 12) == 10.5
    assert box(200, 24).size_for("", 12) == 12


def test_what_looks_the_same_is_drawn_the_same() -> None:
    place = box(300, 40)
    for given, drawn in (
        ("e\u0301 Vie\u0323\u0302t", "é Việt"),
        ("a\u00a0b\u202fc\td", "a b c d"),
        ("co\u2011op\u00ad\u200b", "co-op"),
        ("你 🙂 z", "? ? z"),
    ):
        assert lines(place.text(given, 12)) == [drawn]
    assert undrawable("Żółć 你\n🙂", FACE) == "你🙂"


@pytest.mark.parametrize("text", ["", "\n\n", "  ", "\u200b"])
def test_nothing_is_drawn_for_nothing(text: str) -> None:
    assert box(200, 40).text(text, 12) == EMPTY
    assert box(200, 40, wraps=False).text(text, 12) == EMPTY
