"""The packet's page in a browser, from end to end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from support.axe import axe
from support.browser import Browser
from support.packing import titles, write_sheets
from support.pdf import page_texts
from support.practice import Practice
from support.site import LiveSite, open_site

TELL_SUBMIT = """
addEventListener("submit", (event) => {
  document.title = `${event.submitter.id} ${event.defaultPrevented}`;
});
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    practice = Practice(tmp_path_factory.mktemp("packets") / "practice")
    write_sheets(practice)
    practice.write("handouts/packets/trio.yaml", "title: Trio\nhandouts: [one, two, three]\n")
    with open_site(practice.folder, web_cache) as live:
        yield live


def start(browser: Browser, site: LiveSite) -> None:
    browser.enter(site.link, "/packet")
    browser.choose("#start", "trio")
    browser.click("#packet-start button")
    browser.wait_for("#pages-count", "5 pages")
    browser.wait_settled()


def listed(browser: Browser) -> list[str]:
    return [row.get_dom_attribute("data-key") or "" for row in browser.all("#packet-list .row")]


def loaded(browser: Browser) -> list[str]:
    """The order as the server has it."""
    browser.wait_settled()
    browser.open("/packet")
    return listed(browser)


def test_from_a_sheet_to_a_packet_by_the_keyboard(place: LiveSite, browser: Browser) -> None:
    browser.enter(place.link, "/sheets/one")
    keyboard = browser.keyboard
    keyboard.tab_to("Add to packet")
    keyboard.press(Keys.ENTER)
    browser.wait_for("#packet-told", "“First sheet” is in the packet now.")
    browser.wait_for("#packet-count", "1")
    axe(browser)
    keyboard.tab_to("See the packet")
    keyboard.press(Keys.ENTER)
    for name in ("Second sheet", "Third sheet"):
        browser.wait_for("#packet-add")
        keyboard.tab_to("Add a sheet")
        keyboard.press(name)
        keyboard.tab_to("Add")
        keyboard.press(Keys.ENTER)
        browser.wait_for("#packet-list", name)
        browser.wait_settled()
        assert keyboard.focus().name == "Add"
    assert listed(browser) == ["one", "two", "three"]
    browser.driver.execute_script("document.getElementById('main').focus()")
    keyboard.tab_to("Move up: Third sheet")
    for place_now in (2, 1):
        keyboard.press(Keys.ENTER)
        browser.until(
            lambda n=place_now: f"number {n} of 3" in browser.find("#said").text, "nothing is said"
        )
        assert keyboard.focus().name == "Move up: Third sheet"
    browser.wait_settled()
    assert listed(browser) == ["three", "one", "two"]
    keyboard.tab_to("Contents page")
    keyboard.press(Keys.SPACE)
    browser.wait_for("#pages-count", "4 pages, 4 sheets of paper")
    browser.wait_settled()
    pdf = browser.download("#packet-download").read_bytes()
    assert titles(pdf) == ["Your sheets", "Third sheet", "First sheet", "Second sheet"]
    assert len(page_texts(pdf)) == 4
    assert loaded(browser) == ["three", "one", "two"]
    browser.assert_quiet()


def test_without_scripts_buttons_do_it_all(place: LiveSite, browser: Browser) -> None:
    browser.without_javascript()
    browser.enter(place.link, "/packet")
    browser.choose("#start", "trio")
    browser.click("#packet-start button")
    browser.click("#up-three")
    browser.wait_for(".row:nth-child(2)", "Third sheet")
    browser.click("#down-one")
    browser.wait_for(".row:nth-child(1)", "Third sheet")
    browser.click("#remove-one")
    browser.wait_for(".note", "“First sheet” is out of the packet.")
    browser.type("#title", "For Mondays")
    browser.click("#part-topic")
    browser.click("#packet-show")
    browser.wait_for("#pages-count", "4 pages, 4 sheets of paper")
    assert len(browser.all("#shown img")) == 4
    browser.click("#part-cover")
    pdf = browser.download("#packet-download").read_bytes()
    assert titles(pdf) == ["Contents", "Third sheet", "Second sheet"]
    browser.click("#packet-keep button[value=new]")
    browser.wait_for("#kept", "handouts/packets/for-mondays.yaml")
    browser.click("#packet-keep form button")
    browser.wait_for(".note", "The save is undone.")


def test_rows_are_dragged(place: LiveSite, browser: Browser) -> None:
    start(browser, place)
    grips = browser.all("[data-grip]")
    chain = ActionChains(browser.driver).click_and_hold(grips[2])
    chain.move_to_element_with_offset(grips[0], 0, -10).release().perform()
    browser.until(lambda: listed(browser) == ["three", "one", "two"], "nothing is moved")
    assert loaded(browser) == ["three", "one", "two"]
    browser.assert_quiet()


def test_focus_goes_on_to_the_next_sheet(place: LiveSite, browser: Browser) -> None:
    start(browser, place)
    names = []
    for name in ("two", "three"):
        browser.click(f"#remove-{name}")
        browser.wait_gone(f"#remove-{name}")
        browser.wait_settled()
        names.append(browser.keyboard.focus().name)
    assert names == ["Take out: Third sheet", "Take out: First sheet"]
    browser.click("#remove-one")
    browser.wait_for(".empty", "The packet is empty")
    browser.wait_gone("#packet-count")
    browser.assert_quiet()


def test_what_is_typed_is_taken_over_and_saved(place: LiveSite, browser: Browser) -> None:
    start(browser, place)
    browser.type("#title", "Quiet <b>days</b>")
    browser.wait_for("#settings-told", "looks like HTML")
    assert browser.find("#title").get_attribute("aria-invalid") == "true"
    axe(browser)
    browser.type("#title", "Quiet days")
    browser.driver.execute_script(TELL_SUBMIT)
    browser.find("#title").send_keys(Keys.ENTER)
    browser.wait_gone("#settings-told .problems")
    assert browser.driver.title == "packet-show true"
    assert browser.find("#title").get_attribute("aria-invalid") is None
    browser.complaints()  # of an answer that told what is wrong
    browser.click("#packet-keep button[value=new]")
    browser.wait_for("#kept", "handouts/packets/quiet-days.yaml")
    browser.wait_settled()
    assert browser.keyboard.focus().element.get_attribute("id") == "kept"
    assert (
        browser.find("#packet-keep a").get_attribute("href")
        == f"{place.url}/batch?packet=quiet-days"
    )
    axe(browser)
    browser.click("#packet-keep form button")
    browser.wait_for("#packet-keep", "Save the packet")
    browser.assert_quiet()


def test_it_can_be_used_on_a_phone_and_in_the_dark(place: LiveSite, browser: Browser) -> None:
    browser.enter(place.link, "/packet")
    axe(browser)
    start(browser, place)
    browser.click("#packet-over summary")
    for dark in (False, True):
        browser.dark(dark)
        axe(browser)
    browser.at_width(375)
    browser.assert_no_sideways_scrolling(375)
    axe(browser)
    browser.assert_quiet()
