"""`handoutgen build` by several processes: the same as by one, whatever happens to them."""

import json
import os
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handoutgen import crew
from handoutgen.compose.edition import Edition
from handoutgen.crew import Plan, crew_size
from handoutgen.pipeline import Workshop
from support.sessions import session
from support.terminal import SOURCES, TINY, Done, Terminal

NAMES = ["a", "b", "c", "d"]
BUILT = "".join(f"output/{name}.pdf  1 page\n" for name in NAMES)
ALL_BUILT = BUILT + "4 handouts built. They are in output/\n"


@pytest.fixture
def four(terminal: Terminal) -> Terminal:
    """A practice with four handouts, of which two use a block."""
    terminal.practice.write("handouts/blocks/own.yaml", "block: callout\ntext: Rest.\n")
    for name in NAMES:
        terminal.practice.sheet(TINY + ("  - use: own\n" if name in "bd" else ""), name=name)
    return terminal


def record(terminal: Terminal) -> dict[str, dict[str, str]]:
    """What the record says was read for each PDF, with the digests."""
    (kept,) = (terminal.folder.parent / "cache/builds").iterdir()
    entries = json.loads(kept.read_bytes())
    return {
        name: {path: known for path, (_, known) in entry["reads"].items()}
        for name, entry in entries.items()
    }


def pdfs(terminal: Terminal) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (terminal.folder / "output").iterdir()}


def forget(terminal: Terminal) -> None:
    for folder in (terminal.folder / "output", terminal.folder.parent / "cache/builds"):
        for path in folder.iterdir():
            path.unlink()


def test_several_processes_make_and_note_what_one_does(four: Terminal) -> None:
    results = []
    for workers in (1, 2):
        assert four("build", *NAMES, "--workers", str(workers)) == Done(0, ALL_BUILT, "")
        results.append((pdfs(four), record(four)))
        if workers == 1:
            forget(four)
    assert results[0] == results[1]
    assert sorted(results[0][0]) == [f"{name}.pdf" for name in NAMES]
    four.practice.write("handouts/blocks/own.yaml", "block: callout\ntext: Stay.\n")
    assert four("build", *NAMES).out == (  # only the sheets that use a changed block
        "output/b.pdf  1 page\noutput/d.pdf  1 page\n"
        "2 handouts built, 2 unchanged. They are in output/\n"
    )


def test_faults_are_told_as_by_one_process(four: Terminal) -> None:
    four.practice.sheet(TINY.replace("Rest", "睡"), name="b")
    four.practice.sheet("  - block: txet\n", name="c")
    results = []
    for workers in (1, 2):
        results.append(four("build", *NAMES, "--workers", str(workers)))
        assert sorted(record(four)) == ["a.pdf", "d.pdf"]
        forget(four)
    assert results[0] == results[1]
    assert results[0].code == 1
    assert "no font here can draw '睡'" in results[0].err
    assert "did you mean 'text'?" in results[0].err
    assert results[0].out == (
        "output/a.pdf  1 page\noutput/d.pdf  1 page\n"
        "2 handouts built, 2 failed: b, c. They are in output/\n"
    )


def test_a_missing_engine_is_told_once(four: Terminal) -> None:
    done = four.apart("build", *NAMES, "--workers", "2", lacking="pango")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("The libraries that draw the pages are missing (Pango, PangoFT2).")
    assert len(done.err.splitlines()) == 2


def test_the_first_process_leaves_the_printing_to_the_others(four: Terminal) -> None:
    done = four.apart("build", *NAMES, "--workers", "2")
    assert (done.code, done.out, done.err) == (0, ALL_BUILT, "")
    assert done.modules & {"weasyprint", "jinja2", "handoutgen.pipeline"} == set()
    assert "concurrent.futures.process" in done.modules
    again = four.apart("build", *NAMES, "--workers", "2")
    assert again.out == "0 handouts built, 4 unchanged. They are in output/\n"
    assert again.modules & {"concurrent.futures", "multiprocessing", "pydantic"} == set()


def test_what_a_killed_process_leaves_undone_is_built_all_the_same(
    four: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "begin", end_at_once)
    assert four("build", *NAMES, "--workers", "2") == Done(0, ALL_BUILT, "")
    assert sorted(pdfs(four)) == [f"{name}.pdf" for name in NAMES]


def end_at_once() -> None:
    """Stands for a process that the system ends."""
    os._exit(9)


def test_a_machine_without_processes_builds_by_one(
    four: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []

    def refuse(size: int, *_: object) -> None:
        sizes.append(size)
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(crew, "ProcessPoolExecutor", refuse)
    made = workshops(monkeypatch)
    assert four("build", *NAMES, "--workers", "2") == Done(0, ALL_BUILT, "")
    assert (sizes, len(made)) == ([2], 1)


def test_one_worker_starts_no_process(four: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a process is started")

    monkeypatch.setattr(crew, "ProcessPoolExecutor", refuse)
    made = workshops(monkeypatch)
    assert four("build", *NAMES, "--workers", "1") == Done(0, ALL_BUILT, "")
    assert len(made) == 1


def test_a_process_makes_one_workshop_for_all_that_it_builds(
    four: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = workshops(monkeypatch)
    folders = four.practice.folders
    plan = Plan(folders.practice, folders.shipped, None, Edition())
    first = crew._workshop(plan)
    assert crew._workshop(pickle.loads(pickle.dumps(plan))) is first
    assert len(made) == 1


def test_the_others_are_deaf_to_interrupts_from_their_start(
    four: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []

    class Pool:
        def __init__(self, *_: object) -> None:
            pass

        def submit(self, *_: object) -> None:
            heard.append(signal.getsignal(signal.SIGINT))
            raise OSError(11, "Resource temporarily unavailable")

        def shutdown(self, **_: object) -> None:
            pass

    usual = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(crew, "ProcessPoolExecutor", Pool)
    assert four("build", *NAMES, "--workers", "2") == Done(0, ALL_BUILT, "")
    assert (heard, signal.getsignal(signal.SIGINT)) == ([signal.SIG_IGN], usual)
    monkeypatch.setattr(crew, "_end_with_the_first", lambda: None)
    try:
        crew.begin()  # where what is ignored isn't handed down
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, usual)


def workshops(monkeypatch: pytest.MonkeyPatch) -> list[Workshop]:
    """The workshops that this process makes from now on."""
    made: list[Workshop] = []
    usual = Plan.workshop

    def make(plan: Plan) -> Workshop:
        made.append(usual(plan))
        return made[-1]

    monkeypatch.setattr(Plan, "workshop", make)
    return made


@pytest.mark.parametrize(
    ("handouts", "asked", "cores", "size"),
    [
        *((28, None, 2, 2), (28, None, 64, 9), (28, None, 1, 1), (5, None, 8, 1)),
        *((6, None, 8, 2), (1, None, 8, 1), (28, 5, 2, 5), (2, 5, 2, 2), (28, 1, 8, 1)),
    ],
)
def test_a_crew_is_as_large_as_is_worthwhile(
    monkeypatch: pytest.MonkeyPatch, handouts: int, asked: int | None, cores: int, size: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    assert crew_size(handouts, asked) == size
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert crew_size(handouts, asked) == size


@pytest.mark.parametrize("number", ["0", "-1", "61", "two", ""])
def test_a_number_of_workers_that_cannot_be_is_told(terminal: Terminal, number: str) -> None:
    done = terminal("build", "tiny", "--workers", number)
    assert (done.code, done.out) == (2, "")
    assert "Invalid value for '--workers'" in done.err


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("sent", "code", "said"),
    [(signal.SIGINT, 1, "\nAborted!\n"), (signal.SIGTERM, -15, ""), (signal.SIGKILL, -9, "")],
)
def test_no_process_outlives_the_first(
    four: Terminal, sent: signal.Signals, code: int, said: str
) -> None:
    names = [f"more-{number}" for number in range(150)]
    for name in names:
        four.practice.sheet(TINY * 3, name=name)
    run = subprocess.Popen(
        [sys.executable, "-m", "handoutgen", "build", *names, "--workers", "2"],
        cwd=four.folder,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout and run.stdout.readline() == "output/more-0.pdf  1 page\n"
    assert len(session(run.pid)) >= 3
    if sent == signal.SIGINT:
        os.killpg(run.pid, sent)  # as Ctrl-C on a terminal does
    else:
        run.send_signal(sent)
    out, err = run.communicate(timeout=30)
    assert (run.returncode, re.sub(r".*resource_tracker.*\n.*\n", "", err)) == (code, said)
    assert "more-149" not in out
    deadline = time.monotonic() + 10
    while session(run.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert session(run.pid) == []
    if sent == signal.SIGINT:
        assert {path.suffix for path in (four.folder / "output").iterdir()} == {".pdf"}
        assert not (four.folder / "output/more-149.pdf").exists()
        assert "more-0.pdf" in record(four)
