"""The Compose page in a real browser: a sheet put together, moved about, saved, found again."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.pointer_input import PointerInput
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from support.axe import axe
from support.browser import Browser
from support.practice import Practice
from support.site import LiveSite, furnish, open_site

BLOCKS = """\
  - block: text
    title: First
    text: One.
  - block: text
    title: Second
    text: Two.
  - block: lines
    title: Third
    prompt: Three?
"""
WORDS = """
const texts = [...document.querySelectorAll(".pages .words p")];
return texts.map(each => each.textContent).join(" ");
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """A site with a sheet of three parts, into which each test saves under a name of its own."""
    practice = Practice(tmp_path_factory.mktemp("compose") / "practice")
    furnish(practice)
    practice.sheet(BLOCKS, name="three")
    with open_site(practice.folder, web_cache) as live:
        yield live


@pytest.fixture(autouse=True)
def at_rest(browser: Browser) -> Iterator[None]:
    """Nothing is under way any more when a test ends."""
    yield
    for _ in range(2):
        browser.wait_settled()
        time.sleep(0.15)  # the pages are asked for a moment after a change


@pytest.fixture
def three(browser: Browser, site: LiveSite) -> Browser:
    """The page with a sheet of three parts."""
    browser.enter(site.link, "/compose")
    browser.choose("#sheet", "three")
    browser.click("form[action='/compose/from'] button")
    browser.wait_for(".pages img")
    return browser


def write(browser: Browser, css: str, text: str) -> None:
    """Type a text in the place of what stands in a field, as a hand does."""
    field = browser.wait_for(css)
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text)


def names(browser: Browser) -> list[str]:
    """What the parts are called, in order."""
    return browser.texts(".piece-name")


def focused(browser: Browser) -> str:
    """The id of what has the focus."""
    return str(browser.driver.execute_script("return document.activeElement.id"))


def words_shown(browser: Browser) -> str:
    """The words on the pages that are shown."""
    return str(browser.driver.execute_script(WORDS))


def wait_told(browser: Browser, words: str) -> None:
    """Wait until it is told on a page that is loaded whole, also while that is under way."""
    browser.until(lambda: words in browser.find("#told").text, f"{words!r} isn't told")


def wait_shown(browser: Browser, words: str) -> None:
    """Wait until these words stand on the pages."""
    browser.until(lambda: words in words_shown(browser), f"{words!r} isn't on the pages")


def test_a_sheet_is_put_together_saved_found_and_downloaded(
    browser: Browser, site: LiveSite
) -> None:
    browser.enter(site.link, "/packet")
    browser.click("nav a[href='/compose']")
    axe(browser)
    write(browser, "#title", "Evening check-in")
    browser.click("form[action='/compose/new'] button")
    wait_shown(browser, "Write your text here.")
    axe(browser)
    write(browser, "#head-summary", "A few quiet minutes.")
    browser.click(".pieces li .row-words")
    browser.wait_for(".piece-fields")
    write(browser, "[name='w.title']", "How was it?")
    write(browser, "[name='w.text']", "Tell each other *one* thing: the best of the day.")
    browser.wait_for(".piece-name", "How was it?")
    axe(browser)
    browser.click("#add-title")
    browser.click("button[value='new lines']")
    browser.wait_for("#told", "is put in as part 2 of 2.")
    second = browser.all(".row-words")[1].get_attribute("id")
    browser.until(lambda: focused(browser) == second, "the focus is lost")
    write(browser, "[name='w.prompt']", "What was hard?")
    browser.choose("#place", "start")
    browser.click("#add-ready > summary")
    browser.click("button[value='block touch-consent']")
    browser.wait_for("#told", "is put in as part 1 of 3.")
    browser.click("#add-other > summary")
    axe(browser)
    browser.choose("#other-sheet", "weekly-check-in")
    browser.wait_for("#its-parts button", "Our plan")
    browser.choose("#place", "end")
    browser.click("button[value='part weekly-check-in 4']")
    browser.wait_for("#told", "is put in as part 4 of 4.")
    assert names(browser) == [
        "Ask first, stop at any time",
        "How was it?",
        "What was hard?",
        "Our plan",
    ]
    wait_shown(browser, "We check in each week")
    browser.click("#save-form button")
    browser.wait_for("#told", "Saved as “evening-check-in”.")
    browser.wait_for("#save-state", "Saved as “evening-check-in”")
    axe(browser)
    pdf = browser.download("a[href='/compose/sheet.pdf']")
    assert pdf.name == "evening-check-in.pdf"
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    for words in ("A few quiet minutes.", "How was it?", "one thing: the best", "What was hard?"):
        assert words in " ".join(text.split())
    yaml = browser.download("a[href='/compose/sheet.yaml']")
    saved = site.practice / "handouts/evening-check-in.yaml"
    assert (yaml.name, yaml.read_bytes()) == ("evening-check-in.yaml", saved.read_bytes())
    assert 'text: "Tell each other *one* thing: the best of the day."' in saved.read_text()
    browser.open("/?search=evening+check-in")
    browser.wait_for("a[href='/sheets/evening-check-in']", "Evening check-in")
    browser.open("/compose")
    browser.click("#saves button")
    browser.wait_for("#told", "its file is taken out again")
    assert not saved.exists()
    axe(browser)


def test_parts_are_moved_by_buttons_and_the_focus_stays(three: Browser) -> None:
    keys = [each.get_attribute("data-key") for each in three.all(".piece")]
    three.click(f"#down-{keys[0]}")
    three.wait_for("#told", "Moved “First” to place 2 of 3.")
    assert (names(three), focused(three)) == (["Second", "First", "Third"], f"down-{keys[0]}")
    three.keyboard.press(Keys.ENTER)
    three.wait_for("#told", "Moved “First” to place 3 of 3.")
    assert (names(three), focused(three)) == (["Second", "Third", "First"], f"down-{keys[0]}")
    three.keyboard.press(Keys.SPACE)
    three.until(lambda: "last already" in str(three.find("#said").get_attribute("textContent")), "")
    up = three.find(f"#up-{keys[0]}")
    assert up.accessible_name == "Move First up"
    for _ in range(2):  # faster than the server answers
        up.click()
    three.wait_settled()
    three.wait_for("#told", "Moved “First” to place 1 of 3.")
    three.driver.refresh()
    assert names(three) == ["First", "Second", "Third"]
    for _ in range(2):
        three.click("#undo")
        three.wait_settled()
    three.wait_for("#told", "The last change is taken back.")
    assert names(three) == ["Second", "Third", "First"]
    three.click("#redo")
    three.wait_for("#told", "The change is there again.")
    assert three.find(f"#remove-{keys[1]}").accessible_name == "Take Second out"
    three.click(f"#remove-{keys[1]}")
    three.wait_for("#told", "“Second” is taken out. 2 parts are left.")
    three.until(lambda: focused(three).startswith("open-"), "the focus is lost")
    places = [each.get_attribute("textContent") for each in three.all("#place option")]
    assert places == ["At the end", "At the start", "Below “First”", "Below “Third”"]


def test_a_part_is_dragged_to_its_place(three: Browser) -> None:
    three.driver.execute_script("document.querySelector('#parts').scrollIntoView()")
    grips, rows = three.all(".grip"), three.all(".piece")
    drag = ActionChains(three.driver, duration=60).click_and_hold(grips[2])
    drag.move_to_element(rows[1]).move_to_element_with_offset(rows[0], 0, -12).release().perform()
    three.wait_for("#told", "Moved “Third” to place 1 of 3.")
    assert names(three) == ["Third", "First", "Second"]
    wait_shown(three, "Three?")
    three.driver.refresh()
    assert names(three) == ["Third", "First", "Second"]
    grips, rows = three.all(".grip"), three.all(".piece")
    drag = ActionChains(three.driver, duration=60).click_and_hold(grips[0])
    drag.move_to_element_with_offset(rows[2], 0, 12).send_keys(Keys.ESCAPE).release().perform()
    assert names(three) == ["Third", "First", "Second"], "Escape puts it back"
    three.wait_settled()


def test_a_part_is_dragged_by_a_finger(three: Browser) -> None:
    three.at_width(375)
    three.driver.execute_script("document.querySelector('#parts').scrollIntoView()")
    grips, rows = three.all(".grip"), three.all(".piece")
    finger = ActionBuilder(three.driver, mouse=PointerInput("touch", "finger"), duration=80)
    finger.pointer_action.move_to(grips[0]).pointer_down().move_to(rows[1])
    finger.pointer_action.move_to(rows[2], 0, 20).pointer_up()
    finger.perform()
    three.wait_for("#told", "Moved “First” to place 3 of 3.")
    assert names(three) == ["Second", "Third", "First"]


def test_what_is_wrong_stands_at_its_field_and_the_last_pages_stay(three: Browser) -> None:
    three.click(".piece .row-words")
    three.wait_for(".piece-fields")
    field = "[name='w.title']"
    write(three, field, "x" * 91)
    problem = three.wait_for(".faults .problem", "“Heading” has 91 characters; 90 are the most.")
    three.until(lambda: three.find(field).get_attribute("aria-invalid") == "true", "not marked")
    about = str(three.find(field).get_attribute("aria-describedby")).split()
    assert problem.find_element(By.XPATH, "..").get_attribute("id") in about
    three.wait_for("#preview .problems", "from before your last changes")
    assert "One." in words_shown(three)
    axe(three)
    three.click("#save-form button")
    three.wait_for("#trouble .problems", "This sheet can’t be printed yet")
    axe(three)
    assert any("422" in each for each in three.complaints())
    write(three, field, "Short again")
    three.wait_gone(".faults .problem")
    three.wait_gone("#preview .problems")
    three.wait_gone("#trouble .problems")
    wait_shown(three, "Short again")
    assert three.find(field).get_attribute("aria-invalid") is None


def test_a_window_that_is_out_of_date_keeps_what_was_typed(three: Browser) -> None:
    three.click(".piece:nth-child(2) .row-words")
    three.wait_for(".piece-fields")
    first = three.driver.current_window_handle
    three.driver.switch_to.new_window("tab")
    three.open(f"{three_url(three, first)}/compose")
    three.click(".piece:first-child button[form='remove-form']")
    three.wait_for("#told", "is taken out")
    three.driver.close()
    three.driver.switch_to.window(first)
    write(three, "[name='w.text']", "Typed in the first window.")
    three.wait_for("#trouble .problems", "changed in another window meanwhile")
    assert names(three) == ["Second", "Third"]
    assert three.find("[name='w.text']").get_attribute("value") == "Typed in the first window."
    axe(three)
    assert any("409" in each for each in three.complaints())
    three.click(".piece-fields button:not([hidden])[value='keep']")
    wait_shown(three, "Typed in the first window.")
    three.wait_gone("#trouble .problems")


def three_url(browser: Browser, handle: str) -> str:
    """Where the site is that is open in the other window."""
    here = browser.driver.current_window_handle
    browser.driver.switch_to.window(handle)
    found = re.match(r"https?://[^/]+", browser.driver.current_url)
    browser.driver.switch_to.window(here)
    assert found
    return found[0]


def test_the_keyboard_alone_is_enough(browser: Browser, site: LiveSite) -> None:
    keyboard = browser.keyboard
    browser.enter(site.link, "/compose")
    keyboard.tab_to("Title")
    keyboard.press(*"Small steps", Keys.ENTER)
    browser.wait_for("#parts")
    keyboard.tab_to("Add a part")
    keyboard.press(Keys.ENTER)
    browser.wait_for("#add-form")
    for _ in range(60):
        keyboard.press(Keys.TAB)
        if browser.driver.switch_to.active_element.get_attribute("value") == "new scale":
            break
    keyboard.press(Keys.ENTER)
    browser.wait_for("#told", "part 2 of 2")
    browser.until(lambda: focused(browser).startswith("open-"), "the focus is lost")
    keyboard.tab_to("Question")
    all_of_it = ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys("a")
    all_of_it.key_up(Keys.CONTROL).perform()
    keyboard.press(*"How tired am I?")
    keyboard.press(Keys.TAB)
    browser.wait_for(".piece-name", "How tired am I?")
    keyboard.tab_to("Move How tired am I? up")
    keyboard.press(Keys.ENTER)
    browser.wait_for("#told", "Moved “How tired am I?” to place 1 of 2.")
    keyboard.tab_to("Save", "button")
    keyboard.press(Keys.ENTER)
    browser.wait_for("#told", "Saved as “small-steps”.")
    saved = (site.practice / "handouts/small-steps.yaml").read_text()
    assert saved.index("How tired am I?") < saved.index("Write your text here.")


def test_every_stop_of_the_keyboard_shows_itself(three: Browser) -> None:
    three.click(".piece .row-words")
    three.wait_for(".piece-fields")
    three.wait_settled()
    three.driver.refresh()
    three.wait_for(".pages img")
    said = [str(stop) for stop in three.keyboard.walk()]
    for stop in ("button 'Undo'", "button 'Take First out'", "textbox 'Heading'", "button 'Save'"):
        assert stop in said


def test_without_javascript_everything_works_by_buttons(browser: Browser, site: LiveSite) -> None:
    browser.without_javascript()
    browser.enter(site.link, "/compose")
    write(browser, "#title", "By buttons")
    browser.click("form[action='/compose/new'] button")
    browser.click("noscript a")
    browser.wait_for(".pages img")
    browser.click(".piece .row-words")
    write(browser, "[name='w.text']", "Written without scripts.")
    browser.click(".piece-fields button:not([hidden])[value='keep']")
    wait_shown(browser, "Written without scripts.")
    browser.click("#add-title")
    browser.click("button[value='new scale']")
    wait_told(browser, "part 2 of 2")
    browser.click(".piece:nth-child(2) [data-move='-1']")
    wait_told(browser, "Moved “How is it now?” to place 1 of 2.")
    browser.click(".piece:nth-child(2) [data-move='-1']")
    wait_told(browser, "Moved “Written without scripts.” to place 1 of 2.")
    browser.click("#undo")
    wait_told(browser, "taken back")
    browser.click("#add-title")
    browser.click("#add-other > summary")
    browser.choose("#other-sheet", "tiny")
    browser.click("button[value='look']")
    browser.click("button[value='all tiny']")
    wait_told(browser, "there are 3 now")
    browser.click(".piece:nth-child(3) button[form='remove-form']")
    wait_told(browser, "is taken out")
    write(browser, "#save-name", "by-hand")
    browser.click("#save-form button")
    wait_told(browser, "Saved as “by-hand”.")
    saved = site.practice / "handouts/by-hand.yaml"
    assert "Written without scripts." in saved.read_text()
    pdf = browser.download("a[href='/compose/sheet.pdf']")
    assert "Written without scripts." in pypdf.PdfReader(pdf).pages[0].extract_text()
    browser.click("#saves button")
    wait_told(browser, "its file is taken out again")
    assert not saved.exists()


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_nothing_sticks_out_in_either_colours(three: Browser, dark: bool) -> None:
    three.at_width(375)
    three.dark(dark)
    three.click("#about > summary")
    three.click("#add-title")
    three.click("button[value='new table']")
    three.wait_for("#told", "part 4 of 4")
    three.wait_for(".grid input")
    three.wait_settled()
    three.assert_no_sideways_scrolling(375)
    axe(three)
    write(three, "[name='w.rows/0/0']", "Monday")
    write(three, "[name='w.rows/0/1']", "well")
    wait_shown(three, "Monday")
    three.click(".grid button")
    three.wait_for("[name='w.rows/2/0']")
    assert three.find("[name='w.rows/0/1']").get_attribute("value") == "well"
    three.open("/compose?start")
    three.assert_no_sideways_scrolling(375)
    axe(three)
    write(three, "#title", "Another")
    three.click("form[action='/compose/new'] button")
    three.wait_for("h2", "Leave “A test sheet”?")
    three.complaints()
    three.assert_no_sideways_scrolling(375)
    axe(three)
