"""Looks at a drawing's boxes and arrows, and measures in the shipped fonts."""

import re
from math import cos, hypot, pi, sin

import pytest

from handoutgen.compose.drawing import Box
from handoutgen.compose.measure import measure_in
from handoutgen.folders import shipped_folder

FONTS = shipped_folder() / "templates/fonts"
TEXT = measure_in(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf")
BOLD = measure_in(FONTS / "AtkinsonHyperlegibleNext-Bold.ttf")
HEADING = measure_in(FONTS / "Literata-Bold.ttf")
Point = tuple[float, float]


def apart(one: Box, other: Box, by: float = 0) -> bool:
    """Whether there is room between the boxes."""
    across = one.right + by <= other.x or other.right + by <= one.x
    return across or one.bottom + by <= other.y or other.bottom + by <= one.y


def inside(point: Point, box: Box) -> bool:
    """Whether the point lies in the box."""
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom


def track(path: str) -> list[Point]:
    """Points along an arrow's path, which is a line or a quarter of an ellipse drawn clockwise."""
    number = r"(-?[\d.]+)"
    if found := re.fullmatch(rf"M{number} {number} L{number} {number}", path):
        x0, y0, x1, y1 = map(float, found.groups())
        return [(x0 + (x1 - x0) * t / 20, y0 + (y1 - y0) * t / 20) for t in range(21)]
    found = re.fullmatch(rf"M{number} {number} A{number} {number} 0 0 1 {number} {number}", path)
    assert found, path
    x0, y0, rx, ry, x1, y1 = map(float, found.groups())
    assert [rx, ry] == pytest.approx([abs(x1 - x0), abs(y1 - y0)], abs=0.02)
    # clockwise on paper: to the right and down, or to the left and up, the curve leaves sideways
    sideways = (x1 > x0) == (y1 > y0)
    if sideways:
        centre, start = (x0, y1), (0.0, y0 - y1)
    else:
        centre, start = (x1, y0), (x0 - x1, 0.0)
    end = (x1 - centre[0], y1 - centre[1])
    turn = [t / 20 * pi / 2 for t in range(21)]
    return [
        (
            centre[0] + start[0] * cos(t) + end[0] * sin(t),
            centre[1] + start[1] * cos(t) + end[1] * sin(t),
        )
        for t in turn
    ]


def gap(point: Point, box: Box) -> float:
    """How far the point is from the box."""
    across = max(box.x - point[0], 0, point[0] - box.right)
    down = max(box.y - point[1], 0, point[1] - box.bottom)
    return hypot(across, down)
