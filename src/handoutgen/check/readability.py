"""How hard a sheet is to read: the Flesch-Kincaid grade, in years of school."""

import re
from collections.abc import Iterable, Iterator

from handoutgen.check.findings import Finding
from handoutgen.check.passages import Passage
from handoutgen.check.sheet import Sheet
from handoutgen.check.syllables import syllables

AIM, LIMIT = 6.0, 8.0
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)*")
_ENOUGH = 20
"""So many words a passage needs for its own grade to say something."""


def grade(passages: Iterable[Passage]) -> float:
    """The Flesch-Kincaid grade of the passages together; numbers in digits aren't counted."""
    sentences = [words for passage in passages for words in _words(passage)]
    counted = sum(map(len, sentences))
    if not counted:
        return 0.0
    spoken = sum(syllables(part) for words in sentences for w in words for part in w.split("-"))
    return 0.39 * counted / len(sentences) + 11.8 * spoken / counted - 15.59


def readability(sheet: Sheet) -> Iterator[Finding]:
    """Whether a client can read the sheet, and each longer passage of it, with ease."""
    if sheet.for_therapist:
        return
    whole = round(grade(sheet.passages), 1)
    long = [p for p in sheet.passages if sum(map(len, _words(p))) >= _ENOUGH]
    hint = "shorter sentences and shorter words help"
    if whole > AIM:
        hardest = max(long or sheet.passages, key=lambda passage: grade([passage]))
        message = f"the sheet reads at school grade {whole}; {AIM:g} is the aim, {LIMIT:g} the most"
        where = f"the hardest passage is this one, with grade {grade([hardest]):.1f}; {hint}"
        problem = sheet.source.problem(hardest.loc, message, where, "value")
        yield Finding(problem, whole > LIMIT)
        return
    for passage in long:
        if (reached := round(grade([passage]), 1)) > LIMIT:
            message = (
                f"this passage reads at school grade {reached}, well above the sheet's {whole}"
            )
            yield Finding(sheet.source.problem(passage.loc, message, hint, "value"))


def _words(passage: Passage) -> list[list[str]]:
    """The words of each sentence that has any."""
    return [words for sentence in passage.sentences() if (words := _WORD.findall(sentence))]
