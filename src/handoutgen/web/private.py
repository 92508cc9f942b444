"""Folders for their owner alone, each locked by the server that uses it.

What a server left behind that was killed can be told apart by that, and is swept away by the next
one.
"""

import secrets
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from filelock import FileLock


class PrivateFolder:
    """A new folder in that place, which goes with `close`; raises OSError where none can be made.

    Its lock lies beside it, and is there first: so nobody ever sees it unlocked while it is in use.
    """

    def __init__(self, place: Path) -> None:
        place.mkdir(0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
        self.path = place / secrets.token_hex(16)
        self._lock = _lock(self.path)
        self._lock.acquire()
        try:
            self.path.mkdir(0o700)
        except OSError:
            self._unlock()
            raise

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        rmtree(self.path, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        self._lock.release()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)


def sweep(place: Path) -> None:
    """Remove the folders there that no server uses any more."""
    with suppress(OSError):
        for path in [path for path in place.iterdir() if path.is_dir()]:
            lock = _lock(path)
            with suppress(OSError):  # it is in use
                with lock:
                    rmtree(path, ignore_errors=True)
                Path(lock.lock_file).unlink(missing_ok=True)


def _lock(path: Path) -> FileLock:
    return FileLock(f"{path}.lock", timeout=0, mode=0o600, thread_local=False)
