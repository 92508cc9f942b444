"""Drawings are taken again only where they would come out the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from handoutgen.folders import Reads, digest
from handoutgen.web.studio.work import Ask, Job, Made
from support.drawings import Drawings

PLAIN = Ask(handout="one")


class Easel:
    """Draws what stands in one file of the practice, and counts how often."""

    def __init__(self, drawings: Drawings) -> None:
        self.drawings = drawings
        self.drawn = 0

    def of(self, practice: Path, ask: Ask = PLAIN, width: int = 100) -> Made:
        return self.drawings.of(Job(practice, None, ask, width), self.draw)

    def draw(self, job: Job) -> Made:
        self.drawn += 1
        file = job.practice / "one.yaml"
        reads: Reads = {str(file): digest(file.read_bytes())}
        reads[str(job.practice / "_brand.yml")] = None
        return Made(file.read_bytes(), "one.pdf", "One", (), (), (), reads)


@pytest.fixture
def easel(tmp_path: Path) -> Easel:
    return Easel(Drawings(tmp_path / "drawings"))


@pytest.fixture
def two(tmp_path: Path) -> list[Path]:
    """Two practices with the same sheet."""
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
        (folder / "one.yaml").write_text("Rest.")
    return folders


def test_another_practice_with_the_same_files_takes_it_as_its_own(easel, two) -> None:
    found = [easel.of(folder) for folder in two]
    assert (easel.drawn, found[0].pdf, found[1].pdf) == (1, b"Rest.", b"Rest.")
    for made, folder in zip(found, two, strict=True):
        assert set(made.reads) == {str(folder / name) for name in ("one.yaml", "_brand.yml")}


@pytest.mark.parametrize("name", ["one.yaml", "_brand.yml"])
def test_a_file_that_differs_has_it_drawn_anew(easel, two, name) -> None:
    easel.of(two[0])
    (two[1] / name).write_text("Stay.")
    easel.of(two[1])
    assert easel.drawn == 2
    (two[1] / name).unlink()
    (two[1] / "one.yaml").write_text("Rest.")
    easel.of(two[1])
    assert easel.drawn == 2


def test_what_is_asked_for_otherwise_is_another(easel, two) -> None:
    for ask in (PLAIN, replace(PLAIN, sheet="a"), replace(PLAIN, sheet="b"), Ask(handout="two")):
        easel.of(two[0], ask)
    easel.of(two[0], width=200)
    assert easel.drawn == 5


def test_what_a_client_has_filled_in_is_neither_kept_nor_taken(easel, two, tmp_path) -> None:
    for _ in range(2):
        easel.of(two[0], Ask(handout="one", answers=(("day", "Friday"),)))
    assert easel.drawn == 2
    assert not (tmp_path / "drawings").exists()
