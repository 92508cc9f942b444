"""`handoutgen build`: what is made, what is left as it is, and what is told."""

import os
import re
import shutil
from pathlib import Path

import pytest

from handoutgen import folders
from handoutgen.errors import OutputError
from support.terminal import TINY, Done, Terminal

ROOT = Path(__file__).parents[2]
BUILT = "output/tiny.pdf  1 page\n1 handout built. They are in output/\n"
FAILED = "0 handouts built, 1 failed: tiny\n"
GOOD_AND_BAD = "output/tiny.pdf  1 page\n1 handout built, 1 failed: bad. They are in output/\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped library without any handout."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    shutil.copytree(ROOT / "templates", shipped / "templates")
    monkeypatch.setattr(folders, "shipped_folder", lambda: shipped)
    return shipped


@pytest.fixture
def bad(terminal: Terminal) -> str:
    """The handout `bad`, which the page shows to be faulty, and what is told of it."""
    terminal.practice.sheet(TINY.replace("Rest", "睡"), name="bad")
    return (
        "handouts/bad.yaml:8:5: no font here can draw '睡' (U+7761)\n"
        "  8 |   - block: text\n"
        "    |     ^\n"
        "  write it another way, or name a font that has it in the brand's 'typography'\n"
    )


def test_a_handout_is_built(terminal: Terminal) -> None:
    assert terminal("build", "tiny") == Done(0, BUILT, "")
    assert terminal.pdfs() == ["tiny.pdf"]


def test_all_handouts_are_built_where_none_is_named(terminal: Terminal, small: Path) -> None:
    terminal.practice.sheet(TINY, name="another")
    assert terminal("build") == Done(
        0,
        "output/another.pdf  1 page\noutput/tiny.pdf  1 page\n"
        "2 handouts built. They are in output/\n",
        "",
    )
    assert terminal.pdfs() == ["another.pdf", "tiny.pdf"]


def test_a_handout_named_twice_is_built_once(terminal: Terminal) -> None:
    assert terminal("build", "tiny", "tiny", "handouts/tiny.yaml") == Done(0, BUILT, "")


def test_pages_are_counted(terminal: Terminal) -> None:
    terminal.practice.sheet("  - block: lines\n    prompt: P\n    count: 16\n" * 2, name="long")
    assert terminal("build", "long").out.startswith("output/long.pdf  2 pages\n")


def test_the_output_folder_can_be_chosen(terminal: Terminal) -> None:
    done = terminal("build", "tiny", "-o", "a/b/")
    assert done.out == "a/b/tiny.pdf  1 page\n1 handout built. They are in a/b/\n"
    assert terminal.pdfs("a/b") == ["tiny.pdf"]
    assert not (terminal.folder / "output").exists()


def test_the_sample_brand_is_told(terminal: Terminal) -> None:
    (terminal.folder / "_brand.yml").unlink()
    assert terminal("build", "tiny").out == (
        "output/tiny.pdf  1 page\n"
        "These sheets carry the sample practice 'Willow Street Therapy'. "
        "Put your own in a _brand.yml here.\n"
        "1 handout built. They are in output/\n"
    )


def test_a_warning_about_the_brand_does_not_stop_the_build(terminal: Terminal) -> None:
    terminal.practice.write("_brand.yml", "meta: {phone: 555-0134}\n")
    done = terminal("build", "tiny")
    assert (done.code, done.out) == (0, BUILT)
    assert done.err.startswith("_brand.yml:1:1: the handouts will carry no name of a practice\n")


def test_a_fault_on_the_page_is_told_and_the_others_are_built(terminal: Terminal, bad: str) -> None:
    assert terminal("build", "bad", "tiny") == Done(1, GOOD_AND_BAD, bad)
    assert terminal.pdfs() == ["tiny.pdf"]
    done = terminal("build", "bad", "tiny")
    assert done.out == "0 handouts built, 1 unchanged, 1 failed: bad. They are in output/\n"
    assert (done.code, done.err) == (1, bad)


def test_a_fault_of_the_style_is_told_for_every_handout(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY, name="another")
    css = (ROOT / "templates/styles/type.css").read_text()
    terminal.practice.write("templates/styles/type.css", "p { colour: red; }\n" + css)
    done = terminal("build", "tiny", "another")
    assert done.code == 1
    assert done.out == "0 handouts built, 2 failed: tiny, another\n"
    assert done.err.count("templates/styles/type.css:1:5: the page can't be printed: ") == 2
    assert terminal.pdfs() == []


def test_a_missing_picture_is_told_and_the_others_are_built(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY.replace("text", "callout", 1), name="bad")
    terminal.practice.write(
        "templates/blocks/callout.html.j2", '<img src="images/a.png" alt="A picture">'
    )
    done = terminal("build", "bad", "tiny")
    assert done == Done(
        1,
        GOOD_AND_BAD,
        "handouts/bad.yaml: there is no picture 'images/a.png'\n  Looked in 'images'.\n",
    )
    assert terminal.pdfs() == ["tiny.pdf"]


def test_the_old_file_stays_where_the_new_one_is_faulty(terminal: Terminal) -> None:
    terminal("build", "tiny")
    old = (terminal.folder / "output/tiny.pdf").read_bytes()
    terminal.practice.sheet(TINY.replace("Rest", "睡"), name="tiny")
    done = terminal("build", "tiny")
    assert (done.code, done.out) == (1, FAILED)
    assert (terminal.folder / "output/tiny.pdf").read_bytes() == old
    assert terminal("build", "tiny").out == FAILED
    assert terminal.pdfs() == ["tiny.pdf"]


def test_a_broken_brand_stops_all(terminal: Terminal) -> None:
    terminal.practice.write("_brand.yml", "meta: {name: [Elm]}\n")
    done = terminal("build", "tiny")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("_brand.yml:1:")
    assert terminal.pdfs() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tinny"], "there is no handout 'tinny'; did you mean 'tiny'?\n"),
        (["tiny", "tinny"], "there is no handout 'tinny'; did you mean 'tiny'?\n"),
        (["none.yaml"], "there is no file 'none.yaml'\n"),
        (["../none.yml"], "there is no file '../none.yml'\n"),
        (["../x"], "there is no handout '../x'; handouts: "),
        (["/etc/passwd"], "there is no handout '/etc/passwd'; handouts: "),
        (["a/b"], "there is no handout 'a/b'; handouts: "),
        (["handouts/tiny"], "there is no handout 'handouts/tiny'; "),
        ([""], "there is no handout ''; handouts: "),
        (["tiny", "--paper", "a5"], "Usage: handoutgen build "),
        (["tiny", "--brand", "none.yml"], "Usage: handoutgen build "),
        (["tiny", "-o", "handouts/tiny.yaml"], "Usage: handoutgen build "),
        (["--nonsense"], "Usage: handoutgen build "),
    ],
)
def test_a_wrong_call_is_told(terminal: Terminal, words: list[str], said: str) -> None:
    done = terminal("build", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)
    assert terminal.pdfs(".") == ["_brand.yml", "handouts"]


def test_two_files_of_one_name_would_overwrite_each_other(terminal: Terminal) -> None:
    own = terminal.folder / "handouts/tiny.yaml"
    other = terminal.practice.write("sub/tiny.yaml", own.read_bytes())
    assert terminal("build", "tiny", "sub/tiny.yaml") == Done(
        2,
        "",
        f"'{own}' and '{other}' would both become tiny.pdf;"
        " build them into different folders with -o\n",
    )


def test_an_output_folder_that_cannot_be_made_is_told(terminal: Terminal) -> None:
    done = terminal("build", "tiny", "-o", "handouts/tiny.yaml/sub")
    assert done == Done(
        1,
        "0 handouts built, 1 failed: tiny\n",
        "handouts/tiny.yaml/sub: this folder can't be made: not a directory\n",
    )


def test_an_output_folder_without_leave_to_write_is_told(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(dir: Path, prefix: str) -> None:
        if dir.name == "output":
            raise PermissionError(13, "Permission denied")
        raise OSError(30, "Read-only file system")  # the cache, which is done without

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    done = terminal("build", "tiny")
    assert done == Done(1, FAILED, "output/tiny.pdf: can't be written: permission denied\n")


def test_a_read_only_output_folder_is_told(terminal: Terminal) -> None:
    (terminal.folder / "output").mkdir(mode=0o500)
    if os.access(terminal.folder / "output", os.W_OK):
        pytest.skip("this user may write anywhere")
    done = terminal("build", "tiny")
    assert done == Done(1, FAILED, "output/tiny.pdf: can't be written: permission denied\n")


def test_a_target_that_is_a_folder_is_told(terminal: Terminal) -> None:
    (terminal.folder / "output/tiny.pdf").mkdir(parents=True)
    done = terminal("build", "tiny")
    assert done == Done(1, FAILED, "output/tiny.pdf: can't be written: is a directory\n")
    assert terminal.pdfs() == ["tiny.pdf"]


def test_what_a_link_leads_to_is_not_written(terminal: Terminal) -> None:
    letter = terminal.practice.write("letter.txt", "keep me")
    (terminal.folder / "output").mkdir()
    (terminal.folder / "output/tiny.pdf").symlink_to(letter)
    assert terminal("build", "tiny") == Done(0, BUILT, "")
    assert letter.read_text() == "keep me"
    assert not (terminal.folder / "output/tiny.pdf").is_symlink()


def test_a_missing_pango_is_told_in_two_lines(terminal: Terminal) -> None:
    done = terminal.apart("build", "tiny", lacking="pango")
    assert (done.code, done.out) == (1, "")
    first, second = done.err.splitlines()
    assert first == (
        "The libraries that draw the pages are missing (Pango, PangoFT2). To install them:"
    )
    assert re.search(r"\b(apt-get|dnf|pacman|apk|brew)\b.*pango", second)
    assert terminal.pdfs() == []


def test_all_else_goes_on_without_pango(terminal: Terminal) -> None:
    assert terminal.apart("list", lacking="pango").code == 0
    assert terminal.apart("show", "tiny", lacking="pango").code == 0
    assert terminal.apart("build", "--help", lacking="pango").code == 0
    doctor = terminal.apart("doctor", lacking="pango")
    assert doctor.code == 1
    assert "PROBLEM  engine: missing: Pango, PangoFT2\n         " in doctor.out
    assert doctor.out.count("PROBLEM") == 1
    assert doctor.err == ""


def test_a_failure_to_write_does_not_stop_the_others(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handoutgen import pipeline

    terminal.practice.sheet(TINY, name="bad")
    whole = pipeline.write_atomically

    def fail(path: Path, data: bytes, mode: int | None) -> None:
        if path.name == "bad.pdf":
            raise OutputError(f"{path}: can't be written: no space left on device")
        whole(path, data, mode)

    monkeypatch.setattr(pipeline, "write_atomically", fail)
    assert terminal("build", "bad", "tiny") == Done(
        1, GOOD_AND_BAD, "output/bad.pdf: can't be written: no space left on device\n"
    )
