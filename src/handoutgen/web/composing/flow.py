"""Longer texts with a line for each paragraph, as they are typed, rather than wrapped as in a file.

A line that isn't changed goes back into the file wrapped as it was.
"""

import re
from collections.abc import Iterator

_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_BROKEN = ("  ", "\\")
"""How a line ends that is to stay one."""


def unwrapped(text: str) -> str:
    """The text with each paragraph and each item of a list on one line; it prints the same."""
    return "\n".join(line for line, _ in _lines(text))


def as_before(typed: str, text: str) -> str:
    """What was typed, with the lines that stand in the text wrapped as they are there."""
    typed = typed.replace("\r\n", "\n").replace("\r", "\n")
    if typed.strip() == unwrapped(text).strip():
        return text
    known = dict(_lines(text))
    return "\n".join(known.get(line, line) for line in typed.split("\n"))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line as it is typed, and the lines of the text that it stands for."""
    joined, written = "", list[str]()
    for line in text.split("\n"):
        goes_on = written and written[-1].strip() and line.strip() and not _ITEM.match(line)
        if goes_on and not written[-1].endswith(_BROKEN):
            joined = f"{joined} {line.strip()}"
            written.append(line)
            continue
        if written:
            yield joined, "\n".join(written)
        joined, written = line, [line]
    yield joined, "\n".join(written)
