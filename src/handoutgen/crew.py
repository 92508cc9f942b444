"""Many handouts at once: in this process, or by several processes that share the work.

Each process has a workshop of its own. What comes of the handouts is told in the order in which
they were given, whoever built them. Nothing heavy is imported before the processes have started.
"""

import os
import signal
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread, current_thread, main_thread
from typing import TYPE_CHECKING

from handoutgen.errors import HandoutgenError
from handoutgen.folders import Folders

if TYPE_CHECKING:
    from handoutgen.compose.edition import Edition
    from handoutgen.content.blanks import Values
    from handoutgen.pipeline import Workshop
    from handoutgen.press.record import Built

    Outcome = Built | HandoutgenError

_WORTH = 3
"""As many handouts as make up for the second or so that one more process needs to start."""

NO_PROCESSES = (BrokenProcessPool, OSError, ImportError, NotImplementedError)
"""What starting them raises: one died at once, or this machine allows none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every workshop is made from."""

    practice: Path
    shipped: Path
    brand: Path | None
    edition: "Edition"

    def workshop(self) -> "Workshop":
        """Get a workshop ready; raises HandoutgenError for what concerns all handouts."""
        from handoutgen.pipeline import Workshop

        return Workshop(Folders(self.practice, self.shipped), self.brand, self.edition)


@dataclass(frozen=True, slots=True)
class Task:
    """One handout to build: its file, and what is filled in ahead."""

    handout: Path
    values: "Values | None" = None


def crew_size(handouts: int, asked: int | None = None) -> int:
    """How many processes build so many handouts: as asked, or as the machine makes worthwhile."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(asked, handouts) if asked else min(cores, handouts // _WORTH))


def build_many(
    plan: Plan, tasks: Sequence[Task], output: Path, workers: int
) -> Generator["Outcome", None, None]:
    """What came of each handout, in order; faults of one don't keep the others from being built.

    Raises HandoutgenError for what concerns them all. With one worker all is done in this process.
    """
    if workers > 1:
        yield from _by_processes(plan, tasks, output, workers)
        return
    workshop = plan.workshop()
    for task in tasks:
        yield _outcome(workshop, task, output)


def _by_processes(
    plan: Plan, tasks: Sequence[Task], output: Path, workers: int
) -> Generator["Outcome", None, None]:
    """Where a process dies, what isn't built yet is built in this one."""
    futures: list[Future[Outcome]] = []
    pool = own = None
    try:
        with suppress(*NO_PROCESSES), without_interrupts():
            pool = ProcessPoolExecutor(workers, get_context("spawn"), begin)
            for task in tasks:
                futures.append(pool.submit(_build, plan, task, output))
        for number, task in enumerate(tasks):
            outcome = None
            with suppress(BrokenProcessPool):
                outcome = futures[number].result() if number < len(futures) else None
            if outcome is None:
                own = own or plan.workshop()
                outcome = _outcome(own, task, output)
            yield outcome
    finally:
        if pool:
            pool.shutdown(cancel_futures=True)


def _outcome(workshop: "Workshop", task: Task, output: Path) -> "Outcome":
    try:
        return workshop.build(task.handout, output, task.values)
    except HandoutgenError as error:
        return error


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Processes started inside never see Ctrl-C, from their first moment: only this one acts."""
    if current_thread() is not main_thread():  # which alone may say what is done on a signal
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def begin() -> None:
    """Make a new process one that ends when it is told to, or when the first one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows doesn't hand this down
    Thread(target=_end_with_the_first, daemon=True).start()


def _end_with_the_first() -> None:
    if first := parent_process():
        wait([first.sentinel])
    os._exit(1)


@cache
def _workshop(plan: Plan) -> "Workshop":
    return plan.workshop()


def _build(plan: Plan, task: Task, output: Path) -> "Outcome":
    return _outcome(_workshop(plan), task, output)
