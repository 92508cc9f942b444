"""The batch page in a browser: with and without scripts, by mouse and by keyboard, on a phone."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
from selenium.webdriver.common.keys import Keys

from support.axe import axe
from support.batchsite import BAD, batch_site
from support.browser import Browser
from support.clinic import person, roster_text
from support.site import LiveSite

__all__ = ["batch_site"]

PHONE = 375


def roster(folder: Path, clients: int, *more: tuple[str, ...]) -> Path:
    path = folder / "clients.csv"
    path.write_text(roster_text([*more, *(person(n) for n in range(1, clients + 1))]))
    return path


def look(browser: Browser) -> None:
    """The page as it is now keeps nobody out: in light and dark, and on a phone."""
    for dark in (False, True):
        browser.dark(dark)
        axe(browser)
    browser.dark(False)
    browser.at_width(PHONE)
    browser.assert_no_sideways_scrolling(PHONE)
    browser.at_width(0)


def check_zip(path: Path, clients: int) -> None:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == clients
        for number in {1, clients}:
            pdf = pypdf.PdfReader(BytesIO(archive.read(f"c-{number:04}.pdf")))
            assert f"Person{number:04}" in pdf.pages[0].extract_text()


def test_from_a_roster_to_a_zip(batch_site: LiveSite, browser: Browser, tmp_path: Path) -> None:
    browser.enter(batch_site.link, "/batch")
    look(browser)
    browser.choose("#packet", "small")
    assert browser.find("#template").get_attribute("href").endswith("/batch/template/small.csv")
    browser.upload("#roster", roster(tmp_path, 1500, BAD))
    browser.click("form.batch-form button")
    browser.wait_for(".batch-count", "1,500 clients, and 1 row that can’t be used")
    look(browser)
    assert not browser.find("#start").is_enabled()
    browser.click("#skip")
    assert browser.find("#start").is_enabled()
    assert not browser.find("#password").is_displayed()
    browser.choose("#column-1", "")
    browser.wait_for("#checked td:has(#column-1) option:checked", "Ignored")
    assert browser.find("#column-1") == browser.driver.switch_to.active_element
    browser.until(lambda: "1,500 clients" in browser.find("#said").text, "it isn't said")
    assert browser.find("#start").is_enabled(), "the tick is kept"
    browser.choose("#column-1", "code")
    browser.wait_for("#start", "Make 1,500 packets")
    browser.wait_settled()
    browser.click("#start")
    browser.wait_for("#running")
    axe(browser)
    browser.wait_for("#how-far", "a second, ")
    value = browser.driver.execute_script("return document.getElementById('bar').value")
    assert 0 < value <= 1500
    browser.wait_for("h1", "The packets are ready")
    browser.wait_for("h2", "1,500 files written, 1 row left out")
    assert browser.driver.switch_to.active_element.tag_name == "h1"
    look(browser)
    check_zip(browser.download(".button[download]"), 1500)


def test_stopped_and_started_again_by_keyboard(
    batch_site: LiveSite, browser: Browser, tmp_path: Path
) -> None:
    browser.enter(batch_site.link, "/batch")
    browser.choose("#packet", "small")
    browser.upload("#roster", roster(tmp_path, 4000))
    keys = browser.keyboard
    keys.tab_to("Read the roster")
    keys.press(Keys.ENTER)
    browser.wait_for("#checked")
    names = [focus.name for focus in keys.walk()]
    assert "What the column “Client Name” is" in names and "Make 4,000 packets" in names
    keys.tab_to("Make 4,000 packets")
    keys.press(Keys.ENTER)
    browser.wait_for("#how-far", "a second, ")
    keys.tab_to("Stop")
    keys.press(Keys.ENTER)
    browser.wait_for("h1", "Stopped")
    browser.wait_for("h2", "of 4,000 files are finished")
    look(browser)
    keys.tab_to("Start again")
    keys.press(Keys.ENTER)
    browser.wait_for("h1", "The packets are ready")
    browser.wait_for("h2", " unchanged")
    keys.tab_to("Remove the files")
    keys.press(Keys.ENTER)
    browser.wait_for("h1", "Remove the files?")
    axe(browser)
    keys.tab_to("Remove them")
    keys.press(Keys.ENTER)
    browser.wait_for(".note", "The files are removed")


def test_without_scripts(batch_site: LiveSite, browser: Browser, tmp_path: Path) -> None:
    browser.without_javascript()
    browser.at_width(PHONE)
    browser.enter(batch_site.link, "/batch")
    try:
        browser.choose("#packet", "small")
        browser.upload("#roster", roster(tmp_path, 60, BAD))
        browser.click("form.batch-form section:nth-of-type(2) button")
        browser.wait_for(".batch-count", "60 clients, and 1 row")
        browser.choose("#column-3", "")
        browser.click("#checked button.without-js")
        browser.wait_for("#column-3:not(:has(option[selected]))")
        browser.click("#start")
        browser.wait_for("#skip-problem", "Tick this")
        browser.click("#skip")
        browser.click("#start")
        browser.wait_for("h1", "The packets are ready")
        check_zip(browser.download(".button[download]"), 60)
        browser.click("form[action='/batch/new'] button")
        browser.wait_for("#roster")
    finally:
        browser.without_javascript(False)
        browser.at_width(0)
    told = browser.complaints()
    assert all("422" in each for each in told) and len(told) == 1, told
