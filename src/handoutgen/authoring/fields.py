"""The words of a block that can be changed, as its model describes them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.content.source import Loc

Kind = Literal["line", "prose", "lines", "rows", "number", "tick", "choice", "choices"]

_LONGEST_LINE = 240
_IDS = "pattern"
_PARTING = re.compile(r"\s*\|\s*(?![^\[]*\]\])")
_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Word:
    """One thing in a block that can be changed.

    `loc` is its place in the block; `hint` says more than its label. `text` is what stands there
    now: of `lines` and `choices` each on a line of its own, of `rows` a row on a line with ` | `
    between its cells. `most` is how many letters a text (or each line of it) may have, 0 where
    there is no limit; a number lies from `low` to `high`. `own` tells, in a content block, that it
    is said differently here.
    """

    loc: Loc
    label: str
    hint: str
    text: str
    kind: Kind
    needed: bool = False
    most: int = 0
    low: int | None = None
    high: int | None = None
    options: tuple[str, ...] = ()
    own: bool = False

    @property
    def nothing(self) -> str | list[str]:
        """What stands in the file where nothing was typed in."""
        return [] if self.kind in ("lines", "rows", "choices") else ""


def kind_names() -> dict[str, str]:
    """Each block type, and what it is for in a sentence."""
    return {_type_of(model): (model.__doc__ or "").split("\n")[0] for model in BLOCK_TYPES}


def name_of_type(block_type: str) -> str:
    """A block type in everyday words."""
    return block_type.replace("_", " ").capitalize()


def words_of(block: dict[str, Any]) -> Iterator[Word]:
    """All that can be changed in a block, in the order of its model."""
    schema = _schemas().get(str(block.get("block")))
    if schema is None:
        return
    kinds = schema.get("$defs", {})
    names = [name for name in _WORDS_FIRST if name in schema["properties"]]
    names += [name for name in schema["properties"] if name not in (*names, *_WORDS_LAST)]
    names += [name for name in _WORDS_LAST if name in schema["properties"]]
    for name in names:
        yield from _of_field(schema, kinds, name, block.get(name), (name,), "")


def order_of(block_type: str) -> tuple[str, ...]:
    """The names of a block's fields in the order in which they are best written."""
    schema = _schemas().get(block_type, {"properties": {}})
    names = [name for name in schema["properties"] if name not in _BEFORE + _WORDS_LAST]
    return (*_BEFORE, *names, *_WORDS_LAST)


def value_of(word: Word, text: str) -> Any:
    """What is to stand in the file for a text typed in; None for nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.strip() for line in text.split("\n")]
    filled = [line for line in lines if line]
    if word.kind == "tick":
        return text.strip().lower() in ("true", "yes", "on", "1")
    if not filled:
        return None
    if word.kind in ("lines", "choices"):
        return filled
    if word.kind == "rows":
        return [_PARTING.split(line) for line in filled]
    if word.kind == "prose":
        kept = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
        return f"{kept}\n" if "\n" in kept else kept.strip()
    joined = " ".join(filled)
    is_number = word.kind == "number" and re.fullmatch(r"-?[0-9]{1,9}", joined)
    return int(joined) if is_number else joined


_EVERYDAY = {"intro": "Lead-in", "prompt": "Question", "own": "Own idea", "say": "Sentences"}
_BEFORE = ("block", "use", "title", "intro")
_WORDS_FIRST = ("title", "intro")
_WORDS_LAST = ("evidence", "sources")


def _type_of(model: Any) -> str:
    return str(model.model_fields["block"].annotation.__args__[0])


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    return {_type_of(model): model.model_json_schema() for model in BLOCK_TYPES}


def _of_field(
    schema: dict[str, Any], kinds: dict[str, Any], name: str, value: Any, loc: Loc, before: str
) -> Iterator[Word]:
    told = schema["properties"][name]
    label = _EVERYDAY.get(name) or name.replace("_", " ").capitalize()
    label = f"{before}: {label}" if before else label
    hint = told.get("description", "")
    needed = name in schema.get("required", ())
    told = _without_none(told)
    if "$ref" in told or "allOf" in told:
        yield from _of_part(told, kinds, value, loc, _named(before, name.capitalize()))
        return
    items = _without_none(told.get("items", {}))
    if "$ref" in items:
        for number, part in enumerate(value if isinstance(value, list) else ()):
            title = _named(before, f"{name.removesuffix('s').capitalize()} {number + 1}")
            yield from _of_part(items, kinds, part, (*loc, number), title)
        return
    kind, limits = _kind(told, items)
    if kind is None:
        return
    value = told.get("default") if value is None and kind in ("tick", "number", "choice") else value
    yield Word(
        loc,
        label,
        hint,
        _text(value, kind),
        kind,
        needed,
        limits.get("maxLength", 0),
        limits.get("minimum"),
        limits.get("maximum"),
        tuple(limits.get("enum", ())),
    )


def _of_part(
    told: dict[str, Any], kinds: dict[str, Any], value: Any, loc: Loc, before: str
) -> Iterator[Word]:
    schema = kinds[str(told["$ref"]).rpartition("/")[2]]
    fields = value if isinstance(value, dict) else {}
    for name in schema["properties"]:
        yield from _of_field(schema, kinds, name, fields.get(name), (*loc, name), before)


def _kind(told: dict[str, Any], items: dict[str, Any]) -> tuple[Kind | None, dict[str, Any]]:
    """What a field takes, and the part of the schema that limits it."""
    if told.get("type") == "array":
        if _IDS in items or "const" in items:
            return None, {}
        if items.get("type") == "array":
            return "rows", items["items"]
        return ("choices" if "enum" in items else "lines"), items
    if "const" in told or _IDS in told:
        return None, {}
    if "enum" in told:
        return "choice", told
    if told.get("type") == "integer":
        return "number", told
    if told.get("type") == "boolean":
        return "tick", told
    return ("prose" if told.get("maxLength", 0) > _LONGEST_LINE else "line"), told


def _without_none(told: dict[str, Any]) -> dict[str, Any]:
    """A field's schema where it may also be left out."""
    ways = [way for way in told.get("anyOf", ()) if way.get("type") != "null"]
    return {**told, **ways[0]} if ways else told


def _named(before: str, name: str) -> str:
    return f"{before}, {name}" if before else name


def _text(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(
            _CELLS.join(map(_flat, row)) if isinstance(row, list) else _flat(row) for row in value
        )
    return "" if isinstance(value, dict) else str(value).rstrip("\n")


def _flat(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, str) else ""
