"""The pages of the sheet in the making, or what keeps them from being printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handoutgen.authoring.sheet import Manuscript
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.composing.choices import name_of
from handoutgen.web.composing.desk import Desk
from handoutgen.web.composing.faults import Fault, faults_of, placed
from handoutgen.web.here import folders, studio, visitor
from handoutgen.web.studio import Ask, Pages


@dataclass(frozen=True, slots=True)
class Told:
    """Something that is wrong, and the part that it is in: its key and name, or 0 and nothing."""

    fault: Fault
    key: int = 0
    name: str = ""

    @property
    def problem(self) -> Problem:
        """The same as a problem without a line of a file."""
        return Problem(self.name or self.fault.place, 0, 0, self.fault.message, self.fault.hint)


@dataclass(frozen=True, slots=True)
class Shown:
    """The pages that can be shown: `is_old` where they are of a state before the last changes."""

    title: str
    pages: Pages | None = field(repr=False)
    told: list[Told] = field(repr=False)
    is_old: bool = False
    is_empty: bool = False


def look(desk: Desk) -> Shown:
    """The pages of the sheet, else the last ones that could be printed with what is wrong now."""
    with visitor().lock:
        sheet, keys, name, printed = desk.sheet, desk.keys, desk.name, desk.printed
    library = Library(folders())
    title = plain(sheet.title)
    problems: list[Problem] = faults_of(sheet, name, library)
    if not problems:
        try:
            pages = studio().pages(Ask(sheet=sheet.text, name=name), visitor().id)
        except HandoutgenError as error:
            problems = list(dict.fromkeys(error.problems))
        else:
            with visitor().lock:
                desk.printed = sheet.text
            return Shown(title, pages, [])
    told = _told(sheet, keys, name, library, problems)
    if not keys:
        told = [each for each in told if each.fault.field != "blocks"]
    return Shown(title, _pages(printed, name), told, True, not keys)


def told_of(desk: Desk, problems: Sequence[Problem]) -> list[Problem]:
    """The problems of a sheet, each with the name of its part in the place of file and line."""
    told = _told(desk.sheet, desk.keys, desk.name, Library(folders()), problems)
    return [each.problem for each in told]


def _told(
    sheet: Manuscript,
    keys: tuple[int, ...],
    name: str,
    library: Library,
    problems: Sequence[Problem],
) -> list[Told]:
    pieces = sheet.pieces(library)
    return [
        Told(fault)
        if fault.number is None or fault.number >= len(keys)
        else Told(fault, keys[fault.number], name_of(pieces[fault.number]))
        for fault in placed(problems, sheet, name, pieces)
    ]


def _pages(text: str, name: str) -> Pages | None:
    """The pages of a text that could be printed before."""
    if not text:
        return None
    try:
        return studio().pages(Ask(sheet=text, name=name), visitor().id)
    except HandoutgenError:
        return None
