"""Reads back what is drawn on the pages of a finished PDF: areas, lines and words, with their
places in mm from the paper's top left corner and their colours."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

MM = 25.4 / 72
WHITE = "#ffffff"

Point = tuple[float, float]
Matrix = pikepdf.Matrix


@dataclass(frozen=True)
class Rect:
    """Edges in mm, from the paper's left and top."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From the upper edge to the lower one."""
        return self.bottom - self.top

    @property
    def thickness(self) -> float:
        """The shorter of both."""
        return min(self.width, self.height)

    def within(self, other: "Rect") -> "Rect":
        """What both have in common."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Mark:
    """One thing drawn: what kind it is, where, and in which colour.

    kind is "fill" (an area), "frame" (a band around a hole, `width` mm wide), "line" (`width` mm
    wide), "text" (`size` in pt, `letters` many) or "picture". `order` counts what is drawn on a
    page, later over earlier.
    """

    kind: str
    page: int
    order: int
    rect: Rect
    colour: str
    width: float = 0.0
    size: float = 0.0
    letters: int = 0
    is_round: bool = False
    in_picture: bool = False


@dataclass(frozen=True)
class Widget:
    """A field's place on a page; its kind is that of its blank: "line", "lines" and so on."""

    kind: str
    page: int
    rect: Rect


@dataclass(frozen=True)
class _State:
    matrix: Matrix
    clip: Rect
    fill: str = "#000000"
    stroke: str = "#000000"
    line: float = 1.0
    size: float = 0.0
    in_picture: bool = False


@dataclass
class _Path:
    parts: list[list[Point]] = field(default_factory=list)
    is_round: bool = False
    """Whether it is made of curves alone."""


THIN = 1.2
"""In mm: what is thinner is a rule or a bar, not an area."""


def is_rule(mark: Mark) -> bool:
    """Whether it is a line to see or to write on, however it was drawn."""
    return mark.kind == "line" or (mark.kind == "fill" and mark.rect.thickness < THIN)


def rule_width(mark: Mark) -> float:
    """How thick a rule or the side of a frame is, in mm."""
    return mark.width or mark.rect.thickness


def behind(mark: Mark, x: float, y: float, drawn: Iterable[Mark]) -> str:
    """The colour of the paper, or of the last area drawn before, at that point."""
    under = [
        each
        for each in drawn
        if each.kind == "fill"
        and each.page == mark.page
        and each.order < mark.order
        and each.rect.thickness >= THIN
        and each.rect.holds(x, y)
    ]
    return under[-1].colour if under else WHITE


def marks(data: bytes) -> list[Mark]:
    """Everything that is drawn, page by page in the order of drawing."""
    with pikepdf.open(BytesIO(data)) as document:
        return [
            mark
            for number, page in enumerate(document.pages, 1)
            for mark in _Reader(page, number).read()
        ]


def widgets(data: bytes) -> list[Widget]:
    """The fields' places, page by page; each option of a choice has its own."""
    with pikepdf.open(BytesIO(data)) as document:
        return [
            Widget(_kind(annotation), number, _placed(annotation, float(page.mediabox[3])))
            for number, page in enumerate(document.pages, 1)
            for annotation in page.get("/Annots", ())
            if annotation.Subtype == "/Widget"
        ]


def _kind(widget: pikepdf.Object) -> str:
    field = widget if "/FT" in widget else widget.Parent
    flags = int(field.get("/Ff", 0))
    if field.FT == "/Tx":
        return "lines" if flags & 1 << 12 else "line"
    return "choice" if flags & 1 << 15 else "tick"


def _placed(widget: pikepdf.Object, high: float) -> Rect:
    left, bottom, right, top = (float(side) for side in widget.Rect)
    return Rect(left * MM, (high - top) * MM, right * MM, (high - bottom) * MM)


def words(data: bytes) -> list[list[Rect]]:
    """On each page, the places of what pdfium reads as one piece of a line."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [list(_words(page)) for page in document]


def _words(page: Any) -> Iterator[Rect]:
    text, high = page.get_textpage(), page.get_height()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        yield Rect(left * MM, (high - top) * MM, right * MM, (high - bottom) * MM)


class _Reader:
    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self.page, self.number, self.order = page, number, 0
        self.high = float(page.mediabox[3])
        self.paper = Rect(0, 0, float(page.mediabox[2]) * MM, self.high * MM)

    def read(self) -> Iterator[Mark]:
        yield from self._stream(self.page, self.page.Resources, _State(Matrix(), self.paper))

    def _stream(self, stream: Any, resources: Any, state: _State) -> Iterator[Mark]:
        kept: list[_State] = []
        path, clips, start = _Path(), False, Matrix()
        for drawn in pikepdf.parse_content_stream(stream):
            name, values = str(drawn.operator), drawn.operands
            match name:
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
                    state = replace(state, size=float(values[1]))
                case "Tm":
                    start = Matrix(*map(float, values))
                case "m" | "l" | "c" | "v" | "y" | "re":
                    _extend(path, name, list(map(float, values)))
                case "W" | "W*":
                    clips = True
                case "Tj" | "TJ":
                    yield self._text(state, start, values[0])
                case "Do":
                    inner = resources.XObject[str(values[0])]
                    yield from self._object(inner, resources, state)
                case "f" | "F" | "f*" | "S" | "s" | "B" | "B*" | "b" | "b*" | "n":
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
        x, y = self._point(0, 0, placed)
        rise = size * 0.35 * MM  # the middle of a small letter
        strings = shown if isinstance(shown, pikepdf.Array) else [shown]
        letters = sum(len(bytes(s)) // 2 for s in strings if isinstance(s, pikepdf.String))
        place = Rect(x, y - rise, x, y)
        return self._mark("text", state, place, state.fill, size=size, letters=letters)

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
