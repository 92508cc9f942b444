"""Who does the work of a batch: this process, processes beside it, or a cluster."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from handoutgen.batch.work import Job, Outcome

Shared = Iterator[tuple[Job, list[Outcome]]]
Here = Callable[[Job], list[Outcome]]
"""Does a job in this process."""
Tick = Callable[[], None]
"""Called now and then while others work."""


class Crew(Protocol):
    """Does jobs."""

    def each(self, jobs: Iterable[Job]) -> Shared:
        """What came of each job, as they are done."""


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who shares the work, as asked: so many processes, or the Dask cluster of that scheduler."""

    workers: int | None = None
    dask: str = ""

    @property
    def are_asked(self) -> bool:
        """Whether all work is theirs, and not only what takes long."""
        return bool(self.dask or self.workers)


class Alone:
    """Does all in this process."""

    def __init__(self, here: Here, tick: Tick) -> None:
        self._here = here
        self._tick = tick

    def each(self, jobs: Iterable[Job]) -> Shared:
        """What came of each job, in order."""
        for job in jobs:
            yield job, self._here(job)
            self._tick()


def crew(
    helpers: Helpers, files: int, slow: int, shed: Callable[[], Path], here: Here, tick: Tick
) -> AbstractContextManager[Crew]:
    """Who makes so many files, which take as long as `slow` that are laid out in full.

    `shed` makes a folder for the temporary files of processes. Raises HandoutgenError where the
    helpers that are asked for can't be had.
    """
    if helpers.dask:
        from handoutgen.batch.cluster import Cluster

        return Cluster(helpers.dask, here, tick)
    if helpers.workers or slow:
        from handoutgen.crew import crew_size

        size = crew_size(files, helpers.workers) if helpers.workers else crew_size(slow)
        if size > 1:
            from handoutgen.batch.processes import Processes

            return Processes(size, shed(), here, tick)
    return nullcontext(Alone(here, tick))
