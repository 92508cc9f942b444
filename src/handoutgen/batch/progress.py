"""How far a batch has got: a bar on a terminal, else a line every few seconds. Never a name."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

_MOMENT = 0.5
"""Seconds after which a bar is worth its start."""
_BETWEEN_LINES = 5.0
_BETWEEN_DRAWINGS = 0.1
_A_TICK = 0.001
"""Seconds; a clock may not have gone on since the start."""


class Silent:
    """Tells nobody."""

    def note(self, text: str) -> None:
        """Something to know on the way."""

    def into(self, folder: Path) -> None:
        """The files go into that folder."""

    def begin(self, total: int) -> None:
        """So many files are to be made."""

    def add(self, files: int = 1) -> None:
        """So many more are finished."""

    def tick(self) -> None:
        """Time has gone by."""
        self.add(0)

    def close(self) -> None:
        """The work is done, or given up."""


class Progress(Silent):
    """Tells on standard error how many of so many files are finished."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._on_terminal = self._stream.isatty()
        self._total = self._done = 0
        self._start = self._next = clock()
        self._bar: Any = None
        self._task: Any = None

    def note(self, text: str) -> None:
        """Say it on a line of its own."""
        print(text, file=self._stream, flush=True)

    def begin(self, total: int) -> None:
        """Start the clock."""
        self._total = total
        self._start = self._clock()
        self._next = self._start + (_MOMENT if self._on_terminal else _BETWEEN_LINES)

    def add(self, files: int = 1) -> None:
        """Show it, if it is time."""
        self._done += files
        now = self._clock()
        if now < self._next:
            return
        if self._on_terminal:
            self._next = now + _BETWEEN_DRAWINGS
            self._draw(now)
        else:
            self._next = now + _BETWEEN_LINES
            self.note(self._line(now))

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _line(self, now: float) -> str:
        return far(self._done, self._total, now - self._start)

    def _draw(self, now: float) -> None:
        if not self._bar:
            self._bar = _bar(self._stream)
            self._task = self._bar.add_task("", total=self._total, told="")
            self._bar.start()
        told = pace(self._done, self._total, now - self._start)
        self._bar.update(self._task, completed=self._done, told=told, refresh=True)


def far(done: int, total: int, seconds: float) -> str:
    """`412 of 1,000 files, 310 a second, 2 s left`, after so many seconds."""
    words = f"{done:,} of {total:,} files"
    return f"{words}, {pace(done, total, seconds)}" if done else words


def pace(done: int, total: int, seconds: float) -> str:
    """`310 a second, 2 s left`, after so many seconds."""
    rate = done / max(seconds, _A_TICK)
    return f"{_shown(rate)} a second, {_span((total - done) / rate) if done else '?'} left"


def _bar(stream: TextIO) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    return Bar(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[told]}"),
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _shown(rate: float) -> str:
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _span(seconds: float) -> str:
    """`8 s`, `3 min`, `2 h`."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"
