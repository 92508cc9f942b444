"""YAML with the place of every word: all problems of a file at once, each with line and column.

Every scalar is kept as the text that stands in the file, and an empty value is None; what is a
number or a date is for the models to say.
"""

import copy
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handoutgen.content.yaml.draft import draft_of
from handoutgen.content.yaml.mend import mend
from handoutgen.content.yaml.reading import Loc, Mark, Reading
from handoutgen.errors import ContentError, Problem

__all__ = ["SIZE_LIMIT", "Loc", "Mark", "Source", "in_order", "read_file", "read_source"]

SIZE_LIMIT = 200_000
_MOST_MENDS = 40
_MOST_SCANNED = 300_000
_MOST_PROBLEMS = 50


@dataclass
class Source:
    """What a file says, where it says it, and what is wrong with how it is written.

    `data` is None where the file couldn't be read to its end; `problems` then says why.
    """

    name: str
    data: Any = None
    keys: dict[Loc, Mark] = field(default_factory=dict)
    values: dict[Loc, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mark(self, loc: Loc, at: str = "key") -> Mark:
        """The place of a key or its value, else of the nearest thing around it that is there."""
        here: Loc = ()
        for part in loc:
            if (*here, part) in self.keys:
                here = (*here, part)
        marks = self.values if at == "value" else self.keys
        return marks.get(here) or Mark(self.name, 0, 0, "")

    def problem(self, loc: Loc, message: str, hint: str = "", at: str = "key") -> Problem:
        """A problem at that place."""
        return self.mark(loc, at).problem(message, hint)

    def graft(self, loc: Loc, other: "Source", overrides: Loc | None = None) -> None:
        """Put the other file's mapping at `loc`, with the keys at `overrides` laid over it.

        The marks come along, so that a later fault is told where it stands.
        """
        changes = self._at(overrides) if overrides else {}
        over = overrides or ()
        own = {
            side: {
                (*loc, *place[len(over) :]): mark
                for place, mark in marks.items()
                if over and place[: len(over)] == over and len(place) > len(over)
            }
            for side, marks in (("keys", self.keys), ("values", self.values))
        }
        changed = {(*loc, key) for key in changes}
        depth = len(loc) + 1
        for side, marks in (("keys", self.keys), ("values", self.values)):
            for place in [place for place in marks if place[: len(loc)] == loc]:
                del marks[place]
            for place, mark in getattr(other, side).items():
                if (*loc, *place)[:depth] not in changed:
                    marks[(*loc, *place)] = mark
            marks.update(own[side])
        whole = {**copy.deepcopy(other.data), **changes}
        if loc:
            self._at(loc[:-1])[loc[-1]] = whole
        else:
            self.data = whole

    def _at(self, loc: Loc) -> Any:
        found = self.data
        for part in loc:
            found = found[part]
        return found


def read_file(path: Path, name: str) -> bytes:
    """The bytes of a content file; raises ContentError where it isn't one that can be read."""
    problem = "this file can't be read"
    hint = "check its name and who may read it"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problem, hint = "this is not a file", "name a file that holds text"
        elif status.st_size > SIZE_LIMIT:
            problem, hint = _too_large(status.st_size)
        else:
            return path.read_bytes()
    except FileNotFoundError:
        problem = "there is no such file"
    except (OSError, ValueError):
        pass
    raise ContentError(Problem(name, 0, 0, problem, hint))


def read_source(data: bytes, name: str) -> Source:
    """The content of a file; never raises for what it holds, but notes every problem."""
    if len(data) > SIZE_LIMIT:
        return Source(name, problems=[Problem(name, 0, 0, *_too_large(len(data)))])
    draft, readable = draft_of(data, name)
    source = Source(name)
    found: list[Problem] = []
    scanned = 0
    for _ in range(_MOST_MENDS if readable else 0):
        reading = Reading(draft)
        slip = reading.run()
        found = reading.problems
        if slip is None:
            source = Source(name, reading.data, reading.keys, reading.values)
            break
        scanned += reading.position
        if not mend(draft, slip) or scanned > _MOST_SCANNED:
            break
    told = {(problem.line, problem.column) for problem in draft.problems}
    new = [problem for problem in found if (problem.line, problem.column) not in told]
    source.problems = in_order(draft.problems + new)
    return source


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by line and column; of very many, the first ones and a count."""
    ordered = sorted(dict.fromkeys(problems), key=lambda p: (p.file, p.line, p.column))
    more = len(ordered) - _MOST_PROBLEMS
    if more <= 0:
        return ordered
    rest = Problem(ordered[-1].file, 0, 0, f"there are {more} more problems", "mend these first")
    return [*ordered[:_MOST_PROBLEMS], rest]


def _too_large(size: int) -> tuple[str, str]:
    return (
        f"this file has {size / 1000:,.0f} kB; a content file has {SIZE_LIMIT // 1000} kB at most",
        "is this the right file? A long text can be split into several files",
    )
