"""What can go wrong, said so that a counselor can mend it.

HandoutgenError             anything the user is told about; never a traceback
├── UsageError              the call's own words are off (exit 2)
├── ContentError            what a handout, block, reference, brand or template file says
├── PressError              how the pages came out: a refused file, a missing glyph, an overflow
├── EngineMissingError      WeasyPrint's system libraries are not on this machine
└── OutputError             a finished file could not be written
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one place, and what to do about it.

    `file` is shown as it is; `line` and `column` count from 1, 0 where there is none; `excerpt`
    is the source line itself, which is printed with a caret under the column.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        shown = [f"{place}: {self.message}" if place else self.message]
        if self.excerpt and self.line:
            start = max(0, self.column - 61)
            text = self.excerpt[start : start + 100].rstrip().replace("\t", " ")
            gutter = len(str(self.line))
            shown.append(f"  {self.line} | {text}")
            shown.append(f"  {' ' * gutter} | {' ' * (self.column - 1 - start)}^")
        if self.hint:
            shown.append(f"  {self.hint}")
        return "\n".join(shown)


class HandoutgenError(Exception):
    """Something the user can be told in words; carries every problem found, in order."""

    exit_code = 1

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", 0, 0, problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type["HandoutgenError"], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class UsageError(HandoutgenError):
    """The call names something that isn't there, or asks for what can't be."""

    exit_code = 2


class ContentError(HandoutgenError):
    """A content file can't be used as it stands."""


class PressError(HandoutgenError):
    """The pages came out with a fault that a reader would see."""


class EngineMissingError(HandoutgenError):
    """The libraries that draw the pages aren't installed on this machine."""


class OutputError(HandoutgenError):
    """A finished file couldn't be put in its place."""
