"""A look at the finished pages: words that stick out of their box, letters that no font has."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_SLACK = 0.75  # in CSS px: rounding in the layout
_OVERHANG = 0.1  # of the font's size
_EDGE = 7.5  # in CSS px, 2 mm: no printer goes nearer to the paper's edge than that
_ID = "block-"
_SHORTER = "make it shorter, or split a very long word"
_FILLED = "what is filled in for "
_SHORTER_ANSWER = "make it shorter, or write it on the paper by hand"
_OTHER_FONT = "write it another way, or name a font that has it in the brand's 'typography'"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong on a page: the block it stands in (from 1, or 0), what, and what to do.

    `letter` is the one that couldn't be drawn, where that is the fault.
    """

    block: int
    page: int
    message: str
    hint: str
    letter: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The edges in CSS px that words have to stay within, and the block they belong to."""

    left: float
    right: float
    bottom: float
    block: int = 0
    answer: str | None = None
    """The name of the blank, for what is filled in; its words are a client's, and are not told."""

    def holds(self, box: Any) -> bool:
        """Whether the box lies inside; the layout never puts words above their frame.

        A line may be set tighter than the font is high, so its box reaches below it by a little.
        """
        return bool(
            box.position_x >= self.left
            and box.position_x + box.width <= self.right
            and box.position_y + box.height <= self.bottom + _OVERHANG * box.style["font_size"]
        )


def faults_on_pages(document: Any) -> Iterator[Fault]:
    """Every fault of a WeasyPrint document that has been written: for each block and page the
    first words that stick out, and each letter that can't be drawn."""
    lacking = {chr(code) for font in document.fonts.values() for code in font.missing}
    seen: set[tuple[int, int, str]] = set()
    for number, page in enumerate(document.pages, 1):
        for fault in _Page(page._page_box, number, lacking).faults():
            told = fault.letter or (fault.message if _FILLED in fault.message else "")
            key = (fault.block, 0 if fault.letter else fault.page, told)
            if key not in seen:
                seen.add(key)
                yield fault
    told_letters = {letter for _, _, letter in seen}
    for letter in sorted(lacking - told_letters):  # in a drawing, or made of several letters
        yield _undrawn(letter, 0, 0)


class _Page:
    def __init__(self, box: Any, number: int, lacking: set[str]) -> None:
        self.box, self.number, self.lacking = box, number, lacking
        left, top = box.content_box_x(), box.content_box_y()
        self.text = _Frame(left - _SLACK, left + box.width + _SLACK, top + box.height + _SLACK)
        self.paper = _Frame(_EDGE, box.margin_width() - _EDGE, box.margin_height() - _EDGE)

    def faults(self) -> Iterator[Fault]:
        """All that is wrong on this page, from its top."""
        return self._look(self.box, self.text)

    def _look(self, box: Any, frame: _Frame) -> Iterator[Fault]:
        for child in getattr(box, "children", ()):
            kind = type(child).__name__
            inner = self.paper if kind == "MarginBox" else self._narrowed(child, frame)
            words = getattr(child, "text", None) if kind == "TextBox" else None
            words = "a picture" if kind.endswith("ReplacedBox") else (words or "").strip()
            if words and not inner.holds(child):
                yield self._unfit(words, inner)
            for letter in sorted(self.lacking.intersection(words)):
                yield _undrawn(letter, inner.block, self.number)
            yield from self._look(child, inner)

    def _unfit(self, words: str, frame: _Frame) -> Fault:
        what, hint = f"'{words[:40]}'", _SHORTER
        if frame.answer is not None:
            what, hint = f"{_FILLED}'{frame.answer}'", _SHORTER_ANSWER
        message = f"{what} doesn't fit its place on page {self.number}"
        return Fault(frame.block, self.number, message, hint)

    def _narrowed(self, box: Any, frame: _Frame) -> _Frame:
        """The frame for what is inside the box: tighter where the box has a size of its own."""
        name = "" if box.element is None else box.element.get("id") or ""
        block, answer = frame.block, frame.answer
        if box.element is not None:
            answer = box.element.get("data-blank", answer)
        if name.startswith(_ID) and name.removeprefix(_ID).isdigit():
            block = int(name.removeprefix(_ID))
        if box.style["position"] == "absolute":  # placed on purpose, as a number on a box's corner
            frame = self.text
        if not _is_fixed(box):
            return replace(frame, block=block, answer=answer)
        left, top = box.border_box_x() - _SLACK, box.border_box_y()
        return _Frame(
            max(frame.left, left),
            min(frame.right, left + box.border_width() + 2 * _SLACK),
            min(frame.bottom, top + box.border_height() + _SLACK),
            block,
            answer,
        )


def _is_fixed(box: Any) -> bool:
    """Whether the style sets both sides of a box, as for a ring's labels or a numbered circle."""
    if type(box).__name__.startswith(("Table", "Page", "Line", "Text", "Inline")):
        return False
    return bool(box.style["height"] != "auto" and box.style["width"] != "auto")


def _undrawn(letter: str, block: int, page: int) -> Fault:
    message = f"no font here can draw '{letter}' (U+{ord(letter):04X})"
    return Fault(block, page, message, _OTHER_FONT, letter)
