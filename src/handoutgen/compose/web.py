"""Where the boxes and arrows of a web go: factors in a round, and what they all pull on inside.

The first factor stands at the top, the rest go round as in a ring. An arrow that points both ways
joins each factor with its neighbours, and with the centre where there is one. Each box is as high
as its label needs. All lengths are in mm, y downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handoutgen.compose.drawing import (
    BORDER,
    GAP,
    HEAD,
    Arrow,
    Box,
    arrow_round,
    floor_of,
    label_height,
    place_rows,
    rows_round,
    straight_arrow,
)
from handoutgen.compose.measure import MM_PER_PT, Measure, longest_word
from handoutgen.compose.sizes import STANDARD, Sizes

_SPAN = 2 * GAP + 2 * HEAD + 3.4  # room for a short arrow with two heads
_TURN = 6.0  # between rows that a quarter turn joins
_INSIDE = 16.0  # kept free inside where nothing stands there
_ROOM = 6.0  # between the centre and an arrow below it
_CORNER = 3.0  # an arrow to a box's side keeps that far from its corners
_SHARE = 0.282  # of the web's width, for a factor's box
_LEAST = 8.0  # letters wide, in em: what such a box should hold
_WIDE, _SLIM = 0.36, 30.0  # where it doesn't: the share to go up to, and the least for the centre


@dataclass(frozen=True, slots=True)
class Web:
    """A web laid out: its size, the factors' boxes in order, the centre's, and the arrows."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    centre: Box | None
    arrows: tuple[Arrow, ...]


def lay_out_web(
    labels: Sequence[str],
    centre: str | None,
    width: float,
    text: Measure,
    sizes: Sizes = STANDARD,
) -> Web:
    """Place 3 to 6 labelled boxes round a centre, or round nothing, in that width in mm."""
    around = 2 * (sizes.lengths["web-x"] + BORDER)
    box_width = _box_width(centre, width, around, text, sizes)
    inside = round(width - 2 * box_width - 2 * _SPAN, 1)
    least = sizes.lengths["drawn-height"]
    heights = [max(least, label_height(label, box_width - around, text, sizes)) for label in labels]
    inner = max(least, label_height(centre, inside - around, text, sizes)) if centre else 0.0
    below = _ROOM if len(labels) % 2 else _SPAN  # an arrow across, or a box that one leads to
    rows = rows_round(len(labels))
    tops = _tops(rows, heights, _SPAN + inner + below if centre else _INSIDE)
    columns = (0.0, (width - box_width) / 2, width - box_width)
    boxes = place_rows(rows, tops, heights, columns, box_width)
    arrows = [arrow_round(a, b, both=True) for a, b in pairwise([*boxes, boxes[0]])]
    middle = None
    if centre:
        spare = floor_of(rows, tops, heights) - boxes[0].bottom - _SPAN - inner - below
        top = boxes[0].bottom + _SPAN + spare / 2
        middle = Box((width - inside) / 2, top, inside, inner)
        arrows += [_arrow_from(middle, box) for box in boxes]
    height = round(max(box.bottom for box in boxes), 2)
    return Web(width, height, tuple(boxes), middle, tuple(arrows))


def _box_width(
    centre: str | None, width: float, around: float, text: Measure, sizes: Sizes
) -> float:
    """How wide a factor's box is: where letters are large it takes what the centre can spare."""
    usual = width * _SHARE
    if usual - around >= _LEAST * sizes.type["label"] * MM_PER_PT:
        return round(usual, 1)
    needed = longest_word(centre or "", sizes.type["label"], text) + around + 1
    spare = (width - 2 * _SPAN - max(_SLIM, needed)) / 2
    return round(min(max(usual, spare), width * _WIDE), 1)


def _tops(rows: list[tuple[int, ...]], heights: list[float], needed: float) -> list[float]:
    """Where each row starts, with as much room inside as is needed."""
    tops, y = [], 0.0
    for row, following in pairwise([*rows, ()]):
        tops.append(y)
        straight = len(row) == 2 and len(following) == 2
        y += max(heights[number] for number in row) + (_SPAN if straight else _TURN)
    room = floor_of(rows, tops, heights) - heights[0]
    spread = max(0.0, needed - room) / (len(rows) - 1)
    return [top + number * spread for number, top in enumerate(tops)]


def _arrow_from(centre: Box, box: Box) -> Arrow:
    """Both ways between the centre and a box above, below or at a side of it."""
    (x, y), (middle, level) = box.middle, centre.middle
    if abs(x - middle) < 0.5:
        if y < level:
            return straight_arrow((middle, centre.y - GAP), (x, box.bottom + GAP), both=True)
        return straight_arrow((middle, centre.bottom + GAP), (x, box.y - GAP), both=True)
    near, far = (centre.right + GAP, box.x - GAP)
    if x < middle:
        near, far = (centre.x - GAP, box.right + GAP)
    return straight_arrow((near, _within(centre, y)), (far, _within(box, level)), both=True)


def _within(box: Box, y: float) -> float:
    """The height on a box's side that is nearest to y."""
    return min(max(y, box.y + _CORNER), box.bottom - _CORNER)
