"""How much work a drawing would be, with everything that its references draw again.

An element is drawn once for each `<use>` of it, a pattern once for each shape painted with it, a
marker once for each point of a line: a few lines of SVG can ask for more than a machine can do.
The sums here are never below what the engine does; each element is worked out once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import tinycss2

from handoutgen.press.gate.svg_style import (
    Declarations,
    Rule,
    check_references,
    declarations,
    style_rules,
)
from handoutgen.press.gate.svg_tree import DEPTH_LIMIT, NAME_LIMIT, PLAIN, SIMPLIFY, Element
from handoutgen.press.gate.unfit import UnfitError

STEP_LIMIT = 50_000
BOX_LIMIT = 500_000
MATCH_LIMIT = 20_000_000
LOOKUP_LIMIT = 5_000_000

PAINTS = ("fill", "stroke")
MARKERS = ("marker", "marker-start", "marker-mid", "marker-end")
ONCE = ("clip-path", "mask", "filter")
REFERRING = (*PAINTS, *MARKERS, *ONCE)
TEXTS = ("text", "tspan", "textPath", "a", "tref")
PAINTED = ("circle", "ellipse", "line", "path", "polyline", "polygon", "rect", *TEXTS)
PAINT = re.compile(r"url\(.+\)")

Links = dict[str, set[str]]
"""Property -> the names that it refers to."""


@dataclass(slots=True)
class Cost:
    """Steps to draw, points that may bear a marker, steps to measure, levels of nesting."""

    steps: int = 0
    points: int = 0
    boxes: int = 0
    depth: int = 0

    def add(self, other: "Cost") -> None:
        """Counts something that is drawn as well."""
        self.steps += other.steps
        self.points += other.points
        self.boxes += other.boxes
        self.depth = max(self.depth, other.depth)


def check_drawing(root: Element) -> None:
    """Refuses a drawing whose styles reach out, or that would take too long to draw."""
    elements = list(root.walk())
    rules = [
        rule
        for element in elements
        if element.tag == "style"
        for rule in style_rules(element.text, element.line)
    ]
    matching = sum(len(rule.subjects) * (1 + len(rule.declarations)) for rule in rules)
    if matching * len(elements) > MATCH_LIMIT:
        raise UnfitError("has too many style rules", SIMPLIFY)
    Drawing(root, rules).cost(root)


class Drawing:
    """The elements of a drawing, what each refers to, and what drawing each would cost."""

    def __init__(self, root: Element, rules: list[Rule]) -> None:
        self.rules = [rule for rule in rules if any(map(_matters, _values(rule.declarations)))]
        self.fades = any("opacity" in rule.declarations for rule in rules)
        self.properties = {name for rule in rules for name in rule.declarations}
        self.named: dict[str, list[Element]] = {}
        self.links: dict[Element, Links] = {}
        self.measured: set[Element] = set()
        self.costs: dict[Element, Cost | None] = {}
        self.level = 0
        self._link(root, {})
        wanted = {name for element in self.links for name in _targets(element)}
        wanted.update(*(names for links in self.links.values() for names in links.values()))
        if len(wanted) * len(self.links) > LOOKUP_LIMIT:
            raise UnfitError("has too many references to be drawn", SIMPLIFY)
        if len(self.properties) * len(self.links) > NAME_LIMIT:
            raise UnfitError("has too many kinds of styles to be drawn", SIMPLIFY)

    def cost(self, element: Element) -> Cost:
        """What it takes to draw the element and all that it draws again."""
        known = self.costs.get(element)
        if known is None and element in self.costs:
            raise UnfitError("refers to itself, so that drawing it never ends", PLAIN, element.line)
        if self.level + (known.depth if known else 0) > DEPTH_LIMIT:
            raise UnfitError("is nested too deeply", SIMPLIFY, element.line)
        if known is None:
            self.costs[element] = None
            self.level += 1
            known = self.costs[element] = self._sum(element)
            self.level -= 1
            if known.steps > STEP_LIMIT or known.boxes > BOX_LIMIT:
                raise UnfitError("would take too long to draw", SIMPLIFY, element.line)
        return known

    def _sum(self, element: Element) -> Cost:
        """Its own shape or what it uses, painted and marked, with all that lies inside it."""
        links = self.links[element]
        total = Cost(steps=1)
        if element.tag in PAINTED:
            shape = len(element.attributes.get("d", "") + element.attributes.get("points", ""))
            text = len(element.text) if element.tag in TEXTS else 0
            total.add(Cost(steps=shape // 100 + text // 2, points=shape // 2 + 2))
        for name in _targets(element):
            if element.tag == "use" and name not in self.named:
                raise UnfitError(f"uses '#{name[:40]}', which isn't in it", PLAIN, element.line)
            total.add(self._named(name))
        if element.tag in PAINTED or element.tag == "use":
            paints = self._referred(links, PAINTS)
            markers = self._referred(links, MARKERS)
            total.steps = (total.steps + total.points * markers.steps) * (1 + paints.steps)
            total.boxes += total.points * markers.boxes + total.steps * paints.boxes
            total.depth = max(total.depth, paints.depth, markers.depth)
        total.add(self._referred(links, ONCE))
        for child in element.children:
            total.add(self.cost(child))
        if element in self.measured:
            total.boxes += total.steps
        total.depth += 1
        return total

    def _referred(self, links: Links, properties: Iterable[str]) -> Cost:
        total = Cost()
        for name in sorted(set().union(*(links.get(each, ()) for each in properties))):
            total.add(self._named(name))
        return total

    def _named(self, name: str) -> Cost:
        total = Cost()
        for element in self.named.get(name, ()):
            total.add(self.cost(element))
        return total

    def _link(self, element: Element, above: Links) -> None:
        """Notes what the element and all below it refer to; `above` is what it may inherit."""
        if "id" in element.attributes:
            self.named.setdefault(element.attributes["id"], []).append(element)
        for value in element.attributes.values():
            if "url(" in value.lower():
                check_references(tinycss2.parse_component_value_list(value), element.line)
        own = {name: [value] for name, value in element.attributes.items()}
        style = declarations(element.attributes.get("style", ""), element.line)
        self.properties.update(style)
        found = [own, style]
        found += (rule.declarations for rule in self.rules if rule.fits(element))
        links: Links = {}
        for name in REFERRING:
            values = [value for each in found for value in each.get(name, ())]
            names = {name_in(name, value) for value in values} - {""}
            if name in ONCE and "inherit" in values:
                raise UnfitError(f"inherits its '{name}'", PLAIN, element.line)
            settled = (name in own or name in style) and "inherit" not in values
            if name not in ONCE and not settled:
                names |= above.get(name, set())
            if names:
                links[name] = names
        self.links[element] = links
        if self.fades or "opacity" in element.attributes or "opacity" in style:
            self.measured.add(element)
        if element.tag == "use":
            self.measured.add(element)
        for child in element.children:
            self._link(child, links)


def name_in(name: str, value: str) -> str:
    """The name that a property's value refers to, found as the engine finds it."""
    if name in PAINTS:
        match = PAINT.search(value)
        value = match[0] if match else ""
    if value.startswith("url(") and value.endswith(")"):
        value = value[4:-1]
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
    try:
        return urlsplit(value).fragment
    except ValueError:
        return ""


def _matters(value: str) -> bool:
    return "#" in value or value == "inherit"


def _values(found: Declarations) -> Iterator[str]:
    return (value for values in found.values() for value in values)


def _targets(element: Element) -> list[str]:
    """The names in its `href`; a link only leads there, it doesn't draw it."""
    if element.tag == "a":
        return []
    return [href[1:] for href in element.hrefs() if href.startswith("#") and href != "#"]
