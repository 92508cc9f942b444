"""A batch that is killed, stopped or kept from writing: what is there is whole, and the same
command goes on from there."""

import errno
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from handoutgen.batch import run as run_module
from handoutgen.batch.folder import Folder
from support.clinic import LONG, Clinic, person
from support.sessions import session

ROWS = 1500
SEED = 4711


def expected(clinic: Clinic, roster: Path) -> dict[str, bytes]:
    """The files of a batch that nobody disturbed."""
    clinic.batch(roster)
    files = clinic.pdfs()
    clinic.output.rename(clinic.work / "undisturbed")
    return files


def wait_for_files(clinic: Clinic, run: "subprocess.Popen[str]", more_than: int) -> None:
    """Return when there are more finished files than that, or the batch is over."""
    while run.poll() is None:
        if clinic.output.exists() and len(list(clinic.output.rglob("*.pdf"))) > more_than:
            return
        time.sleep(0.01)


def recorded(clinic: Clinic) -> list[str]:
    """The names of the files in the ledger, one for each line."""
    lines = (clinic.place / "ledger.jsonl").read_text().splitlines()
    return [json.loads(line)["file"] for line in lines[1:]]


def test_killed_again_and_again_it_loses_and_doubles_nothing(clinic: Clinic) -> None:
    roster = clinic.roster(person(number) for number in range(ROWS))
    whole = expected(clinic, roster)
    chance = random.Random(SEED)
    killed = 0
    counts = []
    for _ in range(12):
        run = clinic.start(roster)
        wait_for_files(clinic, run, counts[-1] if counts else 0)
        time.sleep(chance.random() * 0.04)
        run.kill()
        run.communicate()
        killed += run.returncode == -signal.SIGKILL
        files = clinic.pdfs()
        counts.append(len(files))
        assert {name for name, data in files.items() if whole[name] != data} == set()
        if run.returncode == 0:
            break
    done = clinic.batch(roster)
    assert done.code == 0
    assert clinic.pdfs() == whole
    assert clinic.others() == {".lock", "ledger.jsonl"}
    assert counts == sorted(counts)
    assert killed >= 3
    names = recorded(clinic)
    assert set(names) == {f"{name}.pdf" for name in whole}
    assert len(names) <= len(whole) + killed  # a file may be put in place just before the kill


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "term"]
)
def test_a_signal_stops_it_between_two_files(
    clinic: Clinic, sent: signal.Signals, code: int
) -> None:
    clinic.get_ready()
    roster = clinic.roster(person(number) for number in range(ROWS))
    run = clinic.start(roster)
    wait_for_files(clinic, run, 200)
    os.killpg(run.pid, sent)
    out, err = run.communicate(timeout=30)
    files = clinic.pdfs()
    assert (run.returncode, out) == (code, "")
    told = f"Stopped. {len(files):,} of {ROWS:,} files are finished; the same command goes on from"
    assert err == f"{told} there\n"
    assert len(files) < ROWS
    assert sorted(recorded(clinic)) == [f"{name}.pdf" for name in files]
    assert clinic.others() == {".lock", "ledger.jsonl"}
    again = clinic.batch(roster)
    assert again.out.startswith(f"{ROWS - len(files):,} files written, {len(files):,} unchanged. ")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_no_helper_outlives_a_batch(clinic: Clinic, sent: signal.Signals) -> None:
    rows = [(f"{LONG} {number}", "", "", "", "") for number in range(12)]
    roster = clinic.roster([*(person(number) for number in range(9)), *rows])
    clinic.get_ready()
    run = clinic.start(roster, "--workers", "2")
    wait_for_files(clinic, run, 9)
    assert len(session(run.pid)) >= 3
    assert [path.name for path in (clinic.place / ".tmp").iterdir()] != []
    if sent == signal.SIGINT:
        os.killpg(run.pid, sent)
    else:
        run.kill()
    _, err = run.communicate(timeout=30)
    assert run.returncode == (130 if sent == signal.SIGINT else -9)
    deadline = time.monotonic() + 10
    while session(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert session(run.pid) == []
    if sent == signal.SIGKILL:
        assert ".tmp" in clinic.others()
        clinic.batch(clinic.roster([person(number) for number in range(9)]))
    else:
        assert err.splitlines()[-1].startswith("Stopped. ")
    assert clinic.others() == {".lock", "ledger.jsonl"}


def test_a_signal_after_the_last_file_changes_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    tells = run_module.without_place

    def tell(*words: object) -> object:
        os.kill(os.getpid(), signal.SIGTERM)
        return tells(*words)

    clinic.get_ready()
    monkeypatch.setattr(run_module, "without_place", tell)
    done = clinic.batch(clinic.roster(person(number) for number in range(3)))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("3 files written")
    assert len(clinic.pdfs()) == 3


def test_two_batches_at_once_into_one_folder(clinic: Clinic) -> None:
    clinic.get_ready()
    roster = clinic.roster(person(number) for number in range(ROWS))
    run = clinic.start(roster)
    wait_for_files(clinic, run, 10)
    os.kill(run.pid, signal.SIGSTOP)
    second = clinic.batch(roster)
    os.kill(run.pid, signal.SIGCONT)
    out, _ = run.communicate()
    assert (second.code, second.out) == (1, "")
    assert "another batch is writing here" in second.err
    assert out.startswith(f"{ROWS:,} files written. ") or "unchanged" in out
    assert len(clinic.pdfs()) == ROWS


def test_on_a_full_disk_it_ends_and_goes_on_when_there_is_room(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = clinic.roster(person(number) for number in range(60))
    put = Folder.put
    count = 0

    def fill_up(self: Folder, stem: str, parts: list[bytes]) -> os.stat_result:
        nonlocal count
        count += 1
        if count > 25:
            with monkeypatch.context() as patch:
                patch.setattr(os, "writev", full)
                patch.setattr(os, "write", full)
                return put(self, stem, parts)
        return put(self, stem, parts)

    monkeypatch.setattr(Folder, "put", fill_up)
    done = clinic.batch(roster)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-2:] == [
        f"{clinic.place}/c-0025.pdf: can't be written: no space left on device",
        "25 of 60 files are finished; the same command goes on from there",
    ]
    assert clinic.others() == {".lock", "ledger.jsonl"}
    monkeypatch.undo()
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(clinic.cache))
    monkeypatch.chdir(clinic.folder)
    assert clinic.batch(roster).out.startswith("35 files written, 25 unchanged. ")


def full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_where_the_ledger_cannot_grow_the_batch_ends(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.batch(clinic.roster([person(0)]))
    monkeypatch.setattr(os, "write", full)
    done = clinic.batch(clinic.roster([person(0), person(1), person(2)]))
    assert done.code == 1
    assert "ledger.jsonl: can't be written: no space left on device" in done.err
    assert done.err.endswith("1 of 3 files are finished; the same command goes on from there\n")


@pytest.mark.skipif(not Path("/proc").exists(), reason="has no folder that is closed to all")
@pytest.mark.parametrize("top", ["/proc", "file"])
def test_where_nothing_can_be_written_it_is_told(clinic: Clinic, top: str) -> None:
    if top == "file":
        top = str(clinic.write("", "file"))
    roster = clinic.roster([person(0)])
    done = clinic.batch(roster, "-o", f"{top}/output")
    assert (done.code, done.out) == (1, "")
    assert "this folder can't be made: " in done.err
    on_the_file = clinic.batch(roster, "-o", clinic.write("", "file"))
    assert (on_the_file.code, on_the_file.out) == (2, "")
