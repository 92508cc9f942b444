"""Whether the machine and the practice's folder are ready."""

import os
import sys
from pathlib import Path

import pytest

from handoutgen import __version__
from handoutgen.check.doctor import Finding, examine
from handoutgen.folders import Folders
from handoutgen.press import libraries
from support.practice import Practice
from support.terminal import BRAND, TINY, Terminal

NAMES = ["handoutgen", "engine", "fonts", "brand", "library", "output folder", "cache folder"]


def found(practice: Practice, folders: Folders | None = None) -> dict[str, Finding]:
    findings = list(examine(folders or practice.folders))
    assert [finding.what for finding in findings] == NAMES
    return {finding.what: finding for finding in findings}


@pytest.fixture(autouse=True)
def libraries_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "missing", list)
    monkeypatch.setattr(libraries, "how_to_install", lambda: "brew install pango")


def test_all_is_well(practice: Practice, tmp_path: Path) -> None:
    practice.write("_brand.yml", BRAND)
    practice.sheet(TINY, name="tiny")
    python = ".".join(map(str, sys.version_info[:3]))
    assert list(examine(practice.folders)) == [
        Finding("handoutgen", True, f"{__version__}, Python {python}"),
        Finding("engine", True, "Pango and its companions are here"),
        Finding("fonts", True, "10 bundled"),
        Finding("brand", True, "Elm Practice, from _brand.yml"),
        Finding("library", True, f"{len(practice.folders.handouts())} handouts"),
        Finding("output folder", True, f"{tmp_path}/practice/output"),
        Finding("cache folder", True, f"{tmp_path}/cache"),
    ]
    assert [*(practice.folder / "handouts").iterdir()] == [practice.folder / "handouts/tiny.yaml"]
    assert not (practice.folder / "output").exists()


def test_missing_libraries(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "missing", lambda: ["Pango", "HarfBuzz subset"])
    assert found(practice)["engine"] == Finding(
        "engine", False, "missing: Pango, HarfBuzz subset", "brew install pango"
    )


def test_the_library_that_only_makes_it_quick(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "missing", lambda: ["HarfBuzz subset"])
    assert found(practice)["engine"] == Finding(
        "engine", True, "works, but slowly: HarfBuzz subset is missing", "brew install pango"
    )


def test_fonts_that_are_gone(practice: Practice, tmp_path: Path) -> None:
    folders = Folders(practice.folder, tmp_path / "nothing shipped")
    assert found(practice, folders)["fonts"] == Finding(
        "fonts", False, "the bundled fonts are gone", "install handoutgen again"
    )


def test_a_broken_brand(practice: Practice) -> None:
    practice.write("_brand.yml", "meta: {name: [Elm]}\n")
    brand = found(practice)["brand"]
    assert (brand.fine, brand.words) == (False, "can't be used")
    assert brand.hint.startswith("_brand.yml:1:")


def test_a_brand_that_could_be_better(practice: Practice) -> None:
    practice.write("_brand.yml", "meta: {phone: 555-0134}\n")
    brand = found(practice)["brand"]
    assert brand.fine
    assert "_brand.yml:1:1: the handouts will carry no name of a practice" in brand.hint


def test_a_broken_handout(practice: Practice) -> None:
    practice.sheet("  - block: txet\n", name="tiny")
    library = found(practice)["library"]
    assert (library.fine, library.words) == (False, "some handouts can't be read")
    assert library.hint.startswith("handouts/tiny.yaml:8:12: 'txet' is not a known block type\n")


def test_an_output_folder_that_cannot_be(practice: Practice) -> None:
    path = practice.write("output", "a file")
    path.chmod(0o755)
    assert found(practice)["output folder"] == Finding(
        "output folder",
        False,
        f"can't write to {path}",
        "choose another place, or change who may write there",
    )


def test_a_cache_folder_without_leave_to_write(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path / "cache")
    (tmp_path / "cache").mkdir()
    findings = found(practice)
    assert findings["output folder"].fine
    assert findings["cache folder"].words == f"can't write to {tmp_path}/cache"
    assert not findings["cache folder"].fine


def test_the_command_says_that_all_is_well(terminal: Terminal) -> None:
    done = terminal("doctor")
    assert (done.code, done.err) == (0, "")
    assert [line[:9] for line in done.out.splitlines()] == ["ok       "] * 7
    assert "ok       brand: Elm Practice, from _brand.yml\n" in done.out


def test_the_command_shows_each_problem_and_what_to_do(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "missing", lambda: ["Pango"])
    monkeypatch.setattr(libraries, "how_to_install", lambda: "fedora: dnf\narch: pacman")
    done = terminal("doctor")
    assert done.code == 1
    assert (
        "PROBLEM  engine: missing: Pango\n         fedora: dnf\n         arch: pacman\nok  "
        in done.out
    )
