"""Ticks and the mark of a choice, drawn in lines so that no font is needed for them.

What is printed below a mark stays readable: the number in a circle is part of the page, so a
choice is a ring around it. All measures are in pt.

Some programs draw marks of their own instead, with letters of the font that every form knows as
`ZaDb`; it stands in no PDF, by custom, and not on every machine. `font` gives these programs such
a font, of which the letters are the same marks.
"""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from handoutgen.press.syntax import number

FONT = "ZaDb"
CHECK, CROSS = "4", "8"
"""The letters for a tick and for a cross, which in our font is a ring. pdfium draws both itself."""
_ROUND = 0.5523  # how far a circle's handles reach, as a part of its radius
_RING, _GAP = 2.2, 0.8
_ADVANCE, _MIDDLE = 800, 400  # of a letter; it is centred, with its middle on this height
_LETTER_RING, _LETTER_PEN = 780, 170


def tick(width: float, height: float) -> bytes:
    """A check mark in a box."""
    pen = max(1.4, 0.13 * min(width, height))
    points = [(width * x, height * y) for x, y in ((0.2, 0.52), (0.42, 0.27), (0.8, 0.77))]
    return f"q 0 G 1 J 1 j {_line(points, pen)} Q".encode()


def choice(width: float, height: float, numbered: bool) -> bytes:
    """A bold ring just inside a circle, and a dot in it; below the number, in one that has one."""
    radius = min(width, height) / 2 - _GAP - _RING / 2
    ring = f"q 0 G {number(_RING)} w {_circle(width / 2, height / 2, radius)} S Q"
    if numbered:
        dot = _circle(width / 2, height / 2 - radius * 0.7, radius * 0.13)
    else:
        dot = _circle(width / 2, height / 2, radius * 0.5)
    return f"{ring} q 0 g {dot} f Q".encode()


def font(pdf: pikepdf.Pdf) -> Any:
    """Put the font of the two marks into a PDF."""
    check = _line([(100, 420), (310, 200), (700, 660)], _LETTER_PEN)
    ring = f"{_LETTER_PEN} w {_circle(_MIDDLE, _MIDDLE, _LETTER_RING)} S"
    codes = range(ord(CHECK), ord(CROSS) + 1)
    edge = _LETTER_RING + _LETTER_PEN
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([_MIDDLE - edge, _MIDDLE - edge, _MIDDLE + edge, _MIDDLE + edge]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(
                check=pdf.make_stream(f"{_ADVANCE} 0 d0 1 J 1 j {check}".encode()),
                ring=pdf.make_stream(f"{_ADVANCE} 0 d0 {ring}".encode()),
            ),
            Encoding=Dictionary(
                Type=Name.Encoding,
                Differences=Array([ord(CHECK), Name.check, ord(CROSS), Name.ring]),
            ),
            FirstChar=codes[0],
            LastChar=codes[-1],
            Widths=Array([_ADVANCE] * len(codes)),
            Resources=Dictionary(),
        )
    )


def _line(points: list[tuple[float, float]], pen: float) -> str:
    (x, y), *rest = points
    path = [f"{number(pen)} w {number(x)} {number(y)} m"]
    return " ".join([*path, *(f"{number(x)} {number(y)} l" for x, y in rest), "S"])


def _circle(x: float, y: float, radius: float) -> str:
    reach = radius * _ROUND
    corners = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    parts = [f"{number(x + radius)} {number(y)} m"]
    for (a, b), (c, d) in zip(corners, [*corners[1:], corners[0]], strict=True):
        points = [
            (x + a * radius + c * reach, y + b * radius + d * reach),
            (x + c * radius + a * reach, y + d * radius + b * reach),
            (x + c * radius, y + d * radius),
        ]
        parts.append(" ".join(f"{number(p)} {number(q)}" for p, q in points) + " c")
    return " ".join([*parts, "h"])
