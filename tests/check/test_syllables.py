"""The syllables of words, against what the CMU Pronouncing Dictionary says."""

import pytest

from handoutgen.check.syllables import syllables

KNOWN = {
    1: "a pain the liked likes through friend’s touch breathe notes filled helped eased don’t",
    2: "table tables settled wanted people special beyond something sometimes lonely wishes reaches"
    " being quiet didn’t partner’s safety player tension seeing loving couple",
    3: "everyone easier element visited fluently patiently religion familiar depression reaction",
    4: "reality actually experience intimacy",
    5: "possibilities communication",
}
"""Words that may be hyphenated after each of their syllables but the last."""

SHORT = {
    1: "away menu about study client client’s any body evening rhythm unique",
    2: "anyone desire reliant opinion",
    3: "anxiety identify ability",
    4: "university creativity",
}
"""Words of one syllable more, which no printer divides everywhere; counted as they stand here."""

SHORTER = {1: "idea area medicine video", 2: "heroism"}
"""Words of two syllables more."""


def each(words: dict[int, str]) -> list[tuple[str, int]]:
    return [(word, count) for count, line in words.items() for word in line.split()]


@pytest.mark.parametrize(("word", "count"), each(KNOWN))
def test_the_count_is_that_of_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.capitalize()) == count


@pytest.mark.parametrize(("word", "count"), [*each(SHORT), *each(SHORTER)])
def test_a_syllable_that_is_never_parted_is_missed(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.capitalize()) == count


def test_an_apostrophe_may_be_straight() -> None:
    assert syllables("client's") == syllables("client’s") == syllables("client")


@pytest.mark.parametrize(("letters", "count"), [("PTSD", 4), ("US", 2), ("WHO", 5), ("I", 1)])
def test_an_abbreviation_is_spelt(letters: str, count: int) -> None:
    assert syllables(letters) == count


def test_a_word_without_vowels_has_one() -> None:
    assert syllables("hmm") == 1
