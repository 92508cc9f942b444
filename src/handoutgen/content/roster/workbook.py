"""The rows of an Excel workbook, each cell as text."""

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from handoutgen.content.roster.cells import NO_RESULT
from handoutgen.content.roster.file import other_kind
from handoutgen.errors import ContentError, Problem, UsageError

MOST_UNPACKED = 200_000_000
"""In bytes, all parts together."""
MOST_OF_A_PART = 20_000_000
"""In bytes, a part that is neither a sheet nor the sheets' texts."""
MOST_TIMES = 200
"""How often larger than packed any part of more than that size may be."""

_LAST_ROW = 1_048_576
_LONGEST_CELL = 131_072
_LARGE_PARTS = ("xl/worksheets/", "xl/sharedstrings")
_ESCAPED = re.compile("_x000([9AD])_", re.IGNORECASE)
_WHITE = {"9": "\t", "A": "\n", "D": "\r"}
_ZEROS = re.compile("0+")
_NO_RESULT = re.compile(
    rb'<c\b(?=[^>]{0,200}\br="([A-Z]+[0-9]+)")(?![^>]{0,200}\bt=)[^>]{0,200}>'
    rb"\s*<f\b[^>]{0,200}(?:/>|>[^<]{0,9000}</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula whose result was never worked out, as in a file that a program made."""


def rows_of(data: bytes, name: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Each row of the first visible sheet with its number, as wide as the first that is filled in.

    Dates are `2026-11-22`, times `14:30`, a formula its last result. No more than one cell over
    `columns` is read of a row. Raises ContentError, and UsageError where openpyxl is missing.
    """
    _check(data, name)
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]
    except ImportError:
        message = "to read Excel files, handoutgen needs openpyxl"
        hint = 'get it with: pip install "handoutgen[xlsx]", or save the table as CSV (UTF-8)'
        raise UsageError(Problem(name, 0, 0, message, hint)) from None
    rows = _rows(load_workbook, data, columns)
    width = 0
    while True:
        try:
            with warnings.catch_warnings(action="ignore"):
                number, cells = next(rows)
        except StopIteration:
            return
        except Exception:  # openpyxl raises whatever a damaged part leads it into
            break
        width = width or max((n for n, cell in enumerate(cells, 1) if cell.strip()), default=0)
        yield number, cells[:width]
    hint = "open it in a spreadsheet program and save it anew as .xlsx or CSV"
    raise ContentError(Problem(name, 0, 0, "this workbook can't be read to its end", hint))


def _rows(load: Any, data: bytes, columns: int) -> Iterator[tuple[int, list[str]]]:
    book = load(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if sheets:
        without = _without_result(data, getattr(sheets[0], "_worksheet_path", ""))
        rows = sheets[0].iter_rows(1, _LAST_ROW, 1, columns + 1)
        for number, cells in enumerate(rows, 1):
            texts = [_text(cell) for cell in cells]
            for place in _those(without, cells):
                texts[place] = NO_RESULT
            yield number, texts


def _without_result(data: bytes, part: str) -> set[str]:
    """Where in that part formulas stand without a result, such as `A2`."""
    if not part:
        return set()
    with ZipFile(BytesIO(data)) as archive:
        return {each.decode() for each in _NO_RESULT.findall(archive.read(part))}


def _those(coordinates: set[str], cells: Sequence[Any]) -> Iterator[int]:
    """Which of the cells stand at any of these coordinates."""
    for place, cell in enumerate(cells if coordinates else ()):
        if hasattr(cell, "coordinate") and cell.coordinate in coordinates:
            yield place


def _text(cell: Any) -> str:
    """The cell as it is read, whatever its format; only leading zeros are kept from that."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > _LONGEST_CELL:
            raise ValueError
        return _ESCAPED.sub(lambda found: _WHITE[found[1].upper()], value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        exact = isinstance(value, int)
        text = str(value) if exact else format(Decimal(f"{value:.15g}"), "f")
        zeros = cell.number_format
        return text.zfill(len(zeros)) if zeros and _ZEROS.fullmatch(zeros) else text
    return _moment(value)


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, timedelta):
        hours, minutes = divmod(round(value.total_seconds() / 60), 60)
        return f"{hours}:{minutes:02}"
    if isinstance(value, datetime):
        clock = value.time().replace(microsecond=0)
        return f"{value.date()} {_clock(clock)}" if clock != time() else str(value.date())
    return _clock(value) if isinstance(value, time) else str(value)


def _clock(value: time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


def _check(data: bytes, name: str) -> None:
    """Raise ContentError for an archive that is no workbook, or that unpacks too large."""
    try:
        parts = ZipFile(BytesIO(data)).infolist()
    except Exception:  # of many kinds, by where the damage is
        hint = "open it in a spreadsheet program and save it anew as .xlsx or CSV"
        error = ContentError(Problem(name, 0, 0, "this workbook is damaged", hint))
    else:
        names = {part.filename.lower() for part in parts}
        if not any(each.startswith("xl/") for each in names) or "xl/workbook.bin" in names:
            raise other_kind(_kind(names), name)
        if not _is_too_large(parts):
            return
        hint = "is it the right file? Save the one sheet that is needed as CSV (UTF-8)"
        error = ContentError(Problem(name, 0, 0, "this workbook unpacks too large", hint))
    raise error


def _is_too_large(parts: list[ZipInfo]) -> bool:
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        return True
    large = [part for part in parts if part.file_size > MOST_OF_A_PART]
    return any(
        part.file_size > MOST_TIMES * part.compress_size
        or not part.filename.lower().startswith(_LARGE_PARTS)
        for part in large
    )


def _kind(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "a Word document"
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    if "content.xml" in names:
        return "an OpenDocument file"
    return "an archive of another kind"
