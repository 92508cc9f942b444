"""The commands of handoutgen, given in a practice's folder as at a terminal."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from handoutgen.cli import main
from support.practice import Practice

TINY = "  - block: text\n    text: Rest a little.\n"
"""The blocks of a handout that is quick to print; the first stands in line 8."""

BRAND = "meta:\n  name: Elm Practice\n"

SOURCES = Path(__file__).parents[2] / "src"

RUN = """
import json, sys
from handoutgen.cli import main
try:
    main(sys.argv[2:], prog_name="handoutgen")
finally:
    with open(sys.argv[1], "w") as file:
        json.dump(sorted(sys.modules), file)
"""

WITHOUT = """
import ctypes
import cffi

def hide(owner, name):
    whole = getattr(owner, name)

    def load(self, file, *more, **options):
        if file and "{lacking}" in str(file):
            file = "/nowhere/" + str(file)
        return whole(self, file, *more, **options)

    setattr(owner, name, load)

hide(cffi.FFI, "dlopen")
hide(ctypes.CDLL, "__init__")
"""
"""Lets the system's own loader look for a library where there is none."""


@dataclass
class Done:
    """What came of a command: its exit code, what it printed, and the modules it imported."""

    code: int
    out: str
    err: str
    modules: set[str] = field(default_factory=set)


class Terminal:
    """Gives commands in the practice's folder."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.folder = practice.folder

    def __call__(self, *words: str | Path) -> Done:
        """Give a command in this process, which spares it starting anew."""
        done = CliRunner().invoke(main, [str(word) for word in words], prog_name="handoutgen")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def apart(self, *words: str | Path, lacking: str = "", **env: str) -> Done:
        """Give a command in a process of its own; `lacking` hides the libraries of that name."""
        beside = self.folder.parent
        path = [str(SOURCES)]
        if lacking:
            (beside / "site").mkdir(exist_ok=True)
            (beside / "site/sitecustomize.py").write_text(WITHOUT.format(lacking=lacking))
            path.append(str(beside / "site"))
        done = subprocess.run(
            [sys.executable, "-c", RUN, beside / "modules.json", *words],
            cwd=self.folder,
            env={**os.environ, **env, "PYTHONPATH": os.pathsep.join(path)},
            capture_output=True,
            text=True,
        )
        modules = set(json.loads((beside / "modules.json").read_text()))
        return Done(done.returncode, done.stdout, done.stderr, modules)

    def pdfs(self, folder: str = "output") -> list[str]:
        """All that lies in the output folder."""
        place = self.folder / folder
        return sorted(path.name for path in place.iterdir()) if place.is_dir() else []


@pytest.fixture
def terminal(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal in a practice that has its own name and one handout, `tiny`."""
    monkeypatch.chdir(practice.folder)
    practice.write("_brand.yml", BRAND)
    practice.sheet(TINY, name="tiny")
    return Terminal(practice)
