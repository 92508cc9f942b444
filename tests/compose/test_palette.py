"""The colours of an edition: as the brand has them, dark enough for large print, or none."""

from dataclasses import astuple
from itertools import product

import pytest

from handoutgen.compose.palette import Palette, grey, palette, readable
from handoutgen.content.branding.colour import contrast
from handoutgen.content.branding.palette import Colours

BRANDS = {
    "plain": Colours("#1f5c63", "#8a3b52", "#1e2a2c", "#546669", "#819293", "#ebf0f1", "#f4edef"),
    "just passing": Colours(
        "#767676", "#0000ff", "#5a5a5a", "#6b6b6b", "#8c8c8c", "#ffffff", "#ffffff"
    ),
    "loud": Colours("#c00000", "#7a00cc", "#000000", "#555555", "#949494", "#fbefef", "#f5eefb"),
}
TEXTS = ("primary", "secondary", "ink", "muted", "green", "amber", "red")
each_brand = pytest.mark.parametrize("brand", BRANDS.values(), ids=list(BRANDS))


def grounds(colours: Palette) -> tuple[str, ...]:
    return colours.paper, colours.tint, colours.tint2


@each_brand
@pytest.mark.parametrize(
    ("large", "ink", "least"),
    [(False, False, 4.5), (True, False, 7), (False, True, 4.5), (True, True, 7)],
)
def test_text_can_be_read_on_all_that_lies_behind_it(brand, large, ink, least):
    colours = palette(brand, large, ink)
    pairs = [*product((getattr(colours, name) for name in TEXTS), grounds(colours))]
    pairs += [(colours.on_solid, colours.solid), (colours.on_solid, colours.solid2)]
    for text, behind in pairs:
        assert contrast(text, behind) >= least
        assert contrast(grey(text), grey(behind)) >= least


@each_brand
@pytest.mark.parametrize(("large", "ink"), [*product((False, True), repeat=2)])
def test_rules_can_be_seen(brand, large, ink):
    colours = palette(brand, large, ink)
    assert min(contrast(colours.rule, ground) for ground in grounds(colours)) >= 3


def test_the_standard_edition_prints_in_the_brands_own_colours():
    brand = BRANDS["plain"]
    colours = palette(brand)
    assert (colours.primary, colours.secondary) == (brand.primary, brand.secondary)
    assert (colours.ink, colours.muted, colours.tint) == (brand.ink, brand.muted, brand.tint)
    assert colours.solid == brand.primary
    assert not colours.outlined


def test_an_ink_saver_has_no_colour_and_fills_nothing():
    colours = palette(BRANDS["loud"], ink_saver=True)
    for shade in astuple(colours):
        assert shade == grey(shade)
    filled = ("tint", "tint2", "solid", "solid2", "green_shape", "amber_shape", "red_shape")
    assert {getattr(colours, name) for name in filled} == {colours.paper} == {"#ffffff"}
    assert colours.outlined


@pytest.mark.parametrize(
    ("shade", "shown"), [("#ff0000", "#4c4c4c"), ("#0000ff", "#1d1d1d"), ("#777777", "#777777")]
)
def test_grey_is_what_a_printer_without_colours_shows(shade, shown):
    assert grey(shade) == shown


def test_a_colour_that_turns_pale_in_grey_is_darkened():
    purple, green = "#885ca6", "#d0ffd0"
    assert contrast(purple, green) > 4.5 > contrast(grey(purple), grey(green))
    darker = readable(purple, (green,), 4.5)
    assert contrast(grey(darker), grey(green)) >= 4.5
    assert contrast(darker, green) < 6


def test_what_can_be_read_stays_as_it_is():
    assert readable("#1f5c63", ("#ffffff",), 4.5) == "#1f5c63"
