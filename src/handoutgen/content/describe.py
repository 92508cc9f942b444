"""A handout told in words or as data, for someone choosing a sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from textwrap import fill, indent
from typing import Any

from handoutgen.content.blanks import Blank
from handoutgen.content.handout import Handout
from handoutgen.content.prose import plain

WIDTH = 88


_OF_A_BLANK = ("name", "label", "kind", "options")


def describe(handout: Handout, blanks: Sequence[Blank] = ()) -> dict[str, Any]:
    """All that the handout says, as plain data, with its places to fill in."""
    data = handout.model_dump(mode="json", exclude_none=True)
    data["blocks"] = [
        {field: value for field, value in block.items() if value != []} for block in data["blocks"]
    ]
    told = [
        {key: value for key, value in asdict(blank).items() if key in _OF_A_BLANK and value != ()}
        for blank in blanks
    ]
    return {**data, "blanks": told}


def outline(handout: Handout, file: str, blanks: Sequence[Blank] = ()) -> str:
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
    if blanks:
        lines += ["", "Blanks: what each is called, and what it asks for"]
        lines += [line for blank in blanks for line in _lines_of(blank)]
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


def _lines_of(blank: Blank) -> list[str]:
    """Its name within the handout, then its question and what can be chosen."""
    said = blank.label if blank.kind != "tick" else f"{blank.label} (a tick)"
    options = f" ({', '.join(blank.options)})" if blank.options else ""
    words = fill(said + options, WIDTH - 6, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return [f"  {blank.name.partition('.')[2]}", *words.split("\n")]


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
