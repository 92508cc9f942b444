"""What is done for some clients at a time, here or in a process that helps.

Nothing here raises, and no `repr` shows a value: what goes wrong comes back as an outcome, told
in words that hold nothing of a client.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from handoutgen.batch.discreet import discreet
from handoutgen.batch.encrypt import encrypt
from handoutgen.errors import HandoutgenError, Problem

if TYPE_CHECKING:
    from handoutgen.batch.bases import Spec
    from handoutgen.folders import Reads
    from handoutgen.press.splice.base import Base


@dataclass(frozen=True, slots=True)
class Piece:
    """One client's share: the number of the client in this batch, and what goes into the file."""

    number: int
    values: Mapping[str, str] = field(repr=False)
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Job:
    """The files of some clients from the base in that file, spliced, or laid out in full.

    `id` is that of the base as the first process has it, which begins each file with its prefix.
    """

    spec: "Spec"
    base: Path
    pieces: tuple[Piece, ...]
    in_full: bool = False
    id: str = ""

    def apart(self) -> "list[Job]":
        """The same work as a job for each client."""
        return [replace(self, pieces=(piece,)) for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class Made:
    """A client's file: all of it, or with `tail` what comes after the base's prefix."""

    data: bytes = field(repr=False)
    tail: bool


@dataclass(frozen=True, slots=True)
class Unfitting:
    """The file has to be laid out in full; `kinds` says why."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no file for that client."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class NotHere:
    """This process can't do it: it has another base or other files than the first one."""


Outcome = Made | Unfitting | Failed | NotHere

_ONE_AT_A_TIME = Lock()
"""A worker of a cluster may have several threads; the engine is used by one."""


def do(job: Job, base: "Base | None" = None, reads: "Reads | None" = None) -> list[Outcome]:
    """What came of each of the job's clients, in order.

    `base` spares reading it from its file. With `reads`, the files that a client's is laid out
    from have to be the same as in the process that gave the job.
    """
    with _ONE_AT_A_TIME:
        try:
            base = base or _base(job.base)
        except (OSError, ValueError):
            return [NotHere()] * len(job.pieces)
        if job.id and base.id != job.id:  # rendered anew by someone else meanwhile
            return [NotHere()] * len(job.pieces)
        if job.in_full:
            return [_laid_out(job.spec, base, piece, reads) for piece in job.pieces]
        return [_spliced(base, piece) for piece in job.pieces]


def _spliced(base: "Base", piece: Piece) -> Outcome:
    from handoutgen.press.splice.letters import Unfit

    try:
        tail = base.tail(piece.values)
        if piece.password:
            return Made(encrypt(base.prefix + tail, piece.password), tail=False)
    except Unfit as unfit:
        return Unfitting(unfit.kinds)
    except Exception as error:
        return _failed(error, piece)
    return Made(tail, tail=True)


def _laid_out(spec: "Spec", base: "Base", piece: Piece, reads: "Reads | None") -> Outcome:
    from handoutgen.batch.bases import render_whole
    from handoutgen.batch.rendering import OtherFilesError

    try:
        pdf = render_whole(spec, piece.values, reads, base)
        return Made(encrypt(pdf, piece.password) if piece.password else pdf, tail=False)
    except OtherFilesError:
        return NotHere()
    except Exception as error:
        return _failed(error, piece)


def _failed(error: Exception, piece: Piece) -> Failed:
    if not isinstance(error, HandoutgenError):
        words = f"handoutgen has a fault of its own ({type(error).__name__}); please report it"
        return Failed((Problem("", 0, 0, words),))
    values = piece.values.values()
    return Failed(tuple(discreet(problem, values) for problem in error.problems))


@lru_cache(maxsize=4)
def _base(path: Path) -> "Base":
    from handoutgen.press.splice.base import Base

    return Base.load(path)
