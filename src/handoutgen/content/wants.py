"""What a value should be, for each of the ways in which a model can turn it down."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

_TEXT = "text"
_LIST = "a list"
_FIELDS = "a set of 'name: value' lines"
_WANTED = {
    "string": _TEXT,
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "finite": "a number",
    "bool": "true or false",
    "list": _LIST,
    "tuple": _LIST,
    "set": _LIST,
    "frozen": _LIST,
    "dict": _FIELDS,
    "mapping": _FIELDS,
    "model": _FIELDS,
    "dataclass": _FIELDS,
    "date": "a date such as 2025-01-31",
    "time": "a time such as 14:30",
    "url": "a web address such as https://example.org",
}
_HOW = {
    _LIST: "put each item on a line of its own that starts with '- '",
    _FIELDS: "write its fields below it, each as 'name: value', indented by two spaces",
    "a whole number": "write it in digits, such as 3",
    "a number": "write it in digits, such as 2.5",
    "true or false": "write one of the two words",
}
_WANTED_ENDINGS = ("_type", "_parsing", "_from_float", "_parsing_size", "_number", "_scheme")
# Tried in this order on a pattern, to show what it takes.
_SAMPLES = ("my-sheet", "1.0", "en", "10.1000/xyz", "2025-01-31", "#1f5c63", "Anna", "12")
_SHOWN = 40


def wanted(kind: str, context: dict[str, Any]) -> str:
    """What the value should be, where the error is about its kind; else nothing."""
    if kind in ("literal_error", "enum"):
        choices = _choices(context)
        return ("one of " if len(choices) > 1 else "") + ", ".join(f"'{c}'" for c in choices)
    if kind.endswith(_WANTED_ENDINGS):
        return _WANTED.get(kind.partition("_")[0], "")
    return ""


def wrong_shape(kind: str, given: Any) -> bool:
    """Whether the error says that text, a list and fields were mixed up."""
    want = wanted(kind, {"expected": ""})
    if want in (_LIST, _FIELDS):
        return True
    return bool(want) and isinstance(given, dict | list)


def said_so(name: str, expected: list[str], given: Any) -> tuple[str, str]:
    """That a value is of the wrong kind, and how to write one of the right kind."""
    given_as = _shown(given)
    if isinstance(given, dict | list):
        given_as = _LIST if isinstance(given, list) else _FIELDS
    message = f"{name} should be {' or '.join(expected)}, not {given_as}"
    hint = ""
    choices = [word for want in expected for word in re.findall("'([^']*)'", want)]
    if isinstance(given, str) and (near := nearest(given, choices)):
        hint = f"did you mean '{near}'?"
    elif _TEXT in expected:
        hint = _text_hint(given)
    elif len(expected) == 1:
        hint = _HOW.get(expected[0], "")
    return message, hint


def limit_of(kind: str, name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    """That a value is too long, too small or oddly written, and what would do."""
    words = _LIMITS.get(kind)
    if words is None:
        return f"{name} can't be used as it stands here", "compare it with the same field elsewhere"
    return words(name, given, context)


_Limit = Callable[[str, Any, dict[str, Any]], tuple[str, str]]


def _too_few(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    least = context["min_length"]
    hint = f"add at least {least - len(given)} more"
    return f"{name} has {_items(len(given))}; it needs at least {least}", hint


def _too_many(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    most = context["max_length"]
    return f"{name} has {_items(len(given))}; {most} are the most", "take some out, or split it"


def _too_long(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    most = context["max_length"]
    message = f"{name} has {len(str(given).strip())} characters; {most} are the most"
    return message, "make it shorter"


def _too_short(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    if not str(given).strip():
        return f"{name} is empty", "write something after the colon, or take the line out"
    least = context["min_length"]
    message = f"{name} has {len(str(given).strip())} characters; it needs at least {least}"
    return message, "make it longer"


def _range(key: str, words: str) -> _Limit:
    def limit(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
        range_ = words.format(context[key])
        return f"{name} should be {range_}, not {given}", f"write a number that is {range_}"

    return limit


def _pattern(name: str, given: Any, context: dict[str, Any]) -> tuple[str, str]:
    message = f"{name} can't be written like this: {_shown(given)}"
    plain = re.sub(r"[^a-z0-9]+", "-", str(given).lower()).strip("-")
    for sample in (plain, *_SAMPLES):
        if _fits(context["pattern"], sample):
            return message, f"write it in the way of '{sample}'"
    return message, "compare it with the same field elsewhere"


_LIMITS: dict[str, _Limit] = {
    "too_short": _too_few,
    "too_long": _too_many,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "greater_than_equal": _range("ge", "{} or more"),
    "greater_than": _range("gt", "more than {}"),
    "less_than_equal": _range("le", "{} or less"),
    "less_than": _range("lt", "less than {}"),
    "multiple_of": _range("multiple_of", "a multiple of {}"),
    "string_pattern_mismatch": _pattern,
}


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is probably meant, or nothing."""
    lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), lower, 1)
    return lower[near[0]] if near else ""


def _text_hint(given: Any) -> str:
    """Text that YAML took for something else."""
    if isinstance(given, dict) and len(given) == 1:
        key, value = next(iter(given.items()))
        if isinstance(value, str):
            return f'a text with a colon goes in quotes: "{key}: {_short(value)}"'
    if isinstance(given, list) and len(given) == 1 and isinstance(given[0], list):
        return f'a text that begins with [[ goes in quotes: "[[{", ".join(map(str, given[0]))}]]"'
    return "a text that begins with [ or { goes in quotes" if isinstance(given, dict | list) else ""


def _fits(pattern: str, sample: str) -> bool:
    try:
        return re.search(pattern, sample) is not None
    except re.error:
        return False


def _choices(context: dict[str, Any]) -> list[str]:
    return re.findall("'([^']*)'", str(context.get("expected", "")))


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count or 'no'} items"


def _shown(given: Any) -> str:
    return f"'{_short(str(given))}'"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
