"""`handoutgen build` once more: what is made anew, and what is left as it is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.press import record
from support.practice import HEAD, Practice
from support.terminal import BRAND, TINY, Done, Terminal

ROOT = Path(__file__).parents[2]
HEAVY = {"weasyprint", "pydantic", "ruamel.yaml", "jinja2", "PIL", "fontTools", "markdown_it"}
BUILT = "output/tiny.pdf  1 page\n1 handout built. They are in output/\n"
UNCHANGED = "0 handouts built, 1 unchanged. They are in output/\n"


def test_a_build_with_nothing_to_do_imports_and_writes_nothing(terminal: Terminal) -> None:
    first = terminal.apart("build", "tiny")
    assert (first.code, first.out, first.err) == (0, BUILT, "")
    assert first.modules >= HEAVY  # so that the names below are the right ones
    before = times(terminal.folder.parent)
    second = terminal.apart("build", "tiny")
    assert (second.code, second.out, second.err) == (0, UNCHANGED, "")
    assert second.modules & HEAVY == set()
    assert times(terminal.folder.parent) == before


def times(folder: Path) -> dict[str, int]:
    """When each file and folder was last changed, but for what the test itself writes."""
    return {
        str(path): path.lstat().st_mtime_ns
        for path in folder.rglob("*")
        if path.name != "modules.json"
    }


def edit(path: Path, old: str = "Rest", new: str = "Stay") -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


CHANGES = {
    "the handout": lambda folder: edit(folder / "handouts/tiny.yaml"),
    "a used block": lambda folder: edit(folder / "handouts/blocks/own.yaml"),
    "the brand": lambda folder: edit(folder / "_brand.yml", "Elm", "Oak"),
    "the logo": lambda folder: edit(folder / "images/mark.svg", "M1 1", "M2 1"),
    "the references": lambda folder: edit(folder / "handouts/references.yaml", "On", "Of"),
    "a template that appears": lambda folder: put(folder, "templates/blocks/callout.html.j2"),
    "a style sheet that appears": lambda folder: put(folder, "templates/styles/type.css"),
    "an unused template": lambda folder: put(folder, "templates/blocks/x.html.j2"),
    "a deleted output": lambda folder: (folder / "output/tiny.pdf").unlink(),
    "an altered output": lambda folder: (folder / "output/tiny.pdf").write_bytes(b"x"),
    "touching": lambda folder: [
        os.utime(path) for path in folder.rglob("*") if path.is_file() and path.suffix != ".pdf"
    ],
    "another handout": lambda folder: (folder / "handouts/new.yaml").write_text("title: New\n"),
}
HARMLESS = ("an unused template", "touching", "another handout")


def put(folder: Path, name: str) -> None:
    """Lay a copy of a shipped file over it, with a comment."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    shipped = ROOT / name
    text = shipped.read_text() if shipped.exists() else ""
    (folder / name).write_text(text + "{# mine #}")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A practice in which the one handout uses all that it can, built once for all changes; no
    change needs or undoes another."""
    folder = tmp_path_factory.mktemp("furnished")
    practice = Practice(folder / "practice")
    practice.write("handouts/blocks/own.yaml", "block: callout\ntext: Rest.\n")
    practice.write(
        "handouts/references.yaml", "a-2001: {authors: [A], year: 2001, title: On rest}\n"
    )
    practice.write(
        "images/mark.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>',
    )
    logo = "logo: {images: {mark: {path: images/mark.svg, alt: An elm}}, small: mark}\n"
    practice.write("_brand.yml", BRAND + logo)
    blocks = TINY + "  - use: own\n  - block: references\n"
    practice.sheet(blocks, HEAD + "references: [a-2001]\n", "tiny")
    terminal = Terminal(practice)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(folder / "cache"))
        patch.chdir(practice.folder)
        assert terminal("build", "tiny") == Done(0, BUILT, "")
        assert terminal("build", "tiny") == Done(0, UNCHANGED, "")
        yield terminal


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_built(furnished: Terminal, what: str) -> None:
    CHANGES[what](furnished.folder)
    done = furnished("build", "tiny")
    assert done == Done(0, UNCHANGED if what in HARMLESS else BUILT, "")
    assert furnished("build", "tiny") == Done(0, UNCHANGED, "")


def test_another_choice_is_built(terminal: Terminal) -> None:
    terminal.practice.write("second.yml", "meta: {name: Second}\n")
    for words in ([], ["--paper", "a4"], ["--brand", "second.yml"], []):
        assert terminal("build", "tiny", *words) == Done(0, BUILT, "")
        assert terminal("build", "tiny", *words) == Done(0, UNCHANGED, "")


def test_another_version_of_the_code_is_built(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal("build", "tiny")
    shutil.copytree(record.PACKAGE, tmp_path / "code")
    monkeypatch.setattr(record, "PACKAGE", tmp_path / "code")
    (tmp_path / "code/store.py").write_text("# another version\n")
    record._machine.cache_clear()
    assert terminal("build", "tiny") == Done(0, BUILT, "")
    record._machine.cache_clear()


def test_only_what_changed_is_built(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY, name="another")
    terminal("build", "tiny", "another")
    edit(terminal.folder / "handouts/tiny.yaml")
    assert terminal("build", "tiny", "another") == Done(
        0, "output/tiny.pdf  1 page\n1 handout built, 1 unchanged. They are in output/\n", ""
    )


def test_without_a_cache_all_is_built_anew(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "file/cache"))
    for _ in range(2):
        assert terminal("build", "tiny") == Done(0, BUILT, "")
