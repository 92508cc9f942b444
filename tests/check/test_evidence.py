"""Claims, how firmly they are said, and the sources that they rest on."""

import pytest

from handoutgen.check.evidence import evidence, references
from handoutgen.content.library import Library
from support.checking import desk, told
from support.practice import HEAD, Practice

CITED = "    evidence: supported\n    sources: [finn-2018]\n"


def listed(practice: Practice, blocks: str, head: str) -> list[str]:
    known = Library(practice.folders).references
    return told(references(desk(practice, blocks, head), known))


def test_a_graded_claim_with_a_source_passes(practice: Practice) -> None:
    block = "  - block: text\n    text: It was so for 43% of 269 people.\n"
    assert told(evidence(desk(practice, block + CITED))) == []
    block = "  - block: text\n    text: Talking can help.\n    evidence: clinical-practice\n"
    assert told(evidence(desk(practice, block))) == []


def test_sources_without_a_grade_are_told(practice: Practice) -> None:
    block = "  - block: text\n    text: So it is.\n    sources: [finn-2018]\n"
    assert told(evidence(desk(practice, block))) == [
        "10:5: warning: this block names sources, but not how firmly its claim can be said"
    ]


def test_a_grade_without_sources_is_told(practice: Practice) -> None:
    block = "  - block: text\n    text: So it is.\n    evidence: contested\n"
    assert told(evidence(desk(practice, block))) == [
        "10:15: warning: 'contested' rests on studies, but no source is named"
    ]


@pytest.mark.parametrize(
    "figure",
    [
        *("43%", "9.5 %", "6 percent", "N = 310", "n=12", "43 in 100", "one in three"),
        *("two out of ten", "1,006 women", "247 adults", "310 other people", "1 in every 5"),
    ],
)
def test_a_figure_without_evidence_is_told_at_its_place(practice: Practice, figure: str) -> None:
    block = (
        f"  - block: text\n    text: |\n      It is known.\n      It was so: {figure}, they say.\n"
    )
    assert told(evidence(desk(practice, block))) == [
        f"11:18: warning: '{figure}' is a figure in a block without evidence"
    ]


@pytest.mark.parametrize(
    "words",
    [
        *("Circle 0 to 10.", "Call 988 or 1-800-799-7233.", "Try 2 minutes in all."),
        *("One of them.", "In 2 weeks", "Two people can sit."),
    ],
)
def test_other_numbers_are_no_figures(practice: Practice, words: str) -> None:
    found = told(evidence(desk(practice, f"  - block: text\n    text: '{words}'\n")))
    assert found == []


def test_a_figure_in_the_head_can_have_no_evidence(practice: Practice) -> None:
    head = HEAD.replace("What it is for.", "True for 43% of us.")
    assert told(evidence(desk(practice, "  - {block: text, text: x}\n", head))) == [
        "2:19: warning: '43%' is a figure that no evidence can be given for here"
    ]


LISTED = HEAD + "references: [finn-2018, flegge-2023]\n"


def test_a_listed_reference_has_to_be_used(practice: Practice) -> None:
    assert listed(practice, "  - block: text\n    text: So it is.\n" + CITED, LISTED) == [
        "7:25: warning: the reference 'flegge-2023' is listed, but nothing in the sheet uses it"
    ]


@pytest.mark.parametrize(
    "use",
    [
        "  - block: references\n",
        "notes: {evidence: See flegge-2023.}\n",
        "notes: {cautions: ['See https://doi.org/10.1093/pm/pnac117']}\n",
    ],
)
def test_a_list_and_the_notes_are_uses(practice: Practice, use: str) -> None:
    assert listed(practice, "  - block: text\n    text: So it is.\n" + CITED + use, LISTED) == []


def test_a_longer_id_is_no_use(practice: Practice) -> None:
    block = "  - {block: text, text: x}\nnotes: {evidence: See finn-2018-b and flegge-2023.}\n"
    assert len(listed(practice, block, LISTED)) == 1


def test_a_printed_list_is_whole(practice: Practice) -> None:
    blocks = (
        "  - block: text\n    text: So it is.\n" + CITED + "  - {block: references, items: [ID]}\n"
    )
    assert listed(practice, blocks.replace("ID", "finn-2018"), HEAD) == []
    assert listed(practice, blocks.replace("ID", "flegge-2023"), HEAD) == [
        "11:15: warning: the source 'finn-2018' is missing from the list that the sheet prints"
    ]
