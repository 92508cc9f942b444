"""Processes that render: their limits, and what happens when one goes beyond them.

The work here is `eval`, so that a job is any Python that a process is to be made to do.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from handoutgen.errors import HandoutgenError, UsageError
from handoutgen.web.private import PrivateFolder
from handoutgen.web.studio.workers import Limits, TooMuchError, Workers
from support.terminal import SOURCES

PID = "__import__('os').getpid()"
FOREVER = "sum(1 for _ in iter(int, 1))"
MB = 1 << 20

Make = Callable[..., Workers]


def raising(error: str) -> str:
    """A job that ends with that error."""
    return f"(_ for _ in ()).throw({error})"


def hold(mark: Path) -> str:
    """A job that goes on until there is a file of that name."""
    there = f"__import__('os').path.exists({str(mark)!r})"
    return f"[__import__('time').sleep(0.02) for _ in iter(lambda: {there}, True)] and 'held'"


def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until that holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never comes"
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    """Whether the process has ended with all of its threads."""
    try:
        os.kill(pid, 0)
        is_ended = Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
        return is_ended and len(list(Path(f"/proc/{pid}/task").iterdir())) <= 1
    except ProcessLookupError:
        return True
    except FileNotFoundError:
        return Path("/proc/self").exists()


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Workers that are ended with the test."""
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    made = []

    def start(size: int = 1, **limits: Any) -> Workers:
        made.append(Workers(eval, size=size, limits=Limits(**limits)))
        return made[-1]

    yield start
    for workers in made:
        pids = workers.pids
        workers.close()
        assert all(map(is_gone, pids))
        assert workers.pids == []


def test_jobs_are_done_in_other_processes(make: Make) -> None:
    workers = make(2)
    assert workers.pids == []
    assert workers.do("6 * 7") == 42
    assert workers.do(PID) in workers.pids
    assert os.getpid() not in workers.pids
    assert workers.given == 2


def test_they_can_be_started_ahead(make: Make) -> None:
    workers = make(2)
    workers.start()
    workers.start()
    until(lambda: len(workers.pids) == 2)
    assert workers.given == 0
    pids = workers.pids
    assert workers.do(PID) in pids


def test_an_error_is_told_as_it_is(make: Make) -> None:
    workers = make()
    job = raising("__import__('handoutgen.errors').errors.UsageError('there is no such sheet')")
    with pytest.raises(UsageError, match=r"^there is no such sheet$"):
        workers.do(job)
    pids = workers.pids
    assert workers.do("1") == 1
    assert workers.pids == pids


def test_of_a_fault_only_the_kind_is_told(make: Make) -> None:
    workers = make()
    for job in (raising("ValueError('Zanzibar')"), "lambda: 'Zanzibar'", raising("Exception")):
        with pytest.raises(HandoutgenError, match="a fault of its own") as caught:
            workers.do(job)
        assert "Zanzibar" not in repr(caught.value) + str(caught.getrepr(chain=True).reprcrash)
        assert caught.value.__cause__ is caught.value.__context__ is None
    with pytest.raises(HandoutgenError, match=r"\(ValueError\)"):
        workers.do(raising("ValueError"))
    with pytest.raises(HandoutgenError, match="a fault of its own"):
        workers.do(lambda: "can't be sent")
    assert workers.do("1") == 1


@pytest.mark.parametrize("job", [FOREVER, "__import__('time').sleep(60)"])
def test_a_job_that_takes_too_long_is_ended(make: Make, job: str) -> None:
    workers = make(seconds=0.4)
    old = workers.do(PID)
    with pytest.raises(TooMuchError, match=r"longer than 0\.4 seconds") as caught:
        workers.do(job)
    assert "leave something out" in caught.value.problems[0].hint
    assert workers.do(PID) != old
    assert is_gone(old)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't hold to it")
def test_a_job_that_takes_too_much_memory_is_ended(make: Make) -> None:
    workers = make(memory=600 * MB)
    old = workers.do(PID)
    with pytest.raises(TooMuchError, match="more memory"):
        workers.do(f"bytearray({900 * MB})")
    assert workers.do(PID) != old
    assert workers.do("len(bytearray(100))") == 100


def test_a_press_error_out_of_a_lack_of_memory_is_told_as_that(make: Make) -> None:
    source = (
        "try:\n raise MemoryError\n"
        "except Exception as e:\n"
        " raise __import__('handoutgen.errors').errors.PressError('it failed') from e"
    )
    with pytest.raises(TooMuchError, match="more memory"):
        make().do(f"exec({source!r})")


def test_no_core_is_dumped_and_memory_is_bounded(make: Make) -> None:
    resource = pytest.importorskip("resource")
    workers = make(memory=700 * MB)
    ask = "__import__('resource').getrlimit"
    assert workers.do(f"{ask}({resource.RLIMIT_CORE})") == (0, 0)
    assert workers.do(f"{ask}({resource.RLIMIT_AS})") == (700 * MB, 700 * MB)


def test_an_answer_that_is_too_large_is_refused(make: Make) -> None:
    workers = make(answer=1000)
    with pytest.raises(TooMuchError, match="too large"):
        workers.do("'x' * 5000")
    assert workers.do("'x' * 500") == "x" * 500


def test_a_process_that_dies_is_replaced(make: Make) -> None:
    workers = make()
    old = workers.do(PID)
    with pytest.raises(TooMuchError, match="the process that was at it ended"):
        workers.do("__import__('os')._exit(9)")
    new = workers.do(PID)
    assert new != old
    os.kill(new, signal.SIGKILL)  # while it has nothing to do
    until(lambda: is_gone(new))
    assert workers.do(PID) not in (old, new)


def test_a_process_that_is_killed_at_work_is_replaced(make: Make, tmp_path: Path) -> None:
    workers = make()
    begun = tmp_path / "begun"
    with ThreadPoolExecutor(1) as pool:
        job = f"open({str(begun)!r}, 'w').close() or {hold(tmp_path / 'never')}"
        waits = pool.submit(workers.do, job)
        until(begun.exists)
        (pid,) = workers.pids
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(TooMuchError):
            waits.result()
    assert workers.do("1") == 1


def test_a_process_is_replaced_after_so_many_jobs(make: Make) -> None:
    workers = make(jobs=3)
    pids = [workers.do(PID) for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="tells what is held now")
def test_a_process_that_has_grown_is_replaced(make: Make) -> None:
    workers = make(grown=150 * MB)
    old = workers.do(PID)
    assert workers.do(PID) == old
    keep = f"__import__('builtins').__dict__.setdefault('kept', b'x' * {200 * MB}) and 'kept'"
    assert workers.do(keep) == "kept"
    assert workers.do(PID) != old


def test_what_is_wanted_soon_goes_before_what_can_wait(make: Make, tmp_path: Path) -> None:
    workers, told = make(), tmp_path / "told"
    asked = [("card 1", False), ("card 2", False), ("page 1", True), ("page 2", True)]
    with ThreadPoolExecutor(8) as pool:
        waits = [pool.submit(workers.do, hold(tmp_path / "go"))]
        until(lambda: workers.given == 1)
        for number, (word, soon) in enumerate(asked, 1):
            waits.append(
                pool.submit(workers.do, f"open({str(told)!r}, 'a').write('{word}\\n')", soon)
            )
            until(lambda number=number: workers.waiting == number)
        (tmp_path / "go").touch()
        for each in waits:
            each.result()
    assert told.read_text().split("\n")[:-1] == ["page 1", "page 2", "card 1", "card 2"]


def test_only_so_many_jobs_may_wait(make: Make, tmp_path: Path) -> None:
    workers = make(waiting=4)
    with ThreadPoolExecutor(8) as pool:
        waits = [pool.submit(workers.do, hold(tmp_path / "go"))]
        until(lambda: workers.given == 1)
        waits += [pool.submit(workers.do, "1", False) for _ in range(2)]
        until(lambda: workers.waiting == 2)
        with pytest.raises(TooMuchError, match="too much is asked for at once"):
            workers.do("2", soon=False)
        waits += [pool.submit(workers.do, "3") for _ in range(2)]
        until(lambda: workers.waiting == 4)
        with pytest.raises(TooMuchError, match="try again in a moment"):
            workers.do("4")
        (tmp_path / "go").touch()
        assert [each.result() for each in waits] == ["held", 1, 1, 3, 3]
    assert workers.do("5") == 5


def test_any_number_of_threads_get_their_own_answers(make: Make) -> None:
    workers = make(2, jobs=20)
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(lambda n: workers.do(f"{n} * 3"), range(150)))
    assert found == [n * 3 for n in range(150)]
    assert workers.given == 150


def test_at_the_end_whoever_waits_is_told(make: Make, tmp_path: Path) -> None:
    workers = make()
    with ThreadPoolExecutor(2) as pool:
        at_work = pool.submit(workers.do, hold(tmp_path / "never"))
        until(lambda: workers.given == 1)
        waits = pool.submit(workers.do, "1")
        until(lambda: workers.waiting == 1)
        workers.close()
        for each in (at_work, waits):
            with pytest.raises(HandoutgenError):
                each.result(10)
    with pytest.raises(HandoutgenError, match="handoutgen is ending"):
        workers.do("1")
    workers.close()


def test_ctrl_c_is_not_for_them(make: Make) -> None:
    workers = make()
    pid = workers.do(PID)
    os.kill(pid, signal.SIGINT)
    assert workers.do(PID) == pid
    blocked = "__import__('signal').pthread_sigmask(0, [])"
    assert signal.SIGINT in workers.do(blocked)  # so it was from the first moment on


def test_their_temporary_files_go_with_them(make: Make) -> None:
    workers = make(seconds=1)
    folder = Path(workers.do("__import__('tempfile').mkdtemp()"))
    assert folder.is_dir()
    with pytest.raises(TooMuchError):
        workers.do(FOREVER)
    assert workers.do("1") == 1
    assert not folder.parent.exists()
    assert folder.parent != Path(tempfile.gettempdir())


@pytest.mark.skipif(sys.platform != "linux", reason="shows it in /proc")
def test_nothing_of_a_job_is_in_the_list_of_processes(make: Make) -> None:
    workers = make()
    assert workers.do("'Zanzibar'") == "Zanzibar"
    (pid,) = workers.pids
    shown = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
    assert b"spawn_main" in shown
    assert b"Zanzibar" not in shown


LOUD = """
import os
from handoutgen.web.studio.workers import Workers
if __name__ == "__main__":
    workers = Workers(eval, size=1)
    workers.do("print('Zanzibar', flush=True)")
    workers.do("__import__('os').write(2, b'Zanzibar')")
    workers.do("__import__('logging').getLogger('weasyprint').error('Zanzibar')")
    workers.do("__import__('warnings').warn('Zanzibar')")
    try:
        workers.do("__import__('ctypes').string_at(0)")
    except Exception as error:
        print(type(error).__name__)
    workers.close()
"""


def test_nothing_that_they_print_reaches_the_terminal(tmp_path: Path) -> None:
    script = tmp_path / "loud.py"
    script.write_text(LOUD)
    env = {**os.environ, "PYTHONPATH": str(SOURCES)}
    done = subprocess.run([sys.executable, script], env=env, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("TooMuchError\n", "", 0)


GONE = """
import time
from threading import Thread
from handoutgen.web.studio.workers import Workers
if __name__ == "__main__":
    workers = Workers(eval, size=2)
    workers.start()
    Thread(target=workers.do, args=("sum(1 for _ in iter(int, 1))",)).start()
    while workers.given < 1 or len(workers.pids) < 2:
        time.sleep(0.01)
    print(*workers.pids, flush=True)
    time.sleep(60)
"""


def test_they_end_with_the_server_whatever_happens_to_it(tmp_path: Path) -> None:
    script = tmp_path / "gone.py"
    script.write_text(GONE)
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "HANDOUTGEN_CACHE": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, script], env=env, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 2
        assert not any(map(is_gone, pids))
        server.kill()
    try:
        until(lambda: all(map(is_gone, pids)))
    finally:
        for pid in pids:
            if not is_gone(pid):
                os.kill(pid, signal.SIGKILL)


def test_what_a_killed_server_left_behind_is_removed_by_the_next(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path))
    first = make()
    shed = Path(first.do("__import__('tempfile').gettempdir()"))
    assert shed.parent == tmp_path / "workers" and shed.stat().st_mode & 0o777 == 0o700
    left = PrivateFolder(shed.parent)
    (left.path / "something").write_text("x")
    left._lock.release()  # as the system does when a process ends
    other = make()
    assert other.do("1") == 1
    assert shed.is_dir() and not left.path.exists()
    first.close()
    other.close()
    assert [*shed.parent.iterdir()] == []


def test_where_no_process_starts_it_is_told(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "file"))
    workers = make()
    with pytest.raises(TooMuchError, match="starts no process"):
        workers.do("1")
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path))
    assert workers.do("1") == 1
