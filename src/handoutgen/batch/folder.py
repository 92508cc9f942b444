"""The folder of one batch: its owner's alone, written by one batch at a time, each file whole."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from handoutgen.errors import OutputError, Problem
from handoutgen.store import reason

LOCK = ".lock"
SHED = ".tmp"
"""Where the processes that help keep their temporary files: the next batch here clears it."""

_PART = ".part"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_NEW |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_OF_ONE_FILE = (errno.EISDIR, errno.ENAMETOOLONG, errno.EBUSY, errno.ETXTBSY, errno.EINVAL)
"""What keeps one file from its place; anything else would keep all that follow from theirs."""


class FolderError(OutputError):
    """Nothing more can be written into the batch's folder."""


class Folder:
    """A batch's folder while this process holds its lock; see `open_folder`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._at = f"{path}{os.sep}"

    def put(self, stem: str, parts: Sequence[bytes]) -> os.stat_result:
        """Put `<stem>.pdf` in its place whole or not at all, readable by its owner alone.

        Raises OutputError where only this file can't be written, FolderError where none can.
        """
        temporary = f"{self._at}.{stem}{_PART}"
        try:
            file = os.open(temporary, _NEW, 0o600)
            try:
                try:
                    _write(file, parts)
                    status = os.fstat(file)
                finally:
                    os.close(file)
                os.replace(temporary, f"{self._at}{stem}.pdf")  # noqa: PTH105
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108
                raise
        except OSError as error:
            raise trouble(error, self.path / f"{stem}.pdf") from None
        return status

    def shed(self) -> Path:
        """A folder for temporary files; it is removed with all that is in it at the end."""
        shed = self.path / SHED
        try:
            shed.mkdir(0o700, exist_ok=True)
        except OSError as error:
            raise trouble(error, shed) from None
        return shed

    def clear(self) -> None:
        """Remove what a killed batch has left, or what this one no longer needs."""
        for entry in os.scandir(self.path):
            if entry.name.startswith(".") and entry.name.endswith(_PART):
                Path(entry.path).unlink(missing_ok=True)
        rmtree(self.path / SHED, ignore_errors=True)


def trouble(error: OSError, path: Path) -> OutputError:
    """What to tell where a file can't be written: OutputError for it alone, else FolderError."""
    problem = Problem(str(path), 0, 0, f"can't be written: {reason(error)}")
    held_open = os.name == "nt" and isinstance(error, PermissionError)
    one = error.errno in _OF_ONE_FILE or held_open
    return OutputError(problem) if one else FolderError(problem)


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """The folder, made where it isn't there, with what a killed batch has left in it removed.

    While it is open no other batch writes there. Raises FolderError: another one does, there is a
    link in its place, or it can't be made or written.
    """
    from filelock import FileLock, Timeout

    _make(path)
    lock = FileLock(path / LOCK, timeout=0, mode=0o600)
    try:
        if (path / LOCK).is_symlink():
            raise FolderError(Problem(str(path / LOCK), 0, 0, "a link stands here; delete it"))
        lock.acquire()
    except Timeout:
        words = "another batch is writing here; wait until it is done"
        raise FolderError(Problem(str(path), 0, 0, words)) from None
    except OSError as error:
        raise _unusable(error, path) from None
    folder = Folder(path)
    try:
        try:
            folder.clear()
        except OSError as error:
            raise _unusable(error, path) from None
        yield folder
    finally:
        with suppress(OSError):
            folder.clear()
        lock.release()


def _make(path: Path) -> None:
    """Make the folder its owner's alone, never through a link in its place or its packet's."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(0o700)
        for each in (path.parent, path):
            if not stat.S_ISDIR(each.lstat().st_mode):
                words = "this has to be a folder, and not a link to one; move it away"
                raise FolderError(Problem(str(each), 0, 0, words))
        if stat.S_IMODE(path.stat().st_mode) != 0o700:
            path.chmod(0o700)
    except OSError as error:
        raise _unusable(error, path) from None


def _unusable(error: OSError, path: Path) -> FolderError:
    return FolderError(Problem(str(path), 0, 0, f"this folder can't be made: {reason(error)}"))


def _write(file: int, parts: Sequence[bytes]) -> None:
    """Write all of the parts; the system may take fewer bytes at a time than it is given."""
    written = os.writev(file, parts) if hasattr(os, "writev") else 0
    if written < sum(map(len, parts)):
        rest = memoryview(b"".join(parts))[written:]
        while rest:
            rest = rest[os.write(file, rest) :]
