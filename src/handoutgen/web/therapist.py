"""What a sheet's therapist needs to know of it before it is handed out, for the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from handoutgen.compose.citation import in_order, with_citations
from handoutgen.compose.words import WORDS
from handoutgen.content.handout import Handout, Reference, all_sources
from handoutgen.content.prose import line_html, plain, prose_html

_WORDS = WORDS["en"]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it is listed: what is known of it in words, and its address, if any."""

    words: str
    link: str


def notes_of(handout: Handout, sources: Mapping[str, Reference]) -> list[tuple[str, Markup]]:
    """The therapist notes as heading and HTML, with sources named in short."""
    told = []
    for name, text in handout.notes or ():
        if isinstance(text, str):
            html = prose_html(with_citations(text, sources, _WORDS))
        else:
            lines = (line_html(with_citations(line, sources, _WORDS)) for line in text or ())
            html = "".join(f"<li>{line}</li>" for line in lines)
            html = html and f"<ul>{html}</ul>"
        if html:
            told.append((_WORDS[f"note {name}"], Markup(html)))
    return told


def sources_of(handout: Handout, known: Mapping[str, Reference]) -> list[Source]:
    """What the sheet rests on, in order."""
    return [_source(each) for each in in_order(known[name] for name in all_sources(handout))]


def _source(found: Reference) -> Source:
    authors = ", ".join(found.authors).rstrip(".")
    parts = [authors, str(found.year or ""), plain(found.title or ""), plain(found.source or "")]
    words = "".join(f"{part}. " for part in parts if part).strip()
    return Source(words, f"https://doi.org/{found.doi}" if found.doi else "")
