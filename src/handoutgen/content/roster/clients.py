"""Rows into clients: each is read whole, or told with its number and all that is amiss."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from handoutgen.content.roster.cells import ERRORS, RowError, can_be_seen, tidy
from handoutgen.content.roster.choices import (
    FLAGS,
    ids_of,
    looks_of,
    packet_of,
    paper_of,
    password_of,
)
from handoutgen.content.roster.codes import stem_of
from handoutgen.content.roster.columns import Columns, find_columns, known_among
from handoutgen.content.roster.table import Row, Table, read_table
from handoutgen.errors import Problem

T = TypeVar("T")

_SAID = ("date", "next session", "therapist")
_NONE: tuple[str, ...] = ()
_LONGEST = 200
_LONG = {"handouts": 4_000, "password": 4_000}


@dataclass(frozen=True, slots=True)
class Client:
    """What one row says; a field is empty where the row leaves it to the command.

    `row` is counted as a spreadsheet does, the headers being row 1. `file` is the name of the
    client's file without `.pdf`. `said` has "name" and, where given, "date", "next session" and
    "therapist". `answers` are the texts of the columns that aren't known, by header. `paper` is
    "letter" or "a4"; `looks` are of "large-print", "ink-saver", "fillable" and "notes", None
    where the row says nothing. `language` is as it was written.
    """

    row: int
    file: str = field(repr=False)
    said: Mapping[str, str] = field(repr=False)
    answers: Mapping[str, str] = field(repr=False)
    packet: str = ""
    handouts: tuple[str, ...] = ()
    paper: str = ""
    looks: frozenset[str] | None = None
    language: str = ""
    password: str = field(default="", repr=False)


@dataclass
class Roster:
    """The clients in order, and the rows that can't be used, one problem each.

    `read` is the header that each known field was found under, `others` the headers of no field.
    """

    clients: tuple[Client, ...]
    problems: tuple[Problem, ...]
    read: Mapping[str, str]
    others: tuple[str, ...]


def read_roster(path: Path, columns: Mapping[str, str] | None = None) -> Roster:
    """The roster in a CSV file or an Excel workbook; `columns` maps fields to their headers, and to
    nothing those that no column has.

    Raises ContentError for what makes the whole file unusable, UsageError for what `columns`
    gives wrong and where openpyxl is missing. Rows that can't be used are the roster's problems.
    """
    given = dict(columns or {})
    table = read_table(path, lambda cells: known_among(cells, given))
    return roster_of(table, given, str(path))


def roster_of(table: Table, columns: Mapping[str, str], name: str) -> Roster:
    """The roster in a table; `name` is that of its file. Raises as `read_roster` does."""
    found = find_columns(table.header, columns, name)
    reading = _Reading(found, len(table.header), name)
    clients = tuple(client for row in table.rows if (client := reading.client(row)))
    read = {each: table.header[place] for each, place in found.at.items()}
    return Roster(clients, tuple(reading.problems), read, tuple(each for _, each in found.others))


class _Reading:
    """Reads one row after the other; keeps what is amiss, and which row has which file's name."""

    def __init__(self, columns: Columns, width: int, file: str) -> None:
        self.columns = columns
        self.width = width
        self.file = file
        self.problems: list[Problem] = []
        self._rows: dict[str, int] = {}
        self._faults: list[RowError] = []

    def client(self, row: Row) -> Client | None:
        """The row's client; None where nothing that can be seen is in it, or something is amiss."""
        number, cells = row
        texts = [tidy(cell) for cell in cells]
        if not any(texts):
            return None
        self._faults = []
        client = None
        if any(texts[self.width :]):
            hint = "put a text that has the separator in it in quotation marks"
            self._faults.append(RowError("it has more cells than there are headers", hint))
        else:
            missing = [""] * (self.width - len(cells))
            client = self._read(number, [*cells, *missing], [*texts, *missing])
        if not self._faults:
            return client
        message = "; ".join(each.message for each in self._faults)
        hint = "; ".join(dict.fromkeys(each.hint for each in self._faults))
        self.problems.append(Problem(self.file, 0, 0, f"row {number}: {message}", hint))
        return None

    def _read(self, number: int, cells: list[str], texts: list[str]) -> Client:
        at = self.columns.at
        one = {
            each: self._checked(each, " ".join(texts[place].split())) for each, place in at.items()
        }
        said = {each: one[each] for each in _SAID if one.get(each)}
        names = _names(one)
        code = one.get("code", "")
        if not names and not code:
            hint = "give the client a name or a code, or delete the row"
            self._faults.append(RowError("there is no name and no code", hint))
        packet = self._try("", packet_of, one.get("packet", ""))
        handouts = self._try(_NONE, ids_of, one.get("handouts", ""), "handout")
        if packet and handouts:
            self._faults.append(RowError("it has a packet and handouts", "keep one of the two"))
        flags = {each: one.get(each, "") for each in FLAGS}
        password = cells[at["password"]] if one.get("password") else ""
        return Client(
            row=number,
            file=self._file(number, code, names),
            said={"name": names[0] if names else code, **said},
            answers={
                header: texts[place]
                for place, header in self.columns.others
                if texts[place] and texts[place] not in ERRORS
            },
            packet=packet,
            handouts=handouts,
            paper=self._try("", paper_of, one.get("paper", "")),
            looks=self._try(None, looks_of, one.get("edition", ""), flags),
            language=one.get("language", ""),
            password=self._try("", password_of, password),
        )

    def _checked(self, what: str, text: str) -> str:
        """The text of a known column, or nothing where it can't be meant."""
        most = _LONG.get(what, _LONGEST)
        if text in ERRORS:
            hint = "mend the formula in a spreadsheet program, and save the file there"
            self._faults.append(RowError(f"'{what}' is a formula without a result", hint))
        elif len(text) > most:
            hint = f"{most} are enough: is it the right column?"
            self._faults.append(RowError(f"'{what}' has {len(text):,} letters", hint))
        else:
            return text
        return ""

    def _try(self, otherwise: T, read: Callable[..., T], *args: object) -> T:
        """What `read` makes of the arguments, or the other where something is amiss with them."""
        try:
            return read(*args)
        except RowError as error:
            self._faults.append(error)
            return otherwise

    def _file(self, number: int, code: str, names: list[str]) -> str:
        """The name of the row's file, which no row before has."""
        stem = self._try("", stem_of, code, number, names)
        first = self._rows.setdefault(stem.casefold(), number) if stem else number
        if first != number:
            hint = "give each client a code of its own; capitals make no difference"
            self._faults.append(RowError(f"it has the same code as row {first}", hint))
        return stem


def _names(one: Mapping[str, str]) -> list[str]:
    """All that a row calls its client, what is printed first."""
    parts = (one.get("first name", ""), one.get("last name", ""))
    whole = " ".join(each for each in parts if can_be_seen(each))
    order = [one.get("preferred name", ""), whole, one.get("name", "")]
    if not {"first name", "last name"} <= one.keys():
        order = [order[0], order[2], order[1]]
    return [each for each in order if can_be_seen(each)]
