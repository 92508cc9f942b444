"""`handoutgen check`: what is printed, and what the exit code says."""

import json
from pathlib import Path

import pytest

from handoutgen import folders
from support.practice import HEAD
from support.terminal import Done, Terminal

FIT = """\
  - block: text
    text: |
      1. Read the list.
      2. Tick what fits.
  - block: checklist
    items: [A walk]
  - block: lines
    prompt: What will you take to your next session?
  - block: callout
    text: "**In short:** a small step is fine."
"""
WARNED = """\
handouts/warned.yaml:13:13: warning: 'Just' is better avoided
  13 |     items: [Just a walk]
     |             ^
  better: leave it out
"""
BROKEN = """\
handouts/broken.yaml:12:12: error: 'chekclist' is not a known block type
  12 |   - block: chekclist
     |            ^
  did you mean 'checklist'?
"""


@pytest.fixture(autouse=True)
def library(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sheet that is fit, and nothing that ships but a word to avoid."""
    monkeypatch.setattr(folders, "shipped_folder", lambda: tmp_path / "shipped")
    terminal.practice.write("handouts/check/words.yaml", "just: leave it out\n")
    (terminal.folder / "handouts/tiny.yaml").unlink()
    terminal.practice.sheet(FIT, name="fit")


def test_all_handouts_are_checked_where_none_is_named(terminal: Terminal) -> None:
    assert terminal("check") == Done(0, "1 handout checked: all is well\n", "")
    terminal.practice.sheet(FIT.replace("A walk", "Just a walk"), name="warned")
    summary = "2 handouts checked: 0 errors, 1 warning\n"
    assert terminal("check") == Done(0, WARNED + summary, "")
    assert terminal("check", "fit", "fit", "--strict") == Done(
        0, "1 handout checked: all is well\n", ""
    )


def test_strict_makes_warnings_fail(terminal: Terminal) -> None:
    path = terminal.practice.sheet(FIT.replace("A walk", "Just a walk"), name="warned")
    summary = "1 handout checked: 0 errors, 1 warning\n"
    assert terminal("check", "warned", "--strict") == Done(1, WARNED + summary, "")
    assert terminal("check", path) == Done(0, WARNED + summary, "")


def test_an_error_always_fails(terminal: Terminal) -> None:
    terminal.practice.sheet(FIT.replace("checklist", "chekclist"), name="broken")
    summary = "2 handouts checked: 1 error, 0 warnings\n"
    assert terminal("check") == Done(1, BROKEN + summary, "")


def test_json_is_for_scripts(terminal: Terminal) -> None:
    terminal.practice.sheet(FIT.replace("A walk", "Just a walk"), name="warned")
    terminal.practice.sheet(FIT.replace("checklist", "chekclist"), name="broken")
    done = terminal("check", "--json")
    assert (done.code, done.err) == (1, "")
    data = json.loads(done.out)
    assert [entry["id"] for entry in data["handouts"]] == ["broken", "fit", "warned"]
    assert data["handouts"][0] == {"id": "broken", "file": "handouts/broken.yaml", "grade": None}
    assert isinstance(data["handouts"][1]["grade"], float)
    assert data["findings"][1] == {
        "severity": "warning",
        "file": "handouts/warned.yaml",
        "line": 13,
        "column": 13,
        "message": "'Just' is better avoided",
        "hint": "better: leave it out",
        "excerpt": "    items: [Just a walk]",
    }
    assert terminal("check", "fit", "--json", "--strict").code == 0
    assert terminal("check", "warned", "--json", "--strict").code == 1


def test_an_unknown_handout_is_a_usage_error(terminal: Terminal) -> None:
    done = terminal("check", "fitt")
    assert done == Done(2, "", "there is no handout 'fitt'; did you mean 'fit'?\n")


def test_an_empty_practice_is_no_fault(terminal: Terminal) -> None:
    (terminal.folder / "handouts/fit.yaml").unlink()
    assert terminal("check") == Done(0, "0 handouts checked: all is well\n", "")


def test_nothing_is_imported_before_it_is_needed(terminal: Terminal) -> None:
    done = terminal.apart("check", "--help")
    assert done.code == 0
    assert not {"pydantic", "markdown_it", "weasyprint"} & done.modules
    terminal.practice.sheet(FIT, HEAD, "fit")
    assert "weasyprint" not in terminal.apart("check", "fit").modules
