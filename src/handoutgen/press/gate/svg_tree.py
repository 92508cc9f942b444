"""What an SVG drawing may hold: its own shapes and nothing from anywhere else.

It is read with the same XML parser as the engine's, so that both see the same document.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from handoutgen.press.gate.inline import inline_file
from handoutgen.press.gate.raster import PIXEL_LIMIT, check_raster
from handoutgen.press.gate.unfit import UnfitError

ELEMENT_LIMIT = 20_000
DEPTH_LIMIT = 100
NAME_LIMIT = 3_000_000
VALUE_LIMIT = 500_000
TEXT_LIMIT = 10_000
STYLE_LIMIT = 200_000

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
BASE = "http://www.w3.org/XML/1998/namespace}base"
INSIDE = ("image/png", "image/jpeg")
FORBIDDEN = {"script": "a script", "foreignobject": "a piece of web page (foreignObject)"}
# Characters that the engine compares as they stand; others it rewrites before looking them up.
REFERENCE = re.compile(r"#[\w.:~()\[\],;=@!$&'*+/?-]+", re.ASCII)

PLAIN = "Save it again as 'Plain SVG', or export it as a PNG."
EMBED = (
    "Embed what it uses in the drawing itself (in Inkscape: Extensions, Images, Embed Images), "
    "or export it as a PNG."
)
SIMPLIFY = "Simplify it in a drawing program, or export it as a PNG."


@dataclass(slots=True, eq=False)
class Element:
    """An element of a drawing; attributes of another namespace are named `namespace}name`."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def hrefs(self) -> Iterator[str]:
        """What it refers to, as the engine reads it."""
        for name, value in self.attributes.items():
            if name.rpartition("}")[2] in ("href", "src"):
                yield value.translate({9: None, 10: None, 13: None}).strip()


class Reader:
    """Builds the tree of a drawing and stops at the first thing that it must not hold."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0
        self.pixels = 0
        self.names: set[str] = set()

    def read(self, data: bytes) -> Element:
        """The root of the drawing."""
        try:
            self.parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            line = getattr(error, "lineno", 0)
            raise UnfitError("isn't a well-formed SVG file", PLAIN, line) from None
        assert self.root is not None  # expat has refused a file without an element
        if self.count * len(self.names) > NAME_LIMIT:
            raise UnfitError("has too many kinds of attributes to be drawn", SIMPLIFY)
        return self.root

    def _fail(self, message: str, hint: str = PLAIN) -> None:
        raise UnfitError(message, hint, self.parser.CurrentLineNumber)

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, holds_more: bool
    ) -> None:
        """A declaration that only names the kind of file is what older programs write; the file
        it points to is never fetched, here or in the engine."""
        if holds_more:
            self._fail(
                "declares entities of its own (<!DOCTYPE ... [...]>), which can hide other content",
                "Delete the part that starts with '<!DOCTYPE', or save it again as 'Plain SVG'.",
            )

    def _instruction(self, target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            self._fail("takes its styles from another file (xml-stylesheet)", EMBED)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition("}")
        if self.root is None and (tag != "svg" or namespace not in ("", SVG_NAMESPACE)):
            self._fail(f"isn't an SVG drawing: it starts with <{tag[:40]}>")
        self.count += 1
        if self.count > ELEMENT_LIMIT:
            self._fail(f"has more than {ELEMENT_LIMIT:,} elements", SIMPLIFY)
        if len(self.open) >= DEPTH_LIMIT:
            self._fail(f"is nested more than {DEPTH_LIMIT} levels deep", SIMPLIFY)
        if tag.lower() in FORBIDDEN:
            self._fail(f"holds {FORBIDDEN[tag.lower()]}")
        element = Element(tag, attributes, self.parser.CurrentLineNumber)
        for attribute, value in attributes.items():
            self._attribute(attribute, value)
        for href in element.hrefs():
            self._reference(tag, href)
        self.names.update(attributes)
        if self.open:
            self.open[-1].children.append(element)
        self.root = self.root or element
        self.open.append(element)

    def _end(self, _: str) -> None:
        element = self.open.pop()
        limit = STYLE_LIMIT if element.tag == "style" else TEXT_LIMIT
        drawn = element.tag in ("style", "text", "tspan", "textPath", "a", "tref")
        if drawn and len(element.text) > limit:
            self._fail(f"has more than {limit:,} characters in one <{element.tag}>", SIMPLIFY)

    def _text(self, text: str) -> None:
        # Text between children counts as the element's own: all that is asked is how much.
        self.open[-1].text += text

    def _attribute(self, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self._fail(f"holds a script (the attribute '{name[:40]}')")
        if name == BASE:
            self._fail("changes where its references start from (xml:base)", EMBED)
        if name == "spreadMethod" and value != "pad":
            self._fail("has a repeating gradient, which can take for ever to draw", SIMPLIFY)
        if name == "id" and "#" in value:
            self._fail(f"has '#' in the id '{value[:40]}'")
        if len(value) > VALUE_LIMIT and not name.endswith("href"):
            self._fail(f"has more than {VALUE_LIMIT:,} characters in one '{name[:40]}'", SIMPLIFY)

    def _reference(self, tag: str, href: str) -> None:
        if tag == "image" and href.lower().startswith("data:"):
            data, mime = inline_file(href, INSIDE)
            self.pixels += check_raster(data, mime)
            if self.pixels > PIXEL_LIMIT:
                self._fail("holds pictures that are too large to print together", SIMPLIFY)
        elif href in ("", "#"):
            return
        elif tag == "image" or not href.startswith("#"):
            self._fail(f"refers to something outside itself: '{href[:80]}'", EMBED)
        elif not REFERENCE.fullmatch(href):
            self._fail(f"refers to '{href[:80]}', a name that can't be looked up")
