"""The page of one sheet over the wire: choices, answers, downloads, and what is told when it
can't be."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pypdf
import pytest

from support.client import Answer, Client
from support.practice import Practice
from support.site import LiveSite, open_site
from support.terminal import TINY

SHEET = "/sheets/mood-worry-pain"
NAME = "blank:mood-worry-pain.name"
PART = {"HX-Request": "true"}
LONG = "Maximiliana Featherstonehaugh " * 9


@pytest.fixture(scope="module")
def client(site: LiveSite) -> Client:
    return site.client()


def words(answer: Answer) -> str:
    assert (answer.status, answer.kind) == (200, "application/pdf"), answer.body[:2000]
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.body)).pages)


def pictures(answer: Answer) -> list[str]:
    return [tag["src"] for tag in answer.tags("img") if tag["src"].startswith("/pictures/")]


def ticked(answer: Answer) -> set[str]:
    return {tag["name"] for tag in answer.tags("input") if "checked" in tag}


def selected(answer: Answer) -> list[str]:
    return [tag["value"] for tag in answer.tags("option") if "selected" in tag]


def test_the_page_shows_the_pages_beside_choices_blanks_and_notes(client: Client) -> None:
    page = client.get(SHEET)
    assert page.status == 200
    assert len(pictures(page)) == 2
    assert client.get(pictures(page)[1]).kind == "image/png"
    assert "When mood, worry and pain join up" in page.text
    assert "For a client · 15 minutes · chronic pain, mood, anxiety, stress" in page.text
    assert "Not for" in page.text and "Evidence" in page.text and "https://doi.org/" in page.text
    assert {NAME, "blank:mood-worry-pain.my-last-few-days.answer"} <= {
        tag.get("name") for tag in page.tags()
    }
    labels = {tag.get("for") for tag in page.tags("label")}
    fields = [tag for name in ("input", "select", "textarea") for tag in page.tags(name)]
    assert {tag["id"] for tag in fields if tag.get("type") != "hidden"} <= labels


def test_an_address_names_a_choice_and_so_does_the_link_on_the_page(client: Client) -> None:
    query = "paper=a4&large-print=yes&brand=harbor"
    page = client.get(f"{SHEET}?brand=harbor&large-print=yes&paper=a4&language=en&notes=")
    assert ticked(page) == {"large-print"}
    assert {"a4", "harbor", "en"} <= set(selected(page))
    link = next(tag for tag in page.tags("input") if tag.get("id") == "sheet-link")
    assert link["value"] == f"{client.url}{SHEET}?{query}"
    assert "A4, large print, Harbor Point Counseling" in page.text
    again = client.get(link["value"])
    assert pictures(again) == pictures(page)


def test_a_change_is_answered_with_the_pages_and_what_changes_with_them(client: Client) -> None:
    part = client.post(f"{SHEET}/preview", {"large-print": "yes", NAME: "Ann Ex"}, headers=PART)
    assert part.status == 200
    assert "<html" not in part.text
    assert len(pictures(part)) >= 4
    swapped = {tag["id"] for tag in part.tags() if "hx-swap-oob" in tag}
    assert swapped == {"pages-count", "notices", "sheet-link", "sheet-buttons", "said"}
    count = len(pictures(part))
    assert part.text.count(f"{count} pages, large print, filled in") == 2  # seen, and said
    assert part.headers["HX-Replace-Url"] == f"{SHEET}?large-print=yes"
    assert not any("disabled" in tag for tag in part.tags("button"))
    assert "Ann Ex" in part.text  # in the words of the first page


def test_without_a_script_the_page_comes_back_with_choice_and_answers(client: Client) -> None:
    scale = "blank:mood-worry-pain.my-last-few-days.answer"
    page = client.post(SHEET, {"ink-saver": "yes", NAME: "Ann Ex", scale: "7"})
    assert page.status == 200
    assert ticked(page) == {"ink-saver"}
    assert "7" in selected(page)
    assert page.value(NAME) == "Ann Ex"
    assert "Ann" not in next(t["value"] for t in page.tags("input") if t.get("id") == "sheet-link")


def test_an_answer_in_an_address_is_not_taken(client: Client) -> None:
    page = client.get(f"{SHEET}?{urlencode({NAME: 'Ann Ex'})}")
    assert page.value(NAME) == ""
    assert "Ann Ex" not in page.text


def test_a_download_has_the_answers_and_a_name_that_tells_the_edition(client: Client) -> None:
    plain = client.post(f"{SHEET}/download", {})
    assert plain.file_name == "mood-worry-pain.pdf"
    assert "Ann Ex" not in words(plain)
    filled = client.post(f"{SHEET}/download", {NAME: "Ann Ex", "large-print": "yes"})
    assert filled.file_name == "mood-worry-pain-large-print-filled.pdf"
    assert "Ann Ex" in words(filled)
    assert len(pypdf.PdfReader(BytesIO(filled.body)).pages) >= 4


def test_a_fillable_download_has_fields_with_the_answers(client: Client) -> None:
    answer = client.post(f"{SHEET}/download", {NAME: "Ann Ex", "fillable": "yes"})
    assert answer.file_name == "mood-worry-pain-fillable-filled.pdf"
    fields = pypdf.PdfReader(BytesIO(answer.body)).get_form_text_fields(True)
    assert fields["mood-worry-pain.name"] == "Ann Ex"


def test_notes_are_on_the_therapists_copy_alone(client: Client) -> None:
    notes = client.post(f"{SHEET}/download", {"notes": "yes"})
    assert notes.file_name == "mood-worry-pain-notes.pdf"
    assert "Notes for the therapist" in words(notes)
    assert "Notes for the therapist" not in words(client.post(f"{SHEET}/download", {}))


def test_another_brand_prints_its_own_name_on_its_own_paper(client: Client) -> None:
    answer = client.post(f"{SHEET}/download", {"brand": "harbor"})
    assert "Harbor Point" in words(answer)
    assert "Elm Practice" not in words(answer)
    assert round(float(pypdf.PdfReader(BytesIO(answer.body)).pages[0].mediabox.height)) == 842


def test_printing_goes_on_to_an_address_without_answers(client: Client, site: LiveSite) -> None:
    sent = client.post(f"{SHEET}/print", {NAME: "Ann Ex"})
    assert sent.status == 303
    assert "Ann" not in sent.location
    pdf = client.get(sent.location)
    assert "Ann Ex" in words(pdf)
    assert pdf.headers["Content-Disposition"] == "inline; filename=mood-worry-pain-filled.pdf"
    assert pdf.headers["Cache-Control"] == "no-store"
    assert site.client().get(sent.location).status == 410  # another's
    gone = client.get(sent.location.replace("/print/", "/print/0"))
    assert gone.status == 410
    assert "press Print again" in gone.text


def test_pictures_of_what_is_filled_in_are_for_who_filled_it_in(
    client: Client, site: LiveSite
) -> None:
    mine = client.post(f"{SHEET}/preview", {NAME: "Ann Ex"}, headers=PART)
    assert client.get(pictures(mine)[0]).status == 200
    other = site.client()
    assert other.get(pictures(mine)[0]).status == 404
    theirs = other.post(f"{SHEET}/preview", {NAME: "Ann Ex"}, headers=PART)
    assert set(pictures(theirs)).isdisjoint(pictures(mine))


@pytest.mark.parametrize("how", ["preview", "download", "print", ""])
def test_what_cannot_be_chosen_is_refused_in_words(client: Client, how: str) -> None:
    path = f"{SHEET}/{how}".rstrip("/")
    answer = client.post(path, {"paper": "a3"})
    assert (answer.status, "Choose &#39;letter&#39; or &#39;a4&#39;" in answer.text) == (400, True)
    for brand in ("../harbor", "/etc/passwd", "harbor/_brand.yml", "%2e%2e/harbor", "Harbor"):
        answer = client.post(path, {"brand": brand})
        assert (answer.status, "There is no such brand" in answer.text) == (400, True)


def test_a_sheet_that_there_is_not_is_answered_with_its_near_names(client: Client) -> None:
    page = client.get("/sheets/mood-wory-pain")
    assert page.status == 404
    assert SHEET in [tag.get("href") for tag in page.tags("a")]
    assert client.post("/sheets/nothing-like-it/preview", {}, headers=PART).status == 404
    for name in ("../pyproject", "%2e%2e%2f_brand", "references", "TINY", "tiny.yaml", "tiny%00"):
        assert client.get(f"/sheets/{name}").status == 404, name


def test_an_answer_that_does_not_fit_is_told_beside_its_field(client: Client) -> None:
    unfit = "What is filled in for &#39;Name&#39; doesn&#39;t fit its place on page 1."
    for path in (SHEET, f"{SHEET}/download", f"{SHEET}/print"):
        page = client.post(path, {NAME: LONG})
        assert page.status == 422
        assert page.text.count(unfit) == 2  # above the pages, and beside the field
        field = next(tag for tag in page.tags("input") if tag.get("name") == NAME)
        assert field["aria-invalid"] == "true"
        assert field["aria-describedby"] == f"{NAME}-problem"
        assert field["value"] == LONG
        assert f"#{NAME}" in [tag.get("href") for tag in page.tags("a")]
        assert len(pictures(page)) == 2  # those without the answer
    part = client.post(f"{SHEET}/preview", {NAME: LONG}, headers=PART)
    assert part.status == 422
    assert part.headers["HX-Retarget"] == "#notices"
    assert unfit in part.text and LONG not in part.text
    assert NAME in [tag.get("data-field") for tag in part.tags("li")]
    assert all("disabled" in tag for tag in part.tags("button"))
    assert pictures(part) == []


def test_an_answer_for_no_blank_is_told_above_the_pages(client: Client) -> None:
    part = client.post(f"{SHEET}/preview", {"blank:mood-worry-pain.nme": "x"}, headers=PART)
    assert part.status == 422
    assert "There is no blank &#39;mood-worry-pain.nme&#39;" in part.text
    assert not [tag for tag in part.tags("li") if "data-field" in tag]


def test_the_addresses_of_the_buttons_lead_back_to_the_page(client: Client) -> None:
    for how in ("preview", "download", "print"):
        answer = client.get(f"{SHEET}/{how}")
        assert (answer.status, answer.location) == (303, SHEET)


@pytest.mark.parametrize("csrf", [None, "other"])
def test_nothing_is_made_for_another_sites_form(client: Client, csrf: str | None) -> None:
    for how in ("", "/preview", "/download", "/print"):
        assert client.post(SHEET + how, {}, csrf=csrf).status == 403


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[Client]:
    """At a practice with a brand that has no name, a sheet and a brand that can't be read."""
    practice = Practice(tmp_path_factory.mktemp("odd") / "practice")
    practice.write("_brand.yml", "meta:\n  phone: 555-0100\n")
    practice.write("templates/brands/annex/_brand.yml", "color:\n  primary: no-colour\n")
    practice.write("handouts/broken.yaml", "title: Tiny\nminutes: many\nblocks: []\n")
    practice.sheet(TINY, name="tiny")
    with open_site(practice.folder, web_cache) as live:
        yield live.client()


def test_a_sheet_that_cannot_be_read_is_told_with_its_lines(odd: Client) -> None:
    page = odd.get("/sheets/broken")
    assert page.status == 422
    assert "handouts/broken.yaml, line 2" in page.text
    assert odd.post("/sheets/broken/download", {}).status == 422
    part = odd.post("/sheets/broken/preview", {}, headers=PART)
    assert (part.status, "handouts/broken.yaml, line 2" in part.text) == (422, True)


def test_a_brand_with_a_fault_is_told_and_the_usual_one_shown(odd: Client) -> None:
    page = odd.get("/sheets/tiny?brand=annex")
    assert page.status == 422
    assert "templates/brands/annex/_brand.yml, line 2" in page.text
    assert len(pictures(page)) == 1
    assert "annex" in selected(page)


def test_warnings_stand_above_the_pages(odd: Client) -> None:
    told = "The handouts will carry no name of a practice"
    assert told in odd.get("/sheets/tiny").text
    assert told in odd.post("/sheets/tiny/preview", {}, headers=PART).text


@pytest.mark.parametrize("how", ["preview", "download", "print"])
def test_no_answer_is_told_by_an_error(
    client: Client, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "Zebedee\u200bQuux"
    answer = client.post(f"/sheets/tiny/{how}", {"blank:tiny.name": secret}, headers=PART)
    assert answer.status == 422
    assert "can&#39;t be printed (U+200B)" in answer.text
    text = answer.text.replace(f'value="{secret}"', "")  # the field itself keeps it
    assert "Zebedee" not in text + str(answer.headers)
    assert "Zebedee" not in "".join(capfd.readouterr())


def test_the_notes_for_the_therapist_name_their_sources(client: Client) -> None:
    page = client.get("/sheets/action-plan")
    assert "Flegge and others, 2023" in page.text
    assert "flegge-2023" not in page.text
    assert page.text.count('<details class="group"') == 4
    assert [tag for tag in page.tags("details") if "open" in tag and tag.get("class") == "group"]
