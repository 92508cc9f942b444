"""One process that does jobs for the server, and is ended when a job takes too much.

It has a limit of memory, sees no Ctrl-C, says nothing on the terminal, leaves no core dump, and
ends with the server.
"""

import os
import pickle
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from handoutgen.crew import begin
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.store import cache_folder
from handoutgen.web import private
from handoutgen.web.apart import bound, hush, sheltered

_MB = 1 << 20
_NAME = "handoutgen-worker"


class TooMuchError(HandoutgenError):
    """What was asked for takes more time or memory than one document may, or too many ask."""

    def __init__(self, problems: Any, hint: str = "") -> None:
        super().__init__(Problem("", 0, 0, problems, hint) if hint else problems)


class BusyError(TooMuchError):
    """Too many ask at once; a moment later it may be well."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take, how long a process serves, and how many jobs may wait."""

    seconds: float = 60
    starting: float = 60
    """Seconds that a process may take to make itself ready."""
    memory: int = 2048 * _MB
    """Of addresses, which is more than what is used; not on Windows."""
    answer: int = 64 * _MB
    """The most that a job may come to, in bytes."""
    jobs: int = 200
    grown: int = 700 * _MB
    """A process that holds more than this after a job is replaced."""
    waiting: int = 64


_SMALLER = "leave something out, or make two documents of it"


class Worker:
    """A process at work, for one thread to give jobs to; `worn` says that it is to be replaced.

    Its temporary files go with it. Raises OSError where the machine starts no process.
    """

    def __init__(
        self, work: Callable[[Any], Any], warm: Callable[[], object], limits: Limits
    ) -> None:
        context = get_context("spawn")
        self._limits = limits
        self.worn = False
        self._shed = private.PrivateFolder(_sheds())
        self._pipe, theirs = context.Pipe()
        given = (theirs, self._shed.path, work, warm, limits)
        self._process = context.Process(target=_serve, args=given, name=_NAME, daemon=True)
        try:
            with sheltered():
                self._process.start()
        except BaseException:
            self._pipe.close()
            self._shed.close()
            raise
        finally:
            theirs.close()
        self.pid = self._process.pid or 0

    def is_ready(self) -> bool:
        """Wait until it has made itself ready; False where it never does."""
        try:
            return self._pipe.poll(self._limits.starting) and self._pipe.recv_bytes() == b"ready"
        except (EOFError, OSError):
            return False

    @property
    def is_fit(self) -> bool:
        """Whether it can be given another job."""
        return not self.worn and not wait([self._process.sentinel], 0)

    def do(self, job: Any) -> Any:
        """What the job comes to, or the HandoutgenError to be told."""
        self.worn = True  # until it answers
        try:
            self._pipe.send(job)
            if not self._pipe.poll(self._limits.seconds):
                words = f"this takes longer than {self._limits.seconds:g} seconds to draw"
                return TooMuchError(words, _SMALLER)
            answer = self._pipe.recv_bytes(self._limits.answer)
        except (EOFError, ConnectionError):
            words = "this couldn't be drawn: the process that was at it ended"
            return TooMuchError(words, f"try it again; where it ends again, {_SMALLER}")
        except OSError:
            return TooMuchError("this is too large to be drawn", _SMALLER)
        outcome, self.worn = pickle.loads(answer)
        return outcome

    def kill(self) -> None:
        """End the process at once, whatever it does; `end` is still to be called."""
        self._process.kill()

    def end(self) -> None:
        """End the process at once and let go of all that belongs to it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._shed.close()
        with suppress(ValueError):  # another thread was told first that it ended
            self._process.close()


def sweep() -> None:
    """Remove the temporary files of processes whose server was killed."""
    private.sweep(_sheds())


def _sheds() -> Path:
    return cache_folder().absolute() / "workers"


def fault(error: Exception) -> HandoutgenError:
    """A fault of handoutgen's own, told without its words: a client's may be among them."""
    return HandoutgenError(f"handoutgen has a fault of its own ({type(error).__name__})")


def _serve(
    pipe: Connection,
    shed: Path,
    work: Callable[[Any], Any],
    warm: Callable[[], object],
    limits: Limits,
) -> None:
    """What the process does from its first moment to its last."""
    begin()
    hush()
    for name in ("TMPDIR", "TEMP", "TMP"):  # temporary files stay apart, and go with the process
        os.environ[name] = str(shed)
    tempfile.tempdir = None
    bound(limits.memory)
    with suppress(Exception):  # what is wrong is told when a job meets it
        warm()
    pipe.send_bytes(b"ready")
    for number in count(1):
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        outcome, is_worn = _outcome(work, job)
        del job
        is_worn = is_worn or number >= limits.jobs or _memory() > limits.grown
        try:
            answer = pickle.dumps((outcome, is_worn), pickle.HIGHEST_PROTOCOL)
        except Exception as error:
            answer = pickle.dumps((_told(error), True))
        del outcome
        pipe.send_bytes(answer)
        del answer


def _outcome(work: Callable[[Any], Any], job: Any) -> tuple[Any, bool]:
    """What the job comes to or the error to be told, and whether the process has suffered."""
    try:
        return work(job), False
    except Exception as error:
        told = _told(error)
        return told, isinstance(told, TooMuchError)


def _told(error: Exception) -> HandoutgenError:
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, MemoryError):
            return TooMuchError("this takes more memory than one document may", _SMALLER)
        cause = cause.__cause__ or cause.__context__
    return error if isinstance(error, HandoutgenError) else fault(error)


def _memory() -> int:
    """How many bytes the process holds, where the system tells."""
    with suppress(OSError, ValueError, AttributeError):
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    with suppress(ImportError):
        import resource
        import sys

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return 0
