"""What is filled in by hand is large enough for a hand that hurts."""

from collections import defaultdict
from itertools import pairwise

import pytest

from support.marks import is_tick_box
from support.tables import blank_rows


def test_boxes_to_tick_are_large_enough_and_stand_off_their_words(read, places, case):
    sheet = read(case)
    side = 7 if sheet.large else 5
    boxes = list(filter(is_tick_box, sheet.frames))
    assert len(boxes) == places(case).ticks + places(case).samples
    for box in boxes:
        assert (box.rect.width, box.rect.height) == pytest.approx((side, side), abs=0.05)
        after = [
            text.rect.left - box.rect.right
            for text in sheet.texts
            if text.page == box.page
            and text.rect.left > box.rect.right - 1
            and box.rect.top < text.rect.bottom < box.rect.bottom + 1
        ]
        assert min(after, default=3) >= 3 - 0.05, box


def test_circles_are_wide_enough(read, places, case):
    sheet = read(case)
    badge = sheet.sizes.lengths["badge"]
    rings = [mark.rect.width for mark in sheet.frames if mark.is_round]
    circles = [width for width in rings if abs(width - badge) > 0.05]
    assert len(circles) == places(case).options
    assert min(circles, default=8) >= 8


def test_lines_to_write_on_are_far_enough_apart(read, places, printed):
    sheet = read(printed)
    pitch = 12 if sheet.large else 9
    drawn = [mark for mark in sheet.own if not mark.in_picture]
    columns = defaultdict(list)
    for mark in drawn:
        if mark.kind == "fill" and mark.rect.height < 0.5 < mark.rect.width:
            place = (mark.page, round(mark.rect.left, 1), round(mark.rect.right, 1))
            columns[place].append(mark)
    gaps = []
    for (page, *_), lines in columns.items():
        for one, other in pairwise(sorted(lines, key=lambda mark: mark.rect.top)):
            between = [
                mark
                for mark in drawn
                if mark.page == page
                and mark.kind in ("text", "frame", "line")
                and one.rect.bottom < mark.rect.bottom < other.rect.top
            ]
            if not between:
                gaps.append(other.rect.top - one.rect.top)
    assert min(gaps, default=pitch) >= pitch - 0.05
    exact = [gap for gap in gaps if gap == pytest.approx(pitch, abs=0.05)]
    assert len(exact) >= sum(count - 1 for count in places(printed).lines)


def test_blank_rows_are_high_enough_for_a_hand(read, places, case):
    sheet = read(case)
    heights = [cell.height for row in blank_rows(sheet.own) for cell in row]
    assert len(heights) == places(case).cells
    assert min(heights, default=16) >= (16 if sheet.large else 12)
