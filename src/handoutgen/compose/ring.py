"""Where the boxes and arrows of a cycle go: a ring that grows with its words.

Step 1 stands at the top; the rest go down the right side and up the left in pairs, with the
middle step of an even number at the foot. Each row is as high as its longest label needs, so a
label can't overflow its box. The title and a note stand inside; where letters are so large that
boxes beside them would be too narrow, the title stands above, the note below, and the boxes take
the room. All lengths are in mm, y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handoutgen.compose.drawing import (
    BORDER,
    Arrow,
    Box,
    arrow_round,
    block_height,
    floor_of,
    label_height,
    place_rows,
    rows_round,
)
from handoutgen.compose.measure import MM_PER_PT, Measure
from handoutgen.compose.sizes import STANDARD, Sizes

TITLE_GAP = 2.0  # between the title and what is under it
_NARROW, _NARROW_BLANK, _WIDE = 0.282, 0.31, 0.4  # of the ring's width, for a box
_LEAST = 8.0  # letters wide, in em: what a box beside the title has to hold
_ROOM = 5.5  # kept free around what stands in the middle
_NOTE_GAP = 3.0  # above a note under the ring


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring laid out: its size, boxes in order, arrows, and the places of title and note."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    title: Box
    note: Box


def lay_out_ring(
    labels: Sequence[str],
    title: str,
    note: str,
    width: float,
    text: Measure,
    heading: Measure,
    blank: bool = False,
    sizes: Sizes = STANDARD,
) -> Ring:
    """Place 3 to 8 labelled boxes in a ring of that width in mm.

    `text` measures the labels and the note, `heading` the title.
    """
    box_width = round(width * (_NARROW_BLANK if blank else _NARROW), 1)
    em = sizes.type["label"] * MM_PER_PT
    around = 2 * (sizes.lengths["ring-x"] + BORDER)
    is_wide = box_width - around < _LEAST * em
    if is_wide:
        box_width = round(width * _WIDE, 1)
    inset = sizes.lengths["badge"] / 2  # so that the numbers on the boxes' corners stay inside
    left = 0.0 if is_wide else inset + box_width + _ROOM
    inside = width - 2 * left
    title_height = block_height(title, inside, "ring-title", heading, sizes) + TITLE_GAP
    note_height = block_height(note, inside, "ring-note", text, sizes)

    heights = [_height(label, box_width - around, text, blank, sizes) for label in labels]
    rows = rows_round(len(labels))
    top = inset + (title_height if is_wide else 0.0)
    tops = _tops(rows, heights, top, 0.0 if is_wide else title_height + note_height, inset)
    columns = (inset, (width - box_width) / 2, width - box_width - inset)
    boxes = place_rows(rows, tops, heights, columns, box_width)
    foot = max(box.bottom for box in boxes)
    if is_wide:
        title_top, note_top = 0.0, foot + _NOTE_GAP
        foot = note_top + note_height
    else:
        ceiling, floor = boxes[0].bottom, floor_of(rows, tops, heights)
        title_top = (ceiling + floor - title_height - note_height) / 2
        note_top = title_top + title_height
    return Ring(
        width,
        round(foot, 2),
        tuple(boxes),
        tuple(arrow_round(a, b) for a, b in pairwise([*boxes, boxes[0]])),
        Box(left, title_top, inside, title_height),
        Box(left, note_top, inside, note_height),
    )


def _height(label: str, room: float, measure: Measure, blank: bool, sizes: Sizes) -> float:
    words, lengths = label_height(label, room, measure, sizes), sizes.lengths
    if blank:
        return max(lengths["drawn-blank"], words + lengths["drawn-writing"] if label else 0.0)
    return max(lengths["drawn-height"], words)


def _tops(
    rows: list[tuple[int, ...]], heights: list[float], top: float, needed: float, inset: float
) -> list[float]:
    """Where each row starts: close where an arc turns, wider where a straight arrow goes down,
    and all further apart where the words in the middle need it."""
    turn = max(3.0, inset - 0.1)  # a number on a box's corner keeps clear of the box above
    tops, y = [], top
    for row, following in pairwise([*rows, ()]):
        tops.append(y)
        straight = len(row) == 2 and len(following) == 2
        y += max(heights[step] for step in row) + (8.5 if straight else turn)
    room = floor_of(rows, tops, heights) - tops[0] - heights[0] - 2 * _ROOM
    spread = max(0.0, needed - room) / (len(rows) - 1)
    return [start + number * spread for number, start in enumerate(tops)]
