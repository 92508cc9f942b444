"""The files of a batch: made by whoever shares the work, put in place by this process alone."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from handoutgen.batch.crews import Crew, Helpers, crew
from handoutgen.batch.folder import Folder, FolderError, trouble
from handoutgen.batch.ledger import NAME, Entry, Ledger
from handoutgen.batch.progress import Silent
from handoutgen.batch.stop import Brake
from handoutgen.batch.work import Failed, Job, Made, NotHere, Outcome, Piece, Unfitting, do
from handoutgen.errors import OutputError, Problem

if TYPE_CHECKING:
    from handoutgen.batch.bases import Spec
    from handoutgen.press.splice.base import Base

_AT_A_TIME = 25
_LOCKED_AT_A_TIME = 4
"""How many clients are in a job; to lock a file takes as long as to splice many."""
_AS_SLOW = 40
"""As many files are locked in the time in which one is laid out in full."""
_GONE = "the copy of its packet in the cache is gone; give the same command again"


@dataclass(frozen=True, slots=True)
class Share:
    """One client's file: its row, its name without `.pdf`, and all that goes into it."""

    row: int
    stem: str
    spec: "Spec"
    base: Path
    hash: str
    values: Mapping[str, str] = field(repr=False)
    password: str = field(default="", repr=False)


@dataclass(slots=True)
class Tally:
    """What has come of the files so far.

    `in_full` counts the reasons for laying out in full, of which a file may have several;
    `problems` stand beside the numbers of their rows.
    """

    written: int = 0
    laid_out: int = 0
    in_full: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    problems: list[tuple[int, Problem]] = field(default_factory=list)


class Maker:
    """Makes the files of one batch while its folder is open."""

    def __init__(
        self,
        folder: Folder,
        ledger: Ledger,
        bases: "Mapping[Path, Base]",
        helpers: Helpers,
        brake: Brake,
        progress: Silent,
    ) -> None:
        self.tally = Tally()
        self._folder = folder
        self._ledger = ledger
        self._bases = bases
        self._helpers = helpers
        self._brake = brake
        self._progress = progress
        self._shares: Sequence[Share] = ()
        self._why: dict[int, tuple[str, ...]] = {}

    def undone(self, shares: Sequence[Share]) -> list[Share]:
        """The shares whose files aren't there as they were made."""
        done = self._ledger.is_done
        return [each for each in shares if not done(f"{each.stem}.pdf", each.hash)]

    def make(self, shares: Sequence[Share]) -> None:
        """Make all of them: spliced, and after that in full those that didn't fit into their base.

        Raises FolderError where nothing more can be written.
        """
        self._shares = shares
        self._progress.begin(len(shares))
        try:
            with self._crew(len(shares), self._slow()) as crew:
                unfit = list(self._kept(crew, self._spliced()))
                if self._helpers.are_asked:
                    self._lay_out(crew, unfit)
                    return
            if unfit:
                with self._crew(len(unfit), len(unfit)) as crew:
                    self._lay_out(crew, unfit)
        finally:
            self._progress.close()

    def _slow(self) -> int:
        return sum(bool(share.password) for share in self._shares) // _AS_SLOW

    def _crew(self, files: int, slow: int) -> AbstractContextManager[Crew]:
        return crew(self._helpers, files, slow, self._folder.shed, self._here, self._progress.tick)

    def _here(self, job: Job) -> list[Outcome]:
        return do(job, self._bases[job.base])

    def _spliced(self) -> Iterator[Job]:
        """Jobs for all files, in the order of the roster within each base."""
        by_base: dict[Path, list[int]] = {}
        for number, share in enumerate(self._shares):
            by_base.setdefault(share.base, []).append(number)
        for numbers in by_base.values():
            size = _LOCKED_AT_A_TIME if self._shares[numbers[0]].password else _AT_A_TIME
            for start in range(0, len(numbers), size):
                yield self._job(numbers[start : start + size])

    def _lay_out(self, crew: Crew, numbers: Sequence[int]) -> None:
        jobs = (self._job([number], in_full=True) for number in numbers)
        for number in self._kept(crew, jobs):
            self._fail(number, [Problem("", 0, 0, _GONE)])

    def _job(self, numbers: Sequence[int], in_full: bool = False) -> Job:
        first = self._shares[numbers[0]]
        shares = ((number, self._shares[number]) for number in numbers)
        pieces = (Piece(number, share.values, share.password) for number, share in shares)
        return Job(first.spec, first.base, tuple(pieces), in_full, self._bases[first.base].id)

    def _kept(self, crew: Crew, jobs: Iterator[Job]) -> Iterator[int]:
        """Keep what the crew makes; the numbers of the shares that didn't fit into their base."""
        for job, outcomes in crew.each(jobs):
            if any(isinstance(outcome, NotHere) for outcome in outcomes):
                outcomes = self._here(job)
            for piece, outcome in zip(job.pieces, outcomes, strict=True):
                if isinstance(outcome, Unfitting):
                    self._why[piece.number] = outcome.kinds
                    yield piece.number
                elif isinstance(outcome, Made):
                    self._keep(piece.number, outcome, job.in_full)
                else:
                    problems = outcome.problems if isinstance(outcome, Failed) else ()
                    self._fail(piece.number, problems or [Problem("", 0, 0, _GONE)])

    def _keep(self, number: int, made: Made, in_full: bool) -> None:
        share = self._shares[number]
        parts = [self._bases[share.base].prefix, made.data] if made.tail else [made.data]
        with self._brake.held():
            try:
                status = self._folder.put(share.stem, parts)
            except FolderError:
                raise
            except OutputError as error:
                self._fail(number, error.problems)
                return
            self._record(share.row, share.hash, share.stem, status)
            self.tally.written += 1
            self.tally.laid_out += in_full
            self.tally.in_full.update(self._why.get(number, ()))
        self._progress.add()

    def _record(self, row: int, hashed: str, stem: str, status: os.stat_result) -> None:
        """Record a file that was just put in its place; raises FolderError."""
        entry = Entry(row, hashed, f"{stem}.pdf", status.st_size, status.st_mtime_ns)
        try:
            self._ledger.add(entry)
        except OSError as error:
            raise FolderError(trouble(error, self._folder.path / NAME).problems) from None

    def _fail(self, number: int, problems: Sequence[Problem]) -> None:
        for each in problems:
            self.tally.problems.append((self._shares[number].row, each))
        self.tally.failed += 1
        self._progress.add()
