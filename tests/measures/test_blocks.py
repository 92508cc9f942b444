"""The exact measures of each kind of block that is filled in, on a sheet with one a page."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product

import pytest

from handoutgen.compose.edition import Edition
from handoutgen.pipeline import Workshop
from support.drawn import marks
from support.marks import Mark, is_rule, is_tick_box
from support.practice import HEAD, Practice

BLOCKS = """
  - {block: lines, prompt: Why?, count: 6}
  - {block: scale, prompt: How much?, low: none, high: all}
  - {block: checklist, items: [one], blank_items: 4}
  - {block: table, columns: [A, B], blank_rows: 3}
  - {block: menu, columns: [A, B], blank_rows: 3}
  - {block: compare, columns: [A, B], blank_rows: 3}
  - {block: contacts, blank_rows: 3}
  - {block: log, columns: [A, B], rows: [Day one, Day two, Day three]}
"""

MEASURES = [
    pytest.param(Edition(paper, large_print=large), large, id=f"{paper}-{large}")
    for paper, large in product(("letter", "a4"), (False, True))
]


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Edition], Sequence[Mark]]:
    """The marks of a sheet with a little of all that is filled in, one page a block."""
    practice = Practice(tmp_path_factory.mktemp("filled") / "practice")
    path = practice.sheet(
        BLOCKS.lstrip("\n").replace("\n  -", "\n  - {block: page_break}\n  -"), HEAD
    )
    kept: dict[Edition, Sequence[Mark]] = {}

    def measured(edition: Edition) -> list[Mark]:
        if edition not in kept:
            workshop = Workshop(practice.folders, None, edition)
            kept[edition] = marks(workshop.build(path, practice.folder / "out").path.read_bytes())
        return kept[edition]

    return measured


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_writing_lines_stand_at_their_pitch(measured, edition, large):
    wide = edition.text_width - 1
    page = [m for m in measured(edition) if m.page == 1 and is_rule(m) and m.rect.width > wide]
    tops = sorted(mark.rect.top for mark in page if mark.rect.height < 0.4)[-6:]
    gaps = [round(b - a, 2) for a, b in pairwise(tops)]
    assert gaps == [12 if large else 9] * 5


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_the_circles_of_a_scale_are_wide_enough(measured, edition, large):
    circles = [m for m in measured(edition) if m.page == 2 and m.kind == "frame" and m.is_round]
    assert len(circles) == 11
    assert min(mark.rect.width for mark in circles) >= (10 if large else 8)
    ordered = sorted(circles, key=lambda m: m.rect.left)
    assert len({round(mark.rect.top, 1) for mark in circles}) == 1
    assert all(b.rect.left - a.rect.right > 2.5 for a, b in pairwise(ordered))


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_lines_of_ones_own_in_a_checklist_leave_room_for_a_hand(measured, edition, large):
    boxes = [m for m in measured(edition) if m.page == 3 and is_tick_box(m)]
    lines = [m for m in measured(edition) if m.page == 3 and is_rule(m) and m.rect.height < 0.4]
    lines = [m for m in lines if m.rect.left > boxes[0].rect.right]
    assert (len(boxes), len(lines)) == (5, 4)
    tops = sorted(mark.rect.top for mark in lines)
    assert min(b - a for a, b in pairwise(tops)) >= (12 if large else 9) - 0.05


@pytest.mark.parametrize("page", range(4, 9))
@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_blank_rows_are_high_enough(measured, edition, large, page):
    drawn = [m for m in measured(edition) if m.page == page and m.kind == "line"]
    rules = [m for m in drawn if m.rect.width > m.rect.height and not m.in_picture]
    levels = sorted({round(mark.rect.top, 1) for mark in rules})
    heights = [b - a for a, b in pairwise(levels) if b - a > 0.3][1:]  # the first is the head's
    assert len(heights) == 3
    assert min(heights) >= (16 if large else 12)
