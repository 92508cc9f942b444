"""Someone who does all that a document says, in a practice's folder of their own."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from handoutgen import folders
from handoutgen.cli import main
from handoutgen.content.brand import read_brand
from handoutgen.content.library import Library
from support.documents import ROOT, Block, blocks
from support.practice import HEAD, Practice

_JOBS = ("build", "test", "lint", "pictures", "bench", "pin")
_PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
_APART = ("list", "doctor")
"""Commands that are given in a process of their own; they are quick, and tell of the machine."""
_SHEETS = (
    *("action-plan", "communication-scripts", "daily-connection", "judgment-free-agreement"),
    *("ten-ways-to-be-close", "weekly-check-in", "what-touch-means"),
)
"""The shipped sheets that the documents name; more of them would show nothing more."""
_EXPECTED = re.compile(r"print\(.*\)  # (.+)")


class Reader:
    """Follows the code blocks of a document, one after the other."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice
        self.folder = practice.folder
        self.last: Path | None = None
        self.library = _library(practice.folder.parent / "library")
        shipped = ROOT / "templates"
        practice.write("logo.svg", (shipped / "brands/default/logo.svg").read_bytes())
        picture = (shipped / "brands/default/logo.svg").read_bytes()
        practice.write("images/chair-by-the-window.svg", picture)
        for name in ("Regular", "Bold"):
            font = shipped / f"fonts/AtkinsonHyperlegibleNext-{name}.ttf"
            practice.write(f"fonts/ElmSans-{name}.ttf", font.read_bytes())

    def do(self, block: Block) -> None:
        """What the block asks for: save a file, change it, give a command."""
        if block.language in ("yaml", "csv") and block.file:
            self.last = self.practice.write(block.file, block.text)
        elif block.language == "diff":
            self._change(block)
        elif block.language == "sh":
            for line in block.text.splitlines():
                if not is_set_up(line, block.place):
                    self.run(line, block.place)
        elif block.language == "console":
            self._compare(block)
        elif block.language == "python":
            self._python(block)

    def check(self, block: Block) -> None:
        """That an example of YAML holds, whatever kind of file it is from."""
        practice, library = self.practice, Library(self.practice.folders)
        if block.file == "_brand.yml":
            assert read_brand(practice.folders).warnings == (), block.place
        elif block.file == "handouts/references.yaml":
            assert library.references, block.place
        elif block.file.startswith("handouts/blocks/"):
            practice.read(f"  - use: {Path(block.file).stem}\n")
        elif block.file.startswith("handouts/packets/"):
            library.packet(practice.folder / block.file)
        elif block.file:
            library.handout(practice.folder / block.file)
        else:
            practice.read(re.sub("^", "  ", block.text, flags=re.M), HEAD)

    def run(self, line: str, place: str = "") -> str:
        """Give a command in the practice's folder; it has to succeed."""
        if line.startswith("handoutgen serve"):
            return self._serve(shlex.split(line), place)
        code, out = self._give(shlex.split(line))
        assert code == 0, f"{place}: {line}\n{out}"
        return out

    def _serve(self, words: list[str], place: str) -> str:
        """Start the page, open the link that is printed, and end the page."""
        with subprocess.Popen(
            self._found(words), cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as server:
            try:
                assert server.stdout, place
                link = server.stdout.readline().decode().strip()
                with urlopen(link, timeout=20) as answer:
                    assert answer.status == 200, place
            finally:
                server.terminate()
        return link

    def _change(self, block: Block) -> None:
        assert self.last, block.place
        old, new = ([s[1:] for s in block.text.splitlines() if s[0] == sign] for sign in "-+")
        text = self.last.read_text("utf-8")
        for before, after in zip(old, new, strict=True):
            assert text.count(f"{before}\n") == 1, f"{block.place}: {before}"
            text = text.replace(f"{before}\n", f"{after}\n")
        self.last.with_suffix(".before").write_bytes(self.last.read_bytes())
        self.last.write_text(text, "utf-8")

    def _compare(self, block: Block) -> None:
        """The command after '$ ' prints exactly the lines below it; then the change is undone."""
        command, _, expected = block.text.removeprefix("$ ").partition("\n")
        assert self._give(shlex.split(command))[1] == expected, block.place
        if self.last and self.last.with_suffix(".before").exists():
            self.last.with_suffix(".before").replace(self.last)

    def _python(self, block: Block) -> None:
        """The code runs, and prints what stands in the remarks after its prints."""
        code, out = self._apart([sys.executable, "-W", "error", "-c", block.text])
        assert code == 0, f"{block.place}\n{out}"
        assert out.splitlines() == _EXPECTED.findall(block.text), block.place

    def _give(self, words: list[str]) -> tuple[int, str]:
        """The exit code of a command, and all that it prints.

        Most are given in this process, where the engine is loaded, with a small library.
        """
        if words[0] != "handoutgen" or words[1] in _APART:
            return self._apart(words)
        with chdir(self.folder), pytest.MonkeyPatch.context() as patch:
            patch.setattr(folders, "shipped_folder", lambda: self.library)
            done = CliRunner().invoke(main, words[1:], prog_name="handoutgen")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def _apart(self, words: list[str]) -> tuple[int, str]:
        """The same for any command, in a process of its own."""
        done = subprocess.run(
            self._found(words),
            cwd=self.folder,
            env={**os.environ, "PATH": _PATH},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    def _found(self, words: list[str]) -> list[str]:
        """The words, with the command's own path."""
        return [shutil.which(words[0], path=_PATH) or words[0], *words[1:]]


def _library(folder: Path) -> Path:
    """A library that has a few of the shipped sheets, with all that they are made of."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    for name in ("blocks", "check"):
        shutil.copytree(ROOT / f"handouts/{name}", folder / f"handouts/{name}")
    (folder / "handouts/packets").mkdir()
    for name in ("references", "packets/couples-starter", *_SHEETS):
        shutil.copy(ROOT / f"handouts/{name}.yaml", folder / f"handouts/{name}.yaml")
    return folder


def is_set_up(line: str, place: str = "") -> bool:
    """Whether the line sets the project up or is a job of `run`; a job has to be one it knows."""
    words = [word for word in shlex.split(line, comments=True) if not re.match(r"[A-Z_]+=", word)]
    if words and words[0] == "./run":
        assert words[1] in _JOBS, f"{place}: {line}"
        assert f"./run {words[1]} " in _known_to_run(), f"{place}: {line}"
        assert all((ROOT / word).exists() for word in words[2:] if "/" in word), f"{place}: {line}"
        return True
    return words[:1] in (["pipx"], ["uvx"])


@cache
def _known_to_run() -> str:
    """What `run` says of itself."""
    return subprocess.run(
        [sys.executable, ROOT / "run"], stdout=subprocess.PIPE, check=True, encoding="utf-8"
    ).stdout


def set_up_lines(document: Path) -> list[str]:
    """The lines of a document that set the project up."""
    lines = (
        line
        for block in blocks(document)
        if block.language == "sh"
        for line in block.text.splitlines()
    )
    return [line for line in lines if is_set_up(line)]
