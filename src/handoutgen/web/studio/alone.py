"""Work done by a process of its own, which is ended after it: what it reads may be made to harm."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from handoutgen.errors import HandoutgenError
from handoutgen.web.studio.worker import BusyError, Limits, TooMuchError, Worker


@dataclass(frozen=True, slots=True)
class Alone:
    """What one piece of work may take, and what is told where it takes more.

    `room` is shared by all who may be at work at once; `busy` tells that there is none.
    """

    limits: Limits
    room: BoundedSemaphore
    busy: str
    too_much: str
    hint: str

    def do(
        self,
        work: Callable[[Any], Any],
        job: Any,
        note: Callable[[Worker | None], None] = lambda _: None,
    ) -> Any:
        """What the work comes to.

        `note` is given the process while it is at work, so that it can be ended. Raises
        HandoutgenError: BusyError where the work wasn't begun, TooMuchError where it takes too
        much.
        """
        if not self.room.acquire(timeout=self.limits.seconds):
            raise BusyError(self.busy, "try again in a moment")
        try:
            worker = Worker(work, bool, self.limits)
            note(worker)
            try:
                if not worker.is_ready():
                    raise BusyError("this machine starts no process to read it", "try again")
                outcome = worker.do(job)
            finally:
                note(None)
                worker.end()
        except OSError:
            raise BusyError("this machine starts no process to read it", "try again") from None
        finally:
            self.room.release()
        if isinstance(outcome, TooMuchError):
            raise TooMuchError(self.too_much, self.hint)
        if isinstance(outcome, HandoutgenError):
            raise outcome
        return outcome
