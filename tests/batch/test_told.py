"""A batch's summary in words."""

from dataclasses import replace
from pathlib import Path

from handoutgen.batch.run import Summary
from handoutgen.batch.told import counts, strays, why_in_full
from handoutgen.errors import Problem

PLAIN = Summary(Path("x"), 1, 0, 0, 0, {}, (), (), (), ())


def test_only_what_there_is_is_counted() -> None:
    assert counts(PLAIN) == "1 file written"
    row = Problem("r", 0, 0, "row 2: bad")
    full = replace(PLAIN, written=1200, unchanged=3, laid_out=2, failed=1, bad_rows=(row, row))
    told = "1,200 files written, 3 unchanged, 2 laid out in full, 1 failed, 2 rows left out"
    assert counts(full) == told
    assert counts(replace(PLAIN, combined=True, written=2)) == "2 clients written"


def test_why_is_told_by_kind() -> None:
    assert why_in_full(PLAIN) == ""
    told = why_in_full(replace(PLAIN, in_full={"room": 2, "odd": 1}))
    assert told == "Laid out in full for: odd (1), a text that is too long for its place (2)."


def test_some_strays_are_named() -> None:
    assert strays(PLAIN) == ""
    many = tuple(f"{number}.pdf" for number in range(12))
    told = strays(replace(PLAIN, strays=many))
    assert told.endswith("8.pdf, 9.pdf and 2 more")
    assert told.startswith("Not of this roster, but still there: 0.pdf, ")
