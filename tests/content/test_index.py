"""The list of handouts: complete, quick the second time, and never stale."""

import json
import os
import subprocess
import sys
from typing import get_args

import pytest

from handoutgen.content import library
from handoutgen.content.handout import Audience
from handoutgen.content.index import AUDIENCES, SHIPPED, list_handouts, read_index
from support.practice import HEAD, Practice

TEXT = "  - {block: text, text: Hello}\n"
ENTRY = {
    "id": "sheet",
    "title": "A test sheet",
    "summary": "What it is for.",
    "topics": ["testing"],
    "audience": "client",
    "minutes": 5,
    "version": "1.0",
}
KEPT = {**{name: value for name, value in ENTRY.items() if name != "id"}, "words": "hello"}
"""The entry as it lies in the cache."""


def entry(practice: Practice, name: str = "sheet") -> dict[str, object]:
    entries, problems = list_handouts(practice.folders)
    assert problems == []
    (found,) = [entry for entry in entries if entry["id"] == name]
    return found


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the handouts that are read from now on, instead of taken from the cache."""
    names: list[str] = []
    usual = library.Library.handout

    def handout(self, path):
        names.append(path.stem)
        return usual(self, path)

    monkeypatch.setattr(library.Library, "handout", handout)
    return names


def test_the_list_holds_shipped_and_own_handouts_by_id(practice: Practice):
    shipped = [entry["id"] for entry in list_handouts(practice.folders)[0]]
    assert "action-plan" in shipped
    assert "references" not in shipped
    practice.sheet(TEXT)
    entries, problems = list_handouts(practice.folders)
    assert [entry["id"] for entry in entries] == sorted([*shipped, "sheet"])
    assert ENTRY in entries
    assert problems == []


def test_a_handout_of_the_practice_hides_the_shipped_one(practice: Practice):
    list_handouts(practice.folders)
    practice.sheet(TEXT, name="action-plan")
    assert entry(practice, "action-plan")["title"] == "A test sheet"


def test_a_handout_with_problems_is_told_and_the_rest_listed(practice: Practice):
    practice.sheet(TEXT)
    practice.sheet(TEXT, HEAD.replace("minutes: 5\n", ""), "broken")
    entries, problems = list_handouts(practice.folders)
    assert "broken" not in [entry["id"] for entry in entries]
    assert ENTRY in entries
    assert [(p.file, p.message) for p in problems] == [
        ("handouts/broken.yaml", "'minutes' is missing")
    ]
    assert list_handouts(practice.folders) == (entries, problems)


def words(practice: Practice) -> list[str]:
    (found,) = [entry for entry in read_index(practice.folders)[0] if entry["id"] == "sheet"]
    return str(found["words"]).split()


def test_the_index_holds_what_the_blocks_say_each_word_once(practice: Practice):
    practice.sheet(
        "  - {block: text, title: Evening, text: 'Rest a *little*, rest [well](https://a.example)'}\n"
        "  - {block: callout, tone: care, text: '[[pain today | short]]'}\n"
        "  - {block: table, columns: [Day, Höhe], rows: [[One, 12]]}\n"
        "  - {block: references, items: [flegge-2023]}\n"
    )
    assert words(practice) == [
        *("12", "day", "evening", "hohe", "little", "pain", "rest", "today", "well")
    ]


@pytest.mark.parametrize("use", ["use: ask", "'use' : 'ask'", '{use: "ask"}'])
def test_a_changed_block_changes_the_words_of_its_sheets(
    practice: Practice, reads: list[str], use: str
):
    practice.write("handouts/blocks/ask.yaml", "{block: lines, prompt: Apples}")
    practice.sheet(f"  - {use}\n")
    practice.sheet(TEXT, name="other")
    assert words(practice) == ["apples"]
    reads.clear()
    practice.write("handouts/blocks/ask.yaml", "{block: lines, prompt: Pears}")
    assert words(practice) == ["pears"]
    assert reads == ["sheet"]


def test_the_audiences_are_those_of_a_handout():
    assert get_args(Audience) == AUDIENCES


def test_a_problem_in_a_shared_block_is_told_once(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "{block: lines, promt: a}")
    practice.sheet("  - use: ask\n", name="one")
    practice.sheet("  - use: ask\n", name="two")
    _, problems = list_handouts(practice.folders)
    assert [problem.file for problem in problems] == ["handouts/blocks/ask.yaml"]


def test_nothing_is_read_a_second_time(practice: Practice, reads: list[str]):
    practice.sheet(TEXT)
    first = list_handouts(practice.folders)
    assert "sheet" in reads
    reads.clear()
    assert list_handouts(practice.folders) == first
    assert reads == []


def test_a_changed_handout_is_read_again_and_no_other(practice: Practice, reads: list[str]):
    practice.sheet(TEXT)
    list_handouts(practice.folders)
    reads.clear()
    practice.sheet(TEXT, HEAD.replace("minutes: 5", "minutes: 7"))
    assert entry(practice)["minutes"] == 7
    assert reads == ["sheet"]


def test_a_copy_of_a_handout_has_an_entry_of_its_own(practice: Practice):
    practice.sheet(TEXT)
    list_handouts(practice.folders)
    practice.sheet(TEXT, name="twin")
    assert entry(practice, "twin") == {**ENTRY, "id": "twin"}


def test_a_copy_with_a_name_that_cant_be_is_told_all_the_same(practice: Practice):
    practice.sheet(TEXT)
    list_handouts(practice.folders)
    practice.sheet(TEXT, name="My Sheet")
    entries, problems = list_handouts(practice.folders)
    assert "My Sheet" not in [entry["id"] for entry in entries]
    assert [problem.file for problem in problems] == ["handouts/My Sheet.yaml"]


def test_a_handout_taken_away_is_no_longer_listed(practice: Practice):
    path = practice.sheet(TEXT)
    assert entry(practice)
    path.unlink()
    assert "sheet" not in [entry["id"] for entry in list_handouts(practice.folders)[0]]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": 1}'])
def test_a_damaged_cache_is_made_again(practice: Practice, reads: list[str], damage: bytes):
    practice.sheet(TEXT)
    first = list_handouts(practice.folders)
    (cache,) = (practice.folder.parent / "cache").iterdir()
    cache.write_bytes(damage)
    assert list_handouts(practice.folders) == first
    reads.clear()
    assert list_handouts(practice.folders) == first
    assert reads == []


@pytest.mark.parametrize(
    "damage", [5, "x", [], {}, {"title": "only this"}, {**KEPT, "more": 1}, {**KEPT, "words": 5}]
)
def test_a_damaged_entry_is_made_again(practice: Practice, reads: list[str], damage: object):
    practice.sheet(TEXT)
    first = list_handouts(practice.folders)
    (cache,) = (practice.folder.parent / "cache").iterdir()
    cache.write_text(json.dumps(dict.fromkeys(json.loads(cache.read_bytes()), damage)))
    assert list_handouts(practice.folders) == first
    reads.clear()
    assert list_handouts(practice.folders) == first
    assert reads == []


def test_a_cache_that_cant_be_written_costs_nothing_but_time(practice: Practice):
    practice.sheet(TEXT)
    (practice.folder.parent / "cache").write_text("a file where the folder should be")
    assert entry(practice) == ENTRY


def test_the_second_list_needs_none_of_the_heavy_libraries(practice: Practice):
    practice.sheet(TEXT)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from handoutgen.content.index import list_handouts\n"
        "from handoutgen.folders import Folders\n"
        "entries, problems = list_handouts(Folders(Path(sys.argv[1])))\n"
        "heavy = ('pydantic', 'ruamel', 'jinja2', 'markdown_it', 'weasyprint')\n"
        "print(len(entries), problems, [name for name in heavy if name in sys.modules])\n"
    )

    def run() -> str:
        call = [sys.executable, "-c", code, str(practice.folder)]
        return subprocess.run(call, capture_output=True, text=True, check=True).stdout

    count = len(practice.folders.handouts())
    assert run().startswith(f"{count} [] ['pydantic', 'ruamel'")
    assert run() == f"{count} [] []\n"


def test_the_list_that_ships_is_that_of_the_shipped_handouts(
    practice: Practice, reads: list[str], monkeypatch: pytest.MonkeyPatch
):
    kept = practice.folders.shipped / SHIPPED
    with monkeypatch.context() as context:
        context.setattr("handoutgen.content.index.SHIPPED", "nowhere.json")
        entries, problems = list_handouts(practice.folders)
    assert problems == []
    fresh = json.loads((practice.folder.parent / "cache/index.json").read_bytes())
    if os.environ.get("UPDATE_REFERENCES"):
        kept.write_text(json.dumps(fresh, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(kept.read_text("utf-8")) == fresh
    assert kept.stat().st_size < 150_000
    reads.clear()
    (practice.folder.parent / "cache/index.json").unlink()
    assert list_handouts(practice.folders) == (entries, problems)
    assert reads == []
