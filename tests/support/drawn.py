"""Reads back what is drawn on the pages of a finished PDF."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf

from support.marks import MM, Mark, Rect

OPERATORS = (
    "q Q cm w rg g k sc scn RG G K SC SCN Tf Tm Tj TJ Tc Tw Tz m l c v y re W W* "
    "f F f* S s B B* b b* n Do"
)
"""What is read of a page; the rest of it marks structure, or sets what no measure asks for."""

Point = tuple[float, float]
Matrix = pikepdf.Matrix


@dataclass(frozen=True)
class _State:
    matrix: Matrix
    clip: Rect
    fill: str = "#000000"
    stroke: str = "#000000"
    line: float = 1.0
    size: float = 0.0
    font: Any = None
    in_picture: bool = False


@dataclass
class _Path:
    parts: list[list[Point]] = field(default_factory=list)
    is_round: bool = False
    """Whether it is made of curves alone."""


@lru_cache(maxsize=4)
def marks(data: bytes) -> tuple[Mark, ...]:
    """Everything that is drawn, page by page in the order of drawing."""
    with pikepdf.open(BytesIO(data)) as document:
        return tuple(
            mark
            for number, page in enumerate(document.pages, 1)
            for mark in _Reader(page, number).read()
        )


class _Reader:
    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self.page, self.number, self.order = page, number, 0
        self.high = float(page.mediabox[3])
        self.paper = Rect(0, 0, float(page.mediabox[2]) * MM, self.high * MM)
        self.fonts: dict[tuple[int, int], dict[int, float]] = {}

    def read(self) -> Iterator[Mark]:
        yield from self._stream(self.page, self.page.Resources, _State(Matrix(), self.paper))

    def _stream(self, stream: Any, resources: Any, state: _State) -> Iterator[Mark]:
        kept: list[_State] = []
        path, clips, start = _Path(), False, Matrix()
        for drawn in pikepdf.parse_content_stream(stream, OPERATORS):
            name, values = str(drawn.operator), drawn.operands
            match name:
                case "m" | "l" | "c" | "v" | "y" | "re":
                    _extend(path, name, list(map(float, values)))
                case "q":
                    kept.append(state)
                case "Q":
                    state = kept.pop()
                case "cm":
                    matrix = Matrix(*map(float, values)) @ state.matrix
                    state = replace(state, matrix=matrix)
                case "w":
                    state = replace(state, line=float(values[0]))
                case "rg" | "g" | "k" | "sc" | "scn":
                    state = replace(state, fill=_colour(values))
                case "RG" | "G" | "K" | "SC" | "SCN":
                    state = replace(state, stroke=_colour(values))
                case "Tf":
                    font = resources.Font[str(values[0])]
                    state = replace(state, font=font, size=float(values[1]))
                case "Tm":
                    start = Matrix(*map(float, values))
                case "W" | "W*":
                    clips = True
                case "Tj" | "TJ":
                    yield self._text(state, start, values[0])
                case "Tc" | "Tw" | "Tz":
                    raise NotImplementedError(f"{name} widens letters")
                case "Do":
                    inner = resources.XObject[str(values[0])]
                    yield from self._object(inner, resources, state)
                case _:  # what ends a path
                    if name != "n":
                        yield from self._painted(name, path, state)
                    if clips:
                        clip = _around(self._placed(path, state)).within(state.clip)
                        state = replace(state, clip=clip)
                    path, clips = _Path(), False

    def _object(self, inner: Any, resources: Any, state: _State) -> Iterator[Mark]:
        if inner.Subtype == "/Image":
            box = [self._point(x, y, state.matrix) for x, y in ((0, 0), (1, 1))]
            yield self._mark("picture", state, _around([box]), "")
            return
        matrix = Matrix(*map(float, inner.get("/Matrix", (1, 0, 0, 1, 0, 0))))
        own = replace(state, matrix=matrix @ state.matrix, in_picture=True)
        yield from self._stream(inner, inner.get("/Resources", resources), own)

    def _painted(self, name: str, path: _Path, state: _State) -> Iterator[Mark]:
        parts = self._placed(path, state)
        rect = _around(parts)
        if name not in ("S", "s"):
            band = _band(parts)
            kind = "frame" if band else "fill"
            yield self._mark(kind, state, rect, state.fill, width=band, is_round=path.is_round)
        if name not in ("f", "F", "f*"):
            width = state.line * abs(state.matrix.a * state.matrix.d) ** 0.5 * MM
            yield self._mark("line", state, rect, state.stroke, width=width, is_round=path.is_round)

    def _text(self, state: _State, start: Matrix, shown: pikepdf.Object) -> Mark:
        placed = start @ state.matrix
        size = state.size * abs(placed.a * placed.d - placed.b * placed.c) ** 0.5
        letters, way = _way(shown, self._widths(state.font))
        x, y = self._point(0, 0, placed)
        end, _ = self._point(way * state.size, 0, placed)
        rise = size * 0.35 * MM  # the middle of a small letter
        place = Rect(x, y - rise, end, y)
        return self._mark("text", state, place, state.fill, size=size, letters=letters)

    def _widths(self, font: Any) -> dict[int, float]:
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = _widths(font)
        return self.fonts[font.objgen]

    def _mark(self, kind: str, state: _State, rect: Rect, colour: str, **more: Any) -> Mark:
        self.order += 1
        shown = rect if kind == "text" else rect.within(state.clip)
        return Mark(
            kind, self.number, self.order, shown, colour, in_picture=state.in_picture, **more
        )

    def _placed(self, path: _Path, state: _State) -> list[list[Point]]:
        return [[self._point(x, y, state.matrix) for x, y in part] for part in path.parts]

    def _point(self, x: float, y: float, matrix: Matrix) -> Point:
        across, up = matrix.transform((x, y))
        return across * MM, (self.high - up) * MM


def _widths(font: Any) -> dict[int, float]:
    """How far each glyph of a font takes the pen, in thousandths of the size."""
    entries = list(font.DescendantFonts[0].W)
    return {
        glyph: float(width)
        for first, widths in zip(entries[::2], entries[1::2], strict=True)
        for glyph, width in enumerate(widths, int(first))
    }


def _way(shown: Any, widths: dict[int, float]) -> tuple[int, float]:
    """How many letters a string has, and how far they take the pen, for a size of 1."""
    letters, way = 0, 0.0
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.Object):
            codes = bytes(part)
            letters += len(codes) // 2
            for high, low in zip(codes[::2], codes[1::2], strict=True):
                way += widths[high * 256 + low]
        else:
            way -= float(part)  # what brings two letters together
    return letters, way / 1000


def _extend(path: _Path, name: str, values: list[float]) -> None:
    if name == "re":
        x, y, width, height = values
        path.is_round = False
        path.parts.append([(x, y), (x + width, y + height)])
        return
    if name == "m" or not path.parts:
        path.parts.append([])
        path.is_round = True
    if name == "l":
        (x, y), (across, down) = path.parts[-1][-1], values
        path.is_round &= abs(x - across) + abs(y - down) < 0.01
    path.parts[-1].append((values[-2], values[-1]))


def _around(parts: list[list[Point]]) -> Rect:
    xs = [x for part in parts for x, _ in part] or [0.0]
    ys = [y for part in parts for _, y in part] or [0.0]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _band(parts: list[list[Point]]) -> float:
    """How wide the band is between an area and the hole in it; 0 where there is no hole."""
    if len(parts) != 2:
        return 0.0
    outer, inner = sorted((_around([part]) for part in parts), key=lambda r: -r.width * r.height)
    if not (outer.left < inner.left and inner.right < outer.right and inner.top > outer.top):
        return 0.0
    return max(inner.left - outer.left, outer.right - inner.right)


def _colour(values: Any) -> str:
    numbers = [float(each) for each in values if not isinstance(each, pikepdf.Name)]
    if len(numbers) == 1:
        numbers *= 3
    elif len(numbers) == 4:
        black = numbers.pop()
        numbers = [(1 - each) * (1 - black) for each in numbers]
    return "#" + "".join(f"{round(255 * each):02x}" for each in numbers)
