"""A table out of a file: its headers, and its rows with the numbers that a spreadsheet shows."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handoutgen.content.roster.cells import line
from handoutgen.content.roster.encoding import decoded
from handoutgen.content.roster.file import is_archive, read_file
from handoutgen.errors import ContentError, Problem

MOST_COLUMNS = 500
MOST_ROWS = 100_000

_SEPARATORS = ",;\t"
_NAMED_SEPARATOR = re.compile(r'"?sep=([,;|\t])"?(?:\r\n|\r|\n)', re.IGNORECASE)

Row = tuple[int, list[str]]
"""A row's number, counted from 1 as a spreadsheet does, and its cells as they were written."""

Known = Callable[[Sequence[str]], int]
"""How many of these cells are headers that mean something here."""


@dataclass(frozen=True, slots=True)
class Table:
    """The headers, and every row below them in which any cell is filled in."""

    header: list[str] = field(repr=False)
    rows: list[Row] = field(repr=False)


def read_table(path: Path, known: Known) -> Table:
    """The table in a CSV file or in a workbook's first visible sheet.

    `known` helps to find which character separates the cells. Raises ContentError where there is
    no table of at least one row below its headers, UsageError where openpyxl is missing.
    """
    name = str(path)
    data = read_file(path)
    if is_archive(data):
        from handoutgen.content.roster.workbook import rows_of

        rows = rows_of(data, name, MOST_COLUMNS)
    else:
        rows = _rows_of_text(decoded(data, name), name, known)
    filled = ((number, cells) for number, cells in rows if any(map(str.strip, cells)))
    _, header = next(filled, (0, []))
    if not header:
        hint = "is it the right file? A roster has a row of headers, then a row for each client"
        raise ContentError(Problem(name, 0, 0, "this file is empty", hint))
    if len(header) > MOST_COLUMNS:
        message = f"this table has more than {MOST_COLUMNS} columns"
        raise ContentError(Problem(name, 0, 0, message, "is it the right file?"))
    return Table([line(cell) for cell in header], _some(filled, name))


def _some(filled: Iterator[Row], name: str) -> list[Row]:
    """The rows, if there is any and there aren't too many."""
    rows = []
    for row in filled:
        rows.append(row)
        if len(rows) > MOST_ROWS:
            message = f"this table has more than {MOST_ROWS:,} rows"
            raise ContentError(Problem(name, 0, 0, message, "split it into several files"))
    if not rows:
        hint = "the first row has the headers; each row below it is a client"
        raise ContentError(Problem(name, 0, 0, "this table has only one row", hint))
    return rows


def _rows_of_text(text: str, name: str, known: Known) -> Iterator[Row]:
    if named := _NAMED_SEPARATOR.match(text):
        return _parsed(text[named.end() :], named[1], name)
    return _parsed(text, max(_SEPARATORS, key=lambda each: _fit(text, each, known)), name)


def _fit(text: str, separator: str, known: Known) -> tuple[int, int]:
    """How well a separator parts the headers: known ones first, then the number of cells."""
    try:
        header = next((cells for _, cells in _parsed(text, separator, "") if any(cells)), [])
    except ContentError:
        return -1, 0
    return known(header), len(header)


def _parsed(text: str, separator: str, name: str) -> Iterator[Row]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        pass
    else:
        return
    message = f"row {number + 1}: a quotation mark isn't closed, or a cell is very long"
    hint = 'a text stands between two "; a " inside of it is written twice'
    raise ContentError(Problem(name, 0, 0, message, hint))
