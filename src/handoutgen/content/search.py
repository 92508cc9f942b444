"""Finding sheets by words: those that have every word asked for, best first.

A word counts most in the title, then in the topics, the summary and the body. Where no sheet has
a word, or one that begins like it, it is taken for a misspelling of the nearest words there are.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

_WORD = re.compile(r"[^\W_]{2,}")
_STOP = frozenset(
    _WORD.findall("""
    a about after all also am an and any are as at be because been before but by can could did do
    does don for from get had has have he her here him his how if in into is isn it its just ll me
    more most my no not now of off on once one only or other our out over own re she should so
    some such than that the their them then there these they this those through to too under until
    up us ve very was we were what when where which while who why will with would you your yours
    """)
)
_WEIGHTS = {"title": 8.0, "topics": 5.0, "summary": 3.0, "words": 1.0}
_FORM = 0.6
"""What a word counts that begins like the one asked for, such as `sleeping` for `sleep`."""
_SHORTEST = 3
_LONGEST_ENDING = 3
_NEAR = 0.74


def words_of(text: str) -> list[str]:
    """The words of a text in small letters and without accents; the commonest are left out."""
    return [word for word in _split(text) if word not in _STOP]


def search(
    entries: Sequence[dict[str, Any]], asked: str
) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """The entries that have every word asked for, best first, and what stood in for a misspelling.

    An entry has `id`, `title`, `topics`, `summary` and `words`, the words of its body.
    """
    left = [(0.0, _fields(entry), entry) for entry in entries]
    known = {word for _, fields, _ in left for words in fields.values() for word in words}
    corrected: dict[str, list[str]] = {}
    for word in dict.fromkeys(words_of(asked) or _split(asked)):
        taken = [word]
        if not any(_likeness(word, other) for other in known):
            taken = corrected[word] = _nearest(word, sorted(known))
        left = [
            (score + more, fields, entry)
            for score, fields, entry in left
            if (more := max((_score(fields, each) for each in taken), default=0.0))
        ]
    left.sort(key=lambda found: -found[0])
    return [entry for _, _, entry in left], corrected


def _split(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in letters if not unicodedata.combining(each)))


def _fields(entry: dict[str, Any]) -> dict[str, set[str]]:
    return {
        "title": set(_split(f"{entry['id']} {entry['title']}")),
        "topics": set(_split(" ".join(entry["topics"]))),
        "summary": set(_split(entry["summary"])),
        "words": set(entry["words"].split()),
    }


def _nearest(word: str, known: list[str]) -> list[str]:
    """The words that the word may be a misspelling of: the most alike, up to three."""
    from difflib import SequenceMatcher, get_close_matches

    near = get_close_matches(word, known, 3, _NEAR)
    ratios = [SequenceMatcher(None, other, word).ratio() for other in near]
    return [other for other, ratio in zip(near, ratios, strict=True) if ratio > ratios[0] - 0.05]


def _score(fields: dict[str, set[str]], word: str) -> float:
    """How much the entry is about the word."""
    return sum(
        weight * max((_likeness(word, other) for other in fields[field]), default=0.0)
        for field, weight in _WEIGHTS.items()
    )


def _likeness(word: str, other: str) -> float:
    """1 for the word itself, less for one of its forms, 0 for another word."""
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    if len(short) < _SHORTEST or not long.startswith(short):
        return 0.0
    return _FORM if other is long or len(long) - len(short) <= _LONGEST_ENDING else 0.0
