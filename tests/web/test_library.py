"""The sheets there are, as cards: found by words, topic and audience."""

import re
from io import BytesIO

import pytest
from PIL import Image
from selenium.webdriver.common.keys import Keys

from support.axe import axe

CARD = ".card h2 a"


def titles(text: str) -> list[str]:
    return re.findall(r'<h2><a href="/sheets/[\w-]+">([^<]+)</a></h2>', text)


def test_every_sheet_has_a_card_with_what_to_know_of_it(site):
    text = site.client().get("/").text
    found = titles(text)
    assert len(found) == 29  # the shipped ones and the practice's own
    assert "My better hours" in found
    card = text.partition("/sheets/better-hours-log")[2].partition("</li>")[0]
    assert "Find the times of day when you feel better, and keep one free." in card
    assert re.search(r"For a client · 1\d minutes", card)
    assert 'data-later="/cards/better-hours-log.png"' in text


@pytest.mark.parametrize(
    ("asked", "first", "some"),
    [
        ("search=better+hours", "My better hours", None),
        ("search=betterr+hours", "My better hours", "better"),
        ("audience=therapist", None, "For the therapist"),
    ],
)
def test_cards_are_found(site, asked, first, some):
    text = site.client().get(f"/?{asked}").text
    assert 0 < len(titles(text)) < 29
    assert first is None or titles(text)[0] == first
    assert some is None or some in text
    assert " of 29" in text


def test_filters_go_together(site):
    client = site.client()
    both = titles(client.get("/?topic=chronic+pain&audience=partners").text)
    topic = titles(client.get("/?topic=chronic+pain").text)
    audience = titles(client.get("/?audience=partners").text)
    assert both
    assert set(both) == set(topic) & set(audience) < set(topic)


@pytest.mark.parametrize(
    "asked", ["search=xylophone", "topic=nowhere", "audience=%3Cb%3E", "search=%00%ff&topic=../.."]
)
def test_where_nothing_is_found_there_is_a_way_on(site, asked):
    answer = site.client().get(f"/?{asked}")
    assert answer.status == 200
    assert titles(answer.text) == []
    assert "No sheet is like that" in answer.text
    assert 'href="/">Show all sheets' in answer.text
    assert "<b>" not in answer.text.partition("</main>")[0]


def test_what_is_asked_for_comes_back_as_text(site):
    text = site.client().get("/?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E{{7*7}}").text
    assert "<script>alert" not in text
    assert "{{7*7}}" in text
    assert "&lt;script&gt;" in text


def test_a_sheet_that_cannot_be_read_is_told_with_its_line(own_site, practice):
    practice.write("handouts/broken.yaml", "title: Broken\nminutes: ten\n")
    text = own_site.client().get("/").text
    assert "Sheets that can&#39;t be read" in text or "Sheets that can't be read" in text
    assert "handouts/broken.yaml, line 2" in text
    assert len(titles(text)) == 29


def test_a_card_is_a_small_picture_of_the_first_page(site):
    client = site.client()
    answer = client.get("/cards/tiny.png")
    assert (answer.status, answer.kind) == (200, "image/png")
    picture = Image.open(BytesIO(answer.body))
    assert picture.width == 420
    assert 1.25 < picture.height / picture.width < 1.45
    assert client.get("/cards/tiny.png").body == answer.body


@pytest.mark.parametrize(
    "path",
    [
        *("/cards/nowhere.png", "/cards/..%2f..%2fREADME.png", "/cards/%2e%2e/tiny.png"),
        *("/pictures/x/1.png", "/pictures/%00/1.png", "/pictures/x/0.png", "/pictures/x/-1.png"),
        *("/pictures/..%2f..%2fetc/1.png", f"/pictures/{'a' * 5000}/1.png"),
    ],
)
def test_there_are_no_other_pictures(site, path):
    answer = site.client().get(path)
    assert answer.status == 404
    assert "Traceback" not in answer.text


def test_find_a_sheet_as_one_types(site, browser):
    browser.at_width(375, 400)  # fewer pictures are in sight, each of which is drawn
    browser.enter(site.link)
    assert browser.find("#found-count").text == "29 sheets"
    browser.type("#search", "better hours")
    browser.until(lambda: browser.all(CARD)[0].text == "My better hours", "not found as typed")
    assert browser.find("#found-count").text.endswith(" of 29")
    assert "search=better" in browser.driver.current_url
    browser.choose("#audience", "therapist")
    browser.wait_for(".empty h2", "No sheet is like that")
    browser.click(".empty a")
    browser.until(lambda: len(browser.all(CARD)) == 29, "not all shown again")
    axe(browser)


def test_the_pictures_come_as_one_scrolls(site, browser):
    browser.enter(site.link, "/?topic=testing")
    browser.until(
        lambda: browser.driver.execute_script(
            "const all = [...document.querySelectorAll('.card img')];"
            "return all.length === 1 && all.every((each) => each.naturalWidth === 420)"
        ),
        "a picture is missing",
    )


def test_by_keyboard_from_the_first_key_to_a_sheet(site, browser):
    browser.at_width(375, 400)
    browser.enter(site.link, "/")
    assert browser.keyboard.tab().name == "Skip to the content"
    browser.keyboard.press(Keys.ENTER)
    assert browser.keyboard.tab_to("Words")
    browser.keyboard.press(*"test sheet")
    title = "A test sheet"
    browser.until(lambda: browser.all(CARD)[0].text == title, "not found as typed")
    browser.keyboard.tab_to(title)
    browser.keyboard.press(Keys.ENTER)
    browser.until(lambda: browser.path == "/sheets/tiny", "the sheet isn't shown")


def test_every_stop_of_the_keyboard_can_be_seen(site, browser):
    browser.enter(site.link, "/?topic=testing")
    stops = [str(stop) for stop in browser.keyboard.walk()]
    assert "Words" in str(stops)


def test_without_javascript(site, browser):
    browser.without_javascript()
    browser.enter(site.link, "/?search=test+sheet")
    browser.type("#search", "better hours")
    browser.click("form button[type=submit]")
    browser.until(lambda: browser.all(CARD)[0].text == "My better hours", "not found")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [0, 375])
def test_it_can_be_used_by_everybody(site, browser, dark, width):
    browser.dark(dark)
    if width:
        browser.at_width(width)
    browser.enter(site.link, "/?search=hours")
    axe(browser)
    if width:
        browser.assert_no_sideways_scrolling(width)


def test_dark_is_dark(site, browser, tmp_path):
    browser.enter(site.link, "/?search=hours")
    shades = []
    for dark in (False, True):
        browser.dark(dark)
        browser.screenshot(tmp_path / "page.png", whole=False)
        with Image.open(tmp_path / "page.png") as picture:
            shades.append(picture.convert("L").getpixel((5, picture.height - 5)))
    assert shades[0] > 200 > 60 > shades[1]
