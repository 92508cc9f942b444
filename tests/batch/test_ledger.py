"""The ledger: what is finished, and nothing of whom it is for."""

import json
import os
import stat
from pathlib import Path

import pytest

from handoutgen.batch import ledger as ledger_module
from handoutgen.batch.ledger import NAME, Entry, Ledger

VALUES = {"name": "Wilhelmina Test", "date": "2026-03-05"}


def entry(folder: Path, ledger: Ledger, stem: str = "row-0002", content: bytes = b"abc") -> Entry:
    """Write a file and record it."""
    path = folder / f"{stem}.pdf"
    path.write_bytes(content)
    status = path.stat()
    made = Entry(2, ledger.hash(VALUES, "base"), path.name, status.st_size, status.st_mtime_ns)
    ledger.add(made)
    return made


def test_what_is_recorded_is_known_to_the_next_batch(tmp_path: Path) -> None:
    first = Ledger(tmp_path)
    made = entry(tmp_path, first)
    first.close()
    second = Ledger(tmp_path)
    assert second.entries == {"row-0002.pdf": made}
    assert second.hash(VALUES, "base") == made.hash
    assert second.is_done("row-0002.pdf", made.hash)
    second.close()
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_file_is_done_only_as_it_was_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    made = entry(tmp_path, ledger)
    path = tmp_path / made.file
    assert not ledger.is_done(made.file, ledger.hash(VALUES, "other base"))
    assert not ledger.is_done("row-0003.pdf", made.hash)
    os.utime(path, ns=(0, made.mtime_ns + 1_000_000))  # as kept by another machine's disk
    assert ledger.is_done(made.file, made.hash)
    os.utime(path, ns=(0, made.mtime_ns + 60_000_000_000))
    assert not ledger.is_done(made.file, made.hash)
    path.write_bytes(b"ab")
    os.utime(path, ns=(0, made.mtime_ns))
    assert not ledger.is_done(made.file, made.hash)
    path.unlink()
    assert not ledger.is_done(made.file, made.hash)
    ledger.close()


def test_all_that_goes_into_a_file_is_in_its_hash(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    hashes = [
        ledger.hash(VALUES, "base"),
        ledger.hash({**VALUES, "date": "2026-03-06"}, "base"),
        ledger.hash({"date": VALUES["name"], "name": VALUES["date"]}, "base"),
        ledger.hash(VALUES, "other"),
        ledger.hash(VALUES, "base", "secret"),
        ledger.hash(VALUES, "base", "other"),
    ]
    assert len(set(hashes)) == len(hashes)
    assert ledger.hash(dict(reversed(VALUES.items())), "base") == hashes[0]
    ledger.close()


def test_hashes_are_of_no_use_elsewhere(tmp_path: Path) -> None:
    found = []
    for name in "ab":
        (tmp_path / name).mkdir()
        ledger = Ledger(tmp_path / name)
        found.append(ledger.hash(VALUES, "base"))
        ledger.close()
    assert found[0] != found[1]


def test_a_password_makes_guessing_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(ledger_module, "scrypt", lambda *a, **b: made.append(b) or b"k" * 32)
    ledger = Ledger(tmp_path)
    ledger.hash(VALUES, "base")
    assert made == []
    ledger.hash(VALUES, "base", "only here")
    ledger.hash({}, "base", "only here")
    ledger.close()
    assert len(made) == 1
    assert made[0]["n"] >= 2**11


@pytest.mark.parametrize("cut", [1, 20, 60])
def test_a_torn_end_is_cut_off_before_more_is_added(tmp_path: Path, cut: int) -> None:
    ledger = Ledger(tmp_path)
    first, _ = entry(tmp_path, ledger, "a"), entry(tmp_path, ledger, "b")
    ledger.close()
    path = tmp_path / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    ledger = Ledger(tmp_path)
    assert list(ledger.entries) == [first.file]
    entry(tmp_path, ledger, "c")
    ledger.close()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line.get("file") for line in lines] == [None, "a.pdf", "c.pdf"]


@pytest.mark.parametrize("content", [b"", b'{"kind"', b'{"kind": "other"}\n', b"\0\0\n", b"[]\n"])
def test_without_its_head_a_ledger_begins_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    ledger = Ledger(tmp_path)
    assert ledger.entries == {}
    entry(tmp_path, ledger)
    ledger.close()
    again = Ledger(tmp_path)
    assert list(again.entries) == ["row-0002.pdf"]
    again.close()


def test_a_line_that_makes_no_sense_is_passed_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    entry(tmp_path, ledger)
    ledger.close()
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"row": "2", "file": "x.pdf"}\nnull\n\xff\n{"row": 3}\n')
    again = Ledger(tmp_path)
    assert list(again.entries) == ["row-0002.pdf"]
    again.close()


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        Ledger(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_on_a_full_disk_no_half_line_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path)
    made = entry(tmp_path, ledger)
    before = (tmp_path / NAME).read_bytes()
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:10]))
    with pytest.raises(OSError, match="No space left"):
        ledger.add(made)
    monkeypatch.undo()
    ledger.close()
    assert (tmp_path / NAME).read_bytes() == before
