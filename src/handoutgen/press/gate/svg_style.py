"""The style rules inside an SVG drawing, read as the engine reads them (with tinycss2).

The engine lays every declaration over the attributes of an element, so a rule can do what an
attribute can: refer to something, or even give an element another name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from handoutgen.press.gate.inline import inline_file
from handoutgen.press.gate.raster import check_raster
from handoutgen.press.gate.svg_tree import EMBED, INSIDE, PLAIN, REFERENCE, SIMPLIFY, Element
from handoutgen.press.gate.unfit import UnfitError

COMBINATOR_LIMIT = 2
PROPERTY = re.compile(r"[a-z0-9_-]+")
NOT_BY_STYLE = ("id", "href", "src")

Declarations = dict[str, list[str]]


@dataclass(slots=True)
class Subject:
    """What the last part of a selector asks of an element."""

    tag: str = ""
    id: str = ""
    classes: set[str] = field(default_factory=set)

    def fits(self, element: Element) -> bool:
        """Whether the rule may apply; what stands around the element isn't looked at."""
        return (
            self.tag in ("", element.tag.lower())
            and self.id in ("", element.attributes.get("id"))
            and self.classes <= set(element.attributes.get("class", "").split())
        )


@dataclass(slots=True)
class Rule:
    """Some declarations and the elements that they are for."""

    subjects: list[Subject]
    declarations: Declarations

    def fits(self, element: Element) -> bool:
        """Whether the rule may apply to the element."""
        return any(subject.fits(element) for subject in self.subjects)


def style_rules(sheet: str, line: int) -> Iterator[Rule]:
    """The rules of a `<style>` element."""
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            if rule.lower_at_keyword == "import":
                raise UnfitError("takes its styles from another file (@import)", EMBED, line)
            check_references([*rule.prelude, *(rule.content or ())], line)
        elif rule.type == "qualified-rule":
            check_references(rule.prelude, line)
            yield Rule(list(_subjects(rule.prelude, line)), declarations(rule.content, line))


def declarations(content: str | list[Any], line: int) -> Declarations:
    """Property -> the values given to it, in the words the engine would see."""
    found: Declarations = {}
    for declaration in tinycss2.parse_blocks_contents(content):
        if declaration.type == "declaration":
            name = declaration.lower_name
            if name in NOT_BY_STYLE or not PROPERTY.fullmatch(name):
                raise UnfitError(f"sets '{name[:40]}' in a style", PLAIN, line)
            check_references(declaration.value, line)
            found.setdefault(name, []).append(tinycss2.serialize(declaration.value).strip())
        elif declaration.type != "error":
            check_references([declaration], line)
    return found


def check_references(tokens: Iterable[Any], line: int) -> None:
    """Refuses every `url(...)` but `#name` and a picture written into the style."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "url":
            check_reference(token.value, line)
        elif token.type == "function" and token.lower_name in ("url", "src"):
            values = [
                part for part in token.arguments if part.type not in ("whitespace", "comment")
            ]
            if len(values) != 1 or values[0].type != "string":
                raise UnfitError("has a url(...) that can't be understood", PLAIN, line)
            check_reference(values[0].value, line)
        for name in ("arguments", "content", "prelude", "value"):
            inner = getattr(token, name, None)
            if isinstance(inner, list):
                waiting.extend(inner)


def check_reference(url: str, line: int) -> None:
    """Refuses an address in a style that leads out of the drawing."""
    url = url.strip()
    if url.lower().startswith("data:"):
        check_raster(*inline_file(url, INSIDE))
    elif url and not url.startswith("#"):
        raise UnfitError(f"refers to something outside itself: '{url[:80]}'", EMBED, line)
    elif url and not REFERENCE.fullmatch(url):
        raise UnfitError(f"refers to '{url[:80]}', a name that can't be looked up", PLAIN, line)


def _subjects(prelude: list[Any], line: int) -> Iterator[Subject]:
    """The last part of each selector; elaborate selectors are refused, as some take for ever."""
    subject, combinators, before, gap, begun = Subject(), 0, "", False, False
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield subject
            subject, combinators, before, gap, begun = Subject(), 0, "", False, False
            continue
        if token.type == "whitespace" or token == ">":
            gap = True
            continue
        if token.type == "comment":
            continue
        if gap and begun:
            subject, combinators = Subject(), combinators + 1
        gap, begun = False, True
        if token.type == "ident" and before == ".":
            subject.classes.add(token.value)
        elif token.type == "ident" and not before:
            subject.tag = token.lower_value
        elif token.type == "hash" and not before:
            subject.id = token.value
        elif token.type != "ident" and token not in ("*", ".", ":"):
            combinators = COMBINATOR_LIMIT + 1
        before = token.value if token in (".", ":") else ""
        if combinators > COMBINATOR_LIMIT:
            raise UnfitError("has style rules that are too elaborate", SIMPLIFY, line)
    yield subject
