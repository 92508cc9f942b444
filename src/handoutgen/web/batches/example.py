"""A table for a roster, to be filled in."""

import csv
import io
from collections.abc import Iterable

from handoutgen.web.batches.showing import CLIENTS, HEADERS


def table_to_fill_in(words: Iterable[str]) -> bytes:
    """A roster of made-up clients with columns for these words, as spreadsheets open it."""
    more = list(words)
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow([*HEADERS, *more])
    rows.writerows([*row, *[""] * len(more)] for row in CLIENTS)
    return table.getvalue().encode("utf-8-sig")
