"""Walks through a page by the keyboard alone, and whether the eye can follow."""

import base64
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

from PIL import Image, ImageChops
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

MARGIN = 8
"""Pixels around an element in which its outline stands."""
MARKED = 40
"""So many pixels of an outline must be seen at a contrast of 3 to 1."""

DRESS = """
const dress = style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
"""
STILL = (
    DRESS
    + """
const [edge] = arguments, focused = document.activeElement || document.body;
if (focused === document.body) return [focused, "body", null];
const tag = focused.tagName.toLowerCase();
dress(`*, *::before, *::after { caret-color: transparent !important;
  transition: none !important; animation: none !important }`);
const marked = [focused, ...(focused.labels || [])];
for (let around = focused.parentElement; around; around = around.parentElement)
  if (getComputedStyle(around).outlineStyle !== "none") marked.push(around);
const boxes = marked.map(each => each.getBoundingClientRect()).filter(each => each.width > 0);
if (!boxes.length) return [focused, tag, {x: 0, y: 0, width: -1, height: -1, scale: 1}];
const x = Math.max(0, Math.min(...boxes.map(each => each.left)) - edge);
const y = Math.max(0, Math.min(...boxes.map(each => each.top)) - edge);
const right = Math.min(innerWidth, Math.max(...boxes.map(each => each.right)) + edge);
const bottom = Math.min(innerHeight, Math.max(...boxes.map(each => each.bottom)) + edge);
const [width, height] = [right - x, bottom - y];
return [focused, tag, {x: x + scrollX, y: y + scrollY, width, height, scale: 1}];
"""
)
"""Stops what moves, and tells what has the focus and where it may show: there, at its label, and
around it."""
BARE = (
    DRESS
    + """
dress(`*, *::before, *::after { outline: none !important }
  :focus, :focus + label, label:focus-within { box-shadow: none !important }`);
"""
)
WORDS = """
const e = document.activeElement;
if (!e || e === document.body) return "";
const ids = (e.getAttribute("aria-labelledby") || "").split(" ");
const by = ids.map(id => document.getElementById(id));
const around = [e, ...by, ...(e.labels || []), ...e.querySelectorAll("img")].filter(Boolean);
const words = around.map(each => [each.textContent, each.getAttribute("aria-label"), each.alt]);
return [e.tagName, e.title, e.value, e.placeholder, ...words.flat()].filter(Boolean).join(" ");
"""
"""Every word that can be in the name of what has the focus; its name takes longer to ask for."""
UNDRESS = "document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -2)"


@dataclass(frozen=True)
class Focus:
    """What has the focus; `visible` tells whether an outline or shadow of its own shows that."""

    tag: str
    role: str
    name: str
    visible: bool
    element: WebElement = field(repr=False)

    def __str__(self) -> str:
        return f"{self.role or self.tag} {self.name!r}"


class Keyboard:
    """Gives keys to whatever has the focus."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as Keys.ENTER, Keys.SPACE or letters."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tab(self, back: bool = False) -> Focus:
        """Go on to the next element, or back to the one before; it must show that it is there."""
        chain = ActionChains(self.driver)
        if back:
            chain.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
        else:
            chain.send_keys(Keys.TAB).perform()
        return self._seen()

    def _seen(self) -> Focus:
        focus = self.focus()
        assert focus.visible or focus.tag == "body", f"{focus} has the focus, but doesn't show it"
        return focus

    def tab_to(self, name: str, role: str = "", limit: int = 200) -> Focus:
        """Go on until an element has that name, as a screen reader says it, and that role."""
        passed = list[str]()
        for _ in range(limit):
            self.press(Keys.TAB)
            words: str = self.driver.execute_script(WORDS)
            if not words and "" in passed:
                break
            passed.append(words)
            if squeezed(name) not in squeezed(words):
                continue
            element = self.driver.switch_to.active_element
            if element.accessible_name == name and role in ("", element.aria_role):
                return self._seen()
        there = ", ".join(dict.fromkeys(filter(None, passed)))
        raise AssertionError(f"{name!r} can't be reached by Tab; there are: {there}")

    def walk(self, limit: int = 300) -> list[Focus]:
        """All that Tab reaches from where the focus is, in this order, each showing its focus."""
        met = list[Focus]()
        for _ in range(limit):
            focus = self.tab()
            if focus.tag == "body" or (met and focus.element == met[0].element):
                return met
            met.append(focus)
        raise AssertionError(f"Tab has no end: {', '.join(map(str, met))}")

    def focus(self) -> Focus:
        """What has the focus now."""
        element, tag, place = self.driver.execute_script(STILL, MARGIN)
        if tag == "body":
            return Focus("body", "", "", False, element)
        shows = self._shows(place)
        return Focus(tag, element.aria_role, element.accessible_name, shows, element)

    def _shows(self, place: dict[str, float]) -> bool:
        """Whether taking the outlines away would change what is seen."""
        shown = self._picture(place)
        self.driver.execute_script(BARE)
        bare = self._picture(place)
        self.driver.execute_script(UNDRESS)
        return contrasting(shown, bare) >= MARKED

    def _picture(self, place: dict[str, float]) -> Image.Image:
        if min(place.values()) < 0:
            return Image.new("RGB", (1, 1))  # it is out of the window
        options = {"clip": place, "optimizeForSpeed": True}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", options)
        with Image.open(BytesIO(base64.b64decode(shot["data"]))) as picture:
            return picture.convert("RGB")


def squeezed(text: str) -> str:
    """The text without what is between its words."""
    return "".join(text.split())


def contrasting(one: Image.Image, other: Image.Image) -> int:
    """How many pixels differ between two pictures by a contrast of 3 to 1 or more."""
    red, green, blue = ImageChops.difference(one, other).split()
    changed = ImageChops.lighter(ImageChops.lighter(red, green), blue).tobytes()
    before, after = one.tobytes(), other.tobytes()
    count = 0
    for pixel, difference in enumerate(changed):
        if difference:
            place = slice(pixel * 3, pixel * 3 + 3)
            dark, light = sorted((luminance(before[place]), luminance(after[place])))
            count += (light + 0.05) / (dark + 0.05) >= 3
    return count


@cache
def luminance(colour: bytes) -> float:
    """How light a colour is, by WCAG's definition."""
    parts = [part / 255 for part in colour]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
