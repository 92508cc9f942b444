"""The school grade of texts whose counts are known, and what is told of hard ones."""

import pytest

from handoutgen.check.passages import Passage
from handoutgen.check.readability import grade, readability
from support.checking import desk, told
from support.practice import HEAD, Practice

PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature"
GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent a new nation,"
    " conceived in liberty, and dedicated to the proposition that all men are created equal."
)
HARD = (
    "Interpersonal difficulties frequently accompany long-lasting psychological conditions,"
    " particularly whenever communication deteriorates considerably between individuals"
    " experiencing overwhelming circumstances, unexpected disappointments and uncertainty."
)


@pytest.mark.parametrize(
    ("text", "words", "sentences", "spoken", "reached"),
    [
        ("The cat sat on the mat.", 6, 1, 6, -1.45),
        ("It is a small step. You can rest when you need to. Ask a friend.", 15, 3, 15, -1.84),
        ("1. Sit down.\n2. Breathe out, 3 times.\n", 5, 2, 5, -2.81),
        ("A health-care team", 3, 1, 4, 1.31),
        (
            "When pain gets worse, tell your partner. Together you can find a better position.",
            *(14, 2, 20, 4.0),
        ),
        (
            "Communication with your partner is important: without it, problems get bigger.",
            *(11, 1, 21, 11.23),
        ),
    ],
)
def test_the_grade_follows_from_the_known_counts(
    text: str, words: int, sentences: int, spoken: int, reached: float
) -> None:
    known = 0.39 * words / sentences + 11.8 * spoken / words - 15.59
    assert grade([Passage(("title",), text)]) == pytest.approx(known)
    assert known == pytest.approx(reached, abs=0.006)


@pytest.mark.parametrize(
    ("text", "known", "words", "spoken", "missed"),
    [(PLATYPUS, 11.26, 13, 24, 2), (GETTYSBURG, 14.99, 30, 48, 3)],
)
def test_each_syllable_that_is_missed_lowers_the_grade(
    text: str, known: float, words: int, spoken: int, missed: int
) -> None:
    assert 0.39 * words + 11.8 * spoken / words - 15.59 == pytest.approx(known, abs=0.006)
    reached = grade([Passage(("title",), text)])
    assert reached == pytest.approx(known - 11.8 * missed / words, abs=0.006)


def test_no_words_have_no_grade() -> None:
    assert grade([Passage(("title",), "[[name]] 12")]) == 0.0


def test_an_easy_sheet_passes(practice: Practice) -> None:
    sheet = desk(practice, "  - block: text\n    text: Sit down and rest. You can stop.\n")
    assert told(readability(sheet)) == []


def test_a_hard_sheet_is_told_at_its_hardest_passage(practice: Practice) -> None:
    sheet = desk(practice, f"  - block: text\n    text: Rest.\n  - block: text\n    text: {HARD}\n")
    reached = round(grade(sheet.passages), 1)
    assert reached > 8
    (finding,) = readability(sheet)
    message = f"the sheet reads at school grade {reached}; 6 is the aim, 8 the most"
    assert told([finding]) == [f"11:11: error: {message}"]
    own = grade([p for p in sheet.passages if p.text == HARD])
    assert finding.problem.hint == (
        f"the hardest passage is this one, with grade {own:.1f};"
        " shorter sentences and shorter words help"
    )


def test_between_the_aim_and_the_most_is_a_warning(practice: Practice) -> None:
    easy = "Sit down and take a rest. " * 10
    sheet = desk(
        practice, f"  - block: text\n    text: {easy}\n  - block: text\n    text: {HARD}\n"
    )
    reached = round(grade(sheet.passages), 1)
    assert 6 < reached <= 8
    assert [finding.severe for finding in readability(sheet)] == [False]


def test_a_hard_passage_among_easy_ones_is_told(practice: Practice) -> None:
    easy = "Sit down and take a rest. " * 40
    sheet = desk(
        practice, f"  - block: text\n    text: {easy}\n  - block: text\n    text: {HARD}\n"
    )
    whole, own = round(grade(sheet.passages), 1), round(grade([sheet.passages[-1]]), 1)
    assert whole <= 6
    assert told(readability(sheet)) == [
        f"11:11: warning: this passage reads at school grade {own}, well above the sheet's {whole}"
    ]


def test_a_therapist_s_sheet_may_be_hard(practice: Practice) -> None:
    head = HEAD.replace("client", "therapist")
    assert told(readability(desk(practice, f"  - block: text\n    text: {HARD}\n", head))) == []
