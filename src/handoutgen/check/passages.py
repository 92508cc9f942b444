"""The texts of a sheet that its reader sees, each with its place in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from handoutgen.content.blocks import Image, Model
from handoutgen.content.handout import Handout
from handoutgen.content.prose import BLANK, Label, Line, Prose, plain
from handoutgen.content.source import Loc

_TEXTS: tuple[Any, ...] = (Label, Line, Prose)
_HEAD = ("title", "summary", "reminder")
_PIECES = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]) )")
_MARKER = re.compile(r"\A\s*(?:[-*+]|\d+[.)])\s+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’)]*(?=\s+[\"“‘(]*[^\W_a-z]|\s*$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as it stands in the file, and where that is."""

    loc: Loc
    text: str

    @property
    def block(self) -> int | None:
        """The number of the block that holds it, from 0."""
        return int(self.loc[1]) if self.loc[0] == "blocks" else None

    def sentences(self) -> list[str]:
        """Its sentences without marks and blanks; what has no full stop, such as an item of a
        list or a heading, is a sentence of its own."""
        pieces = (_MARKER.sub("", piece) for piece in _PIECES.split(self.text))
        words = (plain(BLANK.sub("", piece)) for piece in pieces)
        sentences = (part.strip() for text in words for part in _split(text))
        return [sentence for sentence in sentences if re.search(r"\w", sentence)]


def passages_of(handout: Handout) -> list[Passage]:
    """All that is printed of a handout but for its notes, in order."""
    found = [Passage((field,), text) for field in _HEAD if (text := getattr(handout, field))]
    for number, block in enumerate(handout.blocks):
        found += _within(block, ("blocks", number))
    return found


def _within(value: Any, loc: Loc) -> Iterator[Passage]:
    if isinstance(value, str):
        yield Passage(loc, value)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _within(item, (*loc, number))
    elif isinstance(value, Model):
        for field in _fields(type(value)):
            yield from _within(getattr(value, field), (*loc, field))


@cache
def _fields(model: type[Model]) -> tuple[str, ...]:
    """The fields that hold texts, or models that may; not names, numbers and choices."""
    hints = get_type_hints(model, include_extras=True)
    found = (field for field in model.model_fields if _has_text(hints[field]))
    return tuple(field for field in found if (model, field) != (Image, "file"))


def _has_text(hint: Any) -> bool:
    if _is_text(hint) or (isinstance(hint, type) and issubclass(hint, Model)):
        return True
    return any(
        _has_text(part) for part in get_args(hint) if isinstance(part, type) or get_args(part)
    )


def _is_text(hint: Any) -> bool:
    """Whether it is one of the kinds of text, or one of them with a rule of its own added."""
    rules = getattr(hint, "__metadata__", ())
    return any(rules[: len(kind.__metadata__)] == kind.__metadata__ for kind in _TEXTS)


def _split(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]
