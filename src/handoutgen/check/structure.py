"""What makes a worksheet one: what it is for, how to use it, a tool, a summary, a next step."""

import re
from collections.abc import Iterator
from typing import Any

from handoutgen.check.findings import Finding
from handoutgen.check.sheet import Sheet
from handoutgen.content.blocks import AnyBlock
from handoutgen.content.blocks.words import Callout, Steps, Text
from handoutgen.content.prose import BLANK

NEXT_STEP = "next-session"
"""The content block that leads over to the next session."""
TO_FILL_IN = frozenset(
    {"checklist", "action_plan", "routine", "log", "scale", "lines", "box", "agreement"}
)
"""Blocks that always leave something to fill in; others do where they have blanks."""
_BLANKS = ("blank_items", "blank_rows", "blank_points", "blank", "own_lines")
_NUMBERED = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
_SUM_UP = re.compile(
    r"(?:\A|\n\s*\n)\s*(?:\*\*)?"
    r"(?:in short|in brief|to sum up|remember|(?:the )?(?:main|key) points?)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\bnext (session|visit|appointment|meeting|time (you|we) (meet|talk|see))\b", re.IGNORECASE
)
_SHORTEST_PURPOSE = 4


def structure(sheet: Sheet) -> Iterator[Finding]:
    """What a client's or partners' sheet lacks."""
    if sheet.for_therapist:
        return
    handout, blocks = sheet.handout, sheet.handout.blocks
    if len(handout.summary.split()) < _SHORTEST_PURPOSE:
        message = "the summary doesn't say what the sheet is for"
        hint = "say in one line what it can help with"
        yield Finding(sheet.source.problem(("summary",), message, hint, "value"))
    lacks = {
        (
            "there are no instructions",
            "say in a numbered list, or in a 'steps' block, how to use the sheet",
        ): not any(_instructs(block) for block in blocks),
        (
            "there is nothing to fill in or to tick",
            "add a tool, such as a checklist, a menu, a log or lines",
        ): not any(_is_tool(sheet, number) for number in range(len(blocks))),
        (
            "there is no summary",
            "end with a callout that starts with '**In short:**'",
        ): not any(_sums_up(block) for block in blocks),
        (
            "nothing leads over to the next session",
            f"add '- use: {NEXT_STEP}', or say what to bring to the next session",
        ): not _leads_on(sheet),
    }
    for (message, hint), lacking in lacks.items():
        if lacking:
            yield Finding(sheet.source.problem(("blocks",), message, hint))


def _instructs(block: AnyBlock) -> bool:
    if isinstance(block, Text | Callout):
        return len(_NUMBERED.findall(block.text)) > 1
    return isinstance(block, Steps)


def _is_tool(sheet: Sheet, number: int) -> bool:
    """Whether the block is filled in; the question for the next session isn't a tool."""
    block = sheet.handout.blocks[number]
    if sheet.uses(number) == NEXT_STEP:
        return False
    return (
        block.block in TO_FILL_IN
        or _has_blanks(block.model_dump())
        or any(BLANK.search(p.text) for p in sheet.passages if p.block == number)
    )


def _has_blanks(part: Any) -> bool:
    """Whether a block, or a part of it such as a zone, has lines or cells for one's own."""
    if isinstance(part, list):
        return any(map(_has_blanks, part))
    if not isinstance(part, dict):
        return False
    return any(map(part.get, _BLANKS)) or any(map(_has_blanks, part.values()))


def _sums_up(block: AnyBlock) -> bool:
    """Whether it is a callout with a title or a paragraph that starts with "In short"."""
    texts = (block.title or "", block.text) if isinstance(block, Callout) else ()
    return any(_SUM_UP.search(text) for text in texts)


def _leads_on(sheet: Sheet) -> bool:
    if any(sheet.uses(number) == NEXT_STEP for number in range(len(sheet.handout.blocks))):
        return True
    return any(_NEXT.search(passage.text) for passage in sheet.passages)
