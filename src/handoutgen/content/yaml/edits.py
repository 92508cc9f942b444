"""Changes to a draft that keep each line in its place: quotes put on, indentation mended."""

import re

from handoutgen.content.yaml.draft import Draft

NAME = re.compile(r" *(?:- +)*([\w-]+) *:(?: |$)")
# `- - name: `, or as much of it as there is: what stands before a value on its line.
_HEAD = re.compile(
    r"""
    [ ]* (?: - [ ]+ )*
    (?:
        (?: "[^"]*" [ ]* | '[^']*' [ ]* | [^\s"'\[{&*!|>%@`\#-] (?: [^:] | :(?=\S) )*? )
        : (?: [ ]+ | $ )
    )?
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s#")
_SHOWN = 60


def head(draft: Draft, line: int) -> int:
    """The column where the value of that line starts."""
    found = _HEAD.match(draft.lines[line])
    return found.end() if found else 0


def is_named(draft: Draft, line: int) -> bool:
    """Whether the line starts with a name and a colon."""
    return draft.lines[line][: head(draft, line)].rstrip().endswith(":")


def line_above(draft: Draft, line: int) -> int | None:
    """The nearest line above that holds more than a comment."""
    for number in range(line - 1, -1, -1):
        if draft.lines[number].strip() and not draft.lines[number].lstrip().startswith("#"):
            return number
    return None


def value_end(draft: Draft, line: int, start: int, in_flow: bool) -> int:
    """The column where a value that starts there ends on its line."""
    text = draft.lines[line]
    comment = _COMMENT.search(text, start)
    end = len(text[: comment.start() if comment else len(text)].rstrip())
    if in_flow:
        return next((at for at in range(start, end) if text[at] in ",]}"), end)
    return end


def goes_on(draft: Draft, line: int) -> int:
    """The last of the lines that the text starting on that line takes up."""
    name = depth(draft.lines[line], " -")
    last = line
    for number in range(line + 1, len(draft.lines)):
        text = draft.lines[number]
        if not text:
            continue
        bare = text.lstrip(" ")
        if depth(text) <= name or bare.startswith(("- ", "#")) or NAME.match(text):
            break
        last = number
    return last


def put_in_quotes(draft: Draft, line: int, start: int, end: int, last: int) -> None:
    """Turn a value into a quoted text, with the further lines it takes up, if any."""
    if last == line:
        draft.edit(line, start, end, quoted(bare(draft.lines[line][start:end])))
        return
    for number in range(line, last + 1):
        text = draft.lines[number]
        first = start if number == line else 0
        draft.edit(number, first, len(text), text[first:].replace("'", "''"))
    draft.edit(last, len(draft.lines[last]), len(draft.lines[last]), "'")
    draft.edit(line, start, start, "'")


def depth_of_lines_above(draft: Draft, line: int) -> int:
    """The indentation nearest to the line's own at which the lines above let it stand."""
    text = draft.lines[line]
    now, dashed, named = depth(text), text.lstrip().startswith("- "), is_named(draft, line)
    found = []
    lowest = len(text) + max(map(len, draft.lines[:line]), default=0)
    for number in range(line - 1, -1, -1):
        above = draft.lines[number]
        if not above or above.lstrip().startswith("#") or depth(above) >= lowest:
            continue
        lowest = depth(above)
        if dashed and depth(above, " -") > lowest:
            found.append(lowest)
        elif not dashed and (not named or is_named(draft, number)):
            found.append(depth(above, " -"))
    return min(found, key=lambda column: abs(column - now), default=now)


def shift(draft: Draft, first: int, goal: int) -> None:
    """Move a line to that depth, and the lines below that hang on it."""
    now = depth(draft.lines[first])
    for number in range(first, len(draft.lines)):
        line = draft.lines[number]
        if line and depth(line) < now:
            return
        if line:
            draft.edit(number, 0, now, " " * goal)


def depth(line: str, skipped: str = " ") -> int:
    """How many characters stand before the first word."""
    return len(line) - len(line.lstrip(skipped))


def bare(value: str) -> str:
    """A value without the quotes around it."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def quoted(value: str) -> str:
    """A value in the quotes that suit it."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def short(text: str) -> str:
    """As much of a text as fits into a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
