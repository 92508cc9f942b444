"""Where the boxes and arrows of a cycle go: a ring that grows with its words.

Step 1 stands at the top; the rest go down the right side and up the left in pairs, with the
middle step of an even number at the foot. Each row is as high as its longest label needs, so a
label can't overflow its box. All lengths are in mm, y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from handoutgen.compose.measure import MM_PER_PT, Measure, count_lines

LABEL_SIZE, LABEL_LEADING = 11.0, 1.25
TITLE_SIZE, TITLE_LEADING = 14.0, 1.2
NOTE_SIZE, NOTE_LEADING = 10.5, 1.35
PADDING_X, PADDING_Y = 4.0, 2.1
BADGE = 6.2
BLANK_HEIGHT, HEIGHT = 22.0, 14.0
WRITING_ROOM = 12.0  # below the label of a blank box
_GAP = 1.6  # between an arrow's end and a box
_HEAD, _STROKE = 3.4, 0.9
_CENTRE_GAP = 2.0  # between the title and the note under it
_ROOM = 5.5  # kept free around what stands in the middle
_INSET = BADGE / 2  # so that the numbers on the boxes' corners stay inside


@dataclass(frozen=True, slots=True)
class Box:
    """One step's box: its top left corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from one box to the next: an SVG path and the three corners of its head."""

    path: str
    head: tuple[tuple[float, float], ...]


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
    stroke: float = _STROKE


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
    rows = _rows(len(labels))
    left = _INSET + box_width + _ROOM
    inside = width - 2 * left
    title_height = _block(title, inside, TITLE_SIZE, TITLE_LEADING, heading) + _CENTRE_GAP
    note_height = _block(note, inside, NOTE_SIZE, NOTE_LEADING, text)
    tops = _tops(rows, heights, title_height + note_height)
    boxes: list[Box] = [Box(0, 0, 0, 0)] * len(labels)
    for row, top in zip(rows, tops, strict=True):
        tallest = max(heights[step] for step in row)
        for step, x in zip(row, _columns(row, width, box_width), strict=True):
            boxes[step] = Box(x, top + (tallest - heights[step]) / 2, box_width, heights[step])
    ceiling, floor = boxes[0].bottom, _floor(rows, tops, heights)
    centre = Box(left, ceiling, inside, floor - ceiling)
    waist = centre.middle[1] + (title_height - note_height) / 2
    return Ring(
        width,
        round(max(box.bottom for box in boxes), 2),
        tuple(boxes),
        tuple(_arrow(a, b) for a, b in pairwise([*boxes, boxes[0]])),
        centre,
        round(waist, 2),
    )


def _block(words: str, width: float, size: float, leading: float, measure: Measure) -> float:
    return count_lines(words, width, size, measure) * size * leading * MM_PER_PT


def _height(label: str, width: float, measure: Measure, blank: bool) -> float:
    lines = count_lines(label, width - 2 * PADDING_X - 0.8, LABEL_SIZE, measure)
    words = round(lines * LABEL_SIZE * LABEL_LEADING * MM_PER_PT + 2 * PADDING_Y, 1)
    return max(BLANK_HEIGHT, words + WRITING_ROOM) if blank else max(HEIGHT, words)


def _rows(count: int) -> list[tuple[int, ...]]:
    """The steps that stand side by side, from the top: one, pairs (right, left), perhaps one."""
    pairs = (count - 1) // 2
    rows: list[tuple[int, ...]] = [(0,), *((k, count - k) for k in range(1, pairs + 1))]
    return rows if count % 2 else [*rows, (count // 2,)]


def _tops(rows: list[tuple[int, ...]], heights: list[float], needed: float) -> list[float]:
    """Where each row starts: close where an arc turns, wider where a straight arrow goes down,
    and all further apart where the words in the middle need it."""
    tops, y = [], BADGE / 2
    for row, following in pairwise([*rows, ()]):
        tops.append(y)
        straight = len(row) == 2 and len(following) == 2
        y += max(heights[step] for step in row) + (8.5 if straight else 3.0)
    room = _floor(rows, tops, heights) - tops[0] - heights[0] - 2 * _ROOM
    spread = max(0.0, needed - room) / (len(rows) - 1)
    return [top + number * spread for number, top in enumerate(tops)]


def _floor(rows: list[tuple[int, ...]], tops: list[float], heights: list[float]) -> float:
    """Where the room in the middle ends: at the box at the foot, or at the arrow across."""
    last = rows[-1]
    if len(last) == 1:
        return tops[-1]
    return tops[-1] + max(heights[step] for step in last) / 2 - _HEAD


def _columns(row: tuple[int, ...], width: float, box_width: float) -> list[float]:
    """The left edges of a row's boxes: one in the middle, or the right one and the left one."""
    if len(row) == 1:
        return [(width - box_width) / 2]
    return [width - box_width - _INSET, _INSET]


def _arrow(start: Box, end: Box) -> Arrow:
    """Down the right side, up the left, in a quarter turn to and from a box in the middle."""
    (x0, y0), (x1, y1) = start.middle, end.middle
    if abs(y0 - y1) < 0.5:
        return _line((start.x - _GAP, y0), (end.right + _GAP, y1))
    down = y1 > y0
    if abs(x0 - x1) < start.width * 0.75:
        edge = (start.bottom + _GAP, end.y - _GAP) if down else (start.y - _GAP, end.bottom + _GAP)
        return _line((x0, edge[0]), (x1, edge[1]))
    if down == (x1 > x0):  # leaves sideways, arrives from above or below
        side = start.right + _GAP if x1 > x0 else start.x - _GAP
        tip = (x1, end.y - _GAP if down else end.bottom + _GAP)
        return _quarter((side, y0), tip, (0.0, 1.0 if down else -1.0))
    side = end.right + _GAP if x0 > x1 else end.x - _GAP
    tail = (x0, start.bottom + _GAP if down else start.y - _GAP)
    return _quarter(tail, (side, y1), (-1.0 if x0 > x1 else 1.0, 0.0))


def _line(tail: tuple[float, float], tip: tuple[float, float]) -> Arrow:
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    length = hypot(dx, dy)
    way = (dx / length, dy / length)
    neck = (tip[0] - way[0] * _HEAD * 0.8, tip[1] - way[1] * _HEAD * 0.8)
    return Arrow(f"M{_at(tail)} L{_at(neck)}", _head(tip, way))


def _quarter(
    tail: tuple[float, float], tip: tuple[float, float], way: tuple[float, float]
) -> Arrow:
    neck = (tip[0] - way[0] * _HEAD * 0.8, tip[1] - way[1] * _HEAD * 0.8)
    rx, ry = abs(neck[0] - tail[0]), abs(neck[1] - tail[1])
    return Arrow(f"M{_at(tail)} A{rx:.2f} {ry:.2f} 0 0 1 {_at(neck)}", _head(tip, way))


def _head(tip: tuple[float, float], way: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    (x, y), (dx, dy) = tip, way
    base = (x - dx * _HEAD, y - dy * _HEAD)
    half = _HEAD * 0.56
    return (
        tip,
        (round(base[0] - dy * half, 2), round(base[1] + dx * half, 2)),
        (round(base[0] + dy * half, 2), round(base[1] - dx * half, 2)),
    )


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
