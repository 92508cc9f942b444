"""What drawn blocks are made of: boxes as high as their words need, and arrows between them.

All lengths are in mm, y downwards.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import copysign, hypot

from handoutgen.compose.measure import MM_PER_PT, Measure, count_lines
from handoutgen.compose.sizes import Sizes

BORDER = 0.4  # of a box
GAP = 1.6  # between an arrow's end and a box
HEAD, STROKE = 3.4, 0.9

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box on the drawing: its top left corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
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
    """An SVG path and the three corners of each head: one at its end, or one at both ends."""

    path: str
    heads: tuple[tuple[Point, ...], ...]


def label_height(label: str, room: float, measure: Measure, sizes: Sizes) -> float:
    """How high a box has to be for its label, set that wide, and the room around it."""
    words = block_height(label, room, "label", measure, sizes)
    return round(words + 2 * sizes.lengths["drawn-y"], 1)


def block_height(words: str, width: float, kind: str, measure: Measure, sizes: Sizes) -> float:
    """How high words of that kind (label, ring-title, ring-note) are, set at that width."""
    size, leading = sizes.type[kind], sizes.leadings[f"leading-{kind}"]
    return count_lines(words, width, size, measure) * size * leading * MM_PER_PT


def rows_round(count: int) -> list[tuple[int, ...]]:
    """Which boxes of a ring stand side by side, from the top: one, pairs (right, left), and for
    an even number one more at the foot."""
    pairs = (count - 1) // 2
    rows: list[tuple[int, ...]] = [(0,), *((k, count - k) for k in range(1, pairs + 1))]
    return rows if count % 2 else [*rows, (count // 2,)]


def place_rows(
    rows: Sequence[tuple[int, ...]],
    tops: Sequence[float],
    heights: Sequence[float],
    columns: tuple[float, float, float],
    box_width: float,
) -> list[Box]:
    """The boxes in order; `columns` are the left edges of a box at the left, alone, at the right.

    Boxes that stand side by side have their middles on one level.
    """
    left, alone, right = columns
    boxes = [Box(0, 0, 0, 0)] * len(heights)
    for row, top in zip(rows, tops, strict=True):
        tallest = max(heights[number] for number in row)
        for number, x in zip(row, (right, left) if len(row) == 2 else (alone,), strict=True):
            y = top + (tallest - heights[number]) / 2
            boxes[number] = Box(x, y, box_width, heights[number])
    return boxes


def floor_of(
    rows: Sequence[tuple[int, ...]], tops: Sequence[float], heights: Sequence[float]
) -> float:
    """Where the room in the middle ends: at the box at the foot, or at the arrow across."""
    last = rows[-1]
    if len(last) == 1:
        return tops[-1]
    return tops[-1] + max(heights[number] for number in last) / 2 - HEAD


def arrow_round(start: Box, end: Box, both: bool = False) -> Arrow:
    """An arrow to the next box of a ring: down the right side, up the left, in a quarter turn
    to and from a box in the middle; with `both` it points both ways."""
    (x0, y0), (x1, y1) = start.middle, end.middle
    if abs(y0 - y1) < 0.5:
        return straight_arrow((start.x - GAP, y0), (end.right + GAP, y1), both)
    down = y1 > y0
    if abs(x0 - x1) < 0.5:
        edge = (start.bottom + GAP, end.y - GAP) if down else (start.y - GAP, end.bottom + GAP)
        return straight_arrow((x0, edge[0]), (x1, edge[1]), both)
    if down == (x1 > x0):  # leaves sideways, arrives from above or below
        side = start.right + GAP if x1 > x0 else start.x - GAP
        tip = (x1, end.y - GAP if down else end.bottom + GAP)
        return _quarter_turn((side, y0), tip, True, both)
    side = end.right + GAP if x0 > x1 else end.x - GAP
    tail = (x0, start.bottom + GAP if down else start.y - GAP)
    return _quarter_turn(tail, (side, y1), False, both)


def straight_arrow(tail: Point, tip: Point, both: bool = False) -> Arrow:
    """A straight arrow from point to point."""
    dx, dy = tip[0] - tail[0], tip[1] - tail[1]
    length = hypot(dx, dy)
    way = (dx / length, dy / length)
    start = _neck(tail, (-way[0], -way[1])) if both else tail
    return Arrow(f"M{_at(start)} L{_at(_neck(tip, way))}", _heads(tail, way, tip, way, both))


def picture(
    arrows: Iterable[Arrow], width: float, height: float, colour: str, inside: str = ""
) -> str:
    """The arrows as the address of an SVG picture of that size; with `inside`, that colour fills
    the heads, which are outlined."""
    head_style = f'fill="{colour}"'
    if inside:
        head_style = f'fill="{inside}" stroke="{colour}" stroke-width="{STROKE / 2}"'
    drawn = "".join(
        f'<path d="{arrow.path}" fill="none" stroke="{colour}" stroke-width="{STROKE}"/>'
        + "".join(
            f'<polygon points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in head)}" {head_style}/>'
            for head in arrow.heads
        )
        for arrow in arrows
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm"'
        f' height="{height}mm" viewBox="0 0 {width} {height}">{drawn}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _quarter_turn(tail: Point, tip: Point, leaves_sideways: bool, both: bool) -> Arrow:
    across = (copysign(1.0, tip[0] - tail[0]), 0.0)
    along = (0.0, copysign(1.0, tip[1] - tail[1]))
    first, last = (across, along) if leaves_sideways else (along, across)
    start = _neck(tail, (-first[0], -first[1])) if both else tail
    neck = _neck(tip, last)
    rx, ry = abs(neck[0] - start[0]), abs(neck[1] - start[1])
    path = f"M{_at(start)} A{rx:.2f} {ry:.2f} 0 0 1 {_at(neck)}"
    return Arrow(path, _heads(tail, first, tip, last, both))


def _heads(
    tail: Point, first: Point, tip: Point, last: Point, both: bool
) -> tuple[tuple[Point, ...], ...]:
    end = _head(tip, last)
    return (_head(tail, (-first[0], -first[1])), end) if both else (end,)


def _neck(tip: Point, way: Point) -> Point:
    """Where the line ends inside the head."""
    return tip[0] - way[0] * HEAD * 0.8, tip[1] - way[1] * HEAD * 0.8


def _head(tip: Point, way: Point) -> tuple[Point, ...]:
    (x, y), (dx, dy) = tip, way
    base = (x - dx * HEAD, y - dy * HEAD)
    half = HEAD * 0.56
    return (
        tip,
        (round(base[0] - dy * half, 2), round(base[1] + dx * half, 2)),
        (round(base[0] + dy * half, 2), round(base[1] - dx * half, 2)),
    )


def _at(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"
