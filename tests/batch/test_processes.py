"""Processes that share the work, and what happens when one dies."""

import os
import signal
import stat
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from handoutgen.batch import processes
from handoutgen.batch.processes import Processes
from handoutgen.batch.work import Failed, Job, NotHere, Outcome, Piece

NOWHERE = Path("/nowhere.base")


class Code(dict[str, str]):
    """Values that run some code in the process that they are sent to."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __reduce__(self) -> Any:
        return eval, (f"{self.code} or {{}}",)


DEADLY = Code("__import__('os')._exit(9)")


def deadly_once(mark: Path) -> Code:
    """Ends the first process that it is sent to."""
    start = f"__import__('os').path.exists({str(mark)!r})"
    return Code(f"{start} or (open({str(mark)!r}, 'w').close(), __import__('os')._exit(9))")


def job(number: int, *values: Mapping[str, str]) -> Job:
    """A job that comes to nothing at once, since its base isn't there."""
    found = values or ({},)
    return Job(None, NOWHERE, tuple(Piece(number + n, each) for n, each in enumerate(found)))  # type: ignore[arg-type]


def here(_: Job) -> list[Outcome]:
    raise AssertionError("it is done in this process")


@pytest.fixture
def shed(tmp_path: Path) -> Path:
    shed = tmp_path / "shed"
    shed.mkdir(0o700)
    return shed


def numbers(found: list[tuple[Job, list[Outcome]]], kind: type = NotHere) -> list[int]:
    """The numbers of the pieces with outcomes of that kind."""
    return sorted(
        piece.number
        for job, outcomes in found
        for piece, outcome in zip(job.pieces, outcomes, strict=True)
        if isinstance(outcome, kind)
    )


def test_each_job_is_done_once(shed: Path) -> None:
    ticks = []
    with Processes(2, shed, here, lambda: ticks.append(1)) as crew:
        found = list(crew.each(job(n) for n in range(30)))
        assert numbers(found) == list(range(30))
        assert numbers(list(crew.each([job(40)]))) == [40]
    assert ticks


def test_no_more_jobs_are_taken_than_are_soon_done(shed: Path) -> None:
    taken = []

    def jobs() -> Iterator[Job]:
        for number in range(30):
            taken.append(number)
            yield job(number)

    with Processes(2, shed, here) as crew:
        for done, _ in enumerate(crew.each(jobs()), 1):
            assert len(taken) <= done + 4


def test_each_process_has_a_folder_for_temporary_files(shed: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    code = f"open({str(told)!r}, 'a').write(__import__('tempfile').mkdtemp() + chr(10)) * 0"
    with Processes(2, shed, here) as crew:
        list(crew.each(job(n, Code(code), Code("__import__('time').sleep(0.1)")) for n in range(8)))
        folders = {Path(line).parent for line in told.read_text().splitlines()}
        assert folders == set(shed.iterdir())
        assert all(stat.S_IMODE(each.stat().st_mode) == 0o700 for each in folders)
        assert len(folders) == 2
        assert all((Path("/proc") / each.name).exists() for each in folders)
    assert list(shed.iterdir()) == []


def test_the_job_of_a_process_that_dies_is_given_again(shed: Path, tmp_path: Path) -> None:
    jobs = [job(n) for n in range(10)]
    jobs[4] = job(4, deadly_once(tmp_path / "mark"))
    with Processes(2, shed, here) as crew:
        assert numbers(list(crew.each(jobs))) == list(range(10))
    assert (tmp_path / "mark").exists()


def test_a_process_that_someone_ends_is_replaced(shed: Path) -> None:
    with Processes(2, shed, here) as crew:
        found = []
        for done in crew.each(job(n, Code("__import__('time').sleep(0.01)")) for n in range(60)):
            found.append(done)
            if len(found) in (10, 30):
                os.kill(int(next(shed.iterdir()).name), signal.SIGKILL)
    assert numbers(found) == list(range(60))


def test_a_client_that_ends_its_process_twice_is_given_up(shed: Path) -> None:
    jobs = [job(10 * n, *[{}] * 3) for n in range(4)]
    jobs[2] = job(20, {}, DEADLY, {})
    with Processes(2, shed, here) as crew:
        found = list(crew.each(jobs))
    assert numbers(found, Failed) == [21]
    assert numbers(found) == [0, 1, 2, 10, 11, 12, 20, 22, 30, 31, 32]
    (failed,) = (o for _, outcomes in found for o in outcomes if isinstance(o, Failed))
    assert "ended, twice" in failed.problems[0].message


def test_where_there_are_no_processes_all_is_done_here(
    shed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def do_here(given: Job) -> list[Outcome]:
        done.append(given.pieces[0].number)
        return [NotHere()]

    monkeypatch.setattr(processes, "_settle", end_at_once)
    with Processes(2, shed, do_here) as crew:
        assert numbers(list(crew.each(job(n) for n in range(5)))) == done == list(range(5))

    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    with Processes(2, shed, do_here) as crew:
        assert numbers(list(crew.each(job(n) for n in range(5)))) == list(range(5))


def end_at_once(_: Path) -> None:
    os._exit(9)


def test_at_the_end_no_process_is_left_at_work(shed: Path) -> None:
    slow = Code("__import__('time').sleep(60)")
    start = time.monotonic()
    with pytest.raises(KeyError), Processes(2, shed, here) as crew:
        for _ in crew.each([job(1), *(job(n, slow) for n in range(2, 9))]):
            pids = [int(path.name) for path in shed.iterdir()]
            raise KeyError
    assert time.monotonic() - start < 20
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert list(shed.iterdir()) == []
