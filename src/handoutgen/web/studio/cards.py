"""The small pictures of the library on the disk, each in one file with what was read for it.

They are of plain sheets, so there is nothing of a client in them.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from handoutgen.errors import OutputError
from handoutgen.folders import digest
from handoutgen.press.record import Job
from handoutgen.store import cache_folder, write_atomically
from handoutgen.web.studio.kept import Noted, Thing

_MOST = 1200
"""As many are kept, those used last; each takes some 30 kB."""
_SPARE = 100
"""When there are too many, so many more are dropped, so that it isn't done each time."""


def folder() -> Path:
    """Where they are kept."""
    return cache_folder() / "cards"


class Cards:
    """The cards of a practice, so many pixels wide."""

    def __init__(self, practice: Path, shipped: Path, width: int) -> None:
        self._words = (str(practice), str(shipped), str(width))

    def _job(self, handout: str) -> Job:
        name = digest("\0".join((*self._words, handout)).encode())
        return Job(folder() / f"{name}.card", Path(handout), self._words)

    def load(self, handout: str) -> Thing | None:
        """The card, where there is one and all that it was made from is unchanged."""
        job = self._job(handout)
        with suppress(OSError, ValueError, TypeError, KeyError):
            head, _, png = job.target.read_bytes().partition(b"\n")
            told = json.loads(head)
            if told["key"] != job.key or told["size"] != len(png):
                return None
            noted: Noted = {path: (state, known) for path, (state, known) in told["reads"].items()}
            card = Thing(png, len(png), noted)
            if card.is_fresh():
                os.utime(job.target)
                return card
        return None

    def save(self, handout: str, card: Thing) -> None:
        """Keep the card; a full or read-only disk costs speed, nothing else."""
        job = self._job(handout)
        told = {"key": job.key, "size": card.size, "reads": card.noted}
        with suppress(OSError, OutputError):
            folder().mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(job.target, json.dumps(told).encode() + b"\n" + card.content, 0o600)
            _drop_oldest()


def _drop_oldest() -> None:
    files = list(folder().glob("*.card"))
    if len(files) > _MOST:
        for path in sorted(files, key=_used)[: len(files) - _MOST + _SPARE]:
            path.unlink(missing_ok=True)


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process dropped it
        return 0
