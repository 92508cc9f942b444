"""Which tag the engine made of which box.

The engine makes its tags while it walks through the boxes of each page, and keeps no note of what
came of what. Here the same walk is taken again beside the tags, which stand in the order in which
they were made. Each step is held against the tag's own parent, so that an engine that takes
another way is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ROOTS = ("html", "body")


class Tag:
    """A tag of the engine's, the box that it was made of, and what it holds."""

    __slots__ = ("box", "entry", "kids", "margin", "page", "parent", "reference")

    def __init__(self, entry: Any, box: Any, page: int, margin: str, parent: Tag | None) -> None:
        self.entry = entry
        self.box = box
        self.page = page
        self.margin = margin
        self.parent = parent
        self.reference: bytes = entry.reference
        self.kids: list[Kid] = []

    @property
    def role(self) -> str:
        """The tag's type, such as `/H1`."""
        role: str = self.entry["S"]
        return role

    def tags(self) -> Iterator[Tag]:
        """The tag itself and all those below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.tags()

    def handed_to(self, other: Tag, pages: tuple[bytes, ...]) -> Iterator[Kid]:
        """What the tag holds, for another tag to hold: marked content tells its page if need be."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                kid.parent = other
            if isinstance(kid, int) and self.page != other.page:
                page = pages[self.page].decode()
                yield f"<</Type /MCR /Pg {page} /MCID {kid}>>"
            else:
                yield kid


Kid = Tag | int | bytes | str
"""Another tag, the number of marked content on the tag's own page, the reference of an
annotation's entry, or an entry that is written out."""


def read_tags(document: Any, pdf: Any) -> list[Tag]:
    """All tags of a finished document in the order they were made, the root first.

    Those of the page's margins have a `margin`, such as `@bottom-left`, and are in no tree.
    Raises RuntimeError where boxes and tags don't fit.
    """
    walk = _Walk(pdf)
    for number, page in enumerate(document.pages):
        walk.page = number
        walk.follow(page._page_box, walk.tags[0])
    if next(walk.made, None) is not None:
        raise RuntimeError("the engine made more tags than boxes")
    by_reference = {tag.reference: tag for tag in walk.tags}
    for tag in walk.tags:
        tag.kids = [by_reference.get(kid, kid) for kid in tag.entry["K"]]
    return walk.tags


class _Walk:
    def __init__(self, pdf: Any) -> None:
        self.made = (
            item
            for item in pdf.objects
            if isinstance(item, dict) and item.get("Type") == "/StructElem"
        )
        self.page, self.margin = 0, ""
        self.tags = [Tag(next(self.made), None, 0, "", None)]

    def follow(self, box: Any, parent: Tag) -> None:
        """Take the way that the engine took from this box on."""
        kind = type(box).__name__
        name = None if box.element is None else box.element_tag
        if kind == "MarginBox":
            self.margin = box.at_keyword
        elif kind != "PageBox" and (name not in _ROOTS or kind in ("LineBox", "TextBox")):
            self._below(box, self._tag(box, parent))
            return
        for child in box.children:
            self.follow(child, parent)
        self.margin = "" if kind == "MarginBox" else self.margin

    def _below(self, box: Any, tag: Tag) -> None:
        if tag.role == "/LI" and _has_no_bullet(box):
            tag = self._tag(box, tag)
        if box.widget_annotation:
            self._tag(box, tag)
        for child in _inside(box, tag.role):
            if type(child).__name__ == "TextBox":
                if tag.role != "/Link":
                    self._tag(child, tag)
            elif tag.role == "/LI" and child.element_tag in ("ul", "ol") and tag.parent:
                self.follow(child, tag.parent)
            else:
                self.follow(child, tag)

    def _tag(self, box: Any, parent: Tag) -> Tag:
        entry = next(self.made, None)
        if entry is None or entry["P"] != parent.reference:
            raise RuntimeError("the engine's tags are not those of its boxes")
        tag = Tag(entry, box, self.page, self.margin, parent)
        self.tags.append(tag)
        return tag


def _inside(box: Any, role: str) -> Iterator[Any]:
    """The boxes that the engine looks for inside one: lines opened, a table without its wrapper."""
    children = box.children
    if role == "/Table" and box.is_table_wrapper and (table := box.get_wrapped_table()):
        children = [
            part for child in children for part in (child.children if child is table else [child])
        ]
    for child in children:
        yield from child.children if type(child).__name__ == "LineBox" else [child]


def _has_no_bullet(box: Any) -> bool:
    """Whether the engine wraps the item: it holds a body alone, with no tag for its number."""
    if box.element_tag != "li":
        return True
    return "list-item" not in box.style["display"] or box.style["list_style_type"] == "none"


def look_up(pdf: Any, reference: bytes) -> Any:
    """The object of the engine's that a reference names."""
    return pdf.objects[int(reference.split()[0])]
