"""The fields of a form that was filled in elsewhere, with whatever program.

Programs write the same answer in several ways; here they come to one. The form may be a hostile
one: how many its fields are and how deep they lie is bounded, and they may go round in rings.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Stream, String

from handoutgen.content.blanks import Value
from handoutgen.content.typed import clean

_DEEPEST = 32
_MOST = 20_000
_LONGEST = 1_000_000
_RADIO, _PUSH = 1 << 15, 1 << 16
_INHERITED = ("/FT", "/Ff", "/V", "/Opt")
_ENCODINGS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_LANGUAGE = re.compile("\x1b[A-Za-z]{2,4}\x1b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


class UnboundedError(Exception):
    """The form has more fields, or has them deeper, than any that is meant well."""


def fields(form: Any) -> Iterator[tuple[str, Value]]:
    """The dotted name of each field that takes an answer, and the answer, None where it was left
    open, in the form's order. Raises UnboundedError.
    """
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, str, dict[str, Any], int]]
    waiting = [(node, "", {}, 0) for node in reversed(_dictionaries(form.get("/Fields")))]
    count = 0
    while waiting:
        node, above, inherited, depth = waiting.pop()
        count += 1
        if count > _MOST or depth > _DEEPEST:
            raise UnboundedError
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        name = ".".join(part for part in (above, clean(text_of(node.get("/T")))) if part)
        own = {**inherited, **{key: node[key] for key in _INHERITED if key in node}}
        kids = _dictionaries(node.get("/Kids"))
        if named := [kid for kid in kids if "/T" in kid]:
            waiting += [(kid, name, own, depth + 1) for kid in reversed(named)]
        elif own.get("/FT") == Name.Btn:
            if not _flags(own) & _PUSH:
                yield name, _pressed(own, kids or [node])
        elif own.get("/FT") in (Name.Tx, Name.Ch):
            yield name, _written(own.get("/V"))


def text_of(value: object) -> str:
    """A text string, a name or a text stream of a PDF as text; "" for anything else."""
    if isinstance(value, Name):
        return _name(value)
    if isinstance(value, String):
        return _text(bytes(value)[:_LONGEST])
    if isinstance(value, Stream):
        return _text(value.read_bytes()[:_LONGEST])
    return ""


def _written(value: object) -> str | None:
    """What was typed, or picked from a list."""
    parts = list(value)[:_MOST] if isinstance(value, Array) else [value]
    return "\n".join(filter(None, (clean(text_of(part)) for part in parts))) or None


def _pressed(field: Mapping[str, Any], boxes: Sequence[Any]) -> Value:
    """True for a tick, the option for a choice; None where nothing is pressed."""
    state = text_of(field.get("/V")).removeprefix("/")  # pypdf writes the slash into a string
    if "/V" not in field:
        shown = (text_of(box.get("/AS")) for box in boxes)
        state = next((each for each in shown if each not in ("", "Off")), "")
    if state in ("", "Off"):
        return None
    if not _flags(field) & _RADIO:
        return True
    options = field.get("/Opt")
    if isinstance(options, Array):
        for box, option in zip(boxes, options, strict=False):
            if state in _states(box):
                return clean(text_of(option)) or None
    return clean(state) or None


def _states(box: Any) -> list[str]:
    """The names of a button's states."""
    looks = box.get("/AP", Dictionary()).get("/N")
    return [str(key).removeprefix("/") for key in looks] if isinstance(looks, Dictionary) else []


def _flags(field: Mapping[str, Any]) -> int:
    flags = field.get("/Ff", 0)
    return flags if isinstance(flags, int) else 0


def _dictionaries(items: object) -> list[Any]:
    found = list(items) if isinstance(items, Array) else []
    return [item for item in found[: _MOST + 1] if isinstance(item, Dictionary)]


def _name(name: Any) -> str:
    """A name without its slash; its bytes are UTF-8 by rule, the PDF's own encoding at times."""
    data = _ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), name.unparse()[1:])
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("pdfdoc", "replace")


def _text(data: bytes) -> str:
    """A mark in front says that a text is in UTF-16 or UTF-8; else it is in the PDF's own
    encoding. Marks of the language within the text are left out."""
    for mark, encoding in _ENCODINGS:
        if data.startswith(mark):
            return _LANGUAGE.sub("", data[len(mark) :].decode(encoding, "replace"))
    return data.decode("pdfdoc", "replace")
