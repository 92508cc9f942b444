"""How values are written in YAML: in quotes only where they would be read as something else."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from typing_extensions import TypeIs

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value] | None"
"""What can be put into a file: texts, numbers, true or false, lists and mappings of these."""

_NULLS = ("", "null", "Null", "NULL", "~")
# What other programs take for yes or no, for a number, a date or a time of day.
_OTHER_KIND = re.compile(
    r"""(?ix) y | n | yes | no | true | false | on | off | = | << | \.nan
    | [-+]? (?: \. \d | \d ) [\d_,.:xobef+-]*
    | [-+]? \.inf | \d{4}-\d\d?-\d\d? .*
    """
)
_ODD_START = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:[\s,\[\]{}]|$)|---|\.\.\.")
_ODD_INSIDE = re.compile(r":(?:[ \t]|$)|[ \t]#|[\t\n\r]")
_ODD_IN_BRACKETS = re.compile(r"[,\[\]{}]|^[-?:]")
_ESCAPED = re.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n"}
_WIDTH = 96


def as_read(value: Value) -> object:
    """The value as the reader gives it: each scalar as text."""
    if isinstance(value, Mapping):
        return {key: as_read(held) for key, held in value.items()}
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    return None if value is None else [as_read(item) for item in value]


def is_scalar(value: object) -> "TypeIs[str | int | None]":
    """Whether the value is one text, number, or true or false."""
    return value is None or isinstance(value, str | int)


def scalar(value: str | int | None, in_brackets: bool = False) -> str:
    """The value on one line, as it is or in quotes."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(as_read(value))
    if _ESCAPED.search(value):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + _ESCAPED.sub(_escape, escaped) + '"'
    odd = (
        value in _NULLS
        or value != value.strip()
        or _OTHER_KIND.fullmatch(value)
        or _ODD_START.match(value)
        or _ODD_INSIDE.search(value)
        or (in_brackets and _ODD_IN_BRACKETS.search(value))
    )
    if not odd:
        return value
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def is_long(value: object) -> bool:
    """Whether the value is a text of several lines, that can stand below a `|`."""
    if (
        not isinstance(value, str)
        or "\n" not in value
        or _ESCAPED.sub("", value) != value.replace("\n", "")
    ):
        return False
    lines = value.removesuffix("\n").split("\n")
    return all(line.strip(" ") or not line for line in lines) and bool(lines[0] and lines[-1])


def long_text(value: str) -> tuple[str, list[str]]:
    """What stands on the first line of a text of several lines, and the lines below it."""
    level = "2" if value[0] == " " else ""
    sign = "" if value.endswith("\n") else "-"
    return f"|{level}{sign}", indented(value.removesuffix("\n").split("\n"))


def indented(lines: Sequence[str], depth: int = 2) -> list[str]:
    """The lines further to the right, but for empty ones."""
    return [" " * depth + line if line else line for line in lines]


def in_brackets(value: Value) -> str:
    """The value on one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        held = (f"{scalar(k, True)}: {in_brackets(v)}".rstrip() for k, v in value.items())
        return "{" + ", ".join(held) + "}"
    if is_scalar(value):
        return scalar(value, True) or "null"
    return "[" + ", ".join(map(in_brackets, value)) + "]"


def lines_of(value: Value) -> list[str]:
    """The value as lines that begin at the very left, as they stand below a key."""
    if is_scalar(value):
        return scalar_lines(value)
    if isinstance(value, Mapping):
        return [line for key, held in value.items() for line in entry(key, held)] or ["{}"]
    return [line for item in value for line in dashed(item)] or ["[]"]


def scalar_lines(value: str | int | None) -> list[str]:
    """What stands after a colon or a dash, and the lines below it."""
    if isinstance(value, str) and is_long(value):
        first, rest = long_text(value)
        return [first, *rest]
    return [scalar(value)]


def entry(key: str, value: Value) -> list[str]:
    """The lines of `key: value`."""
    name = scalar(key)
    if is_scalar(value):
        first, *rest = scalar_lines(value)
    elif not value or _fits(name, value):
        first, rest = in_brackets(value), []
    else:
        first, rest = "", indented(lines_of(value))
    return [f"{name}: {first}".rstrip(), *rest]


def dashed(value: Value) -> list[str]:
    """The lines of an item in a list, the first with a dash."""
    if is_scalar(value):
        first, *rest = scalar_lines(value)
    elif isinstance(value, Mapping):
        first, *rest = lines_of(value)
        rest = indented(rest)
    else:
        first, rest = in_brackets(value), []
    return [f"- {first}".rstrip(), *rest]


def _fits(name: str, value: Value) -> bool:
    """Whether the value is a list of few words, which is written on one line."""
    if isinstance(value, Mapping) or is_scalar(value):
        return False
    words = all(isinstance(item, str) and len(item) <= 40 for item in value)
    return words and len(name) + len(in_brackets(value)) + 4 <= _WIDTH


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[found[0]]
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
