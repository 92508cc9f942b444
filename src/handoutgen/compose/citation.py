"""How a source is named on the page: in short below a claim, and in order in a list."""

import re
from collections.abc import Iterable, Mapping

from handoutgen.content.handout import Reference
from handoutgen.content.prose import plain

_ID = re.compile(r"(?<![\w/-])[a-z0-9][a-z0-9-]*(?![\w-])")


def short_citation(source: Reference, words: dict[str, str]) -> str:
    """The first author's name and the year; the title where no author is known."""
    names = [author.split(",")[0] for author in source.authors]
    if len(names) > 2:
        who = f"{names[0]} {words['and others']}"
    else:
        who = f" {words['and']} ".join(names) or plain(source.title or "")
    who = who or f"https://doi.org/{source.doi}"
    return f"{who}, {source.year}" if source.year else who


def with_citations(text: str, sources: Mapping[str, Reference], words: dict[str, str]) -> str:
    """The text with the id of each of the sources put in short."""

    def cite(found: re.Match[str]) -> str:
        source = sources.get(found[0])
        return short_citation(source, words) if source else found[0]

    return _ID.sub(cite, text)


def in_order(sources: Iterable[Reference]) -> list[Reference]:
    """By the authors' names, those without an author last, then by year."""
    return sorted(sources, key=lambda r: (" ".join(r.authors).casefold() or "~", r.year or 0))
