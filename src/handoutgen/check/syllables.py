"""How many syllables an English word has: one more than the places where it may be hyphenated.

These places are those of pyphen, by which WeasyPrint breaks words. A syllable of one letter at
either end of a word is missed, as no printer breaks "a-way" or "men-u", and so are some within,
as in "medicine" and "evening". Of the different words of the shipped handouts 90 in 100 get the
count of the CMU Pronouncing Dictionary; nearly all others get one or two too few.
"""

from functools import cache

from pyphen import Pyphen

_HYPHENS = Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """The syllables of one word, or the letters of an abbreviation."""
    if word.isupper() and len(word) > 1:
        return len(word) + 2 * word.count("W")
    return len(_HYPHENS.positions(word.replace("’", "'").removesuffix("'s"))) + 1
