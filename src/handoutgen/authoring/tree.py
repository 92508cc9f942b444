"""A YAML text with the exact place of everything in it, so that it can be changed by splicing."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from handoutgen.content.source import Loc, Source, read_source
from handoutgen.content.yaml.draft import draft_of
from handoutgen.errors import ContentError, Problem

_LINE_END = re.compile(r"\r\n|\r|\n")
_COLON = re.compile(r"[ \t]*:")
_BY_HAND = "make this change in the file itself, with a text editor"
_BOM = "\ufeff"


@dataclass(slots=True)
class Node:
    """A text, a mapping or a list, from `start` to `end` in the whole text.

    `end` is where its last word ends, not where the next one starts. `indent` is the column of the
    collection that holds it; `in_flow` tells that this one is in brackets, `flow` that the node
    itself is.
    """

    kind: Literal["text", "map", "list"]
    start: int
    end: int
    indent: int = 0
    in_flow: bool = False
    flow: bool = False
    style: str = ""
    head: int = 0
    """In a block scalar, where its `|` or `>` with what belongs to it ends."""
    pairs: list["Pair"] = field(default_factory=list)
    items: list["Node"] = field(default_factory=list)
    dashes: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there: no word at all, or brackets with nothing in them."""
        if self.kind == "text":
            return self.start == self.end
        return not (self.pairs or self.items)


@dataclass(slots=True)
class Pair:
    """A key, its colon (None where it has none, as in `{key}`) and its value."""

    name: str
    key: Node
    colon: int | None
    value: Node

    @property
    def end(self) -> int:
        """Where the value ends, or the key where there is no value."""
        return max(self.value.end, self.key.end)


class Written:
    """A text that was read: what it says, and where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = found[0] if (found := _LINE_END.search(text)) else "\n"
        first = len(_BOM) if text.startswith(_BOM) else 0
        self.starts = [first, *(end.end() for end in _LINE_END.finditer(text))]
        source = source_of(text)
        self.data: Any = source.data
        self.root: Node | None = None
        parsed = draft_of(text.encode("utf-8", "replace"), "")[0].text()
        if source.problems and (source.data is not None or _holds_something(parsed)):
            raise ContentError(source.problems)
        node = YAML(typ="safe", pure=True).compose(parsed)
        if node is not None and not (isinstance(node, ScalarNode) and self.data is None):
            self.root = self._node(node, 0, False)

    def line(self, at: int) -> int:
        """The number of the line that has that place, from 0."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def line_start(self, at: int) -> int:
        """Where the line of that place starts."""
        return self.starts[self.line(at)]

    def line_end(self, at: int) -> int:
        """Where the line of that place ends, before its line end."""
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def below(self, at: int) -> int:
        """Where the line after that place starts; the end of the text where there is none."""
        found = _LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """The column of that place, from 0."""
        return at - self.line_start(at)

    def row(self, number: int) -> str:
        """The line of that number, without its line end."""
        start = self.starts[number]
        return self.text[start : self.line_end(start)]

    def at(self, loc: Loc) -> Node | None:
        """The value at that place, or None where there is none."""
        here = self.root
        for part in loc:
            here = child(here, part) if here is not None else None
        return here

    def before(self, loc: Loc) -> int | None:
        """Where the colon or the dash before that value ends; None where it has none."""
        holder = self.at(loc[:-1])
        if not loc or holder is None:
            return None
        if isinstance(loc[-1], int):
            return None if holder.flow else holder.dashes[loc[-1]] + 1
        colon = next(pair.colon for pair in holder.pairs if pair.name == loc[-1])
        return None if colon is None else colon + 1

    def _place(self, mark: Any) -> int:
        start = self.starts[mark.line] if mark.line < len(self.starts) else len(self.text)
        return min(start + int(mark.column), len(self.text))

    def _node(self, node: Any, indent: int, in_flow: bool) -> Node:
        start, end = self._place(node.start_mark), self._place(node.end_mark)
        if isinstance(node, ScalarNode):
            style = node.style or ""
            found = Node("text", start, end, indent, in_flow, False, style)
            if style in ("|", ">"):
                self._measure(found, node.value)
            elif not style and not node.value:
                found.end = start
            return found
        flow = bool(node.flow_style)
        found = Node("list", start, end, indent, in_flow, flow)
        column = self.column(start)
        if isinstance(node, MappingNode):
            found.kind = "map"
            found.pairs = [self._pair(k, v, column, flow or in_flow) for k, v in node.value]
        elif isinstance(node, SequenceNode):
            for item in node.value:
                found.items.append(self._node(item, column, flow or in_flow))
                if not flow:
                    self._set_dash(found, column)
        if not flow:
            last = [pair.end for pair in found.pairs] + [item.end for item in found.items]
            found.end = max(last, default=start)
        return found

    def _pair(self, key: Any, value: Any, column: int, in_flow: bool) -> Pair:
        name = self._node(key, column, in_flow)
        if self.text[self.line_start(name.start) : name.start].rstrip().endswith("?"):
            raise cannot("a name here begins with a question mark")
        sign = _COLON.match(self.text, name.end)
        colon = sign.end() - 1 if sign else None
        held = self._node(value, column, in_flow)
        if _is_nothing(held):
            held.start = held.end = name.end if colon is None else colon + 1
        return Pair(str(key.value), name, colon, held)

    def _set_dash(self, found: Node, column: int) -> None:
        """Find the dash of the item that was read last."""
        if found.dashes:
            above = found.items[-2].end
            sign = re.compile(rf"^ {{{column}}}-(?=\s|$)", re.M).search(
                self.text, self.below(above)
            )
        else:
            sign = re.compile("-").match(self.text, found.start)
        item = found.items[-1]
        if sign is None or (sign.end() > item.start and not _is_nothing(item)):
            raise cannot("a list here is laid out in an unusual way")
        found.dashes.append(sign.end() - 1)
        if _is_nothing(item):
            item.start = item.end = sign.end()

    def _measure(self, found: Node, value: str) -> None:
        """Find the true end of a block scalar: its last line, or with `+` the last blank one."""
        sign = re.compile(r"[|>][-+0-9]*").match(self.text, found.start)
        assert sign is not None
        found.head = end = sign.end()
        level = re.search(r"\d", sign[0])
        depth = found.indent + int(level[0]) if level else 0
        for number in range(self.line(found.start) + 1, len(self.starts)):
            row = self.row(number)
            if row.strip(" \t"):
                depth = depth or len(row) - len(row.lstrip(" "))
                if not value.strip("\n") or len(row) - len(row.lstrip(" ")) < depth:
                    break
            elif "+" not in sign[0]:
                continue
            end = self.starts[number] + len(row)
        found.end = end


@lru_cache(maxsize=64)
def source_of(text: str) -> Source:
    """What the text says, with all that is wrong with how it is written; not to be changed."""
    return read_source(text.encode("utf-8", "replace"), "")


@lru_cache(maxsize=32)
def written(text: str) -> Written:
    """The text as it was read; raises ContentError where it isn't written as it should be."""
    return Written(text)


def _is_nothing(node: Node) -> bool:
    return node.kind == "text" and node.is_empty and not node.style


def child(node: Node, part: str | int) -> Node | None:
    """What stands under that name, or at that number."""
    if isinstance(part, int):
        return node.items[part] if node.kind == "list" and 0 <= part < len(node.items) else None
    return next((pair.value for pair in node.pairs if pair.name == part), None)


def cannot(why: str, hint: str = _BY_HAND) -> ContentError:
    """The error for a change that can't be made without harm."""
    return ContentError(Problem("", 0, 0, f"this change can't be made here: {why}", hint))


def _holds_something(parsed: str) -> bool:
    lines = (line.strip() for line in parsed.split("\n"))
    return any(line and not line.startswith("#") and line not in ("---", "...") for line in lines)
