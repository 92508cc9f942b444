"""Handouts: read whole, with content blocks put in, or refused with every problem in its place."""

import pytest

from handoutgen.content.handout import sources_of
from handoutgen.content.library import Library
from handoutgen.errors import ContentError, Problem
from support.practice import HEAD, Practice

TEXT = "  - {block: text, text: Hello}\n"
SHARED = "block: lines\nprompt: What helped?\ncount: 2\n"


def told(problems: list[Problem]) -> list[tuple[str, int, int, str, str]]:
    return [(p.file, p.line, p.column, p.message, p.hint) for p in problems]


def fault(practice: Practice, blocks: str, head: str = HEAD) -> tuple[str, int, int, str, str]:
    (found,) = told(practice.faults(blocks, head))
    return found


# what a handout says


def test_a_handout_is_read_whole(practice: Practice):
    handout = practice.read(
        TEXT + "  - block: scale\n    prompt: How sure?\n    low: no\n    high: yes\n",
        HEAD + "reminder: take your time\nnotes: {purpose: To help., cautions: [Go slow]}\n",
        name="my-sheet",
    )
    assert handout.id == "my-sheet"
    assert (handout.title, handout.summary) == ("A test sheet", "What it is for.")
    assert (handout.audience, handout.minutes, handout.version) == ("client", 5, "1.0")
    assert (handout.topics, handout.references) == (["testing"], [])
    assert handout.reminder == "take your time"
    assert [block.block for block in handout.blocks] == ["text", "scale"]
    assert (handout.blocks[1].low, handout.blocks[1].high) == ("no", "yes")
    assert handout.notes is not None
    assert (handout.notes.purpose, handout.notes.cautions) == ("To help.", ["Go slow"])
    assert [(mark.file, mark.line, mark.column) for mark in handout.places] == [
        ("handouts/my-sheet.yaml", 10, 5),
        ("handouts/my-sheet.yaml", 11, 5),
    ]


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ("minutes: 5", "minutes: 0", (5, 10, "'minutes' should be 1 or more, not 0")),
        ("minutes: 5", "minutes: 241", (5, 10, "'minutes' should be 240 or less, not 241")),
        (
            "audience: client",
            "audience: children",
            (
                4,
                11,
                "'audience' should be one of 'client'",
            ),
        ),
        ("topics: [testing]", "topics: []", None),
        ('version: "1.0"', "version: 1.0.0.1", None),
        ('version: "1.0"', "version: one", None),
        ("title: A test sheet", "title: " + "a" * 91, None),
        ("title: A test sheet", "title: a <b>test</b> sheet", (1, 8, "'<b>' looks like HTML")),
    ],
)
def test_a_head_that_doesnt_fit_is_refused(practice: Practice, line, instead, problem):
    assert line in HEAD
    file, row, column, message, hint = fault(practice, TEXT, HEAD.replace(line, instead))
    place = HEAD.splitlines().index(line) + 1, line.index(":") + 3
    assert (file, row, column) == ("handouts/sheet.yaml", *place)
    assert message.startswith(f"'{line.split(':')[0]}'" if problem is None else problem[2])
    if problem:
        assert (row, column) == problem[:2]
    assert hint or "one of" in message


def test_several_problems_are_told_at_once_in_the_order_of_the_file(practice: Practice):
    found = practice.faults(
        "  - block: txt\n    text: a\n  - block: lines\n    promt: b\n  - use: nothing-here\n"
        "  - block: text\n    text: <i>c</i>\n",
        HEAD.replace("title:", "titel:").replace("minutes: 5", "minutes: soon")
        + "references: [nobody-1999]\n",
    )
    assert [(p.line, p.column, p.message) for p in found] == [
        (1, 1, "'titel' is not a known field"),
        (5, 10, "'minutes' should be a whole number, not 'soon'"),
        (7, 14, "there is no reference 'nobody-1999'"),
        (9, 12, "'txt' is not a known block type"),
        (12, 5, "'promt' is not a known field"),
        (13, 10, "there is no content block 'nothing-here'"),
        (15, 11, "'<i>' looks like HTML, which isn't read here"),
    ]
    assert found[0].hint == "did you mean 'title'?"
    assert found[3].hint == "did you mean 'text'?"
    assert found[4].hint == "did you mean 'prompt'?"
    assert all(p.file == "handouts/sheet.yaml" and p.excerpt for p in found)


def test_a_file_that_isnt_a_handout_is_told(practice: Practice):
    for text in ("- a\n", "hello\n", "", "title: [\n"):
        path = practice.write("handouts/odd.yaml", text)
        with pytest.raises(ContentError) as caught:
            Library(practice.folders).handout(path)
        assert caught.value.problems


@pytest.mark.parametrize("name", ["My-Sheet", "my_sheet", "my sheet", "-sheet", "a" * 65])
def test_a_handouts_file_has_a_plain_name(practice: Practice, name):
    (found,) = told(practice.faults(TEXT, name=name))
    assert found == (
        f"handouts/{name}.yaml",
        0,
        0,
        "a handout's file is named with small letters, digits and hyphens",
        "rename it, for example to 'my-sheet.yaml'",
    )


# content blocks


def test_a_content_block_is_put_in(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    handout = practice.read(TEXT + "  - use: ask\n")
    assert (handout.blocks[1].prompt, handout.blocks[1].count) == ("What helped?", 2)
    assert (handout.places[1].file, handout.places[1].line) == ("handouts/blocks/ask.yaml", 1)


def test_a_content_block_is_changed_by_set_and_only_there(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    handout = practice.read(
        "  - use: ask\n    set:\n      prompt: And now?\n      title: Look back\n  - use: ask\n"
    )
    first, second = handout.blocks
    assert (first.prompt, first.count, first.title) == ("And now?", 2, "Look back")
    assert (second.prompt, second.count, second.title) == ("What helped?", 2, None)


def test_an_empty_set_changes_nothing(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    assert practice.read("  - use: ask\n    set:\n").blocks[0].count == 2


@pytest.mark.parametrize(
    ("blocks", "place", "message", "hint"),
    [
        (
            "  - use: aks\n",
            (8, 10),
            "there is no content block 'aks'",
            "did you mean 'ask'?",
        ),
        (
            "  - use: ask\n    title: Mine\n",
            (9, 5),
            "'title' can't stand beside 'use'",
            "put what you want to change under 'set:'",
        ),
        (
            "  - use: ask\n    set: {colour: red}\n",
            (9, 11),
            "'colour' is not a known field",
            "known fields: title, intro, evidence, sources, block, prompt, count",
        ),
        (
            "  - use: ask\n    set: {count: 99}\n",
            (9, 18),
            "'count' should be 24 or less, not 99",
            None,
        ),
        (
            "  - use: ask\n    set: {block: text}\n",
            (9, 11),
            "a content block's type can't be changed",
            "write the block out here instead of using it",
        ),
        (
            "  - use: ask\n    set: Our menu\n",
            (9, 5),
            "'set' takes 'field: value' lines",
            "for example 'title: Our menu'",
        ),
    ],
)
def test_a_use_that_cant_be_followed(practice: Practice, blocks, place, message, hint):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    found = fault(practice, blocks)
    assert found[:4] == ("handouts/sheet.yaml", *place, message)
    assert hint is None or found[4] == hint


@pytest.mark.parametrize("name", ["../blocks/ask", "Ask", "'ask '", "[ask]", "/etc/passwd", ""])
def test_use_takes_the_name_of_a_block_and_no_path(practice: Practice, name):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    found = fault(practice, f"  - use: {name}\n")
    assert found[:2] == ("handouts/sheet.yaml", 8)
    assert found[3] == "'use' takes the name of a content block: small letters, digits and hyphens"
    assert found[4].startswith("content blocks: ask, ")


def test_a_fault_in_a_content_block_is_told_in_its_own_file_and_once(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "block: lines\nprompt: <b>What?</b>\n")
    assert fault(practice, "  - use: ask\n  - use: ask\n")[:4] == (
        "handouts/blocks/ask.yaml",
        2,
        9,
        "'<b>' looks like HTML, which isn't read here",
    )


def test_a_field_set_in_the_handout_mends_a_fault_in_the_content_block(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "block: lines\nprompt: <b>What?</b>\n")
    assert practice.read("  - use: ask\n    set: {prompt: What?}\n").blocks[0].prompt == "What?"


def test_a_content_block_that_isnt_yaml_is_told_in_its_own_file_and_once(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "block: lines\nprompt: [a\n")
    assert fault(practice, "  - use: ask\n  - use: ask\n")[:4] == (
        "handouts/blocks/ask.yaml",
        2,
        9,
        "'[' is opened here and never closed",
    )


def test_a_content_block_without_a_type_is_told_in_its_own_file(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "prompt: What?\n")
    found = fault(practice, "  - use: ask\n")
    assert found[:2] == ("handouts/blocks/ask.yaml", 1)
    assert found[3] == "this block doesn't say what it is"


def test_a_content_block_cant_use_another(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", SHARED)
    practice.write("handouts/blocks/more.yaml", "use: ask\n")
    assert fault(practice, "  - use: more\n")[:2] == ("handouts/blocks/more.yaml", 1)


def test_the_same_block_is_told_of_in_both_files(practice: Practice):
    practice.write("handouts/blocks/ask.yaml", "block: lines\nprompt: <b>What?</b>\n")
    found = practice.faults("  - use: ask\n    set: {count: 99}\n")
    assert [(p.file, p.line) for p in found] == [
        ("handouts/blocks/ask.yaml", 2),
        ("handouts/sheet.yaml", 9),
    ]


# references


def test_an_unknown_reference_is_told(practice: Practice):
    assert fault(practice, TEXT, HEAD + "references: [finn-2018, fin-2018]\n") == (
        "handouts/sheet.yaml",
        7,
        25,
        "there is no reference 'fin-2018'",
        "did you mean 'finn-2018'?",
    )
    assert fault(practice, "  - block: references\n    items: [finn-2081]\n") == (
        "handouts/sheet.yaml",
        9,
        13,
        "there is no reference 'finn-2081'",
        "did you mean 'finn-2018'?",
    )


def test_a_references_block_prints_its_own_sources_or_all(practice: Practice):
    handout = practice.read(
        "  - block: references\n  - {block: references, items: [allen-2017]}\n",
        HEAD + "references: [finn-2018, flegge-2023]\n",
    )
    assert [sources_of(handout, block) for block in handout.blocks] == [
        ["finn-2018", "flegge-2023"],
        ["allen-2017"],
    ]


def test_a_broken_list_of_references_is_only_read_where_one_is_named(practice: Practice):
    practice.write("handouts/references.yaml", "Bad Id: {authors: [A], year: 2000, title: T}\n")
    practice.read(TEXT)
    assert fault(practice, TEXT, HEAD + "references: [finn-2018]\n")[:4] == (
        "handouts/references.yaml",
        1,
        1,
        "'Bad Id' can't name a reference",
    )


def test_a_list_of_sources_with_nothing_in_it(practice: Practice):
    assert fault(practice, "  - block: references\n") == (
        "handouts/sheet.yaml",
        8,
        5,
        "this list of sources has nothing in it",
        "name them under 'items:' here, or under 'references:' of the handout",
    )


def test_broken_references_dont_hide_the_handouts_own_faults(practice: Practice):
    practice.write("handouts/references.yaml", "bad-one: {year: 2000}\n")
    found = practice.faults(TEXT, HEAD.replace("minutes: 5", "minutes: x") + "references: [a]\n")
    assert {problem.file for problem in found} == {
        "handouts/references.yaml",
        "handouts/sheet.yaml",
    }
