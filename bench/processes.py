"""What takes from the start of a process to its end: commands of handoutgen, and imports."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from bench.clients import write_roster
from bench.rounds import seconds_of

if TYPE_CHECKING:
    from bench.subject import Subject

HANDOUTGEN = (sys.executable, "-m", "handoutgen")
CLIENTS = 100
"""How many clients are in the roster of one batch."""

_TYPST = """\
import sys, typst
source, target, fonts = sys.argv[1:]
typst.compile(
    source, target, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["ua-1"]
)
"""


class Processes:
    """Runs commands in the practice's folder, each into an output folder of its own."""

    def __init__(self, subject: "Subject", scratch: Path) -> None:
        self._practice = subject.folders.practice
        self._packet = subject.packet.id
        self._scratch = scratch
        self._numbers = count(1)
        self._roster = scratch / "roster.csv"
        write_roster(self._roster, CLIENTS)
        self._built = scratch / "built"

    def batch(self) -> float:
        """A whole batch; the base is in the cache after the first time."""
        return self._into_new(
            lambda new: (*HANDOUTGEN, "batch", self._packet, self._roster, "-o", new), CLIENTS
        )

    def first_render(self) -> float:
        """The packet, rendered once."""
        return self._into_new(lambda new: (*HANDOUTGEN, "packet", self._packet, "-o", new))

    def first_typst(self, source: Path, fonts: Path) -> float:
        """The same content, compiled once."""
        return self._into_new(
            lambda new: (sys.executable, "-c", _TYPST, source, new / "typst.pdf", fonts)
        )

    def build(self) -> float:
        """A build of all shipped sheets, with nothing to do after the first time."""
        return self._run(*HANDOUTGEN, "build", "-o", self._built)

    def importing(self, module: str) -> float:
        """Python, and that module."""
        return self._run(sys.executable, "-c", f"import {module}")

    def _into_new(self, command: Callable[[Path], Sequence[str | Path]], files: int = 1) -> float:
        """Run what writes so many PDFs into a new folder, which is removed after."""
        new = self._scratch / f"new-{next(self._numbers)}"
        new.mkdir()
        seconds = self._run(*command(new))
        if len(list(new.rglob("*.pdf"))) != files:
            raise RuntimeError("a command did less than it was to do")
        rmtree(new)
        return seconds

    def _run(self, *command: str | Path) -> float:
        """The seconds that a command takes; raises CalledProcessError where it fails."""

        def work() -> None:
            done = subprocess.run(command, cwd=self._practice, capture_output=True, check=True)
            if b"in full" in done.stdout:
                raise RuntimeError("a batch laid files out that were to be spliced")

        return seconds_of(work)
