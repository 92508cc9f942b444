"""Changes to a text at exact places; each result is read back before it is given out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handoutgen.authoring.pieces import bottom_of
from handoutgen.authoring.tree import Node, Pair, Written, cannot, written
from handoutgen.authoring.words import (
    as_read,
    entry,
    in_brackets,
    indented,
    is_scalar,
    lines_of,
    scalar,
    scalar_lines,
)
from handoutgen.content.source import Loc
from handoutgen.errors import ContentError

_OPEN_TEXT = re.compile(r"(?:^|[:-] )[|>][-+\d]*(?:\s+#.*)?$")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to stand from `start` to `end`."""

    start: int
    end: int
    new: str


def spliced(text: str, changes: Iterable[Change]) -> str:
    """The text with these changes; they don't touch each other."""
    for change in sorted(changes, key=lambda c: (c.start, c.end), reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def checked(new: str, expected: Any) -> str:
    """The new text, where it reads as expected; raises ContentError where it doesn't."""
    try:
        found = written(new).data
    except ContentError as error:
        why = error.problems[0].message
        raise cannot(f"the file could then not be read again ({why})") from None
    if _alike(found) != _alike(expected):
        raise cannot("something else in the file would change with it")
    return new


def write_over(page: Written, node: Node, value: str | int | None) -> list[Change]:
    """Put a text or a number in the place of the one that stands there."""
    first, *rest = [scalar(value, True)] if node.in_flow else scalar_lines(value)
    if rest and bottom_of(page, node.end, node.indent + 1) != page.line_end(node.end):
        first, rest = scalar(value), []  # a comment below would become part of the text
    changes = []
    if node.is_empty and not node.style:
        touching = page.text[node.start : node.start + 1].strip() != ""
        changes.append(Change(node.start, node.start, f" {first}" + " " * touching))
    else:
        changes.append(Change(node.start, node.head or node.end, first))
    below = page.below(node.end)
    start = page.below(node.start) if node.style in ("|", ">") else below
    lines = indented(rest, node.indent)
    new = "".join(line + page.newline for line in lines)
    if lines and start == len(page.text) == page.line_end(start):
        ended = page.line_start(start) == start and start > 0
        new = new if ended else page.newline + new
    if lines or start < below:
        changes.append(Change(start, max(start, below), new))
    return changes


def fill(
    page: Written,
    loc: Loc,
    value: Any,
    rows: Sequence[str] = (),
    after: Sequence[str] = (),
) -> str:
    """The text with a value at a place that has none yet, with the mappings that lead there.

    `rows` are the lines of a list's first item, where they have comments of their own; `after` the
    names below which a new one is put.
    """
    expected = with_value(page.data, loc, value)
    depth = len(loc)
    while depth and page.at(loc[:depth]) is None:
        depth -= 1
    node, rest = page.at(loc[:depth]), loc[depth:]
    if node is None or node.is_empty:
        inner = nested(rest, value)
        lines = rows if rows and not rest else lines_of(inner)
        return checked(fill_node(page, node, inner, lines), expected)
    if not rest or node.kind != "map" or not isinstance(rest[0], str):
        raise cannot("something else stands here")
    key, inner = rest[0], nested(rest[1:], value)
    lines = entry(key, inner)
    if rows and len(rest) == 1:
        lines = [f"{scalar(key)}:", *indented(rows)]
    return checked(add_pair(page, node, key, inner, lines, after), expected)


def fill_node(page: Written, node: Node | None, value: Any, lines: Sequence[str]) -> str:
    """The text with a list or mapping where there is nothing, or an empty one."""
    new = page.newline
    if node is None or node is page.root:
        if node is not None and page.text[node.start : node.end].strip():
            return spliced(page.text, [Change(node.start, node.end, new.join(lines))])
        before = page.text.rstrip(" ")
        before += new if before and not before.endswith(("\n", "\r")) else ""
        return before + "".join(line + new for line in lines)
    if node.in_flow:
        gap = " " if node.start == node.end else ""
        return spliced(page.text, [Change(node.start, node.end, gap + in_brackets(value))])
    before = page.text[: node.start].rstrip(" ")
    changes = [Change(len(before), node.end, "")]
    body = "".join(new + line for line in indented(lines, node.indent + 2))
    at, gap = _free_line(page, node.end, node.indent, lines)
    body = gap + body
    body += new if at == len(page.text) else ""
    return spliced(page.text, [*changes, Change(at, at, body)])


def add_pair(
    page: Written, node: Node, key: str, value: Any, lines: Sequence[str], after: Sequence[str]
) -> str:
    """The text with one more key in a mapping, below the last of the keys in `after` there is."""
    pairs = [pair for pair in node.pairs if pair.name in after] or node.pairs
    last: Pair = pairs[-1]
    if node.flow:
        if page.text[node.start] != "{":
            raise cannot("a name and its value stand in a list without braces")
        words = f", {scalar(key, True)}: {in_brackets(value)}"
        return spliced(page.text, [Change(last.end, last.end, words)])
    column = page.column(node.start)
    at, gap = _free_line(page, last.end, column, lines)
    new = gap + "".join(page.newline + line for line in indented(lines, column))
    new += page.newline if at == len(page.text) else ""
    return spliced(page.text, [Change(at, at, new)])


def _free_line(page: Written, end: int, column: int, lines: Sequence[str]) -> tuple[int, str]:
    """Where lines go below a value: at once, but for comments that they would swallow."""
    at = page.line_end(end)
    if any(map(_OPEN_TEXT.search, lines)) and (below := bottom_of(page, end, column)) != at:
        return below, page.newline
    return at, ""


def nested(rest: Loc, value: Any) -> Any:
    """The value inside the mappings and lists that lead to it."""
    for part in reversed(rest):
        if isinstance(part, int) and part != 0:
            raise cannot("there is no such item")
        value = [value] if isinstance(part, int) else {part: value}
    return value


def with_value(data: Any, loc: Loc, value: Any) -> Any:
    """A copy of the data with the value at that place."""
    if not loc:
        return as_read(value)
    part, *rest = loc
    if data and not isinstance(data, list if isinstance(part, int) else dict):
        raise cannot(f"something else stands where '{part}' would go")
    if isinstance(part, int):
        items = list(data or [])
        if part > len(items):
            raise cannot("there is no such item")
        old = items[part] if part < len(items) else None
        items[part : part + 1] = [with_value(old, tuple(rest), value)]
        return items
    fields = dict(data or {})
    fields[part] = with_value(fields.get(part), tuple(rest), value)
    return fields


def _alike(data: Any) -> Any:
    """The data, but for line ends at the end of a text, which a last line may lack."""
    if isinstance(data, Mapping):
        return {key: _alike(value) for key, value in data.items()}
    if is_scalar(data):
        return data.rstrip("\n") if isinstance(data, str) else data
    return [_alike(item) for item in data]
