"""Finds the cells of tables by the rules around them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from support.marks import Mark, Rect

CORNER = 0.4
"""In mm: how far apart the ends of two rules can be that meet in a corner. A rule goes on to the
far side of the one that it meets, if there is one: a head can have it where its rows don't."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its page, its edges in mm, and whether it has words."""

    page: int
    top: float
    bottom: float
    left: float
    has_words: bool

    @property
    def height(self) -> float:
        """From the upper rule to the lower one."""
        return self.bottom - self.top


def blank_rows(drawn: Iterable[Mark]) -> Iterator[list[Cell]]:
    """The cells to write in of each row that has words in its first cell at most; the first one is
    left out where it has words."""
    rows = defaultdict(list)
    for cell in cells(drawn):
        rows[cell.page, cell.top, cell.bottom].append(cell)
    for row in rows.values():
        first, *others = sorted(row, key=lambda cell: cell.left)
        if not any(cell.has_words for cell in others) and (others or not first.has_words):
            yield others if first.has_words else [first, *others]


def cells(drawn: Iterable[Mark]) -> Iterator[Cell]:
    """Every place between two rules, one above the other, with a rule at one of its sides."""
    marks = [mark for mark in drawn if not mark.in_picture]
    rules = [(mark.page, mark.rect) for mark in marks if mark.kind == "line"]
    texts = [(mark.page, mark.rect) for mark in marks if mark.kind == "text"]
    sides = [(page, rect) for page, rect in rules if rect.width <= rect.height]
    for (page, left, right), tops in _columns(rules).items():
        for top, bottom in pairwise(sorted(tops)):
            middle = (top + bottom) / 2
            is_cell = any(
                number == page
                and side.top < middle < side.bottom
                and min(abs(side.left - left), abs(side.left - right)) < 0.5
                for number, side in sides
            )
            if is_cell:
                has_words = any(
                    number == page and left < text.left < right and top < text.bottom < bottom
                    for number, text in texts
                )
                yield Cell(page, top, bottom, left, has_words)


def _columns(
    rules: Iterable[tuple[int, Rect]],
) -> dict[tuple[int, float, float], set[float]]:
    """The heights of the level rules that begin and end at the same places on a page."""
    columns: dict[tuple[int, float, float], set[float]] = {}
    for page, rect in rules:
        if rect.width > rect.height:
            place = next(
                (
                    (number, left, right)
                    for number, left, right in columns
                    if number == page
                    and abs(left - rect.left) < CORNER
                    and abs(right - rect.right) < CORNER
                ),
                (page, rect.left, rect.right),
            )
            columns.setdefault(place, set()).add(round(rect.top, 1))
    return columns
