"""Opening the page in the user's browser, without showing the link to others on the machine."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import click

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>handoutgen</title>
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}"></head>
<body><p><a href="{link}">Go on to the sheets</a></p></body></html>
"""


@contextmanager
def opened(link: str) -> Iterator[Path]:
    """Open the browser at that link, by way of a file that only this user can read.

    The words of a command can be read by everybody on a machine, so the browser is given the
    file's name alone. The file is gone when the `with` block ends.
    """
    with tempfile.TemporaryDirectory(prefix="handoutgen-") as folder:  # has mode 0700
        path = Path(folder) / "start.html"
        path.touch(0o600)
        path.write_text(_PAGE.format(link=escape(link)), encoding="utf-8")
        click.launch(str(path))
        yield path
