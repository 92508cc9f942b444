"""The brand's page as people use it: typed, clicked, by keyboard alone, without scripts, on a
phone, in the dark; and what is printed afterwards."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from handoutgen.content.brand import read_brand
from handoutgen.folders import Folders
from support.axe import axe, findings
from support.browser import Browser
from support.pdf import page_pictures, page_texts
from support.practice import Practice
from support.site import LiveSite
from web.test_brand import client, files_of, own_site, practice, served
from web.test_brand_uploads import SVG

__all__ = ["client", "own_site", "practice", "served"]

RED = SVG.format('<rect width="30" height="10" fill="#c00000"/>')
COMMENTED = "# ask Kim\nmeta:\n  name: Elm Practice  # on the door\nmore: [1,2]\n"


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    path = tmp_path / "our logo.svg"
    path.write_text(RED)
    return path


def drawn(browser: Browser) -> str:
    """What stands for the sheet that is shown, once it is."""
    browser.wait_settled()
    browser.wait_for("#drawn [data-token] img")
    return str(browser.find("#drawn [data-token]").get_dom_attribute("data-token"))


def wait_for_another(browser: Browser, token: str) -> str:
    browser.wait_for(f"#drawn [data-token]:not([data-token='{token}']) img")
    return drawn(browser)


def ink(pdf: bytes, colour: tuple[int, int, int]) -> int:
    """How many points of the first page have that colour."""
    picture = page_pictures(pdf, 60)[0].convert("RGB")
    near = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
    return sum(near.histogram()[:8])


def test_a_brand_is_made_seen_saved_printed_and_undone(
    browser: Browser, own_site: LiveSite, practice: Practice, logo: Path
) -> None:
    practice.write("_brand.yml", COMMENTED)
    before = files_of(practice)
    browser.enter(own_site.link, "/brand")
    cards = own_site.client().get("/cards/tiny.png").body
    token = drawn(browser)
    browser.type("#name", "Oak & Elm <Row>")
    token = wait_for_another(browser, token)
    browser.type("#primary", "#22aabb")
    browser.wait_for("#primary-told .problem", "2.7:1 on white; 4.5:1 is needed")
    browser.wait_for("#before", "how it looked before")
    browser.wait_for("#state", "1 thing needs a change")
    assert drawn(browser) == token
    assert browser.find("#primary").get_dom_attribute("aria-invalid") == "true"
    axe(browser)
    browser.click("[data-take=primary]")
    token = wait_for_another(browser, token)
    assert browser.find("#primary").get_property("value") == "#1a828f"
    assert browser.find("[data-picks=primary]").get_property("value") == "#1a828f"
    assert browser.find("#primary").get_dom_attribute("aria-invalid") is None
    browser.upload("#logo-file", logo)
    browser.wait_for("#logo-part", "This picture will be saved as logo.svg")
    token = wait_for_another(browser, token)
    assert browser.find("#name").get_property("value") == "Oak & Elm <Row>"
    browser.click("button[value=save]")
    browser.wait_for("#said-here", "Saved: _brand.yml, logo.svg.")
    drawn(browser)
    browser.find("#sheet").send_keys("The pain")  # as people do; the driver's way fires no input
    browser.wait_for("#drawn img[alt*='stress and closeness cycle']")
    axe(browser)
    assert (practice.folder / "_brand.yml").read_text() == (
        "# ask Kim\nmeta:\n  name: Oak & Elm <Row>  # on the door\n"
        'logo:\n  path: logo.svg\ncolor:\n  primary: "#1a828f"\nmore: [1,2]\n'
    )
    assert read_brand(Folders(practice.folder)).warnings == ()
    assert own_site.client().get("/cards/tiny.png").body != cards
    browser.open("/sheets/tiny")
    pdf = browser.download("#sheet-download").read_bytes()
    assert "Oak & Elm <Row>" in page_texts(pdf)[0]
    assert ink(pdf, (0xC0, 0, 0)) > 20
    assert ink(pdf, (0x1A, 0x82, 0x8F)) > 20
    browser.open("/brand")
    browser.click("button[value=undo]")
    browser.wait_for("#said-here", "The last save is undone.")
    assert files_of(practice) == before
    assert browser.find("#name").get_property("value") == "Elm Practice"


def test_the_palette_and_the_text_field_keep_step(browser: Browser, own_site: LiveSite) -> None:
    browser.enter(own_site.link, "/brand")
    drawn(browser)
    browser.type("#secondary", "rebeccapurple")
    browser.wait_for("#secondary-told", "8.4:1 on white")
    browser.wait_settled()
    assert browser.find("[data-picks=secondary]").get_property("value") == "#663399"
    pick = "const p = document.querySelector('[data-picks=secondary]'); p.value = '#8a3b52';"
    browser.driver.execute_script(pick + "p.dispatchEvent(new Event('input', {bubbles: true}))")
    assert browser.find("#secondary").get_property("value") == "#8a3b52"
    browser.wait_for("#secondary-told", "7.4:1 on white")


def test_a_refused_picture_keeps_the_sheet_and_the_form(
    browser: Browser, own_site: LiveSite, logo: Path
) -> None:
    browser.enter(own_site.link, "/brand")
    token = drawn(browser)
    browser.type("#phone", "555-0190")
    token = wait_for_another(browser, token)
    logo.write_text(SVG.format("<script>alert(1)</script>"))
    browser.upload("#logo-file", logo)
    browser.wait_for("#logo-told", "'our logo.svg' holds a script")
    assert drawn(browser) == token
    assert browser.find("#phone").get_property("value") == "555-0190"
    axe(browser)


def test_a_file_that_is_far_too_large_is_told(
    browser: Browser, own_site: LiveSite, logo: Path
) -> None:
    browser.enter(own_site.link, "/brand")
    drawn(browser)
    logo.write_bytes(bytes(22_000_000))
    browser.upload("#logo-file", logo)
    browser.wait_for("#others", "This is too large")
    assert any("413" in each for each in browser.complaints())


def test_by_keyboard_alone(browser: Browser, own_site: LiveSite, practice: Practice) -> None:
    browser.enter(own_site.link, "/brand")
    drawn(browser)
    met = [str(each) for each in browser.keyboard.walk()]
    assert met.index("textbox 'Name'") < met.index("button 'Save'")
    assert len(met) > 25
    browser.open("/brand")
    browser.keyboard.tab_to("Name", "textbox")
    browser.keyboard.press(Keys.END, *" Row", Keys.ENTER)
    browser.wait_for("#state", "You have changes")
    assert browser.path == "/brand" and "?" not in browser.driver.current_url
    browser.keyboard.tab_to("Save", "button")
    browser.keyboard.press(Keys.SPACE)
    browser.wait_for("#said-here", "Saved: _brand.yml.")
    assert read_brand(Folders(practice.folder)).name == "Elm Practice Row"


def test_without_javascript(
    browser: Browser, own_site: LiveSite, practice: Practice, logo: Path
) -> None:
    browser.without_javascript()
    browser.enter(own_site.link, "/brand")
    assert not browser.find("[data-picks=primary]").is_displayed()
    browser.type("#name", "Oak")
    browser.type("#primary", "#22aabb")
    browser.upload("#logo-file", logo)
    browser.click(".sheet-choice button[value=show]")
    browser.wait_for("#primary-told .problem", "2.7:1 on white")
    browser.click("button[value=take-primary]")
    browser.wait_for("#primary-told", "easy to read")
    assert browser.find("#primary").get_property("value") == "#1a828f"
    browser.wait_for("#logo-part", "This picture will be saved as logo.svg")
    browser.click(".sheet-choice button[value=show]")
    browser.wait_for("#drawn img")
    file = browser.download("button[value=download]")
    assert file.name == "_brand.yml" and "path: logo.svg" in file.read_text()
    browser.click("button[value=save]")
    browser.wait_for("#said-here", "Saved: _brand.yml, logo.svg.")
    assert (practice.folder / "logo.svg").read_text() == RED
    browser.click("button[value=undo]")
    browser.wait_for("#said-here", "undone")
    assert read_brand(Folders(practice.folder)).name == "Elm Practice"


def test_on_a_phone_in_the_dark(
    browser: Browser, own_site: LiveSite, practice: Practice, tmp_path: Path
) -> None:
    (practice.folder / "_brand.yml").unlink()
    browser.at_width(375)
    browser.enter(own_site.link, "/brand")
    browser.wait_for(".brand .note", "This is the sample practice")
    drawn(browser)
    browser.find(".own-font summary").click()
    browser.type("#primary", "#" + "x" * 50)
    browser.wait_for("#primary-told .problem")
    browser.assert_no_sideways_scrolling(375)
    axe(browser)
    browser.dark()
    axe(browser)
    before = hashlib.sha256(browser.screenshot(tmp_path / "dark.png").read_bytes()).digest()
    browser.dark(False)
    after = hashlib.sha256(browser.screenshot(tmp_path / "light.png").read_bytes()).digest()
    assert before != after


def test_axe_hears_of_a_label_that_is_lost(browser: Browser, own_site: LiveSite) -> None:
    browser.enter(own_site.link, "/brand")
    assert findings(browser) == {}
    label = browser.driver.find_element(By.CSS_SELECTOR, "label[for=primary]")
    browser.driver.execute_script("arguments[0].remove()", label)
    assert "label-title-only" in findings(browser)
