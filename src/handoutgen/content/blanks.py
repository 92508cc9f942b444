"""A blank: a named place to fill in, on paper, on a screen, or ahead of printing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["line", "lines", "tick", "choice"]
"""One line of text, text that wraps, a box to tick, or one of several options."""

Value = str | bool | None
"""What a blank is filled in with: a text, an option, True for a tick; None leaves it open."""

Values = Mapping[str, str | bool]
"""What goes into the blanks of one handout, by their names."""

Fits = Mapping[str, float]
"""The sizes in pt of values written smaller than usual, by the names of their blanks; 0 stands for
as small as can be read well, in as many lines as it takes."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One place to fill in: its name, the question that it answers, and what fits there.

    `name` is unique and the same in every edition: the handout's id, then words from the block,
    joined by dots (`action-plan.this-week.1.when`). `label` is the whole question as a screen
    reader says it; `said` the few words beside the blank. In `prose` several blanks that say the
    same are one to the person who fills them in. `options` are those of a choice. `size` is that
    of a value written smaller than usual, as in `Fits`.
    """

    name: str
    label: str
    said: str
    kind: Kind = "line"
    options: tuple[str, ...] = ()
    prose: bool = False
    value: Value = field(default=None, repr=False)
    size: float | None = None
