"""The private folder of a brand in the making, which goes with the one who makes it."""

from contextlib import suppress
from pathlib import Path

from handoutgen.errors import OutputError
from handoutgen.store import cache_folder, reason, write_atomically
from handoutgen.web import private


def drafts_folder() -> Path:
    """Where the folders of all brands in the making lie."""
    return cache_folder() / "brand-drafts"


def sweep() -> None:
    """Remove the folders that nobody uses any more."""
    private.sweep(drafts_folder())


class DraftFolder(private.PrivateFolder):
    """A new folder for its owner alone; raises OutputError where it can't be made."""

    def __init__(self) -> None:
        self._brought: dict[str, tuple[Path, int, int]] = {}
        place = drafts_folder()
        try:
            super().__init__(place)
        except OSError as error:
            words = f"{place}: no folder can be made in it: {reason(error)}"
            raise OutputError(words) from None

    def write(self, name: str, data: bytes) -> None:
        """Put a file into the folder; raises OutputError, also where it was removed meanwhile."""
        path = self.path / name
        if not self.path.is_dir():
            raise OutputError("this page was closed; load it again")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(path, data, 0o600)
        self._brought.pop(name, None)

    def bring(self, name: str, source: Path) -> None:
        """Copy a file into the folder under that name, where it isn't there as it is now."""
        with suppress(OSError, ValueError, OutputError):
            status = source.stat()
            state = (source, status.st_size, status.st_mtime_ns)
            if self._brought.get(name) != state:
                self.write(name, source.read_bytes())
                self._brought[name] = state

    def remove(self, name: str) -> None:
        """Take a file out of the folder."""
        self._brought.pop(name, None)
        with suppress(OSError):
            (self.path / name).unlink()

    def holds(self, name: str) -> bool:
        """Whether a path, as a brand file names it, stays inside the folder."""
        with suppress(OSError, RuntimeError, ValueError):
            return (self.path / name).resolve().is_relative_to(self.path.resolve())
        return False
