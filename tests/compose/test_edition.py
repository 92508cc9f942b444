"""An edition: the paper, and the room between its margins."""

import pytest

from handoutgen.compose.edition import Edition


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
