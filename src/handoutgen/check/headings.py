"""Whether a reader who looks only at the headings finds the way."""

from collections.abc import Iterator

from handoutgen.check.findings import Finding
from handoutgen.check.sheet import Sheet

LONGEST_UNTITLED = 120
"""So many words of a text can stand without a heading."""


def headings(sheet: Sheet) -> Iterator[Finding]:
    """Headings that stand twice, and long texts that have none."""
    first: dict[str, int] = {}
    for number, block in enumerate(sheet.handout.blocks):
        loc = ("blocks", number, "title")
        title = (block.title or "").casefold()
        if title and title in first:
            before = sheet.source.mark(("blocks", first[title], "title")).line
            message = f"the heading '{block.title}' stands here a second time"
            hint = f"say what is different from the one in line {before}"
            yield Finding(sheet.source.problem(loc, message, hint, "value"))
        first.setdefault(title, number)
        words = len(block.text.split()) if block.block == "text" else 0
        if words > LONGEST_UNTITLED and not title:
            message = f"a text of {words} words has no heading"
            hint = "add a 'title', or split it into blocks that have one"
            yield Finding(sheet.source.problem(loc, message, hint))
