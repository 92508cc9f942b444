"""Rosters that were uploaded: each in a folder for its owner alone, and gone when done."""

import os
import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from handoutgen.content.typed import shown
from handoutgen.errors import OutputError, Problem
from handoutgen.store import cache_folder, reason
from handoutgen.web import private
from handoutgen.web.private import PrivateFolder

_TABLE = "roster"


class Upload:
    """A roster that a visitor has sent: `path` is the file, `name` what the visitor calls it."""

    def __init__(self, folder: PrivateFolder, name: str) -> None:
        self.path = folder.path / _TABLE
        self.name = name
        self._folder = folder

    @property
    def is_there(self) -> bool:
        """Whether it is still kept."""
        return self.path.exists()

    def discard(self) -> None:
        """Remove it."""
        self._folder.close()


def keep(content: IO[bytes], name: str, practice: Path) -> Upload:
    """Keep what was sent in a file that only its owner can read, outside of the practice's folder.

    Raises OutputError where the disk refuses.
    """
    try:
        upload = Upload(PrivateFolder(_place(practice)), called(name))
    except OSError as error:
        raise _refused(error) from None
    try:
        handle = os.open(upload.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            copyfileobj(content, file, 1 << 20)
    except OSError as error:
        upload.discard()
        raise _refused(error) from None
    except BaseException:
        upload.discard()
        raise
    return upload


def sweep(practice: Path) -> None:
    """Remove what servers left that are no more."""
    private.sweep(_place(practice))


def called(name: str) -> str:
    """What to call a file that came under that name: no folders, on one line, not too long."""
    return shown(name.replace("\\", "/").rpartition("/")[2], 80) or "the roster"


def _refused(error: OSError) -> OutputError:
    words = f"the roster can't be kept while it is read: {reason(error)}"
    return OutputError(Problem("", 0, 0, words, "make room on the disk"))


def _place(practice: Path) -> Path:
    """Where rosters are kept: in the user's cache, which no practice shares with others."""
    place = cache_folder().resolve() / "rosters"
    if not place.is_relative_to(practice.resolve()):
        return place
    user = getattr(os, "getuid", lambda: "own")()
    return Path(tempfile.gettempdir()).resolve() / f"handoutgen-rosters-{user}"
