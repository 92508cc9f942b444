"""What is finished in a batch's folder, so that the same command goes on where it stopped.

`ledger.jsonl` has a line for each finished file. No line tells anything of a client: what went into
a file is kept as a hash under a random key, and where files are locked, under one that only the
password makes.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b, scrypt
from pathlib import Path
from typing import Any

from handoutgen import __version__

NAME = "ledger.jsonl"
_KIND = "handoutgen batch"
_SAME_TIME = 2_000_000_000
"""In ns: a folder on another machine may keep the time of a change no finer than that."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished file: its row, the hash of all that went into it, its size and time of change."""

    row: int
    hash: str
    file: str
    size: int
    mtime_ns: int


_KINDS = {"row": int, "hash": str, "file": str, "size": int, "mtime_ns": int}
"""What a line of the ledger has to have."""


class Ledger:
    """The ledger of one folder, open to be added to; the folder's lock has to be held.

    Raises OSError where it can't be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.entries: dict[str, Entry] = {}
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _flag("O_NOFOLLOW") | _flag("O_BINARY")
        self._file = os.open(folder / NAME, flags, 0o600)
        try:
            self._salt = self._read() or self._begin()
        except BaseException:
            os.close(self._file)
            raise

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def hash(self, values: Mapping[str, str], base: str, password: str = "") -> str:
        """A fingerprint of all that goes into a file: the base's id and the client's values.

        The password is part of it; guessing at either takes as long as with the locked file.
        """
        told = json.dumps([__version__, base, bool(password), sorted(values.items())])
        key = _key(password, self._salt) if password else self._salt
        return blake2b(told.encode(), key=key, digest_size=16).hexdigest()

    def is_done(self, file: str, hashed: str) -> bool:
        """Whether the file is there as it was written, made from just that."""
        if not self.has(file, hashed):
            return False
        entry = self.entries[file]
        try:
            status = (self._folder / file).lstat()
        except OSError:
            return False
        same_time = abs(status.st_mtime_ns - entry.mtime_ns) <= _SAME_TIME
        return status.st_size == entry.size and same_time

    def has(self, file: str, hashed: str) -> bool:
        """Whether the file is recorded as made from just that."""
        entry = self.entries.get(file)
        return entry is not None and entry.hash == hashed

    def add(self, entry: Entry) -> None:
        """Record a file that was just put in its place."""
        self._append({name: getattr(entry, name) for name in _KINDS})
        self.entries[entry.file] = entry

    def _read(self) -> bytes:
        """Take in what is recorded, cut off a torn end, and return the salt; b"" without one."""
        with open(self._file, "rb", closefd=False) as file:
            data = file.read()
        whole = data.rfind(b"\n") + 1
        lines = [_object(line) for line in data[:whole].splitlines()]
        salt = _salt(lines[0]) if lines else b""
        if not salt or whole < len(data):
            os.ftruncate(self._file, whole if salt else 0)
        for line in lines[1:] if salt else ():
            if entry := _entry(line):
                self.entries[entry.file] = entry
        return salt

    def _begin(self) -> bytes:
        salt = secrets.token_bytes(32)
        self._append({"kind": _KIND, "salt": salt.hex()})
        return salt

    def _append(self, line: dict[str, object]) -> None:
        """Add a line whole or, on a full disk, not at all."""
        data = json.dumps(line).encode() + b"\n"
        written = os.write(self._file, data)
        if written < len(data):
            os.ftruncate(self._file, os.fstat(self._file).st_size - written)
            import errno

            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _salt(line: dict[str, Any]) -> bytes:
    try:
        return bytes.fromhex(line["salt"]) if line.get("kind") == _KIND else b""
    except (KeyError, TypeError, ValueError):
        return b""


def _entry(line: dict[str, Any]) -> Entry | None:
    if any(not isinstance(line.get(name), kind) for name, kind in _KINDS.items()):
        return None
    return Entry(**{name: line[name] for name in _KINDS})


@lru_cache(maxsize=4096)
def _key(password: str, salt: bytes) -> bytes:
    """A key that takes some milliseconds to make, as opening a locked PDF does."""
    return scrypt(password.encode(), salt=salt, n=2**11, r=8, p=1, dklen=32)


def _flag(name: str) -> int:
    """A flag of `os.open` that not every system has."""
    return int(getattr(os, name, 0))
