"""One pass over a draft: from the YAML parser's events to data, places and problems."""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from handoutgen.content.yaml.draft import Draft
from handoutgen.content.yaml.mend import lacks_space
from handoutgen.content.yaml.slip import Slip
from handoutgen.errors import Problem

Loc = tuple[str | int, ...]

_DEEPEST = 20
_NULLS = ("", "null", "Null", "NULL", "~")
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_QUOTES = "if it is meant as text, put it in quotes"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1; `text` is the whole line."""

    file: str
    line: int
    column: int
    text: str

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem at this place."""
        return Problem(self.file, self.line, self.column, message, hint, self.text)


@dataclass(slots=True)
class _Open:
    """A mapping or list that isn't closed yet; what has no `loc` is thrown away."""

    holder: dict[str, Any] | list[Any]
    loc: Loc | None
    key: str | None = None
    skip: bool = False


class Reading:
    """What one pass found. `position` tells how many characters it took."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.data: Any = None
        self.keys: dict[Loc, Mark] = {}
        self.values: dict[Loc, Mark] = {}
        self.problems: list[Problem] = []
        self.position = 0
        self.ended = False
        self._open: list[_Open] = []
        self._documents = 0

    def run(self) -> Slip | None:
        """Read on to the end, or to the first thing that can't be parsed."""
        yaml = YAML(typ="safe", pure=True)
        _, parser = yaml.get_constructor_parser(self.draft.text())
        quoted = None
        try:
            while not self.ended and parser.check_event():
                event = parser.get_event()
                if isinstance(event, ScalarEvent):
                    quoted = event if event.style in ("'", '"') else None
                self._take(event)
        except MarkedYAMLError as error:
            self.position = yaml.reader.index
            return _slip(error, quoted, yaml.scanner.flow_level > 0)
        except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError):
            # The parser's own stumbles over the likes of "\UFFFFFFFF".
            self.position = yaml.reader.index
            return Slip("escape", yaml.reader.line, yaml.reader.column)
        place = self.values.get(())
        if isinstance(self.data, str) and place and lacks_space(place.text):
            return Slip("could not find expected ':'", place.line - 1, 0)
        self._check_whole()
        return None

    def _take(self, event: Any) -> None:
        if isinstance(event, CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                hint = "leave the line '---' out, or put what follows it into a file of its own"
                self._report(event, "a second document starts here", hint)
                self.ended = True
        elif isinstance(event, NodeEvent):
            self._take_node(event)

    def _take_node(self, event: Any) -> None:
        self._refuse_tricks(event)
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.holder, dict) and top.key is None and not top.skip:
            self._take_key(event, top)
            return
        loc: Loc | None = ()
        if top is not None:
            loc = None
            if top.loc is not None and not top.skip:
                loc = (*top.loc, len(top.holder) if top.key is None else top.key)
        if isinstance(event, CollectionStartEvent):
            value: Any = {} if isinstance(event, MappingStartEvent) else []
        else:
            value = self._scalar(event)
        if loc is not None:
            mark = self._mark(event)
            self.keys.setdefault(loc, mark)
            self.values[loc] = mark
        if top is None:
            self.data = value
        elif isinstance(top.holder, list):
            top.holder.append(value)
        else:
            if top.key is not None and not top.skip:
                top.holder[top.key] = value
            top.key, top.skip = None, False
        if isinstance(event, CollectionStartEvent):
            self._enter(event, _Open(value, loc))

    def _take_key(self, event: Any, top: _Open) -> None:
        """The left side of a colon. What it names is thrown away where the name is no good."""
        top.skip = True
        if isinstance(event, CollectionStartEvent):
            hint = "a name is plain words before a colon; " + _IN_QUOTES
            self._report(event, "brackets can't stand before a colon", hint)
            self._enter(event, _Open({} if isinstance(event, MappingStartEvent) else [], None))
            return
        if isinstance(event, AliasEvent):
            return
        name = self._printable(event)
        if event.style is None and name != name.strip():
            hint = "delete it and type an ordinary space"
            self._report(event, "an unusual kind of space stands beside this name", hint)
            name = name.strip()
        if not name:
            self._report(event, "a name is missing before the colon", "write 'name: value'")
        elif name == "<<" and event.style is None:
            self._report(event, "'<<' isn't used here", "write out what belongs to this place")
        elif name in top.holder:
            first = self.keys.get((*(top.loc or ()), name))
            where = f" (first in line {first.line})" if first and top.loc is not None else ""
            hint = "keep one of the two; a list takes several values under one name"
            self._report(event, f"'{name}' stands here a second time{where}", hint)
        else:
            top.key, top.skip = name, False
            if top.loc is not None:
                self.keys[(*top.loc, name)] = self._mark(event)

    def _enter(self, event: Any, opened: _Open) -> None:
        self._open.append(opened)
        if len(self._open) > _DEEPEST:
            hint = f"{_DEEPEST} levels of lists and fields within each other are the most"
            self._report(event, "this is nested too deep", hint)
            self.data, self.ended = None, True

    def _scalar(self, event: Any) -> str | None:
        if isinstance(event, AliasEvent):
            return f"*{event.anchor}"
        if event.style is None and event.value in _NULLS and event.ctag is None:
            return None
        return self._printable(event)

    def _printable(self, event: Any) -> str:
        """The text; a double-quoted one can smuggle in what the file itself may not hold."""
        text = str(event.value)
        if event.style != '"' or not _UNPRINTABLE.search(text):
            return text
        hint = "take the code after the backslash out"
        self._report(event, "this text holds a code for a character that can't be printed", hint)
        return _UNPRINTABLE.sub("\ufffd", text)

    def _refuse_tricks(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._report(event, f"references like '*{event.anchor}' aren't used here", _IN_QUOTES)
            return
        if event.anchor is not None:
            self._report(event, f"anchors like '&{event.anchor}' aren't used here", _IN_QUOTES)
        if event.ctag is not None:
            hint = "take out the word with the exclamation mark; " + _IN_QUOTES
            self._report(event, "tags that begin with '!' aren't used here", hint)

    def _check_whole(self) -> None:
        """A content file is a mapping."""
        if self.data is None and not self.problems:
            hint = "it needs lines such as 'name: value'"
            self.problems.append(self.draft.problem(0, 0, "this file is empty", hint))
        elif not isinstance(self.data, dict) and self.data is not None:
            what = "a list" if isinstance(self.data, list) else "plain text"
            place = self.values[()]
            message = f"this file holds only {what}"
            hint = "it needs lines such as 'name: value', with a space after the colon"
            self.problems.append(place.problem(message, hint))
            self.data = None

    def _mark(self, event: Any) -> Mark:
        at = event.start_mark
        return Mark(self.draft.name, *self.draft.place(at.line, at.column))

    def _report(self, event: Any, message: str, hint: str) -> None:
        at = event.start_mark
        self.problems.append(self.draft.problem(at.line, at.column, message, hint))


def _slip(error: MarkedYAMLError, quoted: Any, in_flow: bool) -> Slip:
    at = error.problem_mark or error.context_mark
    opened = error.context_mark
    span = None
    if quoted is not None:
        start, end = quoted.start_mark, quoted.end_mark
        span = ((start.line, start.column), (end.line, end.column))
    return Slip(
        str(error.problem or error.context or ""),
        at.line if at else 0,
        at.column if at else 0,
        (opened.line, opened.column) if opened else None,
        span,
        in_flow,
    )
