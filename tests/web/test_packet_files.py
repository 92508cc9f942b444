"""The packet in the making and the practice's files: the one it is saved in, and its sheets'."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from support.client import Client
from support.packing import PACKET, PART, SETTINGS, listed, titles, with_sheets, words, write_sheets
from support.practice import HEAD, Practice
from support.site import LiveSite, open_site
from support.terminal import TINY

FILE = "handouts/packets/first-month.yaml"
CHANGED = """\
# what we use in the first month
title: The first month
handouts:
  # then
  - two
  - one # to begin with
cover:
  page: false
contents: false
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    practice = Practice(tmp_path_factory.mktemp("packets") / "practice")
    with open_site(practice.folder, web_cache) as live:
        yield live


@pytest.fixture
def practice(place: LiveSite) -> Practice:
    shutil.rmtree(place.practice)
    practice = Practice(place.practice)
    write_sheets(practice)
    practice.write(FILE, PACKET)
    return practice


@pytest.fixture
def client(place: LiveSite, practice: Practice) -> Client:
    return place.client()


def text(practice: Practice, name: str = FILE) -> str:
    return (practice.folder / name).read_text(encoding="utf-8")


def test_a_packet_of_ones_own_is_changed_in_its_file_and_back(
    client: Client, practice: Practice
) -> None:
    client.post("/packet/start", {"packet": "first-month"})
    page = client.get("/packet")
    assert f"It is saved in {FILE} , as a packet of your practice." in words(page)
    assert "/batch?packet=first-month" in [tag.get("href") for tag in page.tags("a")]
    client.post("/packet/order", {"up": "two"})
    page = client.get("/packet")
    assert "isn’t what is saved" in words(page)
    assert "/batch?packet=first-month" not in page.text
    saved = client.post("/packet/save", {"title": "The first month", "summary": "", "as": "own"})
    assert saved.location == "/packet#packet-keep"
    assert text(practice) == CHANGED
    page = client.get("/packet")
    assert "Undo the save" in words(page)
    assert titles(client.post("/packet/download").body) == ["Second sheet", "First sheet"]
    client.post("/packet/undo")
    assert text(practice) == PACKET
    assert listed(client) == ["two", "one"]


def test_a_new_packet_gets_a_file_that_the_others_can_use(
    client: Client, practice: Practice
) -> None:
    for name in ("three", "one"):
        client.post("/packet/add", {"sheet": name})
    part = client.post("/packet/save", {**SETTINGS, "as": "new"}, headers=PART)
    assert "handouts/packets/for-mondays.yaml" in words(part)
    assert text(practice, "handouts/packets/for-mondays.yaml") == (
        "title: For Mondays\nhandouts:\n  - three\n  - one\n"
    )
    workshop = Workshop(Folders(practice.folder))
    packet = workshop.library.packet(workshop.folders.packet("for-mondays"))
    assert packet.handouts == ["three", "one"]
    assert client.post("/packet/download").file_name == "for-mondays-packet.pdf"
    client.post("/packet/save", {**SETTINGS, "as": "new"})
    assert (practice.folder / "handouts/packets/for-mondays-2.yaml").is_file()
    client.post("/packet/undo", headers=PART)
    assert not (practice.folder / "handouts/packets/for-mondays-2.yaml").exists()
    page = client.get("/packet")
    assert listed(client) == ["three", "one"]
    assert "Save the packet" in words(page)
    assert client.post("/packet/undo").status == 422


def test_a_shipped_packet_is_saved_as_one_of_the_practice(
    client: Client, practice: Practice
) -> None:
    client.post("/packet/start", {"packet": "couples-starter"})
    assert "Save the packet" in words(client.get("/packet"))
    client.post("/packet/save", {"as": "own"})
    assert text(practice, "handouts/packets/a-start-for-two.yaml").startswith("title: A start")


def test_a_file_that_someone_else_changed_is_left_alone(client: Client, practice: Practice) -> None:
    client.post("/packet/start", {"packet": "first-month"})
    client.post("/packet/order", {"up": "two"})
    theirs = PACKET.replace("The first", "Our first")
    practice.write(FILE, theirs)
    for headers in (None, PART):
        told = client.post("/packet/save", {"as": "own"}, headers=headers)
        assert told.status == 422
        assert "was changed by someone else" in words(told)
    assert text(practice) == theirs
    client.post("/packet/save", {"as": "new"})
    assert text(practice, "handouts/packets/the-first-month.yaml").count("\n  - ") == 2


def test_what_is_gone_or_unreadable_is_told_by_name_and_the_rest_stays(
    client: Client, practice: Practice
) -> None:
    client.post("/packet/start", {"packet": "first-month"})
    client.post("/packet/add", {"sheet": "three"})
    (practice.folder / "handouts/one.yaml").unlink()
    practice.sheet("  - {block: nothing}\n", HEAD, "two")
    page = client.get("/packet")
    assert "one isn’t there any more: put its file back or take it out" in words(page)
    assert "two can’t be read: mend its file or take it out" in words(page)
    assert [tag["href"] for tag in page.tags("a")].count("/sheets/two") == 1
    assert listed(client) == ["one", "two", "three"]
    shown = client.get("/packet/preview")
    assert "Page 3 of 3" in shown.text
    assert "without 2 sheets that can’t be printed" in words(shown)
    for address in ("download", "print", "save"):
        told = client.post(f"/packet/{address}")
        assert told.status == 422
        assert "The sheet &#39;one&#39; isn’t there any more." in told.text
        assert "The sheet &#39;two&#39; can’t be read." in told.text
    practice.sheet(TINY, HEAD, "two")
    client.post("/packet/order", {"remove": "one"})
    assert client.post("/packet/download").status == 200


def test_pages_follow_a_sheet_that_is_changed_meanwhile(client: Client, practice: Practice) -> None:
    client.post("/packet/add", {"sheet": "one"})
    assert "Rest a little." in client.get("/packet/preview").text
    practice.sheet(TINY.replace("Rest a little", "Rest a lot"), HEAD, "one")
    assert "Rest a lot." in client.get("/packet/preview").text


def test_a_packet_in_the_making_is_its_visitors_alone(place: LiveSite, client: Client) -> None:
    other = with_sheets(place, "two")
    client.post("/packet/add", {"sheet": "one"})
    client.post("/packet/settings", {**SETTINGS, "title": "For Ana"}, headers=PART)
    for path in ("/packet", "/packet?pages=first", "/packet/preview"):
        page = other.get(path)
        assert "For Ana" not in page.text
        assert "First sheet" not in page.text or "Second sheet" in page.text
    assert listed(other) == ["two"]
