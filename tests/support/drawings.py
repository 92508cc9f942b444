"""What was drawn for one site and holds for the next: the same sheet, out of the same files.

A drawing is kept with all that was read for it, and taken again only where each of these files is
the same in the other practice; so a test that changes a file has its sheet drawn anew.
"""

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from handoutgen.folders import digest
from handoutgen.web.studio.work import Job, Made

_HERE = "<practice>"
"""Stands for the practice's own folder."""


class Drawings:
    """Drawings in a folder that several processes may share, one file for each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, job: Job, draw: Callable[[Job], Any]) -> Any:
        """What the job comes to; what has a client's words in it is always drawn."""
        if job.ask.answers:
            return draw(job)
        practice = str(job.practice)
        key = repr(replace(job, ask=replace(job.ask, sheet="", packet="")))
        words = (key.replace(practice, _HERE), job.ask.sheet, job.ask.packet)
        shelf = self._folder / digest("\0".join(words).encode(errors="replace"))
        for path in shelf.glob("*.made"):
            made: Made = pickle.loads(path.read_bytes())
            reads = {name.replace(_HERE, practice, 1): known for name, known in made.reads.items()}
            if all(_digest(name) == known for name, known in reads.items()):
                return replace(made, reads=reads)
        made = draw(job)
        reads = {name.replace(practice, _HERE, 1): known for name, known in made.reads.items()}
        shelf.mkdir(parents=True, exist_ok=True)
        new = shelf / uuid4().hex
        new.write_bytes(pickle.dumps(replace(made, reads=reads)))
        new.rename(new.with_suffix(".made"))
        return made


def _digest(path: str) -> str | None:
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return None


def shared_folder(base: Path) -> Path:
    """A folder for all processes that share the tests, where `base` is one process's own."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
