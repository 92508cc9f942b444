"""A handout composed into HTML and read back by a parser, as a reader's program would."""

from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

from handoutgen.compose.document import Composed, compose_handout
from handoutgen.compose.edition import Edition
from handoutgen.compose.templates import Templates
from handoutgen.content.brand import read_brand
from handoutgen.content.library import Library
from support.practice import HEAD, Practice


def compose(practice: Practice, blocks: str, head: str = HEAD) -> Composed:
    """Write a handout into the practice and compose it."""
    folders = practice.folders
    library = Library(folders)
    handout = library.handout(practice.sheet(blocks, head))
    brand = read_brand(folders)
    edition = Edition().on(brand.paper)
    return compose_handout(handout, brand, edition, Templates(folders), library.references)


def page(practice: Practice, blocks: str, head: str = HEAD) -> Element:
    """The HTML's root element."""
    html = compose(practice, blocks, head).html
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


def block(practice: Practice, text: str, head: str = HEAD) -> Element:
    """The section of the one block that is given as YAML lines without the list's dash."""
    lines = text.strip("\n").split("\n")
    item = "\n".join([f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])])
    (section,) = page(practice, item + "\n", head).iter("section")
    return section


def words(element: Element) -> str:
    """The element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def all_words(element: Element, *tags: str) -> list[str]:
    """The text of each element of those tags within, in order."""
    return [words(found) for found in element.iter() if found.tag in tags]


def classed(element: Element, name: str) -> list[Element]:
    """The elements within that have that class, in order."""
    return [found for found in element.iter() if name in found.get("class", "").split()]
