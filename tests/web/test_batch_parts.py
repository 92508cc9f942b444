"""The parts behind the batch page by themselves."""

import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest

from handoutgen.compose.edition import Edition
from handoutgen.errors import OutputError, Problem
from handoutgen.web.batches import events, files
from handoutgen.web.batches.events import MOST, Tickets, stream
from handoutgen.web.batches.wishes import Wish, column_faults, given
from handoutgen.web.batches.words import plain, plainly
from handoutgen.web.batches.zipped import zipped
from handoutgen.web.choices import Choices, Offered

CHOICES = Choices(Edition(), Offered("", "Usual", None))
ROSTER = Path("/cache/rosters/x/roster")


class Work:
    """A batch that never ends."""

    def __init__(self) -> None:
        from threading import Condition

        self.changed = Condition()
        self.notes = ["one", "two"]
        self.done, self.total, self.words, self.state = 1, 2, "1 of 2 files", "running"

    def wait(self, seconds: float) -> None:
        time.sleep(0.01)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_BETWEEN", 0.01)
    monkeypatch.setattr(events, "_LONGEST", 0.3)


def test_a_stream_ends_by_itself(quick: None) -> None:
    tickets = Tickets()
    job: Any = Work()
    told = list(stream(job, tickets, 0))
    assert told[0] == "retry: 1000\n\n"
    assert told[1] == 'id: 1\nevent: note\ndata: {"words": "one"}\n\n'
    assert told[3].startswith("event: far\n") and told[-1] == ":\n\n"
    assert not tickets.given


def test_who_comes_back_is_told_only_what_is_new(quick: None) -> None:
    job: Any = Work()
    notes = [each for each in stream(job, Tickets(), 1) if "event: note" in each]
    assert notes == ['id: 2\nevent: note\ndata: {"words": "two"}\n\n']


def test_the_oldest_stream_ends_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_BETWEEN", 0.01)
    tickets, job = Tickets(), Work()
    streams: list[Iterator[str]] = [stream(job, tickets, 0) for _ in range(MOST + 1)]  # type: ignore[arg-type]
    for each in streams:
        next(each)
    assert list(streams[0]) == [], "it ends at once"
    assert next(streams[-1])
    tickets.close()
    assert all(len(list(each)) < 4 for each in streams[1:])


def test_an_archive_is_made_piece_by_piece(tmp_path: Path) -> None:
    large = bytes(range(256)) * 4096
    for name, data in (("a.pdf", b"A"), ("b.pdf", large), ("other.pdf", b"x")):
        (tmp_path / name).write_bytes(data)
    pieces = list(zipped(tmp_path, ["a.pdf", "gone.pdf", "b.pdf"]))
    assert max(map(len, pieces)) < 300_000
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.pdf", "b.pdf"]
        assert archive.read("b.pdf") == large
        assert archive.infolist()[0].external_attr >> 16 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf", "other.pdf"]


def test_columns_are_given_whole_or_not_at_all() -> None:
    found = given(("name", "", "code"), ("Kunde", "Date", "Nr"))
    assert (found["name"], found["code"], found["date"]) == ("Kunde", "Nr", "")
    assert given(("name",), ("Kunde", "Date")) == {}
    assert given((), ("Kunde",)) == {}


def test_a_field_is_said_of_one_column_alone() -> None:
    wish = Wish("small", CHOICES, columns=("name", "", "name", "", "code"))
    assert column_faults(wish) == {2: "Another column is the name already"}
    assert "small" in repr(wish) and "code" not in repr(wish)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        (f"{ROSTER}: row 3: bad", "row 3: bad"),
        ("--encrypt: there is no password", "there is no password"),
        ("--combined makes one file", "“One file for the printer” makes one file"),
        ("leave out --combined or --encrypt", "leave out “One file for the printer” or “Lock the"),
        ("3 of 4 files are finished; the same command goes on from there", "3 of 4 files are fini"),
        ('name one with --columns name="Client Name"', "say below what each column is"),
    ],
)
def test_messages_name_what_is_on_the_page(words: str, others: str) -> None:
    found = plain(words, ROSTER)
    assert found.startswith(others)
    assert "--" not in found and "command" not in found


def test_a_problem_of_the_roster_names_no_file() -> None:
    bad = Problem(str(ROSTER), 0, 0, "row 2: x", "y")
    other = Problem("handouts/one.yaml", 3, 1, "z")
    assert plainly([bad, bad, other], ROSTER) == (Problem("", 0, 0, "row 2: x", "y"), other)


def test_a_folder_is_shown_only_where_there_is_a_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def run(command: Any, **_: Any) -> Any:
        asked.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(files.subprocess, "run", run)
    monkeypatch.setattr(files.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not files.show(tmp_path) and asked == []
    monkeypatch.setenv("DISPLAY", ":1")
    assert files.show(tmp_path) and asked == [("xdg-open", str(tmp_path))]


def test_files_that_cannot_be_removed_are_told(tmp_path: Path) -> None:
    assert files.remove_files(tmp_path / "gone") == 0
    (tmp_path / "taken").write_text("")
    (tmp_path / "batch").mkdir()
    (tmp_path / "batch/ledger.jsonl").mkdir()
    with pytest.raises(OutputError):
        files.remove_files(tmp_path / "batch")
