"""The blanks of a document: what each is called, and what it asks for."""

import pytest

from handoutgen.compose.form import Form, slug
from handoutgen.content.blanks import Blank
from support.page import compose
from support.practice import Practice


def blanks(practice: Practice, blocks: str) -> list[Blank]:
    """The blanks of a sheet of those blocks, less those of the strip at its top."""
    found = list(compose(practice, blocks).blanks)
    strip, rest = found[:3], found[3:]
    assert [blank.name for blank in strip] == ["sheet.name", "sheet.date", "sheet.next-session"]
    return rest


def names(practice: Practice, blocks: str) -> list[str]:
    return [blank.name.removeprefix("sheet.") for blank in blanks(practice, blocks)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Pain today, 0 to 10", "pain-today-0-to-10"),
        ("What’s next?", "whats-next"),
        ("Łódź, Đà Nẵng & straße", "lodz-da-nang-strasse"),
        ("a" * 60, "a" * 40),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
        ("痛み", "blank"),
    ],
)
def test_a_text_as_a_part_of_a_name(text: str, name: str) -> None:
    assert slug(text) == name


def test_every_block_has_its_blanks_in_the_order_of_the_page(practice: Practice) -> None:
    assert names(practice, EVERY) == [
        "a-plan.1.rest",
        "a-plan.1.own-tick",
        "a-plan.1.own",
        "a-plan.1.when",
        "a-plan.1.how-sure",
        "a-plan.1.review",
        "checklist.eat",
        "checklist.own-1-tick",
        "checklist.own-1",
        "on-my-walk.answer",
        "draw.answer",
        "pain.answer",
        "words.my-name",
        "words.own-words",
        "our-rules.point-2",
        "our-rules.signature-me",
        "our-rules.date",
        "menu.1.a",
        "menu.1.a-now",
        "menu.1.b",
        "menu.1.b-now",
        "table.1.c",
        "table.1.d",
        "compare.1.from",
        "compare.1.to",
        "contacts.1.who",
        "contacts.1.how",
        "contacts.1.when",
        "log.mon.hours",
        "log.mon.hours-2",
        "routine.1.stretch",
        "routine.1.own-tick",
        "routine.1.own",
        "routine.2.own-tick",
        "routine.2.own",
        "zones.red",
        "my-ring.1.answer",
        "my-ring.2.answer",
        "my-ring.3.answer",
    ]


def test_the_question_says_what_it_is_about(practice: Practice) -> None:
    found = {blank.name.removeprefix("sheet."): blank for blank in blanks(practice, EVERY)}
    labels = {
        "a-plan.1.when": "Rest more: When",
        "a-plan.1.own-tick": "Rest more: My own, tick",
        "checklist.own-1": "Your own 1",
        "pain.answer": "Pain?",
        "words.my-name": "Words: my name",
        "words.own-words": "Words: In mine",
        "our-rules.date": "Signature: Me: Date",
        "menu.1.b-now": "Row 1: b, now",
        "log.mon.hours": "Mon: Hours",
        "zones.red": "Red: Stop",
        "my-ring.2.answer": "My ring: Box 2",
    }
    assert {name: found[name].label for name in labels} == labels


def test_what_fits_into_each(practice: Practice) -> None:
    found = {blank.name.removeprefix("sheet."): blank for blank in blanks(practice, EVERY)}
    kinds = {
        "a-plan.1.rest": "tick",
        "a-plan.1.when": "line",
        "a-plan.1.how-sure": "choice",
        "on-my-walk.answer": "lines",
        "our-rules.point-2": "line",
        "table.1.c": "lines",
    }
    assert {name: found[name].kind for name in kinds} == kinds
    assert found["pain.answer"].options == ("1", "2", "3")
    assert [name for name, blank in found.items() if blank.prose] == ["words.my-name"]


def test_alike_blocks_and_blanks_get_numbers(practice: Practice) -> None:
    alike = '  - {block: lines, prompt: "[[a]] and [[a]]?", title: Name}\n'
    assert names(practice, alike + alike) == [
        "name-2.a",
        "name-2.a-2",
        "name-2.answer",
        "name-3.a",
        "name-3.a-2",
        "name-3.answer",
    ]


def test_no_name_is_the_beginning_of_another() -> None:
    form = Form("sheet")
    form.line("a", "x")
    form.line("x")
    form.line("b", "x")
    form.line("y")
    form.line("c", "y")
    assert [blank.name for blank in form.blanks] == [
        "sheet.x.a",
        "sheet.x-2",
        "sheet.x.b",
        "sheet.y",
        "sheet.y-2.c",
    ]


def test_the_name_of_a_file_holds_nothing_that_parts_names() -> None:
    form = Form("my.sheet = 2")
    assert form.line("a").name == "my-sheet-2.a"


def test_a_value_goes_to_the_blank_of_that_name() -> None:
    form = Form("sheet", {"sheet.a": "one", "sheet.c": True})
    assert [form.line("a").value, form.line("b").value, form.tick("c").value] == ["one", None, True]


EVERY = """\
  - block: action_plan
    title: A plan
    steps: [{title: Rest more, options: [Rest], own: My own}]
    details: [When]
    confidence: How sure?
    follow_up: [Review]
  - {block: checklist, items: [Eat], blank_items: 1}
  - {block: lines, prompt: On my walk}
  - {block: box, title: Draw, prompt: A tree}
  - {block: scale, prompt: "Pain?", low: none, high: much, start: 1, end: 3, title: Pain}
  - {block: script, title: Words, say: ["I am [[my name]]"], own_words: In mine}
  - {block: agreement, title: Our rules, points: [Ask], blank_points: 1, signers: [Me]}
  - {block: menu, columns: [a, b], blank_rows: 1, tick: now}
  - {block: table, columns: [c, d], blank_rows: 1}
  - {block: compare, columns: [from, to], blank_rows: 1}
  - {block: contacts, blank_rows: 1}
  - {block: log, rows: [Mon, Mon], columns: [Hours]}
  - {block: routine, parts: [{time: Dawn, ideas: [Stretch]}, {time: Dusk}], own: Own}
  - block: zones
    green: {title: Go, meaning: Go}
    amber: {title: Slow, meaning: Slow}
    red: {title: Stop, meaning: Stop, blank_items: 2}
  - {block: cycle, title: My ring, blank: true, boxes: 3}
"""
