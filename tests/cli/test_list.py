"""`handoutgen list`: what there is to print."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handoutgen import folders
from support.practice import HEAD
from support.terminal import SOURCES, TINY, Done, Terminal

HEAVY = {"pydantic", "ruamel.yaml", "markdown_it"}
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


def listed(terminal: Terminal, *words: str) -> list[str]:
    done = terminal("list", "--json", *words)
    assert (done.code, done.err) == (0, "")
    return [entry["id"] for entry in json.loads(done.out)]


def test_a_list_can_be_of_one_topic(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY, HEAD.replace("[testing]", "[Good sleep, testing]"), "sleep")
    assert listed(terminal, "--topic", "good SLEEP") == ["sleep"]
    assert len(listed(terminal, "--topic", "testing")) == 4
    assert terminal("list", "--topic", "good slep") == Done(
        2,
        "",
        "there is no topic 'good slep'; did you mean 'Good sleep'?\n"
        "  topics: Good sleep, testing\n",
    )
    assert terminal("list", "--topic", "zzz").err == (
        "there is no topic 'zzz'\n  topics: Good sleep, testing\n"
    )


def test_a_list_can_be_for_one_audience(terminal: Terminal) -> None:
    assert listed(terminal, "--audience", "Partners") == ["for-two"]
    assert terminal("list", "--audience", "clients") == Done(
        2,
        "",
        "there is no audience 'clients'; did you mean 'client'?\n"
        "  audiences: client, partners, therapist\n",
    )


def test_an_audience_for_which_there_is_nothing_is_no_fault(terminal: Terminal) -> None:
    (terminal.folder / "handouts/for-two.yaml").unlink()
    none = "No handout is like that; 'handoutgen list' shows all.\n"
    assert terminal("list", "--audience", "partners") == Done(0, "", none)
    assert terminal("list", "--audience", "partners", "--json") == Done(0, "[]\n", "")


def test_a_list_can_be_of_what_has_some_words_best_first(terminal: Terminal) -> None:
    terminal.practice.sheet(TINY, HEAD.replace("A test", "Rest,"), "zzz")
    assert listed(terminal, "--search", "rest") == [
        *("zzz", "for-two", "tiny", "with-a-longish-name")
    ]
    assert listed(terminal, "--search", "rest", "--audience", "partners") == ["for-two"]
    assert terminal("list", "--search", "little hohe") == Done(
        0,
        "ID                   TITLE  FOR        MINUTES\n"
        "with-a-longish-name  Höhe   therapist  30\n",
        "",
    )


def test_a_misspelled_search_says_what_it_was_taken_for(terminal: Terminal) -> None:
    done = terminal("list", "--search", "litle hoehe", "--json")
    assert [entry["id"] for entry in json.loads(done.out)] == ["with-a-longish-name"]
    assert done.err == (
        "No handout has the word 'litle'; taken for 'little'.\n"
        "No handout has the word 'hoehe'; taken for 'hohe'.\n"
    )
    assert terminal("list", "--search", "zebra") == Done(
        0,
        "",
        "No handout has the word 'zebra'.\nNo handout is like that; 'handoutgen list' shows all.\n",
    )


def test_a_search_takes_no_parsing_once_the_list_is_kept(terminal: Terminal) -> None:
    assert terminal.apart("list").modules >= HEAVY
    done = terminal.apart("list", "--search", "rest litle", "--topic", "testing")
    assert done.out == TABLE
    assert done.modules & HEAVY == set()


@pytest.mark.parametrize(
    ("columns", "title"),
    [
        (80, "A longer title, of words"),
        (65, "A longer title, of words"),
        (64, "A longer title, of wor…"),
        (60, "A longer title, of…"),
        (20, "A longer ti…"),
    ],
)
def test_a_table_fits_its_terminal(terminal: Terminal, columns: int, title: str) -> None:
    terminal.practice.sheet(TINY, HEAD.replace("A test sheet", "A longer title, of words"), "tiny")
    lines = on_a_terminal(terminal, columns).splitlines()
    assert [line.split()[0] for line in lines] == ["ID", "for-two", "tiny", "with-a-longish-name"]
    assert lines[2] == f"tiny{' ' * 17}{title}  client     5"
    assert max(map(len, lines)) <= max(columns, 53)


def on_a_terminal(terminal: Terminal, columns: int) -> str:
    """What `list` prints on a terminal that wide."""
    pty = pytest.importorskip("pty")
    first, second = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "COLUMNS": str(columns)}
    shipped = terminal.folder.parent / "shipped"
    code = (
        "import sys, pathlib, handoutgen.folders as folders\n"
        f"folders.shipped_folder = lambda: pathlib.Path({str(shipped)!r})\n"
        "from handoutgen.cli import main\n"
        "main(['list'])\n"
    )
    with os.fdopen(first, "rb", 0) as screen:
        subprocess.run(
            [sys.executable, "-c", code], cwd=terminal.folder, env=env, stdout=second, check=True
        )
        os.close(second)
        return screen.read(10_000).decode().replace("\r\n", "\n")


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
