"""HTML read into a small tree, for a peer that has to be told the same content in its own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "img", "input", "meta", "link", "hr"}
_LENGTH = re.compile(r"([\w-]+):\s*(-?[\d.]+mm)")


@dataclass
class Element:
    """One element: its tag, its attributes, and the texts and elements inside."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """Its classes, in the order in which they are written."""
        return self.attributes.get("class", "").split()

    @property
    def lengths(self) -> dict[str, str]:
        """The lengths that its own style gives, such as `{"left": "3.1mm"}`."""
        return dict(_LENGTH.findall(self.attributes.get("style", "")))

    @property
    def elements(self) -> list["Element"]:
        """The elements right inside."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """All the text inside, with single spaces."""
        return " ".join("".join(self._texts()).split())

    def find(self, tag: str) -> Iterator["Element"]:
        """Every element of that tag inside, from top to bottom."""
        for child in self.elements:
            if child.tag == tag:
                yield child
            yield from child.find(tag)

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()


def read_page(html: str) -> Element:
    """The `<body>` of a page whose elements are all closed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return next(reader.open[0].find("body"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
