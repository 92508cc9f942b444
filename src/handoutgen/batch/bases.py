"""Bases in the cache: rendered once for each packet, edition and set of columns, then only read.

Nothing heavy is imported to find one that is fresh.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from handoutgen.folders import Reads, digest
from handoutgen.press.record import Job, Record
from handoutgen.press.splice.base import Base
from handoutgen.store import cache_folder, make_folder, write_atomically

_KEPT = 60
"""As many bases are kept, those used last; each takes up to half a megabyte or so."""
_AT_WORK = 3600
"""Those used in so many seconds are kept in any case: a batch may have many."""


@dataclass(frozen=True, slots=True)
class Spec:
    """All that a base is made from.

    `packet` is its file, or else `handouts` and `title` say what is in it; `looks` are words of
    the edition; `headers` are columns of a roster that may be named after a blank.
    """

    practice: Path
    shipped: Path
    brand: Path | None
    packet: Path | None
    handouts: tuple[str, ...]
    title: str
    duplex: bool
    paper: str
    looks: frozenset[str]
    headers: tuple[str, ...]

    @property
    def job(self) -> Job:
        """The base's file in the cache, and what it is made from, in words."""
        words = (
            *(str(self.practice), str(self.shipped), str(self.brand or ""), str(self.packet or "")),
            *("+".join(self.handouts), self.title, str(self.duplex), self.paper),
            *(*sorted(self.looks), "headers", *sorted(self.headers)),
        )
        name = digest("\0".join(words).encode())
        return Job(folder() / f"{name}.base", self.packet or self.practice, words)


def folder() -> Path:
    """Where bases are kept."""
    return cache_folder() / "bases"


def cached(spec: Spec) -> Path | None:
    """The base of that spec, where there is one and all that it was made from is unchanged."""
    job = spec.job
    if not Record(folder()).is_fresh(job):
        return None
    with suppress(OSError):  # many disks don't note when a file was read
        os.utime(job.target, ns=(time.time_ns(), job.target.stat().st_mtime_ns))
    return job.target


def render_base(spec: Spec) -> Path:
    """Render the base of that spec and keep it in the cache; raises HandoutgenError."""
    from handoutgen.batch.rendering import render

    data, reads = render(spec)
    job, kept = spec.job, folder()
    make_folder(kept)
    with suppress(OSError):
        kept.chmod(0o700)
    with _alone(kept):
        write_atomically(job.target, data, 0o600)
        record = Record(kept)
        record.add(job, reads)
        _drop_oldest(job.target)
        record.forget_missing(kept)
        record.save()
    return job.target


@contextmanager
def _alone(kept: Path) -> Iterator[None]:
    """What another process notes at the same time isn't lost, where the disk can lock a file."""
    from filelock import FileLock

    with ExitStack() as stack:
        with suppress(OSError, NotImplementedError):
            stack.enter_context(FileLock(kept / ".lock", mode=0o600))
        yield


def reads_of(spec: Spec) -> Reads:
    """Every file that a fresh base was made from, with its digest."""
    return Record(folder()).reads(spec.job)


def render_whole(
    spec: Spec,
    values: Mapping[str, str],
    expected: Reads | None = None,
    base: Base | None = None,
) -> bytes:
    """One client's file laid out in full, with the values by key as a base takes them.

    `expected` are the files that it has to be made from, as `reads_of` tells; on another machine
    they may differ, and then OtherFilesError is raised. Raises HandoutgenError.
    """
    from handoutgen.batch.rendering import render_client

    return render_client(spec, base or open_base(spec)[1], values, expected)


def open_base(spec: Spec, before: Callable[[], None] = lambda: None) -> tuple[Path, Base]:
    """The base of that spec and its file, out of the cache where it is fresh and whole.

    Else it is rendered, and `before` is called ahead of that. Raises HandoutgenError.
    """
    if path := cached(spec):
        with suppress(OSError, ValueError):
            return path, Base.load(path)
    before()
    path = render_base(spec)
    return path, Base.load(path)


def _drop_oldest(newest: Path) -> None:
    """Drop the bases that were not used for longest, but for those of a batch that is at work."""
    with suppress(OSError):
        used = {path: path.stat().st_atime for path in newest.parent.glob("*.base")}
        oldest = sorted(used, key=used.__getitem__)[: max(0, len(used) - _KEPT)]
        for path in oldest:
            if path != newest and used[path] < time.time() - _AT_WORK:
                path.unlink()
