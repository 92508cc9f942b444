"""`handoutgen answers`: what a client filled in, on the terminal or in a file."""

import json
import stat
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf.form import Form

from handoutgen.content.answers import read_answers
from support.forms import form, saved
from support.terminal import Done, Terminal

YAML = """\
action-plan:
  this-week.1.when: "Żółć “6”"
  this-week.1.how: |-
    Slowly.
    With a chair.
  this-week.ready: true
  sure: "10"
weekly-check-in:
  mood: null
  notes: null
"""
FOUND = {
    "action-plan": {
        "this-week.1.when": "Żółć “6”",
        "this-week.1.how": "Slowly.\nWith a chair.",
        "this-week.ready": True,
        "sure": "10",
    },
    "weekly-check-in": {"mood": None, "notes": None},
}


@pytest.fixture
def back(terminal: Terminal) -> Path:
    """A form that came back."""
    with pikepdf.open(BytesIO(form())) as pdf:
        fields = Form(pdf)
        fields["action-plan.this-week.1.when"].value = "Żółć “6”"
        fields["action-plan.this-week.1.how"].value = "Slowly.\r\nWith a chair."
        fields["action-plan.this-week.ready"].checked = True
        fields["action-plan.sure"].options[2].select()
        return terminal.practice.write("back.pdf", saved(pdf))


def test_answers_are_printed_as_yaml(terminal: Terminal, back: Path) -> None:
    assert terminal("answers", "back.pdf") == Done(0, YAML, "")
    assert terminal("answers", back).out == YAML


def test_json_is_for_scripts(terminal: Terminal, back: Path) -> None:
    done = terminal("answers", "back.pdf", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == FOUND
    assert list(json.loads(done.out)["action-plan"]) == list(FOUND["action-plan"])
    assert "“" in done.out


def test_a_pipe_gets_utf_8_whatever_the_locale(terminal: Terminal, back: Path) -> None:
    done = terminal.apart("answers", "back.pdf", PYTHONIOENCODING="cp1252")
    assert (done.code, done.err) == (0, "")
    assert done.out == YAML


@pytest.mark.parametrize(
    ("words", "name", "same"),
    [
        ([], "a.yaml", YAML),
        ([], "a.json", json.dumps(FOUND, indent=2, ensure_ascii=False) + "\n"),
        (["--json"], "a.yaml", json.dumps(FOUND, indent=2, ensure_ascii=False) + "\n"),
    ],
)
def test_a_file_of_answers_is_for_ones_own_eyes_and_can_be_read(
    terminal: Terminal, back: Path, words: list[str], name: str, same: str
) -> None:
    done = terminal("answers", "back.pdf", "-o", name, *words)
    assert done == Done(0, f"The answers are in {name}\n", "")
    path = terminal.folder / name
    assert path.read_text("utf-8") == same
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {(g.handout, g.blank): g.value for g in read_answers(path).given} == {
        ("action-plan", "this-week.1.when"): "Żółć “6”",
        ("action-plan", "this-week.1.how"): "Slowly.\nWith a chair.",
        ("action-plan", "this-week.ready"): "true",
        ("action-plan", "sure"): "10",
    }


def test_a_link_in_the_way_is_replaced_not_followed(terminal: Terminal, back: Path) -> None:
    other = terminal.practice.write("other.txt", "mine")
    (terminal.folder / "a.yaml").symlink_to(other)
    assert terminal("answers", "back.pdf", "-o", "a.yaml").code == 0
    assert other.read_text() == "mine"
    assert not (terminal.folder / "a.yaml").is_symlink()


def test_the_form_itself_is_never_written_over(terminal: Terminal, back: Path) -> None:
    before = back.read_bytes()
    done = terminal("answers", "back.pdf", "-o", back)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("the answers would take the place of 'back.pdf'")
    assert back.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(terminal: Terminal, back: Path) -> None:
    done = terminal("answers", "back.pdf", "-o", "none/a.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("none/a.yaml: can't be written: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "back.pdf: there is no such file\n"),
        (b"", "back.pdf: this is not a PDF\n"),
        (form()[:-50], "back.pdf: this PDF is damaged, so answers may be missing from it\n"),
        (form(creator="Writer"), "back.pdf: this PDF isn't a form made by handoutgen\n"),
        (form({}), "back.pdf: this PDF has no fields to read answers from\n"),
        (
            saved(
                pikepdf.open(BytesIO(form())), encryption=pikepdf.Encryption(owner="o", user="u")
            ),
            "back.pdf: this PDF is locked with a password\n",
        ),
    ],
)
def test_what_cannot_be_read_is_told(terminal: Terminal, content: bytes | None, said: str) -> None:
    if content is not None:
        terminal.practice.write("back.pdf", content)
    done = terminal("answers", "back.pdf", "-o", "a.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(said)
    assert done.err.count("\n") == 2 and done.err.splitlines()[1].startswith("  ")
    assert not (terminal.folder / "a.yaml").exists()


def test_a_finished_sheet_without_fields_is_told(terminal: Terminal) -> None:
    assert terminal("build", "tiny").code == 0
    done = terminal("answers", "output/tiny.pdf")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("output/tiny.pdf: this PDF has no fields to read answers from\n")
    assert "build --fillable" in done.err


@pytest.mark.parametrize("words", [[], ["a.pdf", "b.pdf"], ["a.pdf", "--yaml"]])
def test_a_wrong_call_is_told(terminal: Terminal, words: list[str]) -> None:
    done = terminal("answers", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: handoutgen answers ")
