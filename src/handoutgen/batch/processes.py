"""Work shared with processes of this machine; one that dies is replaced, and its work given again.

Each has a folder of its own for temporary files. They are given values and give back files; only
the first process writes.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Self

from handoutgen.batch.crews import Here, Shared, Tick
from handoutgen.batch.work import Failed, Job, Outcome, do
from handoutgen.crew import NO_PROCESSES, begin, without_interrupts
from handoutgen.errors import Problem

_A_WHILE = 0.2
"""Seconds between two ticks."""
_DIED = "the process that made this client's file ended, twice"


class Processes:
    """So many processes, started with the first job and ended with the `with` block.

    `shed` is a folder for their temporary files, `here` does a job in this process, `tick` is
    called while they work.
    """

    def __init__(self, size: int, shed: Path, here: Here, tick: Tick = lambda: None) -> None:
        self._size = size
        self._here = here
        self._shed = shed
        self._tick = tick
        self._pool: ProcessPoolExecutor | None = None
        self._given: dict[int, Job] = {}
        """The jobs under way by their `id`."""
        self._pending: dict[Future[list[Outcome]], Job] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def each(self, jobs: Iterable[Job]) -> Shared:
        """What came of each job, as they are done.

        Where this machine allows no processes, all is done in this one.
        """
        waiting = iter(jobs)
        suspects: list[Job] = []
        try:
            while True:
                try:
                    yield from self._together(waiting)
                    return
                except BrokenProcessPool:
                    suspects = self._end()
                while suspects:
                    yield from self._alone(suspects[0])
                    del suspects[0]
        except NO_PROCESSES:
            suspects += self._end()
        for job in chain(suspects, waiting):
            yield job, self._here(job)

    def _together(self, waiting: Iterator[Job]) -> Shared:
        """Several jobs at a time; raises BrokenProcessPool where a process dies."""
        while True:
            for job in islice(waiting, 2 * self._size - len(self._pending)):
                self._give(job)
            if not self._pending:
                return
            yield from self._done()

    def _alone(self, job: Job) -> Shared:
        """A job that was under way when a process died, to see whether that was its doing."""
        try:
            self._give(job)
            while self._pending:
                yield from self._done()
        except BrokenProcessPool:
            self._end()
            if len(job.pieces) > 1:
                for each in job.apart():
                    yield from self._alone(each)
            else:
                yield job, [Failed((Problem("", 0, 0, _DIED),))]

    def _give(self, job: Job) -> None:
        self._given[id(job)] = job
        with without_interrupts():  # any job may start one more process
            pool = self._pool or self._start()
            self._pending[pool.submit(do, job)] = job

    def _done(self) -> Shared:
        """What is finished by now or in a moment."""
        done, _ = wait_for(self._pending, _A_WHILE, FIRST_COMPLETED)
        self._tick()
        for future in done:
            job = self._pending[future]
            outcomes = future.result()
            del self._pending[future], self._given[id(job)]
            yield job, outcomes

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(self._size, get_context("spawn"), _settle, (self._shed,))
        self._pool = pool
        try:
            pool.submit(_ready).result()
        except BrokenProcessPool as error:
            raise ChildProcessError(str(error)) from None
        return pool

    def _end(self) -> list[Job]:
        """End all processes at once; returns the jobs that aren't done."""
        if self._pool:
            for process in list((self._pool._processes or {}).values()):
                process.kill()
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        with suppress(OSError):  # the whole folder may be gone
            for left in self._shed.iterdir():
                rmtree(left, ignore_errors=True)
        undone = list(self._given.values())
        self._given.clear()
        self._pending.clear()
        return undone


def _settle(shed: Path) -> None:
    """Make a new process one that ends with the first, and keeps its temporary files apart."""
    begin()
    own = shed / str(os.getpid())
    own.mkdir(0o700)
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = str(own)
    tempfile.tempdir = None


def _ready() -> None:
    """The first thing that is asked of a new process."""
