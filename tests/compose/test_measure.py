"""Measured text: as wide as the font says, and as many lines as a reader would count."""

import pytest
from PIL import ImageFont

from handoutgen.compose.measure import count_lines, measure_in
from handoutgen.folders import shipped_folder

FONTS = shipped_folder() / "templates/fonts"
TEXT = measure_in(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")
HEADING = measure_in(FONTS / "Literata-Bold.ttf")


def letters(text: str, size: float) -> float:
    """A font in which every letter and the space is one mm wide."""
    return float(len(text))


@pytest.mark.parametrize("font", ["AtkinsonHyperlegibleNext-Regular", "Literata-Bold"])
@pytest.mark.parametrize("words", ["Pain flares up", "WWW", "i", " ", "Größe, déjà vu", "“Ja” – 7"])
def test_words_are_as_wide_as_another_program_finds_them(font, words):
    path = FONTS / f"{font}.ttf"
    other = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC)
    wide = sum(other.getlength(letter) for letter in words) / 1000 * 12 * 25.4 / 72
    assert measure_in(path)(words, 12) == pytest.approx(wide * 1.02, rel=0.002)


def test_width_grows_with_the_size_and_the_text():
    assert TEXT("pain", 24) == pytest.approx(2 * TEXT("pain", 12))
    assert TEXT("painpain", 12) == pytest.approx(2 * TEXT("pain", 12))
    assert TEXT("", 12) == 0
    assert HEADING("pain", 12) != TEXT("pain", 12)


def test_a_letter_that_the_font_lacks_is_given_room():
    assert TEXT("\u4e2d", 12) > TEXT("n", 12) * 0.8


def test_without_a_font_the_guess_is_wide():
    guess = measure_in(None)
    for words in ("Pain flares up", "Closeness can feel more within reach"):
        assert guess(words, 11) > TEXT(words, 11)
    assert guess("abc", 72) == pytest.approx(3 * 0.62 * 25.4)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("   ", 1),
        ("a", 1),
        ("aaaa bbbbb", 1),  # just fits
        ("aaaaa bbbbb", 2),  # one letter more
        ("aaaa  bbbbb\tc\nd", 2),  # white space is one space
        ("a b c d e", 1),
        ("a b c d e f", 2),
        ("aaaaaaaaaa", 1),
        ("aaaaaaaaaaa", 2),
        ("a" * 20, 2),
        ("a" * 21, 3),
        ("bb " + "a" * 20, 3),  # a huge word starts on a line of its own
        ("a" * 15 + " bbbb", 2),  # and the next one stands behind its rest
        ("a" * 15 + " bbbbb", 3),
        ("aaaaa\u00a0bbbbb", 2),  # no break at a no-break space but inside the word
        ("bbbbbb aa\u00a0bbbbbb cc", 3),
    ],
)
def test_lines_are_counted_as_they_break(text, lines):
    assert count_lines(text, 10, 1, letters) == lines


def test_a_huge_word_wastes_the_end_of_each_line():
    wide = TEXT("W", 11)
    assert count_lines("W" * 90, 9.9 * wide, 11, TEXT) == 10  # nine on a line, not 9.9


def test_a_line_that_holds_not_even_a_letter_takes_one_a_line():
    assert count_lines("abc", 0.5, 1, letters) == 3
