"""The packet's HTML told as a Typst document: every word of it, in the same order and make-up."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path

from bench.page import Element, read_page

HEAD = Path(__file__).with_name("packet.typ")
STRIP = {"strip-1": "name", "strip-2": "date", "strip-3": "next session"}
"""Each line of the strip, by its class, and the key of what a client's copy says there."""

_KNOWN = re.compile(r"^#let (c|each)-([\w-]+)\(", re.M)
_TAGS = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph", "p": "par"}


def typst_source(html: str, settings: Mapping[str, object]) -> str:
    """The whole document; the settings stand before the drawing rules as `#let name = value`."""
    head = HEAD.read_text("utf-8")
    writer = Writer({name: kind for kind, name in _KNOWN.findall(head)})
    lets = [f"#let {name} = {value_of(value)}" for name, value in settings.items()]
    return "\n".join([*lets, head, writer.inside(read_page(html))])


def value_of(value: object) -> str:
    """A text, or a dictionary of lengths, colours and texts, as Typst writes it."""
    if isinstance(value, Mapping):
        pairs = (f"{string(str(name))}: {value_of(each)}" for name, each in value.items())
        return f"({', '.join(pairs)})"
    text = str(value)
    if re.fullmatch(r"-?[\d.]+(mm|pt)", text):
        return text
    return f"rgb({string(text)})" if re.fullmatch(r"#[0-9a-f]{6}", text) else string(text)


def string(text: str) -> str:
    """A text as a string literal, in which Typst sees no markup."""
    return json.dumps(text, ensure_ascii=False)


class Writer:
    """Writes elements as calls of the functions of `packet.typ`, each by its class."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known

    def inside(self, element: Element) -> str:
        """All that is inside the element."""
        is_run = any(isinstance(child, str) and child.strip() for child in element.children)
        parts: list[str] = []
        for child in element.children:
            if isinstance(child, Element):
                parts.append(self.write(child))
            elif is_run and (text := re.sub(r"[ \n]+", " ", child)):
                parts.append(f"#{string(text)};")
        return "".join(parts) if is_run else "\n".join(parts)

    def write(self, element: Element) -> str:
        """The element with all that is inside."""
        if call := self._special(element):
            return call
        for name in reversed(element.classes):
            if name in STRIP:
                (label,) = (span for span in element.find("span") if "field-label" in span.classes)
                return f"#strip-field({string(STRIP[name])})[{self.inside(label)}];"
            if kind := self.known.get(name):
                if kind == "c":
                    return f"#c-{name}[{self.inside(element)}];"
                return f"#each-{name}(({self._items(element)}));"
        return self._by_tag(element)

    def _special(self, element: Element) -> str:
        """What needs more than its content to be drawn."""
        classes = element.classes
        if "sheet" in classes:
            number = element.attributes["id"].removeprefix("sheet-")
            version = string(element.attributes["data-version"])
            return f"#sheet({string(number)}, {version})[{self.inside(element)}];"
        if "blank" in classes:
            size = classes[-1].removeprefix("blank-")
            width = "100%" if size == "full" else f"lengths.blank-{size}"
            return f"#blank({width})[{self.inside(element.elements[-1])}];"
        if "contents" in classes:
            return f"#c-contents[{self.write(element.elements[0])}{self._contents(element)}];"
        if "ring" in classes or "web" in classes:
            return self._drawing(element)
        if element.tag == "table":
            return self._table(element)
        if element.tag == "li" and element.elements[:1] and "box" in element.elements[0].classes:
            return f"#each-check(({self._items(element)}));"
        return ""

    def _by_tag(self, element: Element) -> str:
        tag, inside = element.tag, self.inside(element)
        if tag in ("h1", "h2", "h3"):
            return f"#heading(level: {tag[1]})[{inside}];"
        if tag in ("ul", "ol"):
            return f"#{'enum' if tag == 'ol' else 'list'}(tight: false, {self._items(element)});"
        if tag == "a":
            return f"#link({string(element.attributes['href'])})[{inside}];"
        if tag == "br":
            return "#linebreak();"
        is_field = [child.classes for child in element.elements] == [["field"]]
        return f"#{_TAGS[tag]}[{inside}];" if tag in _TAGS and not is_field else inside

    def _items(self, element: Element) -> str:
        """Its children as an array; a list's items without the marks of a list."""
        items = (self.write(child) for child in element.elements)
        return "".join(f"[{item}], " for item in items)

    def _contents(self, element: Element) -> str:
        lines = ((link.attributes["href"][1:], self.inside(link)) for link in element.find("a"))
        return "".join(f"#contents-line({string(to)})[{words}];" for to, words in lines)

    def _table(self, element: Element) -> str:
        head, *rows = element.find("tr")
        is_open = ", ".join(str("fill" in row.classes).lower() for row in rows)
        widths = ["1fr"] * len(head.elements)
        if "log-first" in head.elements[0].classes:
            widths[0] = "lengths.log-first"
        cells = "".join(self._cell(cell) for row in rows for cell in row.elements)
        heads = "".join(f"[{self.inside(cell)}], " for cell in head.elements)
        return f"#fields(({', '.join(widths)},), ({is_open},), ({heads}), {cells});"

    def _cell(self, cell: Element) -> str:
        inside = self.inside(cell)
        return f"[#strong[{inside}]], " if cell.tag == "th" else f"[{inside}], "

    def _drawing(self, element: Element) -> str:
        """A ring or a web: its boxes where they are on our page, over the same arrows."""
        _, _, code = element.attributes["style"].partition("base64,")
        arrows = base64.b64decode(code.partition(")")[0]).decode()
        colour = "colours.secondary" if "down" in element.classes else "colours.primary"
        size = element.lengths
        parts = [size["width"], size["height"], string(arrows)]
        for part in (*element.find("h2"), *element.find("p"), *element.find("li")):
            if part.lengths:
                parts.append(self._drawn(part, colour))
        return f"#drawing({', '.join(parts)});"

    def _drawn(self, part: Element, colour: str) -> str:
        at = part.lengths
        if "height" in at:
            badge = next((p for p in part.find("p") if "badge" in p.classes), None)
            rest = Element("", {}, [child for child in part.children if child is not badge])
            fill = "colours.solid" if "web-centre" in part.classes else "white"
            words = self.inside(rest)
            if part.tag == "p":
                words = f"#text(fill: colours.on-solid)[{words}]"
            number = f"[{self.inside(badge)}]" if badge else "none"
            where = f"{at['left']}, {at['top']}, {at['width']}, {at['height']}"
            return f"drawn-box({where}, {colour}, {fill}, {number})[{words}]"
        words = self.inside(part)
        if part.tag == "h2":
            return f"drawn-title({at['left']}, {at['bottom']}, {at['width']}, {colour})[{words}]"
        return f"drawn-note({at['left']}, {at['top']}, {at['width']})[{words}]"
