"""Where the boxes and arrows of a cycle go: a ring that grows with its words.

Step 1 stands at the top; the rest go down the right side and up the left in pairs, with the
middle step of an even number at the foot. Each row is as high as its longest label needs, so a
label can't overflow its box. All lengths are in mm, y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handoutgen.compose.drawing import (
    HEIGHT,
    Arrow,
    Box,
    arrow_round,
    floor_of,
    label_height,
    place_rows,
    rows_round,
)
from handoutgen.compose.measure import MM_PER_PT, Measure, count_lines

TITLE_SIZE, TITLE_LEADING = 14.0, 1.2
NOTE_SIZE, NOTE_LEADING = 10.5, 1.35
BADGE = 6.2
BLANK_HEIGHT = 22.0
WRITING_ROOM = 12.0  # below the label of a blank box
_CENTRE_GAP = 2.0  # between the title and the note under it
_ROOM = 5.5  # kept free around what stands in the middle
_INSET = BADGE / 2  # so that the numbers on the boxes' corners stay inside


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring laid out: its size, boxes in order, arrows, and the box for what stands inside.

    At `waist`, counted from the top, the title ends and the note under it begins.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    centre: Box
    waist: float


def lay_out_ring(
    labels: Sequence[str],
    title: str,
    note: str,
    width: float,
    text: Measure,
    heading: Measure,
    blank: bool = False,
) -> Ring:
    """Place 3 to 8 labelled boxes in a ring of that width in mm.

    `text` measures the labels and the note, `heading` the title in the middle.
    """
    box_width = round(width * (0.31 if blank else 0.282), 1)
    heights = [_height(label, box_width, text, blank) for label in labels]
    rows = rows_round(len(labels))
    left = _INSET + box_width + _ROOM
    inside = width - 2 * left
    title_height = _block(title, inside, TITLE_SIZE, TITLE_LEADING, heading) + _CENTRE_GAP
    note_height = _block(note, inside, NOTE_SIZE, NOTE_LEADING, text)
    tops = _tops(rows, heights, title_height + note_height)
    columns = (_INSET, (width - box_width) / 2, width - box_width - _INSET)
    boxes = place_rows(rows, tops, heights, columns, box_width)
    ceiling, floor = boxes[0].bottom, floor_of(rows, tops, heights)
    centre = Box(left, ceiling, inside, floor - ceiling)
    waist = centre.middle[1] + (title_height - note_height) / 2
    return Ring(
        width,
        round(max(box.bottom for box in boxes), 2),
        tuple(boxes),
        tuple(arrow_round(a, b) for a, b in pairwise([*boxes, boxes[0]])),
        centre,
        round(waist, 2),
    )


def _block(words: str, width: float, size: float, leading: float, measure: Measure) -> float:
    return count_lines(words, width, size, measure) * size * leading * MM_PER_PT


def _height(label: str, width: float, measure: Measure, blank: bool) -> float:
    words = label_height(label, width, measure)
    return max(BLANK_HEIGHT, words + WRITING_ROOM) if blank else max(HEIGHT, words)


def _tops(rows: list[tuple[int, ...]], heights: list[float], needed: float) -> list[float]:
    """Where each row starts: close where an arc turns, wider where a straight arrow goes down,
    and all further apart where the words in the middle need it."""
    tops, y = [], BADGE / 2
    for row, following in pairwise([*rows, ()]):
        tops.append(y)
        straight = len(row) == 2 and len(following) == 2
        y += max(heights[step] for step in row) + (8.5 if straight else 3.0)
    room = floor_of(rows, tops, heights) - tops[0] - heights[0] - 2 * _ROOM
    spread = max(0.0, needed - room) / (len(rows) - 1)
    return [top + number * spread for number, top in enumerate(tops)]
