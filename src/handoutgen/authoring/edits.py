"""Changes to a YAML file, text in and text out: all that isn't concerned stays as it was written.

Comments, order, quotes, empty lines and line ends are kept. A change that can't be made so raises
ContentError. A place in a file is a path of names and numbers, such as `("blocks", 2, "text")`.
"""

import copy
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from handoutgen.authoring.lists import empty, insert, insert_value, move, remove, take
from handoutgen.authoring.pieces import bottom_of, has_comment
from handoutgen.authoring.splicing import (
    Change,
    checked,
    fill,
    nested,
    spliced,
    with_value,
    write_over,
)
from handoutgen.authoring.tree import Node, Written, cannot, child, written
from handoutgen.authoring.words import Value, as_read, is_scalar
from handoutgen.content.source import Loc
from handoutgen.errors import ContentError, Problem

_NO_LETTER = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\ud800-\udfff\ufffe\uffff]"
)

__all__ = ["drop", "insert", "insert_value", "move", "put", "take", "value_at"]


def value_at(text: str, loc: Loc) -> Any:
    """What stands at that place, every scalar as text; None where nothing does."""
    found = written(text).data
    for part in loc:
        if isinstance(found, dict) and isinstance(part, str):
            found = found.get(part)
        elif isinstance(found, list) and isinstance(part, int) and 0 <= part < len(found):
            found = found[part]
        else:
            return None
    return copy.deepcopy(found)


def put(text: str, loc: Loc, value: Value, after: Sequence[str] = ()) -> str:
    """Set what stands at `loc`, or add it, with the mappings that lead there.

    A new name is put below the last of the names in `after` that there is, else below all others.
    A number that is the length of a list adds an item. Line ends in a text are `\\n`.
    """
    value = _even(value)
    page = written(text)
    found, depth = page.root, 0
    while found is not None and depth < len(loc):
        inner = child(found, loc[depth])
        if inner is None:
            break
        found, depth = inner, depth + 1
    rest = loc[depth:]
    if found is None or (found.is_empty and (rest or not is_scalar(value)) and not found.style):
        return fill(page, loc, value)
    if rest and found.kind == "list" and rest[0] == len(found.items):
        return insert_value(text, loc[:depth], int(rest[0]), nested(rest[1:], value))
    if rest:
        return fill(page, loc, value, after=after)
    if value_at(text, loc) == as_read(value):
        return text
    if is_scalar(value):
        if found.kind != "text":
            raise cannot(f"'{loc[-1]}' holds a list or fields; take them out first")
        return checked(
            spliced(text, write_over(page, found, value)), with_value(page.data, loc, value)
        )
    if isinstance(value, Mapping):
        return _put_fields(text, found, loc, value)
    if found.kind == "list":
        return _put_list(text, loc, value)
    raise cannot(f"'{loc[-1]}' holds no list; take it out first")


def drop(text: str, loc: Loc) -> str:
    """Take out what stands at `loc`, with its name and its own comments.

    What is then empty is left as `{}` or `[]`. Where nothing stands there, nothing changes.
    """
    page = written(text)
    holder = page.at(loc[:-1])
    if not loc or holder is None or child(holder, loc[-1]) is None:
        return text
    if isinstance(loc[-1], int):
        return remove(text, loc)
    expected = copy.deepcopy(page.data)
    inner = expected
    for part in loc[:-1]:
        inner = inner[part]
    del inner[loc[-1]]
    if len(holder.pairs) == 1:
        return checked(empty(page, loc[:-1], "{}"), expected)
    number = next(n for n, pair in enumerate(holder.pairs) if pair.name == loc[-1])
    return checked(spliced(text, [_without(page, holder, number)]), expected)


def _without(page: Written, holder: Node, number: int) -> Change:
    pair = holder.pairs[number]
    if holder.flow:
        if has_comment(page, holder.start, holder.end, holder):
            raise cannot("comments stand between braces")
        if number:
            return Change(holder.pairs[number - 1].end, pair.end, "")
        return Change(pair.key.start, holder.pairs[1].key.start, "")
    start, end = page.line_start(pair.key.start), page.line_end(pair.end)
    if "-" in page.text[start : pair.key.start]:
        following = holder.pairs[1].key.start
        if has_comment(page, end, following, holder):
            return Change(start + len(page.text[start : pair.key.start].rstrip()), end, "")
        return Change(pair.key.start, following, "")
    top = page.line(pair.key.start)
    if number:
        while page.row(top - 1).lstrip().startswith("#"):
            top -= 1
    bottom = bottom_of(page, pair.end, page.column(pair.key.start))
    return Change(page.starts[top], page.below(bottom), "")


def _put_list(text: str, loc: Loc, value: Sequence[Value]) -> str:
    """Make a list hold those items; the lines of the items that stay are kept."""
    old = value_at(text, loc)
    new = [as_read(item) for item in value]
    if not new:
        page = written(text)
        return checked(empty(page, loc, "[]"), with_value(page.data, loc, []))
    changes = SequenceMatcher(None, [*map(repr, old)], [*map(repr, new)], autojunk=False)
    for _, start, end, first, last in reversed(changes.get_opcodes()):
        both = min(end - start, last - first)
        for number in range(first + both, last):
            at = start + both + number - first - both
            text = insert_value(text, (*loc,), at, value[number])
        for number in reversed(range(start + both, end)):
            text = remove(text, (*loc, number)) if end - start > both else text
        for number in range(both):
            text = put(text, (*loc, start + number), value[first + number])
    return text


def _put_fields(text: str, found: Node, loc: Loc, value: Mapping[str, Value]) -> str:
    if found.kind != "map":
        raise cannot(f"'{loc[-1]}' holds no fields; take it out first")
    for key in value_at(text, loc):
        if key not in value:
            text = drop(text, (*loc, key))
    for key, held in value.items():
        text = put(text, (*loc, key), held)
    return text


def _even(value: Value) -> Value:
    """The value with one kind of line end in its texts."""
    if isinstance(value, str):
        if found := _NO_LETTER.search(value):
            message = f"an invisible character (U+{ord(found[0]):04X}) stands in the text"
            raise ContentError(Problem("", 0, 0, message, "delete it and type the word again"))
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, Mapping):
        return {key: _even(held) for key, held in value.items()}
    return value if is_scalar(value) else [_even(item) for item in value]
