"""Words that a sheet does better without, each with a better one, from a list in data.

The list is `handouts/check/words.yaml`, the practice's laid over the shipped one entry by entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handoutgen.check.findings import Finding
from handoutgen.check.passages import Passage
from handoutgen.check.sheet import Sheet
from handoutgen.content.library import Library
from handoutgen.errors import ContentError, Problem

LIST = "handouts/check/words.yaml"
_QUOTED = re.compile(r"“[^”]*”")
_MAY_QUOTE = ("compare", "table")
"""Blocks that may set words that don't help beside words that do."""


def read_words(library: Library) -> dict[str, str]:
    """Each word to avoid with what is better; raises ContentError.

    A word without a better one in the practice's list is allowed again.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for layer in reversed(library.folders.layers):
        path = layer / LIST
        if not path.is_file():
            continue
        source = library.source(path)
        problems += source.problems
        for key, better in (source.data or {}).items():
            if better is not None and not isinstance(better, str):
                message = f"the better words for '{key}' should be text"
                problems.append(source.problem((key,), message, f"for example '{key}: may'"))
                continue
            for word in filter(None, map(_bare, key.split(","))):
                found[word] = better or ""
    if problems:
        raise ContentError(problems)
    return {word: better for word, better in found.items() if better}


@dataclass(frozen=True)
class Wording:
    """Looks for words to avoid; where one stands within another, the longer is told."""

    better: Mapping[str, str]

    def __call__(self, sheet: Sheet) -> Iterator[Finding]:
        """Each of the words in a sheet, at its own place."""
        if not self.better:
            return
        pattern = _any_of(self.better)
        for passage in sheet.passages:
            quotes = _quotes(sheet, passage)
            for match, mark in sheet.matches(pattern, passage):
                if any(start < match.start() < end for start, end in quotes):
                    continue
                word = " ".join(match[0].split())
                hint = f"better: {self.better[_bare(word)]}"
                yield Finding(mark.problem(f"'{word}' is better avoided", hint))


def _bare(word: str) -> str:
    """A word as the list is looked up: in small letters, with single spaces and straight marks."""
    return " ".join(word.lower().replace("’", "'").split())


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    forms = (re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


def _quotes(sheet: Sheet, passage: Passage) -> list[tuple[int, int]]:
    """The quotations in a passage that may hold what isn't to be said."""
    if passage.block is None or sheet.handout.blocks[passage.block].block not in _MAY_QUOTE:
        return []
    return [match.span() for match in _QUOTED.finditer(passage.text)]
