"""The process that makes the files of one batch.

`run_batch` runs in its main thread, so SIGTERM stops it between two files with all in order. It has
a limit of memory, says nothing on the terminal, and ends with the server.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import Any

from handoutgen.batch.progress import Silent
from handoutgen.batch.stop import Brake, Stopped
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.apart import bound, hush
from handoutgen.web.batches.wanted import Wanted

MEMORY = 4 << 30
"""In bytes of addresses, which is more than what is used; not on Windows."""
_BETWEEN = 0.1
"""Seconds between two words on how far it is."""
_TO_END = 5.0
_TOO_MUCH = "this batch takes more memory than is allowed"
_SPLIT = "split the roster into several files"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made, and with what."""

    wanted: Wanted
    skip: bool
    columns: dict[str, str] = field(repr=False)
    password: str = field(repr=False)


class Teller(Silent):
    """Tells the server how far it is."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._done = 0
        self._next = 0.0

    def note(self, text: str) -> None:
        """Something to know on the way."""
        self._pipe.send(("note", text[:2000]))

    def into(self, folder: Path) -> None:
        """The files go into that folder."""
        self._pipe.send(("folder", folder))

    def begin(self, total: int) -> None:
        """So many files are to be made."""
        self._pipe.send(("begin", total))

    def add(self, files: int = 1) -> None:
        """So many more are finished."""
        self._done += files
        if (now := time.monotonic()) >= self._next:
            self._next = now + _BETWEEN
            self._pipe.send(("done", self._done))

    def close(self) -> None:
        """The work is done, or given up."""
        self._pipe.send(("done", self._done))


def make_files(pipe: Connection, task: Task) -> None:
    """What the process does from its first moment to its last."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows doesn't hand down that it is blocked
    Thread(target=_end_with_the_server, args=(task.wanted.roster,), daemon=True).start()
    hush()
    bound(MEMORY)
    with Brake() as brake:  # from before the batch itself hears signals until after that
        try:
            outcome: tuple[str, Any] = ("summary", _summary(pipe, task))
        except Stopped as stopped:
            outcome = ("stopped", stopped.told)
        except HandoutgenError as error:
            outcome = ("failed", error.problems)
        except MemoryError:
            outcome = ("failed", (Problem("", 0, 0, _TOO_MUCH, _SPLIT),))
        except Exception as error:  # never its words: a client's may be among them
            words = f"handoutgen has a fault of its own ({type(error).__name__}); please report it"
            outcome = ("failed", (Problem("", 0, 0, words),))
        brake.let_go()
        with suppress(OSError):
            pipe.send(outcome)


def _summary(pipe: Connection, task: Task) -> Any:
    from handoutgen.batch.run import run_batch

    wanted = task.wanted
    return run_batch(
        wanted.packet,
        wanted.roster,
        practice=wanted.practice,
        brand=wanted.brand,
        edition=wanted.edition,
        duplex=wanted.duplex,
        columns=task.columns,
        skip_bad_rows=task.skip,
        encrypt=wanted.encrypt,
        password=task.password,
        combined=wanted.combined,
        progress=Teller(pipe),
    )


def _end_with_the_server(roster: Path) -> None:
    """Where the server is gone, end in order, and leave nothing of the roster."""
    if server := parent_process():
        wait([server.sentinel])
    rmtree(roster.parent, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_TO_END)
    os._exit(1)
