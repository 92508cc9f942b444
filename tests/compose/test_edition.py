"""An edition: the paper, and the room between its margins."""

import pytest

from handoutgen.compose.edition import Edition
from handoutgen.content.brand import read_brand


@pytest.mark.parametrize(
    ("paper", "size", "text_width"), [("letter", (215.9, 279.4), 175.9), ("a4", (210, 297), 170)]
)
def test_paper_and_text_width(paper, size, text_width):
    assert Edition(paper).size == size
    assert Edition(paper).text_width == pytest.approx(text_width)


def test_without_a_choice_the_brands_paper_is_taken():
    assert Edition().on("a4") == Edition("a4")
    assert Edition("letter").on("a4") == Edition("letter")
    assert Edition().size == Edition("letter").size


def test_the_choice_of_notes_is_kept():
    assert Edition(notes=True).on("a4") == Edition("a4", notes=True)
    assert not Edition().on("a4").notes


def test_margins_are_the_same_in_large_print_but_for_the_footers():
    standard, large = Edition("a4").margins, Edition("a4", large_print=True).margins
    assert standard == {"top": 15, "outer": 15, "bottom": 21, "binding": 25}
    assert {side for side in standard if standard[side] != large[side]} == {"bottom"}
    assert large["bottom"] > standard["bottom"]


def test_a_turned_page_is_as_wide_as_the_paper_is_high():
    assert Edition("letter").turned_width == pytest.approx(249.4)


def test_an_edition_lays_its_style_sheets_over_the_others():
    plain = Edition().styles
    assert Edition(large_print=True).styles == (*plain, "large-print.css")
    both = Edition(large_print=True, ink_saver=True)
    assert both.styles == (*plain, "large-print.css", "ink-saver.css")


def test_an_ink_saver_leaves_the_logo_out(practice):
    brand = read_brand(practice.folders)
    assert Edition().logo(brand) == brand.logo is not None
    assert Edition(ink_saver=True).logo(brand) is None


LARGE_PRINT = {"h1": 22, "h2": 20, "h2-callout": 20, "h2-notes": 22, "ring-title": 20}
LARGE_PRINT |= {"footer": 14, "answer-small": 14}
"""In pt; all the rest is 18."""


def test_in_large_print_nothing_but_the_footer_and_long_answers_is_smaller_than_18_pt():
    sizes = Edition(large_print=True).sizes
    read = {name: size for name, size in sizes.type.items() if not name.endswith("-width")}
    assert {name: size for name, size in read.items() if size != 18} == LARGE_PRINT
    assert min(sizes.leadings.values()) >= 1.25


def test_in_large_print_all_that_is_filled_in_is_larger():
    standard, large = Edition().sizes.lengths, Edition(large_print=True).sizes.lengths
    assert (large["line"], large["box"], large["row"]) == (12, 7, 16.5)
    assert (standard["line"], standard["box"], standard["row"]) == (9, 5, 12.5)
    for name in ("circle", "badge", "line-field", "line-own", "line-sign", "drawn-blank"):
        assert large[name] > standard[name]


def test_each_size_is_a_custom_property_with_its_unit():
    properties = Edition().sizes.properties
    assert (properties["text"], properties["line"], properties["leading"]) == (
        "12.0pt",
        "9.0mm",
        "1.4",
    )
