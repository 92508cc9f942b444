"""Slips of YAML: said in everyday words, and mended in memory so that reading can go on."""

import re
from collections.abc import Callable

from handoutgen.content.yaml.draft import Draft
from handoutgen.content.yaml.edits import (
    NAME,
    bare,
    depth,
    depth_of_lines_above,
    goes_on,
    head,
    is_named,
    line_above,
    put_in_quotes,
    quoted,
    shift,
    short,
    value_end,
)
from handoutgen.content.yaml.slip import Slip, unclear
from handoutgen.content.yaml.spaces import even_indents, no_tabs

_RESERVED_NAME = re.compile(r"[@`%&*!][^\s:]*(?=:(?: |$))")
_NO_SPACE = re.compile(r" *(?:- +)*[\w-]+:(?=[^\s:/])")
_WORD = re.compile(r"([\w-]+)\S* *")
_CLOSES = {"[": "]", "{": "}"}
_COLON = "a colon with a space after it ends a name, so it can't stand in a text without quotes"


def mend(draft: Draft, slip: Slip) -> bool:
    """Note what is wrong at the slip; true where the lines could be mended."""
    if even_indents(draft, slip.line, slip.start[0]) or ("'\\t'" in slip.what and no_tabs(draft)):
        return True
    if slip.quoted and slip.quoted[0][0] < slip.quoted[1][0] == slip.line:
        return _close_quote(draft, *slip.quoted[0], slip)
    for way, words in _WAYS:
        if any(word in slip.what for word in words.split("|")):
            return way(draft, slip)
    return unclear(draft, slip)


def lacks_space(line: str) -> bool:
    """Whether the line is a name and a value with no space after the colon."""
    return _NO_SPACE.match(line) is not None


def _close_quote(draft: Draft, line: int, column: int, slip: Slip) -> bool:
    last = line if slip.in_flow else goes_on(draft, line)
    text = draft.lines[last]
    end = len(text.rstrip(" ]},") if slip.in_flow else text.rstrip())
    if last == line and end <= column:
        return unclear(draft, slip)
    quote = draft.lines[line][column]
    closed = short(draft.lines[line][column:end] if last == line else "… " + text.lstrip()) + quote
    other = "single" if quote == '"' else "double"
    message = "a quote is opened here and never closed"
    hint = f"close it: {closed} or, if the mark belongs to the text, put it all in {other} quotes"
    draft.report(line, column, message, hint)
    if quote == '"' and (end - len(text[:end].rstrip("\\"))) % 2:
        quote = "\\" + quote
    draft.edit(last, end, end, quote)
    return True


def _unclosed_quote(draft: Draft, slip: Slip) -> bool:
    return _close_quote(draft, *slip.start, slip)


def _colon(draft: Draft, slip: Slip) -> bool:
    """A second colon in a line, or a colon where the text above goes on."""
    start = head(draft, slip.line)
    if slip.column >= start and is_named(draft, slip.line):
        return _quote(draft, slip, _COLON, slip.line, start)
    above = line_above(draft, slip.line)
    if above is not None and not is_named(draft, above) and _hangs(draft, above, slip.line):
        return _no_colon(draft, Slip("", above, depth(draft.lines[above], " -")))
    if NAME.match(draft.lines[slip.line]):
        return _reindent(draft, slip)
    deepest = depth(draft.lines[slip.line])
    for above in range(slip.line - 1, -1, -1):
        if draft.lines[above] and depth(draft.lines[above]) < deepest:
            return _quote(draft, slip, _COLON, above, head(draft, above), slip.line)
    return unclear(draft, slip)


def _reserved(draft: Draft, slip: Slip) -> bool:
    """A text or a name that starts with a character that YAML keeps for itself."""
    line, column = slip.start
    text = draft.lines[line]
    if column >= len(text):
        return unclear(draft, slip)
    message = f"a text can't begin with '{text[column]}' unless it is in quotes"
    if name := _RESERVED_NAME.match(text, column):
        draft.report(line, column, message, f"put it in quotes: {quoted(name[0])}:")
        draft.edit(line, name.start(), name.end(), quoted(name[0]))
        return True
    at = Slip(slip.what, line, column, in_flow=slip.in_flow)
    return _quote(draft, at, message, line, column)


def _escape(draft: Draft, slip: Slip) -> bool:
    text = draft.lines[slip.line]
    column = text.rfind("\\", 0, slip.column)
    if column < 0:
        return unclear(draft, slip)
    message = f"'{text[column : column + 2]}' has no meaning between double quotes"
    hint = "write '\\\\' for a backslash, or put the text in single quotes"
    draft.report(slip.line, column, message, hint)
    draft.edit(slip.line, column, column, "\\")
    return True


def _no_colon(draft: Draft, slip: Slip) -> bool:
    """A line that should be `name: value` and isn't."""
    line, column = slip.start
    text = draft.lines[line]
    if near := _NO_SPACE.match(text):
        hint = f"write '{short(near[0].lstrip(' -') + ' ' + text[near.end() :])}'"
        draft.report(line, near.end(), "a space is missing after the colon", hint)
        draft.edit(line, near.end(), near.end(), " ")
        return True
    word = _WORD.match(text, column)
    written = f"{word[1]}: {text[word.end() :]}".strip() if word else "name: value"
    hint = (
        f"put a colon and a space after the name: '{short(written)}'; or, if the text above goes"
        " on here, indent the line further than the name above"
    )
    draft.report(line, column, "this line isn't written as 'name: value'", hint)
    if word:
        draft.edit(line, word.end(1), word.end(), ": ")
    else:
        draft.edit(line, column, len(text), "")
    return column < len(text)


def _hangs(draft: Draft, above: int, line: int) -> bool:
    """Whether a line would fit under the one above, if that had a colon."""
    text, name = draft.lines[line], depth(draft.lines[above], " -")
    if depth(text) == name:
        return True
    single = _WORD.fullmatch(draft.lines[above].strip(), 0) is not None
    return single and depth(text) > name


def _after_end(draft: Draft, slip: Slip) -> bool:
    """Something follows that fits neither the value before it nor the lines above."""
    text = draft.lines[slip.line]
    start = head(draft, slip.line)
    first = text[start : start + 1]
    if slip.column > start and first and first in "\"'":
        message = f"the quote that the text begins with ({first}) is closed before the text ends"
        return _quote(draft, slip, message, slip.line, start)
    if slip.column > start and first and first in "[{*&!":
        message = f"a text can't begin with '{first}' unless it is in quotes"
        return _quote(draft, Slip(slip.what, slip.line, start), message, slip.line, start)
    if not text[: slip.column].strip(" -"):
        return _reindent(draft, slip)
    return unclear(draft, slip)


def _bracket(draft: Draft, slip: Slip) -> bool:
    """A list in brackets that isn't closed, or holds what it can't hold."""
    line, column = slip.start
    text = draft.lines[line][: value_end(draft, line, column, False)]
    opening = text[column : column + 1]
    if opening not in _CLOSES:
        return unclear(draft, slip)
    closing = _CLOSES[opening]
    if closing not in text[column:]:
        last = goes_on(draft, line)
        below = [row for row in draft.lines[line + 1 : last + 1] if closing in row]
        if below or (last == line and not text[column + 1 :].strip()):
            return unclear(draft, slip)
        message = f"'{opening}' is opened here and never closed"
        hint = f"close it with '{closing}', or put the text in quotes"
        draft.report(line, column, message, hint)
        end = value_end(draft, last, 0, False)
        draft.edit(last, end, end, closing)
        return True
    inner = text[column + 1 :].removesuffix(closing)
    if opening == "{" or any(mark in inner for mark in "[]{}") or slip.line != line:
        return unclear(draft, slip)
    items = [item.strip() for item in inner.split(",")]
    new = "[" + ", ".join(quoted(bare(item)) for item in items if item) + "]"
    message = "a text in this list holds a mark that has a meaning of its own there"
    draft.report(slip.line, slip.column, message, f"put each text in quotes: {short(new)}")
    draft.edit(line, column, len(text), new)
    return True


def _quote(draft: Draft, slip: Slip, message: str, line: int, start: int, through: int = 0) -> bool:
    """Report at the slip, and put the value that starts there in quotes."""
    text = draft.lines[line]
    end = value_end(draft, line, start, slip.in_flow)
    if end <= start:
        return unclear(draft, slip)
    last = line if slip.in_flow else max(through, goes_on(draft, line))
    value = bare(text[start:end]) + (" …" if last > line else "")
    name = "" if slip.in_flow else text[:start].lstrip(" -")
    hint = f"put the text in quotes: {short(name + quoted(value))}"
    draft.report(slip.line, slip.column, message, hint)
    put_in_quotes(draft, line, start, end, last)
    return True


def _reindent(draft: Draft, slip: Slip) -> bool:
    now, goal = depth(draft.lines[slip.line]), depth_of_lines_above(draft, slip.line)
    if goal == now:
        return unclear(draft, slip)
    message = (
        f"this line has {_spaces(now)} before it, where the lines above call for {goal or 'none'}"
    )
    way = f"put {_spaces(goal)} before it" if goal else "start it at the very left"
    hint = f"{way}; or, if the text above goes on here, put that text in quotes"
    draft.report(slip.line, now, message, hint)
    shift(draft, slip.line, goal)
    return True


def _spaces(count: int) -> str:
    return {0: "no space", 1: "1 space"}.get(count, f"{count} spaces")


_WAYS: tuple[tuple[Callable[[Draft, Slip], bool], str], ...] = (
    (_unclosed_quote, "end of stream|document separator"),
    (_colon, "mapping values are not"),
    (_no_colon, "could not find expected ':'"),
    (_escape, "escape"),
    (_bracket, "expected ',' or|unexpected ':'"),
    (_after_end, "<block end>|<document start>"),
    (
        _reserved,
        "cannot start any token|alphabetic or numeric|are not allowed|indentation indicator",
    ),
    (_reserved, "a comment or a line break|URI|tag|expected the node content"),
)
"""The words by which the parser says what it can't go on with, and what is done about it."""
