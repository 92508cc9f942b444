"""The words of a handout, as they ought to be on its pages."""

import re
from html import unescape

from handoutgen.content.blocks import References
from handoutgen.content.handout import Handout
from handoutgen.content.prose import prose_html

NOT_PRINTED = ("block", "tone", "safety", "direction", "evidence", "sources", "file", "alt")
"""Fields of a block whose text is not there to be read."""


def texts_of(handout: Handout) -> list[str]:
    """Every text of the handout as plain words, cut where a blank or other type begins."""
    found: list[str] = []

    def gather(value: object, key: str = "") -> None:
        if isinstance(value, str) and key not in NOT_PRINTED:
            pieces = re.split(r"<[^>]+>", prose_html(value))
            found.extend(unescape(piece) for piece in pieces if piece.strip())
        elif isinstance(value, dict):
            for name, part in value.items():
                gather(part, name)
        elif isinstance(value, list):
            for part in value:
                gather(part, key)

    gather(handout.model_dump(include={"title", "summary", "reminder"}))
    for block in handout.blocks:
        ids = {"items"} if isinstance(block, References) else set()
        gather(block.model_dump(exclude_none=True, exclude=ids))
    return found
