"""What is wrong with a sheet in the making, told at the part and the field where it can be mended.

The words are those of the command line, but fields are called as they are on the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from handoutgen.authoring.sheet import Manuscript, Piece
from handoutgen.content.library import Library
from handoutgen.content.source import Loc, read_source
from handoutgen.errors import ContentError, Problem
from handoutgen.web.composing.kinds import label

_MISSING = re.compile(r"'(\w+)' is missing$")
_FOR_YAML = ("add a line that starts with", "write something after the")
_LIST_FOR_YAML = "known fields:"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in the part of that number (None: in none), at a field's path."""

    message: str
    hint: str
    number: int | None = None
    loc: Loc = ()
    place: str = ""

    @property
    def field(self) -> str:
        """The name of the field of the part, or of the sheet; empty where it is about no one."""
        return str(self.loc[0]) if self.loc else ""

    @property
    def words(self) -> str:
        """What is wrong and what to do, in sentences."""
        return " ".join(_sentence(words) for words in (self.message, self.hint) if words)


def faults_of(sheet: Manuscript, name: str, library: Library) -> list[Problem]:
    """All that keeps the sheet from being printed, but for what shows on the pages only."""
    try:
        sheet.check(library, name)
    except ContentError as error:
        return list(dict.fromkeys(error.problems))
    return []


def placed(
    problems: Iterable[Problem], sheet: Manuscript, name: str, pieces: Iterable[Piece]
) -> list[Fault]:
    """Each problem with its place in the sheet."""
    problems = list(problems)
    if not problems:
        return []
    file = f"{name}.yaml"
    source = read_source(sheet.text.encode("utf-8", "replace"), file)
    marks: dict[tuple[int, int], Loc] = {}
    for side in (source.keys, source.values):
        for loc, mark in sorted(side.items(), key=lambda pair: len(pair[0])):
            marks.setdefault((mark.line, mark.column), loc)
    known = {piece.number: piece for piece in pieces}
    return [_fault(problem, file, marks, known) for problem in problems]


def _fault(
    problem: Problem, file: str, marks: dict[tuple[int, int], Loc], pieces: dict[int, Piece]
) -> Fault:
    loc: Loc = ()
    number = None
    if problem.file == file:
        loc = marks.get((problem.line, problem.column), ())
        place = ""
    else:
        place = problem.file
        used = [p.number for p in pieces.values() if p.use and place.endswith(f"/{p.use}.yaml")]
        number = used[0] if used else None
    if missing := _MISSING.match(problem.message):
        loc = (*loc, missing[1])
    if loc[:1] == ("blocks",) and len(loc) > 1 and isinstance(loc[1], int):
        number, loc = loc[1], loc[2:]
        loc = loc[1:] if loc[:1] == ("set",) else loc
    block_type = pieces[number].type if number in pieces else ""
    message = _named(problem.message, block_type, loc)
    if len(loc) > 1 and not isinstance(loc[-1], int):
        message = f"{_inside(block_type, loc)}: {message}"
    hint = problem.hint
    if hint.startswith(_FOR_YAML):
        hint = "write something here"
    elif hint.startswith(_LIST_FOR_YAML):
        hint = "take it out of the file"
    return Fault(message, hint, number, loc, place)


def _named(message: str, block_type: str, loc: Loc) -> str:
    """The message with the fields of that path called as on the page."""
    names = [part for part in loc if isinstance(part, str)]
    for depth, name in enumerate(names, 1):
        message = message.replace(f"'{name}'", f"“{label(block_type, *names[:depth])}”")
    return message


def _inside(block_type: str, loc: Loc) -> str:
    """Which of a field's parts is meant: 'Step 2', 'Green'."""
    if isinstance(loc[1], int):
        return f"{part_name(str(loc[0]))} {loc[1] + 1}"
    return str(loc[0]).capitalize()


def part_name(name: str) -> str:
    """What one of the things in a list of parts is called."""
    return {"contacts": "Contact", "parts": "Time"}.get(name) or name.removesuffix("s").capitalize()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}" + ("" if words[-1:] in ".?!" else ".")
