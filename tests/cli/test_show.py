"""`handoutgen show`: what one handout holds."""

import json

import pytest

from support.practice import HEAD
from support.terminal import TINY, Done, Terminal

NOTES = """\
notes:
  purpose: To try it out.
  cautions: [Ask first.]
"""
BLOCKS = """\
  - block: text
    title: To begin
    text: Rest for [[how long]].
  - block: lines
    prompt: What helped?
    count: 2
"""
STRIP = """\
Blanks: what each is called, and what it asks for
  name
      Name
  date
      Date
  next-session
      Next session
"""
SHOWN = """\
A test sheet
What it is for.

full, version 1.0, from handouts/full.yaml
for: client   minutes: 5   topics: testing

Blocks
  text          To begin
  lines         What helped?

Blanks: what each is called, and what it asks for
  name
      Name
  date
      Date
  next-session
      Next session
  to-begin.how-long
      To begin: how long
  what-helped.answer
      What helped?

Notes for the therapist (never printed on the client's copy)
  Purpose
    To try it out.
  Cautions
    - Ask first.
"""


def test_a_handout_is_shown(terminal: Terminal) -> None:
    terminal.practice.sheet(BLOCKS, HEAD + NOTES, "full")
    assert terminal("show", "full") == Done(0, SHOWN, "")
    assert terminal("show", "handouts/full.yaml") == Done(0, SHOWN, "")


def test_what_a_handout_lacks_is_not_shown(terminal: Terminal) -> None:
    out = terminal("show", "tiny").out
    assert out.endswith("topics: testing\n\nBlocks\n  text\n\n" + STRIP)


def test_json_is_for_scripts(terminal: Terminal) -> None:
    terminal.practice.sheet(BLOCKS, HEAD + NOTES, "full")
    done = terminal("show", "full", "--json")
    assert (done.code, done.err) == (0, "")
    shown = json.loads(done.out)
    head = {key: shown[key] for key in list(shown)[:3]}
    assert head == {"id": "full", "file": "handouts/full.yaml", "title": "A test sheet"}
    assert set(shown) == {
        *("id", "file", "title", "summary", "topics", "audience", "minutes", "blocks"),
        *("notes", "references", "version", "blanks"),
    }
    assert shown["blanks"][3:] == [
        {"name": "full.to-begin.how-long", "label": "To begin: how long", "kind": "line"},
        {"name": "full.what-helped.answer", "label": "What helped?", "kind": "lines"},
    ]
    assert shown["blocks"][1] == {"block": "lines", "prompt": "What helped?", "count": 2}
    assert shown["notes"] == {"purpose": "To try it out.", "cautions": ["Ask first."]}


def test_a_shipped_handout_is_shown_as_such(terminal: Terminal) -> None:
    assert json.loads(terminal("show", "action-plan", "--json").out)["file"] == (
        "shipped:handouts/action-plan.yaml"
    )


def test_a_broken_handout_is_told(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY.replace("text", "txet", 1), name="broken")
    done = terminal("show", "broken")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("handouts/broken.yaml:8:12: 'txet' is not a known block type\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tinny"], "there is no handout 'tinny'; did you mean 'tiny'?\n"),
        (["none.yaml"], "there is no file 'none.yaml'\n"),
        (["../x"], "there is no handout '../x'; handouts: "),
        (["/etc/passwd"], "there is no handout '/etc/passwd'; handouts: "),
        (["a/b"], "there is no handout 'a/b'; handouts: "),
        ([], "Usage: handoutgen show "),
        (["tiny", "tiny"], "Usage: handoutgen show "),
    ],
)
def test_a_wrong_call_is_told(terminal: Terminal, words: list[str], said: str) -> None:
    done = terminal("show", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)


def test_a_folder_named_like_a_file_is_told(terminal: Terminal) -> None:
    (terminal.folder / "a.yaml").mkdir()
    done = terminal("show", "a.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("a.yaml: this is not a file\n")
