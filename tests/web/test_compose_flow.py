"""Texts with a line for each paragraph: they print the same, and unchanged lines stay wrapped."""

import pytest

from handoutgen.authoring.sheet import Manuscript
from handoutgen.content.library import Library
from handoutgen.content.prose import prose_html
from handoutgen.folders import Folders, shipped_folder
from handoutgen.web.composing.flow import as_before, unwrapped

WRAPPED = "One two\nthree.\n\n1. First\n   goes on.\n2. Second\n\nA break  \nstays.\nAnd on."
FLAT = "One two three.\n\n1. First goes on.\n2. Second\n\nA break  \nstays. And on."


def printed(text: str) -> str:
    return " ".join(prose_html(text).split())


def test_paragraphs_and_items_are_a_line_each() -> None:
    assert unwrapped(WRAPPED) == FLAT
    assert printed(FLAT) == printed(WRAPPED)


def test_only_lines_that_were_changed_are_written_anew() -> None:
    assert as_before(FLAT.replace("\n", "\r\n"), WRAPPED) == WRAPPED
    changed = FLAT.replace("Second", "Other")
    assert as_before(changed, WRAPPED) == WRAPPED.replace("Second", "Other")
    changed = FLAT.replace("First goes", "First, it goes")
    assert as_before(changed, WRAPPED) == WRAPPED.replace("First\n   goes", "First, it goes")
    assert as_before("", WRAPPED) == ""


@pytest.mark.parametrize(
    "text", ["", "\n", "a", "a\n", "\n\na", "- a\n  - b\n    c\n- d", "a\\\nb"]
)
def test_odd_texts_come_back_as_they_were(text: str) -> None:
    assert as_before(unwrapped(text), text) == text
    assert printed(unwrapped(text)) == printed(text)


def test_every_text_of_the_shipped_sheets_prints_the_same() -> None:
    library = Library(Folders(shipped_folder()))
    count = 0
    for path in library.folders.handouts().values():
        for piece in Manuscript(path.read_text()).pieces(library):
            for word in piece.words:
                if word.kind == "prose" and "\n" in word.text:
                    count += 1
                    assert printed(unwrapped(word.text)) == printed(word.text)
                    assert as_before(unwrapped(word.text), word.text) == word.text
    assert count > 50
