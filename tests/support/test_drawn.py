"""A text's place is where the pen goes."""

from contextlib import closing

import pypdfium2
import pytest

from handoutgen.compose.edition import Edition
from handoutgen.pipeline import Workshop
from support.drawn import marks
from support.marks import MM
from support.placed import inked


def test_a_text_begins_and_ends_where_its_letters_do(tiny):
    with closing(pypdfium2.PdfDocument(tiny)) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(n, loose=True) for n in range(text.count_chars())]
    texts = [mark for mark in marks(tiny) if mark.kind == "text" and mark.page == 1]
    assert len(texts) > 9
    for mark in texts:
        assert mark.rect.width > 1
        assert min(abs(left * MM - mark.rect.left) for left, *_ in boxes) < 0.01, mark
        assert min(abs(right * MM - mark.rect.right) for _, _, right, _ in boxes) < 0.02, mark


def test_a_letter_that_hangs_out_to_the_left_stands_where_the_pen_begins(practice):
    path = practice.sheet("  - {block: text, text: just so}\n")
    workshop = Workshop(practice.folders, None, Edition("letter", large_print=True))
    data = workshop.build(path, practice.folder).path.read_bytes()
    lefts = [mark.rect.left for mark in marks(data) if mark.kind == "text"]
    assert min(rect.left for rect in inked(data)[0]) < 24.7
    assert min(lefts) == pytest.approx(25, abs=0.01)
