"""`handoutgen list`: what there is to print."""

import json
from pathlib import Path

import pytest

from handoutgen import folders
from support.practice import HEAD
from support.terminal import TINY, Done, Terminal

TABLE = """\
ID                   TITLE         FOR        MINUTES
for-two              For two       partners   120
tiny                 A test sheet  client     5
with-a-longish-name  Höhe          therapist  30
"""
BROKEN = (
    "handouts/broken.yaml:8:12: 'txet' is not a known block type\n"
    "  8 |   - block: txet\n"
    "    |            ^\n"
    "  did you mean 'text'?\n"
)


@pytest.fixture(autouse=True)
def library(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three handouts, and none that ships."""
    monkeypatch.setattr(folders, "shipped_folder", lambda: tmp_path / "shipped")
    head = HEAD.replace("client", "therapist").replace("A test sheet", "Höhe")
    terminal.practice.sheet(TINY, head.replace("minutes: 5", "minutes: 30"), "with-a-longish-name")
    head = HEAD.replace("client", "partners").replace("A test sheet", "For two")
    terminal.practice.sheet(TINY, head.replace("minutes: 5", "minutes: 120"), "for-two")


def test_the_handouts_are_listed_by_id(terminal: Terminal) -> None:
    assert terminal("list") == Done(0, TABLE, "")
    assert terminal("list") == Done(0, TABLE, "")


def test_json_is_for_scripts(terminal: Terminal) -> None:
    done = terminal("list", "--json")
    assert (done.code, done.err) == (0, "")
    entries = json.loads(done.out)
    assert [entry["id"] for entry in entries] == ["for-two", "tiny", "with-a-longish-name"]
    assert entries[1] == {
        "id": "tiny",
        "title": "A test sheet",
        "summary": "What it is for.",
        "topics": ["testing"],
        "audience": "client",
        "minutes": 5,
        "version": "1.0",
    }
    assert '"title": "Höhe"' in done.out
    assert json.loads(terminal("list", "--json").out) == entries


def test_a_broken_handout_is_told_and_the_others_are_listed(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY.replace("text", "txet", 1), name="broken")
    for _ in range(2):
        assert terminal("list") == Done(1, TABLE, BROKEN)
    done = terminal("list", "--json")
    assert (done.code, done.err) == (1, BROKEN)
    assert len(json.loads(done.out)) == 3


def test_an_empty_library_is_no_fault(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert terminal("list") == Done(0, "ID  TITLE  FOR  MINUTES\n", "")
    assert terminal("list", "--json") == Done(0, "[]\n", "")


def test_the_shipped_handouts_are_listed(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(terminal.folder)
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(terminal.folder.parent / "cache"))
    ids = [entry["id"] for entry in json.loads(terminal("list", "--json").out)]
    assert {"action-plan", "intimacy-menu", "tiny"} <= set(ids)
    assert ids == sorted(ids)
