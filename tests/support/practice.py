"""A practice's folder in a test's own temporary folder, with the files that the test gives it."""

from pathlib import Path

import pytest

from handoutgen.content.handout import Handout
from handoutgen.content.library import Library
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders

HEAD = """\
title: A test sheet
summary: What it is for.
topics: [testing]
audience: client
minutes: 5
version: "1.0"
"""
"""The head of a handout; the blocks are put under it."""


class Practice:
    """A practice's folder, laid over the shipped library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    @property
    def folders(self) -> Folders:
        """The layers, with nothing yet on record."""
        return Folders(self.folder)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder and return where it is."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def sheet(self, blocks: str, head: str = HEAD, name: str = "sheet") -> Path:
        """Write a handout of that head and those blocks."""
        return self.write(f"handouts/{name}.yaml", f"{head}blocks:\n{blocks}")

    def read(self, blocks: str, head: str = HEAD, name: str = "sheet") -> Handout:
        """Write a handout and read it."""
        return Library(self.folders).handout(self.sheet(blocks, head, name))

    def faults(self, blocks: str, head: str = HEAD, name: str = "sheet") -> list[Problem]:
        """Write a handout that can't be read, and return what is told about it."""
        with pytest.raises(ContentError) as caught:
            self.read(blocks, head, name)
        return list(caught.value.problems)


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """An empty practice, and a cache of its own."""
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    return Practice(tmp_path / "practice")
