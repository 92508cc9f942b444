"""How a batch goes on, as server-sent events.

A stream holds one of the server's threads, so it ends after a while and the browser asks anew; a
visitor has only a few at a time.
"""

import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock

from handoutgen.web.batches.job import Job

MOST = 3
"""Streams of one visitor."""
_LONGEST = 25.0
"""Seconds of one stream."""
_BETWEEN = 0.25
_QUIET = 1.0
"""Seconds after which something is sent in any case, to see whether anybody is there."""


@dataclass(eq=False, slots=True)
class Ticket:
    """The leave to stream until another one needs it."""

    is_over: bool = False


@dataclass(slots=True)
class Tickets:
    """Those of one visitor; the oldest goes where there would be too many."""

    given: "deque[Ticket]" = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)

    def take(self) -> Ticket:
        """A new one."""
        ticket = Ticket()
        with self.lock:
            self.given.append(ticket)
            while len(self.given) > MOST:
                self.given.popleft().is_over = True
        return ticket

    def give_back(self, ticket: Ticket) -> None:
        """It isn't needed any more."""
        with self.lock:
            if ticket in self.given:
                self.given.remove(ticket)

    def close(self) -> None:
        """End all streams."""
        with self.lock:
            for ticket in self.given:
                ticket.is_over = True


def stream(job: Job, tickets: Tickets, seen: int) -> Iterator[str]:
    """The events of a job: `note` for each after the first `seen`, `far` for how far it is, and
    `end` when it is over."""
    ticket = tickets.take()
    end = time.monotonic() + _LONGEST
    last = ""
    try:
        yield "retry: 1000\n\n"
        while not ticket.is_over and time.monotonic() < end:
            with job.changed:
                notes = list(enumerate(job.notes[seen:], seen + 1))
                far = _far(job)
                state = job.state
            for seen, note in notes:
                yield _event("note", {"words": note}, seen)
            told = json.dumps(far)
            if told != last or state != "running":
                yield _event("far", far)
                last = told
            else:
                yield ":\n\n"
            if state != "running":
                yield _event("end", {"state": state})
                return
            time.sleep(_BETWEEN)
            job.wait(_QUIET)
    finally:
        tickets.give_back(ticket)


def _far(job: Job) -> dict[str, object]:
    return {"done": job.done, "total": job.total, "words": job.words}


def _event(name: str, data: dict[str, object], number: int | None = None) -> str:
    counted = "" if number is None else f"id: {number}\n"
    return f"{counted}event: {name}\ndata: {json.dumps(data)}\n\n"
