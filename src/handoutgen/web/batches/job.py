"""One batch at work in a process of its own: how far it is, and what came of it."""

import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Condition, Thread, Timer
from typing import TYPE_CHECKING, Any, Literal

from handoutgen.batch.folder import open_folder
from handoutgen.batch.progress import far
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.apart import sheltered
from handoutgen.web.batches.child import Task, make_files
from handoutgen.web.batches.words import plain, plainly

if TYPE_CHECKING:
    from handoutgen.batch.run import Summary

State = Literal["running", "done", "stopped", "failed"]

_TO_STOP = 20.0
_AT_THE_END = 3.0
"""Seconds that the process has to end in order."""
_MOST_NOTES = 50
_LEFT_OUT = "left out: "
"""How a note begins that the summary tells too."""


class Job:
    """A batch from its start on; `changed` is notified of each change.

    `ended` is called once it is over, with what it has become, before anybody can see that.
    """

    def __init__(self, task: Task, ended: Callable[[State], None]) -> None:
        self.id = secrets.token_hex(12)
        self.packet = task.wanted.packet
        self.state: State = "running"
        self.notes: list[str] = []
        self.done = self.total = 0
        self.folder: Path | None = None
        self.summary: Summary | None = None
        self.problems: tuple[Problem, ...] = ()
        self.told = ""
        self.changed = Condition()
        self._began = 0.0
        self._roster = task.wanted.roster
        self._ended = ended
        self._is_told_to_stop = False
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=make_files, args=(theirs, task), name="handoutgen")
        try:
            with sheltered():
                self._process.start()
        except BaseException:
            self._pipe.close()
            raise
        finally:
            theirs.close()
        self.pid = self._process.pid or 0
        self._thread = Thread(target=self._follow, name="handoutgen-batch", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it isn't over."""
        return self.state == "running"

    @property
    def is_stopping(self) -> bool:
        """Whether it has been told to stop and isn't over."""
        return self.is_running and self._is_told_to_stop

    @property
    def words(self) -> str:
        """How far it is."""
        if self.is_stopping:
            return "Stopping after the file that is being written"
        if not self.total:
            return "Getting ready"
        return far(self.done, self.total, time.monotonic() - self._began)

    @property
    def failures(self) -> tuple[Problem, ...]:
        """What is told of the clients without a file."""
        return plainly(self.summary.problems, self._roster) if self.summary else ()

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """What is told of the rows that were left out."""
        return plainly(self.summary.bad_rows, self._roster) if self.summary else ()

    def wait(self, seconds: float) -> None:
        """Wait until it has gone on, not longer than so many seconds."""

        def now() -> tuple[object, ...]:
            return self.done, len(self.notes), self.is_stopping, self.state

        with self.changed:
            before = now()
            self.changed.wait_for(lambda: now() != before or not self.is_running, seconds)

    def stop(self) -> None:
        """Have it stop between two files; it says so when it has."""
        with self.changed:
            if self._is_told_to_stop or not self.is_running:
                return
            self._is_told_to_stop = True
            self.changed.notify_all()
        self._process.terminate()
        timer = Timer(_TO_STOP, self._kill)
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """End it, in order if it can, and wait for that."""
        self.stop()
        self._thread.join(_AT_THE_END)
        self._kill()
        self._thread.join()

    def _kill(self) -> None:
        with suppress(ValueError):  # it is long over
            self._process.kill()

    def _follow(self) -> None:
        """Hear what the process tells until it ends."""
        last = self._hear(self._pipe)
        self._process.join()
        self._pipe.close()
        self._process.close()
        kind, value = last or self._gone()
        if kind != "summary" and not last:
            self._tidy()
        with self.changed:
            state: State = "done" if kind == "summary" else "stopped"
            if kind == "summary":
                self.summary = value
            elif kind == "stopped":
                self.told = plain(value, self._roster)
            else:
                state = "failed"
                self.problems = plainly(value, self._roster)
            with suppress(Exception):
                self._ended(state)
            self.state = state
            self.changed.notify_all()

    def _hear(self, pipe: Connection) -> tuple[str, Any] | None:
        """What it says of its end; None where it says nothing."""
        last = None
        with suppress(EOFError, OSError):
            while True:
                kind, value = pipe.recv()
                with self.changed:
                    if kind == "note":
                        self._note(value)
                    elif kind == "folder":
                        self.folder = value
                    elif kind == "begin":
                        self.total, self._began = value, time.monotonic()
                    elif kind == "done":
                        self.done = value
                    else:
                        last = kind, value
                    self.changed.notify_all()
        return last

    def _note(self, text: str) -> None:
        if not text.startswith(_LEFT_OUT) and len(self.notes) < _MOST_NOTES:
            self.notes.append(plain(text, self._roster))

    def _gone(self) -> tuple[str, Any]:
        """What to say of a process that said nothing at its end."""
        far = f"{self.done:,} of {self.total:,} files are finished" if self.total else ""
        if self._is_told_to_stop:
            return "stopped", far
        words = "the process that made the files was ended from outside, or had a fault"
        hint = "start the batch again; close other programs where memory is short"
        problem = Problem("", 0, 0, f"{words}; {far}" if far else words, hint)
        return "failed", (problem,)

    def _tidy(self) -> None:
        """Remove what it was writing when it ended."""
        if self.folder:
            with suppress(HandoutgenError, OSError), ExitStack() as stack:
                stack.enter_context(open_folder(self.folder))
