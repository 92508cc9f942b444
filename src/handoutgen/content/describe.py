"""A handout told in words or as data, for someone choosing a sheet."""

import re
from collections.abc import Iterator
from textwrap import fill, indent
from typing import Any

from handoutgen.content.handout import Handout
from handoutgen.content.prose import BLANK, plain

WIDTH = 88


def describe(handout: Handout) -> dict[str, Any]:
    """All that the handout says, as plain data, with the names of its blanks."""
    data = handout.model_dump(mode="json", exclude_none=True)
    data["blocks"] = [
        {field: value for field, value in block.items() if value != []} for block in data["blocks"]
    ]
    return {**data, "blanks": blanks(handout)}


def blanks(handout: Handout) -> list[str]:
    """The names of the blanks in the handout's texts, in the order in which they are printed."""
    texts = texts_in(handout.model_dump(include={"title", "summary", "reminder", "blocks"}))
    return list(dict.fromkeys(name for text in texts for name, _ in BLANK.findall(text)))


def outline(handout: Handout, file: str) -> str:
    """The handout's head, blocks, blanks and therapist notes as lines for a terminal."""
    lines = [
        plain(handout.title),
        plain(handout.summary),
        "",
        f"{handout.id}, version {handout.version}, from {file}",
        f"for: {handout.audience}   minutes: {handout.minutes}"
        f"   topics: {', '.join(handout.topics)}",
        "",
        "Blocks",
        *(f"  {block.block:<14}{_name_of(block)}".rstrip() for block in handout.blocks),
    ]
    if names := blanks(handout):
        lines += ["", "Blanks", *(f"  {name}" for name in names)]
    if handout.references:
        lines += ["", "References", *(f"  {name}" for name in handout.references)]
    if handout.notes:
        lines += ["", "Notes for the therapist (never printed on the client's copy)"]
        for field, text in handout.notes.model_dump(exclude_none=True).items():
            words = "\n".join(f"- {line}" for line in text) if isinstance(text, list) else text
            if words:
                lines += [f"  {field.replace('_', ' ').capitalize()}", _wrapped(words)]
    return "\n".join(lines)


def _name_of(block: Any) -> str:
    return block.title or getattr(block, "prompt", "") or ""


def _wrapped(words: str) -> str:
    """Paragraphs and list items, each filled to the width of a terminal."""
    pieces = re.split(r"\n\s*\n|\n(?=\s*(?:-|\d+\.) )", words.strip())
    hanging = ("  " if re.match(r"\s*(-|\d+\.) ", piece) else "" for piece in pieces)
    filled = (
        fill(" ".join(piece.split()), WIDTH - 4, subsequent_indent=hang)
        for piece, hang in zip(pieces, hanging, strict=True)
    )
    return indent("\n".join(filled), " " * 4)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in plain data, however deep, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)
