"""The syllables of words, against what the CMU Pronouncing Dictionary says."""

import pytest

from handoutgen.check.syllables import syllables

KNOWN = {
    1: "a pain the liked likes through friend’s touch breathe notes filled helped eased don’t",
    2: "away menu about client hugging table tables settled wanted study people special beyond"
    " something sometimes lonely wishes reaches client’s being quiet didn’t rhythm safety player"
    " evening tension seeing unique loving couple",
    3: "idea anyone everyone desire easier area medicine element visited reliant video fluently"
    " patiently religion familiar depression reaction opinion",
    4: "anxiety reality identify actually ability experience intimacy heroism",
    5: "university possibilities communication creativity",
}
WORDS = [(word, count) for count, words in KNOWN.items() for word in words.split()]


@pytest.mark.parametrize(("word", "count"), WORDS)
def test_the_count_is_that_of_the_dictionary(word: str, count: int) -> None:
    assert syllables(word) == count
    assert syllables(word.capitalize()) == count


@pytest.mark.parametrize(("letters", "count"), [("PTSD", 4), ("US", 2), ("WHO", 5), ("I", 1)])
def test_an_abbreviation_is_spelt(letters: str, count: int) -> None:
    assert syllables(letters) == count


def test_a_word_without_vowels_has_one() -> None:
    assert syllables("hmm") == 1
