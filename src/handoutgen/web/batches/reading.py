"""How a roster was read, to be shown and corrected before anything is made.

The reading is done in a process of its own, since a file may be made to take all of the memory.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.batches.wanted import Wanted
from handoutgen.web.batches.words import plainly
from handoutgen.web.studio.alone import Alone
from handoutgen.web.studio.worker import Limits, Worker

if TYPE_CHECKING:
    from handoutgen.content.roster.table import Row, Table

FIRST_ROWS = 6
MOST_BAD = 400
"""As many bad rows are shown one by one; the others are counted by what is wrong with them."""
_LONGEST = 60
_ALONE = Alone(
    Limits(seconds=120, memory=3 << 30, answer=32 << 20),
    BoundedSemaphore(2),
    "others' rosters are being read",
    "reading this roster takes too much time or memory",
    "is it the right file? Save the table as CSV (UTF-8)",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A batch whose roster is to be read, and what was said of that."""

    wanted: Wanted
    one_password: bool
    """Whether a password for all was given; it isn't told here."""
    columns: tuple[str, ...] = field(default=(), repr=False)
    """What was said of each column, as in a `Wish`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, the field that it is, or else the blanks that it fills in."""

    header: str
    field: str = ""
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be used: what is wrong, and what to do."""

    number: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a roster was read as.

    `problems` concern the whole of it. `bad` are the first of `bad_count` rows that can't be used,
    `more_bad` counts the others by what is wrong; `rows` are the first ones, number and cells.
    """

    columns: tuple[Column, ...] = ()
    clients: int = 0
    problems: tuple[Problem, ...] = ()
    bad: tuple[BadRow, ...] = ()
    bad_count: int = 0
    more_bad: tuple[tuple[str, int], ...] = ()
    bad_numbers: frozenset[int] = frozenset()
    rows: "tuple[Row, ...]" = field(default=(), repr=False)
    has_passwords: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a batch can be made of it, with or without its bad rows."""
        return bool(self.columns) and self.clients > 0 and not self.problems


def in_a_process(
    work: Callable[[Any], Any], job: Any, note: Callable[[Worker | None], None]
) -> Any:
    """What the work comes to, done by a process that is ended after it; see `Alone.do`."""
    return _ALONE.do(work, job, note)


def check(asked: Asked) -> Checked:
    """How the roster is read; what is wrong with the whole of it is one of the problems."""
    from handoutgen.content.roster.columns import known_among
    from handoutgen.content.roster.table import read_table

    file = asked.wanted.roster
    try:
        table = read_table(file, lambda cells: known_among(cells, {}))
    except HandoutgenError as error:
        return Checked(problems=plainly(error.problems, file))
    try:
        return _looked_over(asked, table)
    except HandoutgenError as error:
        columns = _columns(table.header, _said(asked, table.header), {})
        return Checked(columns, problems=plainly(error.problems, file), rows=_first(table))


def _looked_over(asked: Asked, table: "Table") -> Checked:
    from handoutgen.batch.overview import look_over
    from handoutgen.batch.prepare import Order, usual_spec
    from handoutgen.content.roster.clients import roster_of
    from handoutgen.folders import Folders
    from handoutgen.web.batches.wishes import given

    wanted = asked.wanted
    columns = given(asked.columns, table.header)
    roster = roster_of(table, columns, str(wanted.roster))
    folders = Folders(wanted.practice)
    usual = usual_spec(folders, wanted.packet, wanted.brand, wanted.edition, wanted.duplex)
    password = "given" if asked.one_password else ""
    order = Order(
        *(folders, usual, wanted.roster, columns, True, wanted.encrypt, password, wanted.combined)
    )
    found = look_over(order, roster)
    fields = {header: each for each, header in roster.read.items()}
    bad = _bad(found.bad, wanted.roster)
    return Checked(
        columns=_columns(table.header, fields, found.blanks),
        clients=found.clients,
        bad=bad[:MOST_BAD],
        bad_count=len(bad),
        more_bad=_counted(bad[MOST_BAD:]),
        bad_numbers=frozenset(each.number for each in bad),
        rows=_first(table),
        has_passwords="password" in roster.read,
    )


def _bad(problems: Sequence[Problem], roster: Path) -> tuple[BadRow, ...]:
    from handoutgen.batch.plan import row_of

    found = []
    for each in plainly(problems, roster):
        number = row_of(each)
        found.append(BadRow(number, each.message.removeprefix(f"row {number}: "), each.hint))
    return tuple(found)


def _counted(bad: Sequence[BadRow]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for each in bad:
        found[each.message] = found.get(each.message, 0) + 1
    return tuple(sorted(found.items(), key=lambda pair: -pair[1])[:20])


def _said(asked: Asked, header: Sequence[str]) -> dict[str, str]:
    """The field that was said to be under each header, where a roster couldn't be read so."""
    if len(asked.columns) == len(header):
        return {name: each for name, each in zip(header, asked.columns, strict=True) if each}
    return {}


def _columns(
    header: Sequence[str], fields: Mapping[str, str], blanks: Mapping[str, tuple[str, ...]]
) -> tuple[Column, ...]:
    return tuple(Column(each, fields.get(each, ""), blanks.get(each, ())) for each in header)


def _first(table: "Table") -> "tuple[Row, ...]":
    """The first rows, with so much of each cell as shows which it is."""
    from handoutgen.content.typed import shown

    width = len(table.header)
    return tuple(
        (number, [shown(cell, _LONGEST) for cell in [*cells, *[""] * width][:width]])
        for number, cells in table.rows[:FIRST_ROWS]
    )


@dataclass(frozen=True, slots=True)
class Template:
    """The roster that a packet could have, to be filled in."""

    practice: Path
    packet: str


def template(asked: Template) -> tuple[str, ...]:
    """The words that columns can be named after, for that packet."""
    from handoutgen.batch.overview import words_to_fill
    from handoutgen.batch.prepare import Order, usual_spec
    from handoutgen.folders import Folders

    folders = Folders(asked.practice)
    usual = usual_spec(folders, asked.packet)
    return words_to_fill(Order(folders, usual, Path(), {}, False, False, ""))
