"""`handoutgen serve`: the page for those who don't work in a terminal."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from types import FrameType

import click

from handoutgen.errors import UsageError
from handoutgen.folders import Folders


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1024, 65535),
    metavar="N",
    help="The port to answer on; by default 8777, or a free one.",
)
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open the page in the browser; done on a desktop unless told otherwise.",
)
def serve(port: int | None, opens: bool | None) -> None:
    """Show the sheets in a browser on this machine, to adapt, print and batch them.

    The line that is printed is the link to open. Only who has it gets in.
    """
    try:
        from handoutgen.web.opening import opened
        from handoutgen.web.serving import Site
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("handoutgen"):
            raise
        hint = 'get what it needs with: pip install "handoutgen[web]"'
        raise UsageError(f"the page needs {error.name}, which isn't installed; {hint}") from None
    practice = Folders().practice
    site = Site(practice, port)
    with _in_order(), opened(site.link, practice) if _on_desktop(opens) else nullcontext():
        click.echo(site.link)
        click.echo("Keep this window open while you work; Ctrl-C ends the page.", err=True)
        with suppress(KeyboardInterrupt):  # which is how it is meant to end
            site.run()


def _on_desktop(asked: bool | None) -> bool:
    """Whether to open a browser: as asked, else where there is somebody to see it."""
    if asked is not None:
        return asked
    if "SSH_CONNECTION" in os.environ or not _is_terminal():
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _is_terminal() -> bool:
    return sys.stdout.isatty()


@contextmanager
def _in_order() -> Iterator[None]:
    """A signal to end, and a terminal that is closed, end the page in order, as Ctrl-C does."""

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # not all on Windows
    usual = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in usual.items():
            signal.signal(getattr(signal, name), handler)
