"""Looks over laid-out pages: what has to stay together does, and no page is left nearly empty."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

FULL = 0.2
"""How much of its height a page that isn't the last has to use."""

LAST_FULL = 0.08
"""And the last one: for a line or two a new page is one too many."""

WHOLE_TAGS = {"li", "tr", "h1", "h2", "h3"}
WHOLE = {
    *("callout-body", "plan-step", "say", "own-words", "scale", "signature", "safety"),
    *("ring", "web", "picture", "area", "block-lines", "block-scale", "block-box"),
}
"""Classes of what never goes over a page's end; so do the tags above, but for a table's head."""

LEADS_TAGS = {"h1", "h2", "h3", "thead"}
LEADS = {"intro", "question", "tick-key"}
"""Classes of what leads up to something else, which then has to begin on the same page."""


@dataclass(frozen=True)
class Leaf:
    """Something that can be seen on a page: words, a picture, a line to write on."""

    path: tuple[Any, ...]
    """The elements that it stands in, from the outermost."""
    top: float
    bottom: float

    @property
    def is_handout(self) -> bool:
        """Whether it is neither the footer nor the safety text."""
        names = {name for element in self.path for name in _names(element)}
        return "main" in names

    @property
    def leads(self) -> Any:
        """The heading or question that it is a part of, or None."""
        return next((each for each in self.path if _names(each) & (LEADS | LEADS_TAGS)), None)


def faults_of_balance(document: Any) -> Iterator[str]:
    """How the pages of a WeasyPrint document fail to hold together, in page order."""
    pages = [page._page_box for page in document.pages]
    leaves = [leaves_of(page) for page in pages]
    yield from _split(leaves)
    for number, (page, found) in enumerate(zip(pages, leaves, strict=True), 1):
        least = LAST_FULL if number == len(pages) else FULL
        own = [leaf for leaf in found if leaf.is_handout]
        if not own:
            yield f"page {number} has nothing of the handout"
        elif own[-1].leads is not None:
            yield f"page {number} ends with '{_words(own[-1].leads)}'"
        elif (use := _use(page, own)) < least:
            yield f"page {number} is only {use:.0%} full"


def leaves_of(page: Any) -> list[Leaf]:
    """What can be seen on a page, but for its margins."""
    return list(_leaves(page, ()))


def _split(leaves: list[list[Leaf]]) -> Iterator[str]:
    """Everything that should be whole and goes over a page's end."""
    before: set[Any] = set()
    for number, found in enumerate(leaves):
        here = {id(each): each for leaf in found for each in leaf.path}
        for each in here.values():
            if id(each) in before and _is_whole(each, found):
                yield f"'{_words(each)}' goes over the end of page {number}"
        before = set(here)


def _is_whole(element: Any, leaves: list[Leaf]) -> bool:
    names = _names(element)
    if not names & (WHOLE | WHOLE_TAGS):
        return False
    inside = [leaf for leaf in leaves if element in leaf.path]
    return not any("thead" in _names(each) for leaf in inside for each in leaf.path)


def _leaves(box: Any, path: tuple[Any, ...]) -> Iterator[Leaf]:
    """What can be seen in a box, in the order of the document."""
    kind = type(box).__name__
    if kind == "MarginBox":
        return
    if box.element is not None and (not path or box.element is not path[-1]):
        path = (*path, box.element)
    children = getattr(box, "children", ())
    words = kind == "TextBox" and box.text.strip()
    drawn = not children and kind != "TextBox" and _is_drawn(box)
    if words or drawn or kind.endswith("ReplacedBox"):
        yield Leaf(path, box.position_y, box.position_y + box.margin_height())
    for child in children:
        yield from _leaves(child, path)


def _is_drawn(box: Any) -> bool:
    """Whether an empty box shows on paper: a line to write on, a box to tick or to fill."""
    return any(
        box.style[f"border_{side}_style"] != "none" and box.style[f"border_{side}_width"]
        for side in ("top", "right", "bottom", "left")
    )


def _use(page: Any, leaves: list[Leaf]) -> float:
    lowest = max(leaf.bottom for leaf in leaves)
    return float((lowest - page.content_box_y()) / page.height)


def _names(element: Any) -> set[str]:
    return {str(element.tag), *(element.get("class") or "").split()}


def _words(element: Any) -> str:
    text = " ".join("".join(element.itertext()).split())
    return text[:40] or " ".join(sorted(_names(element)))
