"""Files put in place whole, and the small ones that handoutgen keeps in the user's cache folder.

Nothing of a client is ever kept.
"""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from handoutgen.errors import OutputError


def cache_folder() -> Path:
    """Where handoutgen keeps what it can make again; `HANDOUTGEN_CACHE` moves it."""
    if moved := os.environ.get("HANDOUTGEN_CACHE"):
        return Path(moved)
    import platformdirs

    return Path(platformdirs.user_cache_dir("handoutgen", appauthor=False))


def load(name: str) -> dict[str, Any]:
    """What was kept under that name, or nothing where it can't be read."""
    return read(cache_folder() / name)


def read(path: Path) -> dict[str, Any]:
    """The JSON object in that file, or nothing where it can't be read."""
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def keep(name: str, content: dict[str, Any]) -> None:
    """Keep a small thing for the next run; a full or read-only disk costs speed, nothing else."""
    path = cache_folder() / name
    with suppress(OSError, OutputError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, json.dumps(content).encode(), 0o600)


def write_atomically(path: Path, data: bytes, mode: int | None = None) -> None:
    """Put the file in its place whole or not at all, never through a symbolic link.

    `mode` None follows the user's umask. Raises OutputError.
    """
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".handoutgen-")
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {reason(error)}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o666 & ~_umask() if mode is None else mode)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {reason(error)}") from None
    finally:
        temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder for finished files; raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: this folder can't be made: {reason(error)}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def reason(error: OSError) -> str:
    """Why the system refused, in small letters as in the middle of a message."""
    return (error.strerror or str(error)).lower()
