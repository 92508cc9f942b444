"""Items of a list moved, put in and taken out, each with its own comments."""

import copy
from collections.abc import Mapping
from typing import Any

from handoutgen.authoring.pieces import bottom_of, has_comment, is_apart, parts_of, top_of
from handoutgen.authoring.splicing import Change, checked, fill, spliced
from handoutgen.authoring.tree import Node, Written, cannot, written
from handoutgen.authoring.words import Value, as_read, dashed, in_brackets, indented
from handoutgen.content.source import Loc

_LOOK = "look at the list again; it may have changed"


def move(text: str, loc: Loc, start: int, to: int) -> str:
    """Move an item of the list at `loc` to another number; empty lines between items stay."""
    page, node = _list_at(text, loc)
    count = len(node.items)
    if not (0 <= start < count and 0 <= to < count):
        raise cannot(f"the list has {count} items", _LOOK)
    order = list(range(count))
    order.insert(to, order.pop(start))
    if order == sorted(order):
        return text
    if node.flow:
        spans = [(item.start, item.end) for item in node.items]
        if has_comment(page, node.start, node.end, node):
            raise cannot("comments stand in a list in brackets")
    else:
        spans = [(part.start, part.end) for part in parts_of(page, node)]
    changes = [
        Change(*place, text[slice(*spans[old])]) for place, old in zip(spans, order, strict=True)
    ]
    expected = copy.deepcopy(page.data)
    found = _value(expected, loc)
    found.insert(to, found.pop(start))
    return checked(spliced(text, changes), expected)


def insert(
    text: str, loc: Loc, at: int, item: str | Mapping[str, Value], apart: bool | None = None
) -> str:
    """Put an item into the list at `loc`: a mapping, or the YAML of one with its comments.

    The list is made where there is none. `apart` tells whether an empty line parts it from the
    others; without it, it is as between those.
    """
    if not isinstance(item, str):
        return insert_value(text, loc, at, item, apart)
    held = written(item)
    if not isinstance(held.data, dict) or held.root is None:
        raise cannot("there is nothing to put in")
    column = held.column(held.root.start)
    rows = [_less(held.row(number), column) for number in range(len(held.starts))]
    while rows and not rows[0].strip():
        rows.pop(0)
    while rows and not rows[-1].strip():
        rows.pop()
    commented = has_comment(held, 0, len(item), held.root)
    if any(row in ("---", "...") for row in rows):
        if commented:
            raise cannot("the new item has lines of its own that part documents")
        rows = dashed(held.data)
    else:
        head = next(n for n, row in enumerate(rows) if row and row.lstrip()[:1] not in ("", "#"))
        above = [row.strip() for row in rows[:head] if row.strip()]
        rows = [*above, f"- {rows[head]}", *indented(rows[head + 1 :])]
    return _insert(text, loc, at, rows, held.data, apart, commented)


def insert_value(text: str, loc: Loc, at: int, value: Value, apart: bool | None = None) -> str:
    """Put a text, a list or a mapping into the list at `loc`."""
    return _insert(text, loc, at, dashed(value), value, apart)


def take(text: str, loc: Loc) -> str:
    """The YAML of an item of a list by itself, with its own comments."""
    page, node = _list_at(text, loc[:-1])
    number = loc[-1]
    if not isinstance(number, int) or not 0 <= number < len(node.items):
        raise cannot(f"the list has {len(node.items)} items", _LOOK)
    item = node.items[number]
    if node.flow:
        return text[item.start : item.end] + page.newline
    part = parts_of(page, node)[number]
    rows = [row.lstrip() for row in _rows(page, part.start, page.line_start(part.dash))]
    first = page.line(part.dash)
    if page.line(item.start) > first:
        rows.append(page.text[part.dash + 1 : page.line_end(part.dash)].strip())
        first = page.line(item.start)
    column = page.column(item.start)
    rows.append(page.text[item.start : page.line_end(item.start)])
    for row in _rows(page, page.below(page.starts[first]), part.end):
        rows.append(_less(row, column))
    found = page.newline.join(rows) + page.newline
    if item.kind == "map":
        checked(found, _value(page.data, loc))
    return found


def remove(text: str, loc: Loc) -> str:
    """Take an item out of a list, with its own comments and one of the empty lines around it."""
    page, node = _list_at(text, loc[:-1])
    number = loc[-1]
    assert isinstance(number, int)
    expected = copy.deepcopy(page.data)
    del _value(expected, loc[:-1])[number]
    if len(node.items) == 1:
        return checked(empty(page, loc[:-1], "[]"), expected)
    if node.flow:
        return checked(spliced(text, [_out_of_brackets(page, node, number)]), expected)
    parts = parts_of(page, node)
    start, end = parts[number].start, page.below(parts[number].end)
    if number + 1 < len(parts):
        while end < parts[number + 1].start and not page.row(page.line(end)).strip():
            end = page.below(end)
    else:
        while not page.row(page.line(start) - 1).strip():
            start = page.starts[page.line(start) - 1]
    return checked(spliced(text, [Change(start, end, "")]), expected)


def empty(page: Written, loc: Loc, brackets: str) -> str:
    """The text with nothing left in the list or mapping at that place."""
    node = page.at(loc)
    assert node is not None
    if node.flow:
        if has_comment(page, node.start, node.end, node):
            raise cannot("comments stand between brackets")
        return spliced(page.text, [Change(node.start, node.end, brackets)])
    at = page.before(loc)
    end = bottom_of(page, node.end, page.column(node.start))
    if at is None or page.line(at) == page.line(node.start):
        return spliced(page.text, [Change(node.start, end, brackets)])
    if node.kind == "list":
        start = parts_of(page, node)[0].start
    else:
        start = page.starts[top_of(page, page.line(node.start), page.column(node.start))]
    below = page.below(end)
    return spliced(page.text, [Change(at, at, f" {brackets}"), Change(start, below, "")])


def _insert(
    text: str,
    loc: Loc,
    at: int,
    rows: list[str],
    value: Value,
    apart: bool | None,
    commented: bool = False,
) -> str:
    page = written(text)
    node = page.at(loc)
    expected = copy.deepcopy(page.data)
    around = [page.at(loc[:depth]) for depth in range(len(loc) + 1)]
    if commented and any(n and (n.in_flow or (n.flow and not n.is_empty)) for n in around):
        raise cannot("a comment can't stand between brackets")
    if node is None or node.is_empty:
        if at != 0:
            raise cannot("the list has no items")
        return fill(page, loc, [as_read(value)], rows)
    if node.kind != "list" or not 0 <= at <= len(node.items):
        raise cannot("there is no such place in a list")
    _value(expected, loc).insert(at, as_read(value))
    if node.flow:
        words = in_brackets(value)
        if at < len(node.items):
            change = Change(node.items[at].start, node.items[at].start, f"{words}, ")
        else:
            change = Change(node.items[-1].end, node.items[-1].end, f", {words}")
        return checked(spliced(text, [change]), expected)
    parts = parts_of(page, node)
    apart = is_apart(page, parts) if apart is None else apart
    rows = indented(rows, page.column(node.dashes[0]))
    if at < len(parts):
        rows = [*rows, ""] if apart else rows
        place = parts[at].start
        new = "".join(row + page.newline for row in rows)
    else:
        rows = ["", *rows] if apart else rows
        place = parts[-1].end
        new = "".join(page.newline + row for row in rows)
        new += page.newline if place == len(text) else ""
    return checked(spliced(text, [Change(place, place, new)]), expected)


def _out_of_brackets(page: Written, node: Node, number: int) -> Change:
    items = node.items
    if has_comment(page, node.start, node.end, node):
        raise cannot("comments stand in a list in brackets")
    if number:
        return Change(items[number - 1].end, items[number].end, "")
    return Change(items[0].start, items[1].start, "")


def _list_at(text: str, loc: Loc) -> tuple[Written, Node]:
    page = written(text)
    node = page.at(loc)
    if node is None or node.kind != "list":
        raise cannot("there is no list at this place")
    return page, node


def _value(data: Any, loc: Loc) -> Any:
    for part in loc:
        data = data[part]
    return data


def _less(row: str, column: int) -> str:
    """The line with up to that many spaces less before it."""
    return row[min(column, len(row) - len(row.lstrip(" "))) :]


def _rows(page: Written, start: int, end: int) -> list[str]:
    found = []
    at = start
    while at < end:
        found.append(page.text[at : page.line_end(at)])
        at = page.below(at)
    return found
