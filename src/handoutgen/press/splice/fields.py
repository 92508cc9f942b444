"""The fields of a form, written anew with the values of one client."""

from collections.abc import Iterator, Mapping
from typing import Any

from handoutgen.content.blanks import Blank, Value
from handoutgen.content.filling import Given, taken
from handoutgen.errors import ContentError, Problem
from handoutgen.press.finish.appearance import EMPTY, Box, undrawable
from handoutgen.press.finish.typeface import Face, default_appearance
from handoutgen.press.splice.letters import Unfit
from handoutgen.press.syntax import stream

Objects = Iterator[tuple[int, bytes]]


class Fields:
    """The fields of a base that a value goes into, by key, as `making` has noted them."""

    def __init__(self, about: Mapping[str, Any]) -> None:
        fields: list[dict[str, Any]] = about.get("fields", [])
        self._fields = [(Blank(**field["blank"]), field) for field in fields]
        self._size: float = about.get("size", 0.0)
        self._face: Face | None = None
        if face := about.get("face"):
            glyphs = {int(code): glyph for code, glyph in face["glyphs"].items()}
            advances = {chr(code): face["widths"][glyph] for code, glyph in glyphs.items()}
            measures = {name: face[name] for name in ("ascent", "descent", "capitals")}
            self._face = Face(
                "", b"", 0, glyphs, tuple(face["widths"]), advances, box=(), **measures
            )

    def objects(self, values: Mapping[str, str]) -> Objects:
        """The objects of all fields; raises ContentError for a value that a blank doesn't take,
        and Unfit for one that its field would not show whole."""
        problems: list[Problem] = []
        for blank, field in self._fields:
            text = values.get(field["key"], "")
            if blank.kind != "lines":
                text = " ".join(text.split())
            value = taken(blank, Given("", blank.said, text)) if text else None
            if isinstance(value, Problem):
                problems.append(value)
            elif blank.kind == "choice":
                yield from _choice(field, value)
            elif blank.kind == "tick":
                yield _object(field, f"/V {_state(value)}/AS {_state(value)}")
            else:
                yield from self._text(field, str(value or ""))
        if problems:
            raise ContentError(problems)

    def _text(self, field: Mapping[str, Any], text: str) -> Objects:
        assert self._face
        width, height = field["sides"]
        box = Box(width, height, field["wraps"], self._face)
        if undrawable(text, self._face):
            raise Unfit(["letters"])
        size = box.size_for(text, self._size)
        if text and not box.holds(text, size):
            raise Unfit(["room"])
        coded = f"\ufeff{text}".encode("utf-16-be").hex()
        value = f"/V <{coded}>" if text else ""
        yield _object(field, f"{value}/DA({default_appearance(size)})")
        look = box.text(text, size) if text else EMPTY
        yield field["drawing"], stream(field["look"].encode("latin-1"), look)


def _choice(field: Mapping[str, Any], value: Value) -> Objects:
    """The group, and each of its options, of which the chosen one is on."""
    chosen = value if isinstance(value, str) else ""
    names = field["names"]
    yield _object(field, f"/V {names.get(chosen, '/Off')}")
    for kid in field["kids"]:
        on = chosen and kid["option"] == chosen
        yield _object(kid, f"/AS {names[chosen] if on else '/Off'}")


def _state(value: Value) -> str:
    return "/on" if value else "/Off"


def _object(field: Mapping[str, Any], entries: str) -> tuple[int, bytes]:
    return field["object"], f"{field['head']}{entries}>>\n".encode("latin-1")
