"""Colours: what is read, what is refused, and that what comes out can be seen."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoutgen.content.branding.colour import (
    TEXT_CONTRAST,
    WHITE,
    contrast,
    darken,
    lighten,
    mix,
    read_colour,
    tint,
)

HEX = re.compile(r"#[0-9a-f]{6}")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#1F5C63", "#1f5c63"),
        ("#abc", "#aabbcc"),
        ("teal", "#008080"),
        (" RED ", "#ff0000"),
        ("rgb(31, 92, 99)", "#1f5c63"),
        ("rgb(31 92 99)", "#1f5c63"),
        ("hsl(120 100% 25%)", "#008000"),
        ("hwb(120 0% 50%)", "#008000"),
        ("oklch(62.8% 0.25768 29.234)", "#ff0000"),
        ("oklch(51.975% 0.17686 142.495)", "#008000"),
        ("oklab(100% 0 0)", "#ffffff"),
        ("rgb(0 0 0 / 50%)", "#808080"),
        ("#00000000", "#ffffff"),
        ("rgb(999 -5 0)", "#ff0000"),
    ],
)
def test_css_notations_become_six_digits(text: str, expected: str) -> None:
    assert read_colour(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bleu",
        "currentcolor",
        "var(--primary)",
        "red; background: url(http://evil.example)",
        "red}*{color:blue",
        "#1f5c63/**/ blue",
        "url(x.svg)",
        "light-dark(red, blue)",
    ],
)
def test_what_is_not_one_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^'.*' is not a colour \| write it as '#1f5c63' in "):
        read_colour(text)


@pytest.mark.parametrize(
    "text",
    ["lab(50% 20 30)", "color(display-p3 1 0 0)", "oklch(60% 1e300 200)", "rgb(1e999 0 0)"],
)
def test_a_colour_beyond_srgb_asks_for_hex(text: str) -> None:
    with pytest.raises(ValueError) as error:
        read_colour(text)
    expected = f"the colour '{text}' can't be printed as it is written | write it as '#rrggbb'"
    assert str(error.value) == expected


def test_a_forgotten_hash_is_guessed() -> None:
    with pytest.raises(ValueError) as error:
        read_colour("1f5c63")
    assert str(error.value) == "'1f5c63' is not a colour | did you mean '#1f5c63'?"


def test_a_very_long_text_is_cut_short_in_the_message() -> None:
    with pytest.raises(ValueError) as error:
        read_colour("x" * 10_000)
    assert str(error.value).startswith(f"'{'x' * 37}...' is not a colour")


@settings(max_examples=150)
@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"(rgb|hsl|hwb|oklch|#)[ (]?[-0-9a-f .%/]*\)?"))
)
def test_whatever_is_read_comes_out_as_six_digits_or_is_refused(text: str) -> None:
    try:
        assert HEX.fullmatch(read_colour(text))
    except ValueError as error:
        assert len(str(error).split(" | ")) >= 2


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.478, abs=0.001)
    assert contrast(WHITE, "#1f5c63") == contrast("#1f5c63", WHITE)


def test_mix_takes_a_share_of_the_other() -> None:
    assert mix("#000000", "#ffffff", 0.2) == "#333333"
    assert mix("#102030", "#ffffff", 0) == "#102030"


def test_darken_proposes_the_nearest_of_the_same_hue() -> None:
    assert darken("#7ab0b5", TEXT_CONTRAST) == "#497f84"
    assert darken("#1f5c63", TEXT_CONTRAST) == "#1f5c63"
    assert darken("#ffffff", TEXT_CONTRAST) == "#767676"


@settings(max_examples=60)
@given(COLOURS)
def test_a_darkened_colour_passes_and_is_no_darker_than_it_must_be(colour: str) -> None:
    ratio = contrast(darken(colour, TEXT_CONTRAST), WHITE)
    assert ratio >= TEXT_CONTRAST
    assert ratio < 4.62 or ratio == contrast(colour, WHITE)


@settings(max_examples=60)
@given(COLOURS)
def test_a_lightened_colour_keeps_the_contrast_that_is_asked_for(colour: str) -> None:
    before, after = contrast(colour, WHITE), contrast(lighten(colour, 3.2), WHITE)
    assert after >= min(before, 3.2)
    assert after < 3.4 or before < 3.4


@settings(max_examples=60)
@given(COLOURS, COLOURS)
def test_text_can_be_read_on_a_tint(colour: str, text: str) -> None:
    text = darken(text, TEXT_CONTRAST)
    assert contrast(text, tint(colour, [text])) >= TEXT_CONTRAST


def test_a_tint_is_a_whisper() -> None:
    assert tint("#1f5c63", ["#1f5c63", "#1e2a2c"]) == "#ebf0f1"
    assert tint("#767676", ["#767676"]) == "#fefefe"
