"""What files were like before each save, kept in the practice's folder so that it can be undone.

`.handoutgen/saves/` is its owner's alone. A save is a small file of its own; the contents that
files had lie beside it, each once, under their fingerprints.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handoutgen.errors import OutputError, Problem
from handoutgen.folders import digest
from handoutgen.store import read, reason, write_atomically

PLACE = ".handoutgen/saves"
_MOST = 50
_PATIENCE = 10.0
_KEPT = ".kept"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a save did to one file: fingerprints of its content before and after.

    None stands for no file; `mode` is who might read the file before.
    """

    name: str
    before: str | None
    after: str | None
    mode: int | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """Files that were saved together, and when; `undone` where the save was taken back."""

    number: int
    when: datetime
    traces: tuple[Trace, ...] = field(repr=False)
    undone: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The files, as they are named from the practice's folder."""
        return tuple(trace.name for trace in self.traces)


class Journal:
    """The saves of a practice's folder, while this process holds its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def saves(self) -> list[Save]:
        """All saves that are kept, the oldest first; what can't be read is left out."""
        found = (_save(read(path)) for path in self.folder.glob("*.json"))
        return sorted((save for save in found if save), key=lambda save: save.number)

    def next(self) -> int:
        """The number of the next save."""
        return max((save.number for save in self.saves()), default=0) + 1

    def keep(self, data: bytes) -> str:
        """Keep a content, and return its fingerprint."""
        name = digest(data)
        path = self.folder / f"{name}{_KEPT}"
        if not path.is_file():
            write_atomically(path, data, 0o600)
        return name

    def content(self, name: str) -> bytes:
        """The content of that fingerprint; raises OutputError."""
        path = self.folder / f"{name}{_KEPT}"
        with suppress(OSError):
            if digest(data := path.read_bytes()) == name:
                return data
        raise OutputError(Problem(str(path), 0, 0, "what was kept here isn't there any more"))

    def note(self, save: Save) -> None:
        """Put a save on record, or what has become of it."""
        told = {"number": save.number, "when": save.when.isoformat(), "undone": save.undone}
        told["traces"] = [asdict(trace) for trace in save.traces]
        write_atomically(self._path(save.number), json.dumps(told, indent=1).encode(), 0o600)

    def forget(self, save: Save) -> None:
        """Take a save off the record."""
        with suppress(OSError):
            self._path(save.number).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Keep the last saves only, and the contents that belong to them."""
        kept = self.saves()
        for save in kept[:-_MOST]:
            self.forget(save)
        needed = {
            name for save in kept[-_MOST:] for t in save.traces for name in (t.before, t.after)
        }
        for path in self.folder.glob(f"*{_KEPT}"):
            if path.stem not in needed:
                with suppress(OSError):
                    path.unlink()

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08}.json"


@contextmanager
def journal(practice: Path) -> Iterator[Journal]:
    """The practice's journal; nobody else saves there meanwhile. Raises OutputError."""
    from filelock import FileLock, Timeout

    folder = practice / PLACE
    try:
        for path in (folder.parent, folder):
            path.mkdir(0o700, exist_ok=True)
            if path.is_symlink():
                raise OutputError(Problem(str(path), 0, 0, "a link stands here; delete it"))
        lock = FileLock(folder / ".lock", timeout=_PATIENCE, mode=0o600)
        lock.acquire()
    except Timeout:
        words = "someone else is saving here; wait a moment and save again"
        raise OutputError(Problem(str(folder), 0, 0, words)) from None
    except OSError as error:
        words = f"can't be written, so nothing was saved: {reason(error)}"
        raise OutputError(Problem(str(folder), 0, 0, words)) from None
    try:
        yield Journal(folder)
    finally:
        lock.release()


def kept_saves(practice: Path) -> list[Save]:
    """All saves on record, the oldest first, for those who only look."""
    return Journal(practice / PLACE).saves()


def now() -> datetime:
    """The time of a save."""
    return datetime.now(UTC).replace(microsecond=0)


def as_undone(save: Save, undone: bool) -> Save:
    """The save, taken back or not."""
    return replace(save, undone=undone)


def _save(told: dict[str, Any]) -> Save | None:
    try:
        traces = tuple(Trace(**trace) for trace in told["traces"])
        when = datetime.fromisoformat(told["when"])
        number, undone = told["number"], told["undone"]
    except (KeyError, TypeError, ValueError):
        return None
    whole = isinstance(number, int) and all(isinstance(t.name, str) for t in traces)
    return Save(number, when, traces, bool(undone)) if whole else None
