"""The browser and its helpers, tried on tiny pages under the strict policy of the real ones."""

import pytest
from selenium.webdriver.common.keys import Keys

from support.axe import axe, findings
from support.browser import Browser
from support.client import Client
from support.tinysite import PDF


def test_axe_passes_what_is_labelled_and_names_what_is_not(browser: Browser, tiny: str) -> None:
    browser.open(tiny)
    axe(browser)
    browser.open("/unlabelled")
    assert set(findings(browser)) == {"select-name"}
    with pytest.raises(AssertionError, match=r'select-name:\n    <select id="size"'):
        axe(browser)
    browser.open(tiny)
    axe(browser)
    browser.driver.execute_script("document.querySelector('[for=who]').remove()")
    assert set(findings(browser)) == {"label"}
    assert findings(browser, within="#send") == {}


def test_axe_sees_text_too_pale_in_dark_colours_alone(browser: Browser, tiny: str) -> None:
    browser.open(f"{tiny}/theme")
    axe(browser)
    browser.dark()
    assert set(findings(browser)) == {"color-contrast"}  # the title's
    browser.dark(False)
    axe(browser)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/inline", "security: .*script"),
        ("/styled", "security: .*style"),
        ("/outside", "security: .*example.org"),
        ("/throws", "javascript: .*oh no"),
        ("/missing", "network: .*nowhere.png.*404"),
    ],
)
def test_the_console_is_heard(browser: Browser, tiny: str, path: str, told: str) -> None:
    browser.open(tiny)
    browser.assert_quiet()
    browser.open(path)
    with pytest.raises(AssertionError, match=told):
        browser.assert_quiet()


def test_no_other_machine_is_asked(browser: Browser) -> None:
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        browser.open("http://192.0.2.1/")
    browser.complaints()


def test_a_download_is_whole(browser: Browser, tiny: str) -> None:
    browser.open(f"{tiny}/download")
    for _ in range(2):
        path = browser.download("#get")
        assert (path.name, path.read_bytes()) == ("slow.pdf", PDF)


def test_a_page_that_is_too_wide_for_a_phone_is_told(browser: Browser, tiny: str) -> None:
    browser.at_width(375)
    browser.open(f"{tiny}/narrow")
    browser.assert_no_sideways_scrolling(375)
    for path, told in [("/wide", 'class="wide"'), ("/no-viewport", "the page is 98. wide")]:
        browser.open(path)
        with pytest.raises(AssertionError, match=told):
            browser.assert_no_sideways_scrolling(375)
    browser.at_width(0)
    browser.open("/narrow")
    browser.assert_no_sideways_scrolling(1200)
    with pytest.raises(AssertionError, match="1200 wide"):
        browser.assert_no_sideways_scrolling(375)


def test_without_javascript_no_script_runs(browser: Browser, tiny: str) -> None:
    browser.open(f"{tiny}/scripted")
    browser.wait_for("h1", "Scripts run")
    assert browser.all("#off") == []
    browser.without_javascript()
    browser.open("/scripted")
    browser.wait_for("#off", "Off")
    assert browser.find("h1").text == "A tiny page"
    browser.open("/")
    browser.type("#who", "Zoë")
    browser.click("#send")
    browser.wait_for("pre", "csrf=secret&size=A4&who=Zo%C3%AB")


def test_what_shows_is_found_and_nothing_else(browser: Browser, tiny: str) -> None:
    browser.open(f"{tiny}/unseen")
    assert browser.wait_for("p").text == "In sight"
    assert browser.texts("p") == ["", "", "", "", "", "In sight"]
    browser.wait_gone("p:not(:last-child)")
    with pytest.raises(AssertionError, match="nothing matches 'p' with 'Out of sight'"):
        browser.wait_for("p", "Out of sight", seconds=0.1)
    with pytest.raises(AssertionError, match="'p' stays"):
        browser.wait_gone("p", seconds=0.1)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_goes_on_to_the_next_is_waited_for(
    browser: Browser, tiny: str, scripts: bool
) -> None:
    browser.without_javascript(not scripts)
    browser.open(f"{tiny}/going")
    browser.wait_for("h1", "A tiny page")
    browser.wait_for("#send")


def test_each_test_has_scripts_again_and_no_cookies(browser: Browser, tiny: str) -> None:
    browser.enter(f"{tiny}/start", "/scripted")  # left as it is for the next one
    assert browser.driver.get_cookie("who")
    browser.driver.execute_script("localStorage.kept = sessionStorage.kept = 'yes'")
    browser.without_javascript()
    browser.at_width(375)
    browser.dark()


def test_nothing_is_left_of_the_test_before(browser: Browser, tiny: str) -> None:
    browser.open(f"{tiny}/scripted")
    browser.wait_for("h1", "Scripts run")
    assert browser.driver.get_cookies() == []
    kept = "return localStorage.length + sessionStorage.length"
    assert browser.driver.execute_script(kept) == 0
    look = "return [innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    assert browser.driver.execute_script(look) == [1200, False]


def test_the_keyboard_goes_through_a_form(browser: Browser, tiny: str) -> None:
    browser.open(tiny)
    assert [str(each) for each in browser.keyboard.walk()] == [
        "combobox 'Size'",
        "textbox 'Name'",
        "button 'Send'",
    ]
    browser.open("/")
    browser.keyboard.tab_to("Name")
    browser.keyboard.press(*"Ann")
    assert browser.keyboard.tab(back=True).name == "Size"
    browser.keyboard.tab_to("Send", "button")
    browser.keyboard.press(Keys.SPACE)
    browser.wait_for("pre", "who=Ann")
    browser.open("/")
    with pytest.raises(AssertionError, match=r"'Nobody' .* Size, INPUT Name"):
        browser.keyboard.tab_to("Nobody")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/hidden-focus", "Second"),
        ("/pale-focus", "Only"),
        ("/clipped-focus", "Only"),
        ("/far-focus", "Only"),
    ],
)
def test_a_focus_that_cannot_be_seen_is_told(
    browser: Browser, tiny: str, path: str, name: str
) -> None:
    browser.open(tiny + path)
    with pytest.raises(AssertionError, match=f"'{name}' has the focus, but doesn't show it"):
        browser.keyboard.walk()


@pytest.mark.parametrize(
    ("path", "told"),
    [("/radios", "radio 'Odd'"), ("/card", "link 'Only'"), ("/shadow", "button 'Only'")],
)
def test_a_focus_may_show_otherwise_than_by_its_own_outline(
    browser: Browser, tiny: str, path: str, told: str
) -> None:
    browser.open(tiny + path)
    assert [str(each) for each in browser.keyboard.walk()] == [told]


def test_a_client_leaves_out_what_it_is_told_to(tiny: str) -> None:
    client = Client(tiny).enter(f"{tiny}/start")
    assert client.cookies == {"who": "me"}
    assert client.csrf == "secret"
    sent = client.post("/form", {"a": ["1", "2"]}).text
    assert sent == f"who=me {tiny}\na=1&a=2&csrf=secret"
    assert client.post("/form", {"a": "1"}, csrf=None, origin=None).text == "who=me None\na=1"
    sent = client.post("/form", csrf="other", origin="http://example.org").text
    assert sent == "who=me http://example.org\ncsrf=other"
    file = client.post("/form", {"a": "1"}, {"logo": ("logo.png", b"\x89PNG")}).body
    assert b'name="logo"; filename="logo.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG' in file
    assert client.ask("POST", "/form", b"", cookies=False).text == "None None\n"
    assert client.get("/start").location == "/"
    assert client.get("/none").status == 404
    with client.events("/events") as events:
        assert list(events) == [("done", "1\n2"), ("message", "3")]
    assert client.raw(b"GET /none HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 404")
