"""Tabs and the unbreakable spaces of web pages, where YAML goes by ordinary spaces alone."""

import re

from handoutgen.content.yaml.draft import Draft
from handoutgen.content.yaml.edits import depth

_INDENT = re.compile(r"[\s\u200b]*")


def even_indents(draft: Draft, line: int, start: int) -> bool:
    """Where one of the two lines is indented oddly, note and mend it and all such lines below."""
    if not (_odd(draft.lines[line]) or _odd(draft.lines[start])):
        return False
    for number in range(min(line, start), len(draft.lines)):
        text = draft.lines[number]
        if not (indent := _odd(text)):
            continue
        at = depth(text)
        what = "a tab" if text[at] == "\t" else "an unusual kind of space"
        if not text[len(indent) :].startswith("#"):
            message = f"this line is indented with {what}; only ordinary spaces count"
            draft.report(number, at, message, "replace it by two spaces for each level")
        for at in reversed(range(len(indent))):
            if text[at] != " ":
                draft.edit(number, at, at + 1, "  " if text[at] == "\t" else " ")
    return True


def no_tabs(draft: Draft) -> bool:
    """Turn each tab after a line's first word into a space.

    YAML allows such tabs, though this parser doesn't: there is nothing to tell.
    """
    found = False
    for number, text in enumerate(draft.lines):
        start = len(text) - len(text.lstrip())
        if "\t" in text[start:]:
            draft.edit(number, start, len(text), text[start:].replace("\t", " "))
            found = True
    return found


def _odd(line: str) -> str:
    """The line's indentation where it has anything but spaces."""
    indent = _INDENT.match(line)
    return indent[0] if indent and indent[0].strip(" ") else ""
