"""What a browser is asked of its page: one script looks for it, and waits there until it is so."""

import json

from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)

TOOLS = """
const [css, text] = arguments;
const all = [...document.querySelectorAll(css)];
const words = each => (each.innerText ?? each.textContent).replaceAll("\\u00a0", " ");
const sized = each => {
  const {width, height} = each.getBoundingClientRect();
  return width > 0 && height > 0;
};
const cut = each => {
  const {left, right, top, bottom} = each.getBoundingClientRect();
  for (let inner = each; inner.parentElement; inner = inner.parentElement) {
    const around = inner.parentElement, edge = around.getBoundingClientRect();
    const {overflowX, overflowY} = getComputedStyle(around);
    if (getComputedStyle(inner).position === "fixed" || around === document.body) return false;
    if (/hidden|clip/.test(overflowX) && (right <= edge.left || left >= edge.right)) return true;
    if (/hidden|clip/.test(overflowY) && (bottom <= edge.top || top >= edge.bottom)) return true;
  }
  return false;
};
const shows = each => {
  const place = each.closest("select") ?? each;
  return place.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && (sized(place) || [...place.querySelectorAll("*")].some(sized)) && !cut(place);
};
"""
"""What has an area, and is neither hidden nor transparent nor cut off, shows."""

FOUND = "all.find(each => words(each).includes(text) && shows(each))"
GONE = "!all.some(shows)"
SETTLED = "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
TEXTS = "all.map(each => shows(each) ? words(each).trim() : '')"

TOO_WIDE = """
const width = arguments[0], found = [];
const page = document.scrollingElement.scrollWidth;
if (page <= width) return [];
for (const each of document.body.querySelectorAll("*")) {
  if (each.getBoundingClientRect().right + scrollX > width + 0.5)
    found.push(each.cloneNode(false).outerHTML.slice(0, 120));
}
return ["the page is " + page + " wide", ...found.slice(0, 8)];
"""

TURN = 5
"""Seconds that a script waits at the most."""
WAIT = """
(async (seconds, ...asked) => {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end && !(function () { LOOK }).apply(null, asked))
    await new Promise(go => setTimeout(go, 20));
})
"""

ABSENT = "does not belong to the document"
SWAPPED = (
    "Cannot find context with specified id",
    "Cannot find default execution context",
    "No node with given id found",
    "cannot determine loading status",
    "aborted by navigation",
    "navigated or closed",
    "document unloaded",
    "context was destroyed",
)
"""What the driver says of a page that is just being swapped for the next one."""


def once(what: str) -> str:
    """The script that looks once."""
    return f"{TOOLS} return {what};"


def waiting(what: str, asked: tuple[str, ...], seconds: float) -> str:
    """The expression that comes to an end when it is there, or the turn is over."""
    words = json.dumps([min(TURN, seconds), *asked])
    return f"{WAIT.replace('LOOK', once(what))}(...{words})"


def is_absent(error: WebDriverException) -> bool:
    """Whether nothing was done with an element, as it is not, or no longer, in the page."""
    kinds = (NoSuchElementException, StaleElementReferenceException)
    return isinstance(error, kinds) or ABSENT in str(error.msg)


def is_passing(error: WebDriverException) -> bool:
    """Whether it is only that the page, or a part of it, was just being swapped."""
    return is_absent(error) or any(words in str(error.msg) for words in SWAPPED)
