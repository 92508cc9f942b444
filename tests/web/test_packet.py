"""The packet in the making, asked for without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.folders import Folders
from support.packing import PART, SETTINGS, SHEETS, listed, packing_site, rows, with_sheets, words
from support.site import LiveSite


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    with packing_site(tmp_path_factory.mktemp("packets") / "practice", web_cache) as live:
        yield live


def test_an_empty_packet_tells_the_ways_on(place: LiveSite) -> None:
    page = place.client().get("/packet")
    assert "The packet is empty" in page.text
    assert {"value": "couples-starter"} in page.tags("option")
    assert {"value": "tiny"} in page.tags("option")
    assert "packet-download" not in page.text


def test_a_sheet_is_added_once(place: LiveSite) -> None:
    client = place.client()
    added = client.post("/packet/add", {"sheet": "one"})
    assert (added.status, added.location) == (303, "/packet#row-one")
    page = client.get("/packet")
    assert "“First sheet” is in the packet now." in words(page)
    assert rows(page) == ["one"]
    client.post("/packet/add", {"sheet": "two"})
    again = client.post("/packet/add", {"sheet": "one"}, headers=PART)
    assert "“First sheet” is in the packet already, as number 1." in words(again)
    assert listed(client) == ["one", "two"]


def test_the_answer_to_a_script_tells_the_count_and_says_it(place: LiveSite) -> None:
    client = place.client()
    part = client.post("/packet/add", {"sheet": "one"}, headers=PART)
    assert part.status == 200
    assert "<html" not in part.text
    (count,) = [tag for tag in part.tags("span") if tag.get("id") == "packet-count"]
    assert count["hx-swap-oob"] == "true"
    assert "hidden" not in count
    assert [tag["id"] for tag in part.tags("p")] == ["said"]
    assert " 1 in it" in words(part)


@pytest.mark.parametrize(
    "name",
    ["", "nowhere", "../one", "../../etc/passwd", "one.yaml", "packets/first-month", "ONE", "\0"],
)
@pytest.mark.parametrize("headers", [None, PART], ids=["page", "part"])
def test_what_is_no_sheet_is_not_added(place: LiveSite, name: str, headers: dict[str, str]) -> None:
    client = place.client()
    assert client.post("/packet/add", {"sheet": name}, headers=headers).status == 404
    told = client.post("/packet/order", {"add": name}, headers=headers)
    if name:
        assert told.status == (200 if headers else 404)
    assert "The packet is empty" in client.get("/packet").text


@pytest.mark.parametrize(
    "name", ["", "nowhere", "../packets/first-month", "first-month.yaml", "/etc/passwd"]
)
def test_what_is_no_packet_is_not_started_from(place: LiveSite, name: str) -> None:
    client = place.client()
    assert client.post("/packet/start", {"packet": name}).status == 404
    assert listed(client) == []


def test_there_is_room_for_forty(place: LiveSite) -> None:
    client = place.client()
    names = [name for name in Folders(place.practice).handouts() if name != "unreadable"]
    for name in names[:40]:
        client.post("/packet/add", {"sheet": name}, headers=PART)
    told = client.post("/packet/add", {"sheet": names[40]}, headers=PART)
    assert "wasn’t added: a packet has 40 sheets at most" in words(told)
    page = client.get("/packet")
    assert rows(page) == names[:40]
    assert "A packet has 40 sheets at most." in words(page)
    assert "packet-add" not in page.text


def test_sheets_are_moved_and_taken_out_by_their_names(place: LiveSite) -> None:
    client = with_sheets(place, "one", "two", "three")
    assert client.post("/packet/order", {"up": "three"}).location == "/packet#row-three"
    assert listed(client) == ["one", "three", "two"]
    client.post("/packet/order", {"down": "one", "order": ["two", "one"]})
    assert listed(client) == ["three", "one", "two"]
    client.post("/packet/order", {"up": "three"})
    client.post("/packet/order", {"down": "two"})
    assert listed(client) == ["three", "one", "two"]
    assert client.post("/packet/order", {"remove": "one"}).location == "/packet#row-two"
    client.post("/packet/order", {"remove": "one"})
    assert listed(client) == ["three", "two"]
    client.post("/packet/order", {"order": ["two", "three"]})
    assert listed(client) == ["two", "three"]


@pytest.mark.parametrize(
    "order", [["three", "two", "one"], ["two", "three", "one"], ["three", "one", "two"]]
)
def test_a_whole_order_is_taken_over(place: LiveSite, order: list[str]) -> None:
    client = with_sheets(place, *SHEETS)
    part = client.post("/packet/order", {"order": order}, headers=PART)
    assert part.headers["HX-Reswap"] == "none"
    assert part.headers["HX-Trigger"] == "packetChanged"
    assert listed(client) == order


@pytest.mark.parametrize(
    "order", [["two", "one"], ["one", "two", "three", "tiny"], ["one", "one", "two"], []]
)
def test_the_order_of_another_window_is_refused(place: LiveSite, order: list[str]) -> None:
    client = with_sheets(place, *SHEETS)
    part = client.post("/packet/order", {"order": order}, headers=PART)
    assert "changed in another window" in words(part)
    assert rows(part) == list(SHEETS)
    client.post("/packet/order", {"order": order})
    page = client.get("/packet")
    assert "changed in another window" in words(page)
    assert rows(page) == list(SHEETS)
    assert "another window" not in client.get("/packet").text


def test_visitors_have_a_packet_each(place: LiveSite) -> None:
    one, other = with_sheets(place, "one"), with_sheets(place, "two")
    assert (listed(one), listed(other)) == (["one"], ["two"])


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "'title' is empty"),
        ("title", "<b>Mondays</b>", "looks like HTML"),
        ("title", "x" * 91, "90"),
        ("summary", "Write [[here", "a blank isn't closed"),
        ("summary", "a\u202eb", "an invisible character"),
    ],
)
def test_what_is_typed_wrong_is_told_and_changes_nothing(
    place: LiveSite, field: str, value: str, told: str
) -> None:
    client = with_sheets(place, "one")
    for address in ("settings", "download", "save"):
        page = client.post(f"/packet/{address}", {**SETTINGS, field: value})
        assert page.status == 422
        assert told.lower() in words(page).lower().replace("&#39;", "'")
        assert page.value(field) == value
    part = client.post("/packet/settings", {**SETTINGS, field: value}, headers=PART)
    assert part.status == 422
    assert [tag for tag in part.tags("li") if tag.get("data-field") == field]
    assert client.get("/packet").value(field) != value


def test_a_packet_of_the_library_is_started_from_and_brought_back(place: LiveSite) -> None:
    client = with_sheets(place, "three")
    client.post("/packet/start", {"packet": "couples-starter"})
    page = client.get("/packet")
    assert rows(page)[0] == "daily-connection"
    assert page.value("title") == "A start for two"
    client.post("/packet/back")
    assert listed(client) == ["three"]
    client.post("/packet/clear")
    page = client.get("/packet")
    assert "The packet is empty" in page.text
    assert "Bring back “A packet of sheets”" in words(page)
    client.post("/packet/back", headers=PART)
    assert listed(client) == ["three"]


def test_a_packet_that_cannot_be_read_is_told(place: LiveSite) -> None:
    client = with_sheets(place, "three")
    page = client.get("/packet")
    assert "broken" not in [tag["value"] for tag in page.tags("option")]
    assert "handouts/packets/broken.yaml, line 2" in words(page)
    part = client.post("/packet/start", {"packet": "broken"}, headers=PART)
    assert part.status == 422
    assert "There is no handout" in words(part)
    assert "start-told" in [tag.get("id") for tag in part.tags("div")]
    assert client.post("/packet/start", {"packet": "broken"}).status == 422
    assert listed(client) == ["three"]


@pytest.mark.parametrize("name", ["add", "order", "start", "download", "print", "save", "undo"])
def test_the_address_of_a_button_leads_to_the_page(place: LiveSite, name: str) -> None:
    assert place.client().get(f"/packet/{name}").location == "/packet"
