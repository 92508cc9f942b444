"""What was built from what, so that a build of unchanged content has nothing to do.

For each finished file the record holds every path that was looked at on the way, with its
digest. Nothing is parsed to tell whether a file is fresh: this module stays quick to import.
"""

import os
import time
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from handoutgen import store
from handoutgen.folders import PACKAGE, Reads, digest


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: its target, its handout's file, and a word for every choice made."""

    target: Path
    handout: Path
    choices: tuple[str, ...]

    @property
    def key(self) -> str:
        """Differs whenever the same target would be made from something else."""
        return digest("\0".join([_machine(), str(self.handout), *self.choices]).encode())


@dataclass(frozen=True, slots=True)
class Built:
    """A finished handout: where it is, how many pages it has, and all that was read for it."""

    path: Path
    pages: int
    reads: Reads


class Record:
    """The record of one output folder, kept in the user's cache folder."""

    def __init__(self, folder: Path) -> None:
        self._name = f"builds/{digest(os.fsencode(folder.absolute()))}.json"
        self._entries: dict[str, Any] = store.load(self._name)
        self._settled = time.time_ns() - 2_000_000_000
        self._states: dict[str, list[int]] = {}
        self._digests: Reads = {}

    def is_fresh(self, job: Job) -> bool:
        """Whether the target is there, untouched, and all that went into it is unchanged."""
        entry = self._entries.get(job.target.name)
        if not isinstance(entry, dict) or entry.get("key") != job.key:
            return False
        reads = entry.get("reads")
        if not isinstance(reads, dict) or entry.get("target") != _state(job.target):
            return False
        return all(self._is_same(path, *known) for path, known in reads.items())

    def add(self, job: Job, reads: Reads) -> None:
        """Note a file that was just built, with all that was read for it."""
        self._entries[job.target.name] = {
            "key": job.key,
            "target": _state(job.target),
            "reads": {path: [self._state(path), known] for path, known in sorted(reads.items())},
        }

    def reads(self, job: Job) -> Reads:
        """All that was read for a file, as it was noted."""
        noted = self._entries.get(job.target.name, {}).get("reads", {})
        return {path: known for path, (_, known) in noted.items()}

    def forget_missing(self, folder: Path) -> None:
        """Leave out what is noted of files that aren't in that folder any more."""
        here = {path.name for path in folder.iterdir()}
        self._entries = {name: each for name, each in self._entries.items() if name in here}

    def save(self) -> None:
        """Keep the record for the next build."""
        store.keep(self._name, self._entries)

    def _is_same(self, path: str, state: list[int] | None, known: str | None) -> bool:
        """Whether the file holds what it held: by size and time of change, else by its digest."""
        if path not in self._states:
            self._states[path] = _state(path, follow=True)
        if self._states[path] == state:
            return True
        if path not in self._digests:
            self._digests[path] = _digest(path)
        return self._digests[path] == known

    def _state(self, path: str) -> list[int] | None:
        """The state to know the file by; none where it may have changed since it was read."""
        state = _state(path, follow=True)
        return state if not state or state[1] < self._settled else None


def _state(path: Path | str, follow: bool = False) -> list[int]:
    """Size and time of change of a file, or of the link there; nothing where there is none."""
    try:
        status = Path(path).stat(follow_symlinks=follow)
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]


def _digest(path: str) -> str | None:
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return None


@cache
def _machine() -> str:
    """The state of handoutgen's own code and of the engine: a new version builds anew."""
    marks = []
    for folder, _, names in sorted(os.walk(PACKAGE)):
        if "__pycache__" in folder or f"{os.sep}shipped" in folder:
            continue
        for name in sorted(name for name in names if name.endswith(".py")):
            status = (Path(folder) / name).stat()
            marks.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    engine = find_spec("weasyprint")
    if engine and engine.origin:
        marks.append(str(Path(engine.origin).stat().st_mtime_ns))
    return "\n".join(marks)
