"""What makes a worksheet one, and what is told where a part of it is missing."""

import pytest

from handoutgen.check.structure import structure
from support.checking import desk, told
from support.practice import HEAD, Practice

PARTS = {
    "instructions": "  - block: text\n    text: |\n      1. Read it.\n      2. Tick one.\n",
    "tool": "  - block: checklist\n    items: [A walk]\n",
    "next": "  - use: next-session\n",
    "summary": "  - block: callout\n    text: '**In short:** rest a little.'\n",
}
MISSING = {
    "instructions": "there are no instructions",
    "tool": "there is nothing to fill in or to tick",
    "next": "nothing leads over to the next session",
    "summary": "there is no summary",
}


def blocks(**instead: str) -> str:
    return "".join({**PARTS, **instead}.values())


def test_a_whole_sheet_passes(practice: Practice) -> None:
    assert told(structure(desk(practice, blocks()))) == []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_missed(practice: Practice, part: str) -> None:
    sheet = desk(practice, blocks(**{part: ""}))
    assert told(structure(sheet)) == [f"7:1: warning: {MISSING[part]}"]


def test_a_summary_of_three_words_says_too_little(practice: Practice) -> None:
    sheet = desk(practice, blocks(), HEAD.replace("What it is for.", "A short sheet."))
    assert told(structure(sheet)) == [
        "2:10: warning: the summary doesn't say what the sheet is for"
    ]


def test_a_therapist_s_sheet_may_lack_all(practice: Practice) -> None:
    sheet = desk(practice, "  - block: text\n    text: x\n", HEAD.replace("client", "therapist"))
    assert told(structure(sheet)) == []


@pytest.mark.parametrize(
    "instructions",
    [
        "  - block: steps\n    steps: [{title: Read it}, {title: Tick one}]\n",
        "  - block: callout\n    text: |\n      1) Read it.\n      2) Tick one.\n",
    ],
)
def test_instructions_can_be_given_in_other_ways(practice: Practice, instructions: str) -> None:
    assert told(structure(desk(practice, blocks(instructions=instructions)))) == []


@pytest.mark.parametrize(
    "tool",
    [
        "  - {block: table, columns: [A, B], blank_rows: 2}\n",
        "  - {block: cycle, title: Mine, blank: true, boxes: 4}\n",
        "  - {block: box, prompt: Draw it}\n",
        "  - {block: script, say: [Hello.]}\n",
        "  - {block: contacts, blank_rows: 2}\n",
        "  - {block: text, text: 'I feel [[a feeling]].'}\n",
        "  - block: zones\n    green: {title: A, meaning: b, blank_items: 1}\n"
        "    amber: {title: A, meaning: b}\n    red: {title: A, meaning: b}\n",
    ],
)
def test_many_blocks_are_tools(practice: Practice, tool: str) -> None:
    assert told(structure(desk(practice, blocks(tool=tool)))) == []


@pytest.mark.parametrize(
    "no_tool",
    [
        "  - {block: table, columns: [A, B], rows: [[c, d]]}\n",
        "  - {block: script, say: [Hello.], own_lines: 0}\n",
        "  - {block: cycle, title: Mine, steps: [a, b, c]}\n",
    ],
)
def test_what_is_only_read_is_no_tool(practice: Practice, no_tool: str) -> None:
    sheet = desk(practice, blocks(tool=no_tool))
    assert told(structure(sheet)) == [f"7:1: warning: {MISSING['tool']}"]


@pytest.mark.parametrize(
    "summary",
    [
        "  - {block: callout, title: The main points, text: Rest.}\n",
        "  - block: callout\n    text: |\n      Rest a little.\n\n      In short, rest.\n",
        "  - {block: callout, text: 'To sum up: rest.'}\n",
    ],
)
def test_a_summary_can_start_in_other_ways(practice: Practice, summary: str) -> None:
    assert told(structure(desk(practice, blocks(summary=summary)))) == []


@pytest.mark.parametrize(
    "no_summary",
    [
        "  - {block: callout, text: 'Rest, in short.'}\n",
        "  - {block: text, text: 'In short: rest.'}\n",
        "  - {block: callout, text: 'Remembering is hard.'}\n",
    ],
)
def test_other_words_are_no_summary(practice: Practice, no_summary: str) -> None:
    sheet = desk(practice, blocks(summary=no_summary))
    assert told(structure(sheet)) == [f"7:1: warning: {MISSING['summary']}"]


def test_the_next_step_can_be_said_in_own_words(practice: Practice) -> None:
    own = "  - {block: lines, prompt: What will you bring to your next visit?}\n"
    assert told(structure(desk(practice, blocks(next=own)))) == []
    own = "  - use: next-session\n    set: {prompt: What stands out?}\n"
    assert told(structure(desk(practice, blocks(next=own)))) == []
