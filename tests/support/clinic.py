"""A practice with one small packet, whose base is rendered once for all tests of batches."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import rmtree

import pytest
from click.testing import CliRunner

from handoutgen.cli import main
from support.practice import HEAD
from support.terminal import BRAND, RUN, SOURCES, Done

COLUMNS = ("Client Name", "Code", "Next Session", "Therapist", "day")
"""The headers of a roster: the last one is a blank of the sheets."""

LONG = "Maximiliana Anastasia Featherstonehaugh of the Long Lane by the Old Mill"
"""A name that the strip has no room for on one line: its file is laid out in full."""

Row = Mapping[str, str] | Sequence[str]


def roster_text(rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> str:
    """The rows as CSV."""
    lines = [columns, *rows]
    return "".join(",".join(f'"{cell}"' for cell in cells) + "\n" for cells in lines)


def person(number: int) -> tuple[str, ...]:
    """A row of a client whose name no other client's name has in it."""
    return (f"Person{number:04}", f"c-{number:04}", "2026-03-05", "Dr. Sample", f"day{number:04}")


class Clinic:
    """Gives `handoutgen batch small` in the practice's folder."""

    def __init__(self, folder: Path, work: Path) -> None:
        self.folder = folder
        self.work = work
        self.cache = folder.parent / "cache"
        self.output = work / "output"

    def roster(self, rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Path:
        """Write a roster."""
        return self.write(roster_text(rows, columns))

    def write(self, text: str | bytes, name: str = "roster.csv") -> Path:
        """Write a roster as it is given."""
        path = self.work / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def words(self, roster: Path, *more: str | Path) -> list[str]:
        """The command's words."""
        return ["batch", "small", str(roster), "-o", str(self.output), *map(str, more)]

    def batch(self, roster: Path, *more: str | Path, typed: str = "") -> Done:
        """Give the command in this process."""
        words = self.words(roster, *more)
        done = CliRunner().invoke(main, words, prog_name="handoutgen", input=typed or None)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def get_ready(self) -> None:
        """Have the base rendered, so that a batch begins to write at once."""
        roster = self.write(roster_text([person(0)]), "ready.csv")
        self.batch(roster, "-o", self.work / "ready")

    def start(self, roster: Path, *more: str | Path, **env: str) -> "subprocess.Popen[str]":
        """Give the command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "handoutgen", *self.words(roster, *more)],
            env={**os.environ, "PYTHONPATH": str(SOURCES), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def apart(self, roster: Path, *more: str | Path, **env: str) -> Done:
        """Give the command in a process of its own, and see which modules it imports."""
        kept = self.work / "modules.json"
        done = subprocess.run(
            [sys.executable, "-c", RUN, kept, *self.words(roster, *more)],
            env={**os.environ, "PYTHONPATH": str(SOURCES), **env},
            capture_output=True,
            text=True,
        )
        return Done(done.returncode, done.stdout, done.stderr, set(json.loads(kept.read_text())))

    @property
    def place(self) -> Path:
        """The folder of the one batch there is."""
        (found,) = (self.output / "small").iterdir()
        return found

    def pdfs(self) -> dict[str, bytes]:
        """The finished files."""
        return {path.stem: path.read_bytes() for path in sorted(self.place.glob("*.pdf"))}

    def others(self) -> set[str]:
        """All that lies beside them."""
        return {path.name for path in self.place.iterdir() if path.suffix != ".pdf"}


@pytest.fixture(scope="session")
def clinic_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice's folder; its cache lies beside it."""
    folder = tmp_path_factory.mktemp("clinic") / "practice"
    (folder / "handouts/packets").mkdir(parents=True)
    (folder / "_brand.yml").write_text(BRAND)
    block = "blocks:\n  - block: text\n    text: On [[day]].\n"
    for name in ("one", "two"):
        (folder / f"handouts/{name}.yaml").write_text(f"{HEAD}{block}")
    (folder / "handouts/packets/small.yaml").write_text("title: Small\nhandouts: [one]\n")
    return folder


@pytest.fixture
def clinic(
    clinic_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clinic]:
    """The practice, with an output folder of the test's own."""
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(clinic_folder.parent / "cache"))
    monkeypatch.setenv("HANDOUTGEN_DEBUG", "1")
    monkeypatch.chdir(clinic_folder)
    yield Clinic(clinic_folder, tmp_path)
    rmtree(tmp_path, ignore_errors=True)  # thousands of files
