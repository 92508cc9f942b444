"""A source named in short, and sources in order."""

import pytest

from handoutgen.compose.citation import in_order, short_citation, with_citations
from handoutgen.compose.words import WORDS
from handoutgen.content.handout import Reference


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"authors": ["Finn"], "year": 2018, "title": "On pain"}, "Finn, 2018"),
        ({"authors": ["Finn", "O’Neil"], "year": 2018, "title": "x"}, "Finn and O’Neil, 2018"),
        ({"authors": ["Finn", "Cox", "Abel"], "year": 2018, "title": "x"}, "Finn and others, 2018"),
        ({"authors": ["Finn, K. M.", "Cox, A."], "title": "x"}, "Finn and Cox"),
        ({"year": 2018, "title": "On *chronic* pain"}, "On chronic pain, 2018"),
        ({"year": 2018, "doi": "10.1000/182"}, "https://doi.org/10.1000/182, 2018"),
    ],
)
def test_a_source_is_named_in_short_by_what_is_known(source, words):
    assert short_citation(Reference(**source), WORDS["en"]) == words


def test_ids_in_a_text_are_put_in_short():
    sources = {"finn-2018": Reference(authors=["Finn"], year=2018, title="x")}
    text = "(finn-2018), finn-2018b, x-finn-2018, [finn-2018](https://x.org/finn-2018) and zorn-1"
    assert with_citations(text, sources, WORDS["en"]) == (
        "(Finn, 2018), finn-2018b, x-finn-2018, [Finn, 2018](https://x.org/finn-2018) and zorn-1"
    )


def test_sources_are_in_the_order_of_their_authors_and_years():
    def source(year: int | None, *authors: str) -> Reference:
        return Reference(authors=list(authors), year=year, title="x")

    order = [
        source(None, "abel"),
        source(1999, "Abel"),
        source(2001, "Abel"),
        source(1990, "Abel", "Cox"),
        source(1980, "Zorn"),
        source(1970),
    ]
    assert in_order(reversed(order)) == order
