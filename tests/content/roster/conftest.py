"""Rosters written and read, and the faults of those that can't be."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handoutgen.content.roster import Roster, read_roster
from handoutgen.errors import HandoutgenError, Problem

Read = Callable[..., Roster]
Fault = Callable[..., Problem]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a roster that is made of that text or those bytes."""

    def run(data: str | bytes, columns: Mapping[str, str] | None = None) -> Roster:
        path = tmp_path / "roster.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_roster(path, columns)

    return run


@pytest.fixture
def fault(tmp_path: Path, read: Read) -> Fault:
    """The one problem for which such a roster is refused as a whole."""

    def run(data: str | bytes, columns: Mapping[str, str] | None = None) -> Problem:
        with pytest.raises(HandoutgenError) as caught:
            read(data, columns)
        (problem,) = caught.value.problems
        assert problem.file in (str(tmp_path / "roster.csv"), "")
        assert problem.hint and not problem.line and not problem.excerpt
        return problem

    return run
