"""The pages of a packet in the making: shown, downloaded and printed as chosen."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from support.packing import PART, SETTINGS, packing_site, titles, with_sheets, words
from support.pdf import page_texts
from support.site import LiveSite


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    with packing_site(tmp_path_factory.mktemp("packets") / "practice", web_cache) as live:
        yield live


def test_the_download_has_the_sheets_in_order(place: LiveSite) -> None:
    client = with_sheets(place, "two", "one")
    done = client.post("/packet/download")
    assert (done.status, done.kind, done.file_name) == (200, "application/pdf", "my-packet.pdf")
    assert titles(done.body) == ["Your sheets", "Contents", "Second sheet", "First sheet"]
    assert "A packet of sheets" not in page_texts(done.body)[0]


def test_cover_contents_and_title_are_as_chosen(place: LiveSite) -> None:
    client = with_sheets(place, "one", "two")
    bare = client.post(
        "/packet/download", {"title": "For Mondays", "summary": "", "large-print": "yes"}
    )
    assert bare.file_name == "my-packet-large-print.pdf"
    assert titles(bare.body) == ["First sheet", "Second sheet"]
    told = {**SETTINGS, "summary": "A start.", "topic": "yes", "duplex": "yes"}
    assert client.post("/packet/settings", told).location == "/packet?pages=first#pages-title"
    page = client.get("/packet?pages=first")
    assert "7 pages, 4 sheets of paper, printed on both sides" in words(page)
    assert page.value("title") == "For Mondays"
    pages = page_texts(client.post("/packet/download").body)
    assert "For Mondays" in pages[0]
    assert "A start." in pages[0]
    assert "Contents" in pages[2]
    assert "First sheet" in pages[4]


def test_paper_is_counted(place: LiveSite) -> None:
    client = with_sheets(place, "one")
    client.post("/packet/settings", {"title": "T", "summary": ""}, headers=PART)
    assert "1 page, 1 sheet of paper" in words(client.get("/packet/preview"))
    client.post("/packet/settings", {**SETTINGS, "duplex": "yes"}, headers=PART)
    assert "5 pages, 3 sheets of paper" in words(client.get("/packet/preview"))


def test_only_the_first_pages_are_shown_until_all_are_asked_for(place: LiveSite) -> None:
    client = with_sheets(place, *(f"more-{number}" for number in range(12)))
    first, whole = client.get("/packet/preview"), client.get("/packet/preview?pages=all")
    assert [len(page.tags("img")) for page in (first, whole)] == [12, 14]
    assert "Show the other 2 pages" in words(first)
    assert "Show the other" not in words(whole)
    picture = whole.tags("img")[13]
    assert picture["alt"] == "Page 14 of 14 of A packet of sheets"
    assert client.get(picture["src"]).body[:4] == b"\x89PNG"
    assert place.client().get(picture["src"]).status == 404


def test_an_edition_that_is_not_offered_is_refused(place: LiveSite) -> None:
    client = with_sheets(place, "one")
    for name, value in (("paper", "a5"), ("brand", "../x"), ("notes", "maybe")):
        assert client.post("/packet/settings", {**SETTINGS, name: value}).status == 400
    assert client.post("/packet/settings", {**SETTINGS, "paper": "a4"}).status == 303
    with pikepdf.open(BytesIO(client.post("/packet/download").body)) as pdf:
        assert [round(float(n)) for n in pdf.pages[0].mediabox] == [0, 0, 595, 842]


def test_printing_shows_the_pdf_to_its_visitor_alone(place: LiveSite) -> None:
    client = with_sheets(place, "one")
    sent = client.post("/packet/print", SETTINGS)
    assert sent.status == 303
    assert "Mondays" not in sent.location
    shown = client.get(sent.location)
    assert shown.headers["Content-Disposition"] == "inline; filename=my-packet.pdf"
    assert shown.body.startswith(b"%PDF-")
    assert place.client().get(sent.location).status == 410
    assert client.get(f"{sent.location.rpartition('/')[0]}/..%2fx.pdf").status == 404


def test_nothing_is_printed_of_an_empty_packet(place: LiveSite) -> None:
    for address in ("download", "print", "save"):
        page = place.client().post(f"/packet/{address}")
        assert page.status == 422
        assert "The packet is empty; add a sheet first." in words(page)
