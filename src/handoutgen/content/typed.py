"""Text as someone typed or pasted it: spaces and line ends made even, stray characters found."""

import re

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_STRAY = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def even(text: str) -> str:
    """The text with plain line ends, spaces for tabs, and nothing blank at the end of a line or
    around the whole."""
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def stray(text: str) -> str:
    """The first character that can't be printed or would turn the text about; "" for none."""
    found = _STRAY.search(text)
    return found[0] if found else ""


def clean(text: str) -> str:
    """The text made even, without the characters that can't be printed."""
    return even(_STRAY.sub("", even(text)))


def shown(text: str, most: int = 60) -> str:
    """The text as it can stand in one line of a message."""
    text = " ".join(clean(text).split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
