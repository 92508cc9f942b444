"""Whatever way a file is laid out, a change changes what it is to change and nothing else."""

import copy
import re
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoutgen.authoring import edits
from handoutgen.authoring.words import as_read, in_brackets, scalar
from handoutgen.content.source import read_source
from handoutgen.errors import ContentError

NAMES = st.sampled_from(["title", "text", "steps", "items", "a b", "x", "note", "set", "rows"])
PLAIN = st.sampled_from(["one", "two words", "it's", "café “q”", "a#b", "http://x.org/a", "12:30"])
ODD = st.sampled_from(
    [
        "no",
        "",
        "- x",
        "a: b",
        "#1",
        "x # y",
        "@a",
        "%b",
        "'q'",
        '"',
        "\\",
        "[a]",
        "a, b",
        " a ",
        "~",
    ]
)
LONG = st.sampled_from(["a\nb", "a\n\nb\n", "- x\n- y\n", "# not a comment\nb\n", "a: b\n  c"])
ANY_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Cc", "Co")) | st.just("\n"),
    max_size=30,
)
TEXTS = PLAIN | ODD
VALUES = TEXTS | LONG | ANY_TEXT | st.integers(0, 99) | st.booleans()
DATA = st.recursive(
    TEXTS | LONG | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, min_size=1, max_size=4)
    ),
    max_leaves=14,
)
ROOTS = st.dictionaries(NAMES, DATA, min_size=1, max_size=5)
COMMENT = re.compile(r"#c\d+#")


class Layout:
    """Writes data down in a way that is drawn by lot: comments, empty lines, brackets, quotes."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments = 0

    def lot(self, often: int) -> bool:
        return bool(self.draw(st.integers(0, often)) == 0)

    def comment(self) -> str:
        self.comments += 1
        return f"#c{self.comments}#"

    def ending(self) -> str:
        return "  " + self.comment() if self.lot(3) else ""

    def above(self, depth: int) -> list[str]:
        lines = [""] if self.lot(4) else []
        if self.lot(3):
            lines.append(" " * depth + self.comment())
            lines += [""] if self.lot(4) else []
        return lines

    def value(self, value: Any, depth: int) -> tuple[str, list[str]]:
        """What stands after a colon or a dash, and the lines below."""
        if value is None:
            return self.ending(), []
        if isinstance(value, str):
            return self.text(value, depth)
        if not value or self.lot(3):
            return " " + self.brackets(value) + self.ending(), []
        inner = depth + 2
        if isinstance(value, list):
            inner = depth if depth >= 0 and self.lot(2) else inner
            return self.ending(), self.items(value, max(inner, 0))
        return self.ending(), self.fields(value, max(inner, 0))

    def brackets(self, value: Any) -> str:
        words = in_brackets(value)
        if words[0] == "[" and len(value) > 1 and self.lot(2):
            parts = ",\n      ".join(in_brackets(part) for part in value)
            return f"[\n      {parts}\n    ]"
        return words

    def text(self, value: str, depth: int) -> tuple[str, list[str]]:
        if "\n" in value:
            sign = "" if value.endswith("\n") else "-"
            step = self.draw(st.integers(1, 4))
            rows = value.removesuffix("\n").split("\n")
            lines = [" " * (max(depth, 0) + step) + row if row else "" for row in rows]
            return f" |{sign}{self.ending()}", lines
        if self.lot(3) and "\\" not in value:
            return ' "' + value.replace('"', '\\"') + '"' + self.ending(), []
        return f" {scalar(value)}{self.ending()}", []

    def fields(self, data: dict[str, Any], depth: int, first: bool = False) -> list[str]:
        lines: list[str] = []
        for key, value in data.items():
            if lines or not first:
                lines += self.above(depth)
            after, below = self.value(value, depth)
            lines += [f"{' ' * depth}{scalar(key)}:{after}", *below]
        return lines

    def items(self, data: list[Any], depth: int) -> list[str]:
        lines: list[str] = []
        for value in data:
            lines += self.above(depth)
            if isinstance(value, dict) and value and not self.lot(4):
                inner = self.fields(value, depth + 2, first=True)
                inner[0] = " " * depth + "- " + inner[0].lstrip()
                lines += inner
            elif isinstance(value, list | dict):
                lines.append(f"{' ' * depth}- {self.brackets(value)}{self.ending()}")
            else:
                after, below = self.value(value, depth)
                lines += [f"{' ' * depth}-{after}", *below]
            if not (isinstance(value, str) and "\n" in value) and self.lot(6):
                lines.append(" " * (depth + 2) + self.comment())
        return lines


@st.composite
def documents(draw: Any) -> str:
    data = draw(ROOTS)
    layout = Layout(draw)
    lines = layout.fields(data, 0)
    lines = ["---", *lines] if layout.lot(5) else lines
    text = "\n".join(lines) + ("" if layout.lot(4) else "\n")
    text = "\ufeff" + text if layout.lot(9) else text
    return text.replace("\n", "\r\n") if layout.lot(4) else text


def _read(text: str) -> Any:
    source = read_source(text.encode(), "x.yaml")
    assert not source.problems, (text, source.problems)
    return source.data


def _alike(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _alike(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_alike(value) for value in data]
    return data.rstrip("\n") if data else data


def _places(data: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if _is_list(data) else ()
    return [at, *(place for key, value in parts for place in _places(value, (*at, key)))]


def _is_list(data: Any) -> bool:
    return isinstance(data, list)


def _get(data: Any, loc: tuple[Any, ...]) -> Any:
    for part in loc:
        data = data[part]
    return data


def _set(data: Any, loc: tuple[Any, ...], value: Any) -> Any:
    data = copy.deepcopy(data)
    _get(data, loc[:-1])[loc[-1]] = as_read(value)
    return data


def _comments(text: str) -> Counter[str]:
    return Counter(COMMENT.findall(text))


def _ends(text: str) -> set[str]:
    return set(re.findall(r"\r?\n", text))


thorough = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@thorough
@given(documents(), VALUES, st.data())
def test_a_text_put_in_the_place_of_another(text: str, value: Any, data: st.DataObject) -> None:
    before = _read(text)
    places = [at for at in _places(before) if at and not isinstance(_get(before, at), list | dict)]
    if not places:
        return
    loc = data.draw(st.sampled_from(places))
    after = edits.put(text, loc, value)
    assert _alike(_read(after)) == _alike(_set(before, loc, value))
    assert _comments(after) == _comments(text)
    assert _ends(after) <= (_ends(text) or {"\n"})


@thorough
@given(documents(), VALUES, st.data())
def test_a_new_name_put_into_a_mapping(text: str, value: Any, data: st.DataObject) -> None:
    before = _read(text)
    holders = [at for at in _places(before) if isinstance(_get(before, at), dict)]
    loc = (*data.draw(st.sampled_from(holders)), "brand new")
    after = edits.put(text, loc, value, after=data.draw(st.sampled_from([(), ("title", "x")])))
    assert _alike(_read(after)) == _alike(_set(before, loc, value))
    assert _comments(after) == _comments(text)
    kept = iter(after.splitlines())
    if "{" not in text and "[" not in text:
        assert all(line in kept for line in text.splitlines()), (text, after)


def _lists(data: Any) -> list[tuple[Any, ...]]:
    return [at for at in _places(data) if _is_list(_get(data, at))]


@thorough
@given(documents(), st.data())
def test_an_item_moved(text: str, data: st.DataObject) -> None:
    before = _read(text)
    places = [at for at in _lists(before) if len(_get(before, at)) > 1]
    if not places:
        return
    loc = data.draw(st.sampled_from(places))
    count = len(_get(before, loc))
    start, to = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    after = edits.move(text, loc, start, to)
    items = list(_get(before, loc))
    items.insert(to, items.pop(start))
    assert _alike(_read(after)) == _alike(_set(before, loc, items))
    assert _comments(after) == _comments(text)
    assert sorted(after) == sorted(text)
    assert edits.move(after, loc, to, start) == text


@thorough
@given(documents(), DATA, st.booleans(), st.data())
def test_an_item_put_in_and_taken_out(
    text: str, item: Any, apart: bool, data: st.DataObject
) -> None:
    before = _read(text)
    places = _lists(before)
    if not places:
        return
    loc = data.draw(st.sampled_from(places))
    at = data.draw(st.integers(0, len(_get(before, loc))))
    after = edits.insert_value(text, loc, at, item, apart)
    items = [*_get(before, loc)[:at], item, *_get(before, loc)[at:]]
    assert _alike(_read(after)) == _alike(_set(before, loc, items))
    assert _comments(after) == _comments(text)
    again = edits.drop(after, (*loc, at))
    assert _alike(_read(again)) == _alike(before)
    assert _comments(again) == _comments(text)


@thorough
@given(documents(), documents(), st.data())
def test_an_item_copied_to_another_file(text: str, other: str, data: st.DataObject) -> None:
    before, there = _read(text), _read(other)
    places = [at for at in _places(before) if at and isinstance(at[-1], int)]
    places = [at for at in places if isinstance(_get(before, at), dict) and _get(before, at)]
    goals = _lists(there)
    if not places or not goals:
        return
    loc, goal = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(goals))
    item = edits.take(text, loc)
    assert _alike(_read(item)) == _alike(_get(before, loc))
    assert not _comments(item) - _comments(text)
    at = data.draw(st.integers(0, len(_get(there, goal))))
    try:
        after = edits.insert(other, goal, at, item)
    except ContentError:
        assert _comments(item)
        return
    items = [*_get(there, goal)[:at], _get(before, loc), *_get(there, goal)[at:]]
    assert _alike(_read(after)) == _alike(_set(there, goal, items))
    assert _comments(after) == _comments(other) + _comments(item)


@thorough
@given(documents(), st.data())
def test_what_is_dropped_goes_alone(text: str, data: st.DataObject) -> None:
    before = _read(text)
    loc = data.draw(st.sampled_from([at for at in _places(before) if at]))
    after = edits.drop(text, loc)
    expected = copy.deepcopy(before)
    del _get(expected, loc[:-1])[loc[-1]]
    assert _alike(_read(after)) == _alike(expected)
    assert not _comments(after) - _comments(text)


@thorough
@given(documents(), st.lists(TEXTS | LONG, max_size=5), st.data())
def test_a_list_of_texts_put_in_the_place_of_another(
    text: str, new: list[str], data: st.DataObject
) -> None:
    before = _read(text)
    places = [at for at in _lists(before) if all(isinstance(i, str) for i in _get(before, at))]
    if not places:
        return
    loc = data.draw(st.sampled_from(places))
    after = edits.put(text, loc, new)
    assert _alike(_read(after)) == _alike(_set(before, loc, new))


@thorough
@given(st.lists(NAMES, min_size=1, max_size=4), VALUES)
def test_a_text_put_into_an_empty_file(names: list[str], value: Any) -> None:
    text = edits.put("", tuple(names), value)
    found = _read(text)
    assert _get(found, tuple(names)) == as_read(value)


@thorough
@given(VALUES)
def test_a_text_reads_as_it_was_put(value: Any) -> None:
    text = edits.put("a: x\nb: [1, y]\nc: z\n", ("a",), value)
    text = edits.put(edits.put(text, ("b", 0), value), ("c",), value)
    assert _read(text) == {"a": as_read(value), "b": [as_read(value), "y"], "c": as_read(value)}
