"""Opening the page in the user's browser, without showing the link to others on the machine."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

import click

from handoutgen.web.private import PrivateFolder, sweep

PLACE = ".handoutgen/start"
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>handoutgen</title>
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}"></head>
<body><p><a href="{link}">Go on to the sheets</a></p></body></html>
"""


@contextmanager
def opened(link: str, practice: Path) -> Iterator[Path]:
    """Open the browser at that link, by way of a file that only this user can read.

    The words of a command can be read by everybody on a machine, so the browser is given the
    file's name alone. The file is gone when the `with` block ends.
    """
    with _folder(practice) as folder:
        path = folder / "start.html"
        path.touch(0o600)
        path.write_text(_PAGE.format(link=escape(link)), encoding="utf-8")
        click.launch(str(path))
        yield path


@contextmanager
def _folder(practice: Path) -> Iterator[Path]:
    """A folder for this user alone, where a browser can see it.

    One that Ubuntu installs as a snap sees nothing of /tmp, nor of what is hidden right in the
    user's home, but what is in the home otherwise: so there the practice's own folder is taken.
    """
    own = _own(practice)
    if own is None:
        with tempfile.TemporaryDirectory(prefix="handoutgen-") as folder:  # has mode 0700
            yield Path(folder)
        return
    try:
        yield own.path
    finally:
        _close(own, practice)


def _own(practice: Path) -> PrivateFolder | None:
    """One in the practice's folder, where that is in the user's home and can keep it private."""
    place = practice / PLACE
    try:
        inside = practice.resolve().relative_to(Path.home().resolve()).parts
        if sys.platform != "linux" or not inside or inside[0].startswith("."):
            return None
        sweep(place)
        folder = PrivateFolder(place)
    except (OSError, ValueError, RuntimeError):  # no home, not in it, or nothing can be written
        return None
    if folder.path.stat().st_mode & 0o077:  # as on some drives of a network
        _close(folder, practice)
        return None
    return folder


def _close(folder: PrivateFolder, practice: Path) -> None:
    """Remove it, and the folders around it that are empty then."""
    folder.close()
    with suppress(OSError):
        (practice / PLACE).rmdir()
        (practice / PLACE).parent.rmdir()
