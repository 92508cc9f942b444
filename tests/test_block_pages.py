"""Blocks that choose their page: what stands on which, and which way it is turned."""

import pytest

from handoutgen import build_handout
from handoutgen.errors import PressError
from support.pdf import page_sizes, page_texts
from support.practice import Practice

UPRIGHT, TURNED = (612.0, 792.0), (792.0, 612.0)
WORD = "  - {block: text, text: %s}\n"
LOG = "  - {block: log, landscape: true, columns: [Sleep], rows: [%s]}\n"


def built(practice: Practice, blocks: str) -> bytes:
    practice.sheet(blocks)
    return build_handout("sheet", practice=practice.folder).path.read_bytes()


def test_a_turned_log_has_pages_of_its_own_and_repeats_its_head(practice: Practice) -> None:
    days = ", ".join(f"Day-{number}" for number in range(1, 16))
    pdf = built(practice, WORD % "Before." + LOG % days + WORD % "After.")
    assert page_sizes(pdf) == [UPRIGHT, TURNED, TURNED, UPRIGHT]
    pages = page_texts(pdf)
    assert ["Sleep" in page for page in pages] == [False, True, True, False]
    assert ["Day-1\n" in pages[1], "Day-15" in pages[2]] == [True, True]
    assert ("Before." in pages[0], "After." in pages[3]) == (True, True)


def test_two_turned_logs_in_a_row_have_a_page_each(practice: Practice) -> None:
    pdf = built(practice, WORD % "Before." + LOG % "One" + LOG % "Two")
    assert page_sizes(pdf) == [UPRIGHT, TURNED, TURNED]


def test_the_safety_text_goes_along_with_a_turned_log_at_the_end(practice: Practice) -> None:
    pdf = built(practice, WORD % "Before." + LOG % "One")
    assert page_sizes(pdf) == [UPRIGHT, TURNED]
    assert ["988" in page for page in page_texts(pdf)] == [False, True]


def test_an_upright_log_stays_on_the_page(practice: Practice) -> None:
    log = LOG.replace("landscape: true, ", "") % "One"
    assert page_sizes(built(practice, WORD % "Before." + log)) == [UPRIGHT]


def test_a_page_break_starts_a_page_once(practice: Practice) -> None:
    again = "  - block: page_break\n    title: Anew\n"
    pages = page_texts(built(practice, WORD % "Before." + again + WORD % "After."))
    assert len(pages) == 2
    assert [("Before." in page, "Anew" in page, "After." in page) for page in pages] == [
        (True, False, False),
        (False, True, True),
    ]


def test_a_box_is_as_high_as_it_says_and_keeps_its_question(practice: Practice) -> None:
    box = "  - {block: box, prompt: %s?, height: %d}\n"
    pages = page_texts(built(practice, box % ("First", 100) + box % ("Second", 100)))
    assert ["Second?" in page for page in pages] == [False, True]
    assert len(page_texts(built(practice, box % ("First", 60) + box % ("Second", 60)))) == 1


@pytest.mark.parametrize("named", ["kat.png", "images/kat.png"])
def test_a_missing_picture_is_told_where_its_block_stands(practice: Practice, named: str) -> None:
    practice.write("images/cat.png", "")
    practice.sheet(WORD % "Before." + f"  - block: image\n    file: {named}\n    alt: A cat\n")
    with pytest.raises(PressError) as caught:
        build_handout("sheet", practice=practice.folder)
    assert str(caught.value) == (
        "handouts/sheet.yaml:9:5: there is no picture 'images/kat.png'\n"
        "  9 |   - block: image\n    |     ^\n"
        "  Looked in 'images'. Did you mean 'images/cat.png'?"
    )
