"""What is sent to be kept as a file."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Response

from handoutgen.web.batches.showing import CLIENTS, HEADERS


def download(content: Any, name: str, kind: str) -> Response:
    """An answer that a browser saves under that name, without signs that a header can't have."""
    name = "".join(letter for letter in name if letter.isprintable())
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def table_to_fill_in(words: Iterable[str]) -> bytes:
    """A roster of made-up clients with columns for these words, as spreadsheets open it."""
    more = list(words)
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow([*HEADERS, *more])
    rows.writerows([*row, *[""] * len(more)] for row in CLIENTS)
    return table.getvalue().encode("utf-8-sig")
