"""The processes that render for the server, and the line of jobs that wait for them.

Each process has a thread here that gives it jobs, watches the clock and replaces it. So any number
of threads may ask at once, and one document can't hold up the server or take all its memory.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Thread
from typing import Any

from handoutgen.errors import HandoutgenError
from handoutgen.web.studio.worker import BusyError, Limits, TooMuchError, Worker, fault, sweep

__all__ = ["BusyError", "Limits", "TooMuchError", "Workers", "result_of"]

_MOST = 2
_BUSY = "too much is asked for at once"
_NONE = "this machine starts no process to draw it"
_SOON = "try again in a moment"
_ENDING = "handoutgen is ending"


class Workers:
    """So many processes that do `work`, each of which runs `warm` first.

    They are started with `start`, or else with the first job, and ended by `close`. `given` counts
    the jobs that were given to them.
    """

    def __init__(
        self,
        work: Callable[[Any], Any],
        warm: Callable[[], object] = bool,
        size: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.given = 0
        self._work = work
        self._warm = warm
        self._size = size or min(_MOST, os.cpu_count() or 1)
        self._limits = limits or Limits()
        self._changed = Condition()
        self._waiting: list[tuple[bool, int, Any, Future[Any]]] = []
        self._count = count()
        self._threads: list[Thread] = []
        self._crew: set[Worker] = set()
        self._is_closed = False

    def start(self) -> None:
        """Start the processes, so that the first job finds them ready."""
        with self._changed:
            self._start()

    def do(self, job: Any, soon: bool = True) -> Any:
        """What the job comes to, waited for; those that are wanted soon go before the others.

        Raises HandoutgenError, and TooMuchError where too many wait or the job takes too much.
        """
        future: Future[Any] = Future()
        room = self._limits.waiting if soon else self._limits.waiting // 2
        with self._changed:
            self._start()
            if len(self._waiting) >= room:
                raise BusyError(_BUSY, _SOON)
            heappush(self._waiting, (not soon, next(self._count), job, future))
            self._changed.notify()
        del job
        return result_of(future)

    def close(self) -> None:
        """End the processes at once; whoever waits is told that handoutgen is ending."""
        with self._changed:
            self._is_closed = True
            while self._waiting:
                self._waiting.pop()[-1].set_result(HandoutgenError(_ENDING))
            for worker in self._crew:
                worker.kill()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that are there now."""
        with self._changed:
            return sorted(worker.pid for worker in self._crew)

    @property
    def waiting(self) -> int:
        """How many jobs wait for a process."""
        with self._changed:
            return len(self._waiting)

    def _start(self) -> None:
        if self._is_closed:
            raise HandoutgenError(_ENDING)
        if not self._threads:
            sweep()
        while len(self._threads) < self._size:
            thread = Thread(target=self._serve, name="handoutgen-worker", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self) -> None:
        """Give one process after the other jobs, until the end."""
        worker = None
        while True:
            worker = self._fit(worker)  # ahead of the next job
            task = self._next()
            if task is None:
                break
            job, future = task
            worker = self._fit(worker)  # it may have been ended while it had nothing to do
            future.set_result(self._outcome(worker, job))
            del task, job, future  # or a client's words stay until the next job
        if worker:
            self._let_go(worker)

    def _outcome(self, worker: Worker | None, job: Any) -> Any:
        if worker is None:
            return HandoutgenError(_ENDING) if self._is_closed else TooMuchError(_NONE, _SOON)
        try:
            return worker.do(job)
        except Exception as error:
            return fault(error)

    def _next(self) -> tuple[Any, Future[Any]] | None:
        with self._changed:
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            if self._is_closed:
                return None
            _, _, job, future = heappop(self._waiting)
            self.given += 1
            return job, future

    def _fit(self, worker: Worker | None) -> Worker | None:
        """A process that can do a job: this one, or else a new one, or none where none starts."""
        if worker and worker.is_fit:
            return worker
        try:
            if worker:
                self._let_go(worker)
            return None if self._is_closed else self._hire()
        except Exception:  # no process, no memory: whoever asks is told
            return None

    def _hire(self) -> Worker | None:
        worker = Worker(self._work, self._warm, self._limits)
        with self._changed:
            self._crew.add(worker)
            if self._is_closed:
                worker.kill()
        if worker.is_ready():
            return worker
        self._let_go(worker)
        return None

    def _let_go(self, worker: Worker) -> None:
        with self._changed:  # so that it isn't killed after its end
            self._crew.discard(worker)
        worker.end()


def result_of(future: Future[Any]) -> Any:
    """What the future comes to; an error that it comes to is raised, for each who waits anew."""
    outcome = future.result()
    if isinstance(outcome, HandoutgenError):
        raise type(outcome)(outcome.problems)
    return outcome
