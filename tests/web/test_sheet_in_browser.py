"""The page of one sheet in a real browser: choose, fill in, see it at once, download."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from selenium.webdriver.common.keys import Keys

from support.axe import axe
from support.browser import Browser
from support.site import LiveSite

WHOLE = "/sheets/mood-worry-pain"
SHEET = "/sheets/tiny"
"""Quick to draw, where any sheet will do."""
NAME = '[id="blank:tiny.name"]'
FIRST = "#shown li:first-child img"
LOADED = """
const picture = document.querySelector(arguments[0]);
return picture?.complete && picture.naturalWidth > 0 ? picture.src : "";
"""
LONG = "Maximiliana Featherstonehaugh " * 9


@pytest.fixture
def sheet(browser: Browser, site: LiveSite) -> Browser:
    """The page as it is first shown."""
    browser.enter(site.link, SHEET)
    browser.wait_for(FIRST)
    return browser


def drawn(browser: Browser, before: str = "") -> str:
    """The address of the first page's picture, once it is loaded and another than before."""

    def found() -> str:
        address: str = browser.driver.execute_script(LOADED, FIRST)
        return address if address != before else ""

    return browser.until(found, "the picture doesn't change")


def text_size(pdf: Path) -> float:
    """The size in pt of most of the letters."""
    letters: dict[float, int] = {}

    def count(text: str, cm: list[float], tm: list[float], _: object, size: float) -> None:
        points = round(abs(size * tm[3] * cm[3]), 1)
        letters[points] = letters.get(points, 0) + len(text.strip())

    for page in pypdf.PdfReader(pdf).pages:
        page.extract_text(visitor_text=count)
    return max(letters, key=lambda size: letters[size])


def test_large_print_is_seen_at_once_and_downloaded(browser: Browser, site: LiveSite) -> None:
    sheet = browser
    sheet.enter(site.link, WHOLE)
    plain = sheet.download("#sheet-download")
    before, image = drawn(sheet), sheet.find(FIRST)
    sheet.click("#large-print")
    drawn(sheet, before)
    assert sheet.find(FIRST) == image, "the old picture stays until the new one is there"
    count = sheet.wait_for("#pages-count", "large print").text
    assert sheet.find("#said").get_attribute("textContent") == count
    assert sheet.driver.current_url.endswith(f"{WHOLE}?large-print=yes")
    assert sheet.find("#sheet-link").get_attribute("value") == sheet.driver.current_url
    large = sheet.download("#sheet-download")
    assert (plain.name, large.name) == ("mood-worry-pain.pdf", "mood-worry-pain-large-print.pdf")
    assert (text_size(plain), text_size(large)) == (12.0, 18.0)
    pages = len(pypdf.PdfReader(large).pages)
    assert count == f"{pages} pages, large print"
    assert len(sheet.all("#shown img")) == pages
    sheet.click("#large-print")
    sheet.wait_for("#pages-count", "2 pages")
    assert len(sheet.all("#shown img")) == 2


def test_what_is_typed_stands_in_the_picture_and_in_the_pdf_and_in_no_address(
    sheet: Browser,
) -> None:
    before = drawn(sheet)
    sheet.type(NAME, "Ann Ex")
    drawn(sheet, before)
    words = sheet.find("#shown li:first-child .words p").get_attribute("textContent")
    assert "Ann Ex" in (words or "")
    shot = sheet.find(FIRST).screenshot_as_png
    with Image.open(BytesIO(shot)) as picture:
        assert len(picture.convert("L").getcolors() or []) > 20  # not blank
    pdf = pypdf.PdfReader(sheet.download("#sheet-download"))
    assert "Ann Ex" in pdf.pages[0].extract_text()
    assert "Ann" not in sheet.driver.current_url
    assert "Ann" not in (sheet.find("#sheet-link").get_attribute("value") or "")


def test_an_answer_that_does_not_fit_is_marked_until_it_does(sheet: Browser) -> None:
    before = drawn(sheet)
    sheet.driver.execute_script("arguments[0].value = arguments[1]", sheet.find(NAME), LONG)
    sheet.wait_for(NAME).send_keys("x")
    told = sheet.wait_for(".problem", "doesn't fit its place on page 1")
    field = sheet.find(NAME)
    assert field.get_attribute("aria-invalid") == "true"
    assert field.get_attribute("aria-describedby") == told.get_attribute("id")
    assert not sheet.find("#sheet-download").is_enabled()
    assert sheet.find(FIRST).get_attribute("src") == before
    axe(sheet)
    sheet.find("#notices a").send_keys(Keys.ENTER)
    assert sheet.driver.switch_to.active_element == field
    assert all("422" in each for each in sheet.complaints())
    sheet.type(NAME, "Ann")
    sheet.wait_gone("#notices .problems")
    assert sheet.all("#sheet-form .problem") == []
    assert field.get_attribute("aria-invalid") is None
    assert sheet.find("#sheet-download").is_enabled()


def test_only_the_last_of_quick_changes_is_shown(sheet: Browser) -> None:
    drawn(sheet)
    for look in ("#large-print", "#ink-saver", "#notes", "#large-print", "#notes"):
        sheet.click(look)
    sheet.wait_for("#pages-count", "1 page, ink saver")
    sheet.wait_settled()
    assert sheet.find("#pages-count").text == "1 page, ink saver"
    assert sheet.driver.current_url.endswith("?ink-saver=yes")
    # those that were overtaken were given up, which htmx notes on the console
    assert all("sendAbort" in each or "afterRequest" in each for each in sheet.complaints())


def test_pictures_that_are_no_longer_kept_are_drawn_again(sheet: Browser, site: LiveSite) -> None:
    sheet.type(NAME, "Bo")
    sheet.wait_for("#pages-count", "filled in")
    drawn(sheet)
    sheet.wait_settled()
    site.app.extensions["handoutgen"].studio.kept.clear()
    sheet.driver.execute_script("arguments[0].src += '?again'", sheet.find(FIRST))
    again = drawn(sheet)
    assert "?" not in again
    assert all("404" in each for each in sheet.complaints())


def test_the_keyboard_is_enough(sheet: Browser) -> None:
    keys = sheet.keyboard
    before = drawn(sheet)
    keys.tab_to("Large print", "checkbox")
    keys.press(Keys.SPACE)
    drawn(sheet, before)
    before = drawn(sheet)
    keys.tab_to("Name", "textbox")
    keys.press(*"Ann", Keys.ENTER)
    drawn(sheet, before)
    sheet.wait_settled()
    assert sheet.path == SHEET
    keys.tab_to("Download", "button")
    pdf = sheet.download(lambda: keys.press(Keys.ENTER))
    assert pdf.name == "tiny-large-print-filled.pdf"


def test_every_stop_of_the_keyboard_shows_in_a_sensible_order(sheet: Browser) -> None:
    names = [each.name for each in sheet.keyboard.walk()]
    ways = ["Add to packet", "Adapt it", "Paper", "Large print", "Copy link to this choice"]
    ways += ["Name", "Next session", "Download", "Print (in a new tab)", "Words on page 1"]
    assert [name for name in names if name in ways] == ways


def test_the_link_to_a_choice_is_copied(sheet: Browser, site: LiveSite) -> None:
    sheet.choose("#paper", "a4")
    sheet.wait_for("#pages-count", "A4")
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    sheet.cdp("Browser.grantPermissions", origin=site.url, permissions=permissions)
    sheet.click("[data-copy]")
    sheet.wait_for("[data-copy][data-done=Copied]")
    read = "navigator.clipboard.readText().then(arguments[0])"
    assert sheet.driver.execute_async_script(read) == f"{site.url}{SHEET}?paper=a4"


def test_without_javascript_a_choice_is_shown_and_downloaded(
    browser: Browser, site: LiveSite
) -> None:
    browser.without_javascript()
    browser.enter(site.link, SHEET)
    assert not browser.find("[data-copy]").is_displayed()
    browser.click("#ink-saver")
    browser.type(NAME, "Ann Ex")
    browser.click("#sheet-show")
    browser.wait_for("#pages-count", "1 page, ink saver, filled in")
    assert browser.find("#ink-saver").is_selected()
    pdf = browser.download("#sheet-download")
    assert pdf.name == "tiny-ink-saver-filled.pdf"
    assert "Ann Ex" in pypdf.PdfReader(pdf).pages[0].extract_text()


def test_nobody_is_kept_out_light_dark_and_on_a_phone(sheet: Browser, tmp_path: Path) -> None:
    drawn(sheet)
    sheet.click(".therapist summary")
    axe(sheet)
    light = sheet.screenshot(tmp_path / "light.png", whole=False).read_bytes()
    sheet.dark()
    axe(sheet)
    assert sheet.screenshot(tmp_path / "dark.png", whole=False).read_bytes() != light
    sheet.at_width(375)
    for path in (WHOLE, "/sheets/action-plan"):
        sheet.open(path)
        sheet.wait_for(FIRST)
        sheet.click("#sheet-blanks > summary")  # folded away at first
        sheet.assert_no_sideways_scrolling(375)
        axe(sheet)
    panel, pages = sheet.find("#sheet-form"), sheet.find("#shown")
    assert panel.location["y"] < pages.location["y"]


def test_a_sheet_that_there_is_not_and_one_that_cannot_be_read_keep_nobody_out(
    browser: Browser, site: LiveSite
) -> None:
    browser.enter(site.link, "/sheets/tny")
    browser.wait_for("h1", "There is no such sheet")
    axe(browser)
    assert all("404" in each for each in browser.complaints())
    browser.click("main li a")
    browser.wait_for("h1", "A test sheet")
