"""What is drawn on a page: areas, lines and words, with their places in mm from the paper's top
left corner and their colours."""

from collections.abc import Iterable
from dataclasses import dataclass

MM = 25.4 / 72
WHITE = "#ffffff"

THIN = 1.2
"""In mm: what is thinner is a rule or a bar, not an area."""


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
    page, later over earlier. A text's place is where the pen goes: from the first letter's origin
    to where the next letter would begin, so a j that hangs out to the left doesn't widen it; it
    stands on the line and is as high as a small letter's middle.
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


def is_rule(mark: Mark) -> bool:
    """Whether it is a line to see or to write on, however it was drawn."""
    return mark.kind == "line" or (mark.kind == "fill" and mark.rect.thickness < THIN)


def rule_width(mark: Mark) -> float:
    """How thick a rule or the side of a frame is, in mm."""
    return mark.width or mark.rect.thickness


def is_tick_box(mark: Mark) -> bool:
    """Whether it is a small square frame."""
    square = abs(mark.rect.width - mark.rect.height) < 0.05
    return mark.kind == "frame" and square and not mark.is_round and mark.rect.width < 9


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
