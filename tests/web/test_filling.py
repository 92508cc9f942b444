"""The blanks of a sheet as a form, and which problem is about which of its fields."""

from handoutgen.content.blanks import Blank
from handoutgen.content.handout import Handout
from handoutgen.errors import Problem
from handoutgen.pipeline import Desk
from handoutgen.web.filling import (
    HEAD_GROUP,
    PREFIX,
    Answers,
    answers_in,
    groups_of,
    told_by_field,
)
from support.practice import Practice

BLOCKS = """\
  - block: text
    text: "Call [[whom]] at once, then [[whom]] again."
  - block: text
    title: My plan
    text: "I rest on [[day]] and on [[day]], with [[whom]]."
  - block: lines
    prompt: What helped?
    count: 3
  - block: log
    title: My week
    rows: [Monday, Tuesday]
    columns: [Morning, Evening]
"""


def laid_out(practice: Practice, sheet: str = "") -> tuple[Handout, tuple[Blank, ...]]:
    desk = Desk(practice.folders)
    path = desk.folders.handout(sheet) if sheet else practice.sheet(BLOCKS)
    return desk.library.handout(path), desk.compose(path).blanks


def test_blanks_are_grouped_as_they_stand_on_the_sheet(practice: Practice) -> None:
    handout, blanks = laid_out(practice)
    groups = groups_of(blanks, handout)
    assert [group.title for group in groups] == [
        HEAD_GROUP,
        "On the sheet",
        "My plan",
        "My week",
    ]
    plan, week = groups[2], groups[3]
    # a question without a title of its own belongs to the title above it
    assert [entry.label for entry in plan.entries] == ["Day", "Whom", "What helped?"]
    assert [part.of for part in week.parts] == ["Monday", "Tuesday"]
    assert [entry.label for entry in week.parts[1].entries] == ["Morning", "Evening"]


def test_every_blank_of_every_shipped_sheet_has_one_field(practice: Practice) -> None:
    for sheet in practice.folders.handouts():
        handout, blanks = laid_out(practice, sheet)
        entries = [entry for group in groups_of(blanks, handout) for entry in group.entries]
        form = {entry.name: "true" for entry in entries}
        assert sorted(name for name, _ in answers_in(form)) == sorted(b.name for b in blanks)
        assert all(entry.label for entry in entries)


def test_places_in_one_text_that_say_the_same_are_filled_in_together(practice: Practice) -> None:
    handout, blanks = laid_out(practice)
    plan = groups_of(blanks, handout)[2]
    day = "sheet.my-plan.day", "sheet.my-plan.day-2"
    assert plan.entries[0].name == PREFIX + "|".join(day)
    answers = answers_in({plan.entries[0].name: "Monday", "paper": "a4", f"{PREFIX}x": "  "})
    assert answers == tuple((name, "Monday") for name in day)
    again = groups_of(blanks, handout, answers)[2]
    assert [entry.value for entry in again.entries] == ["Monday", "", ""]
    assert again.is_needed and not plan.is_needed


def told(practice: Practice, message: str, answers: Answers, hint: str = "") -> tuple[object, int]:
    problem = Problem("", 0, 0, message, hint)
    found = told_by_field([problem], laid_out(practice)[1], answers)
    return dict(found.by_field), len(found.rest)


def test_a_problem_with_one_answer_is_told_at_its_field(practice: Practice) -> None:
    name, helped = ("sheet.name", "Ann"), ("sheet.what-helped.answer", "rest")
    unfit = "what is filled in for 'Name' doesn't fit its place on page 1"
    words = "What is filled in for 'Name' doesn't fit its place on page 1. Make it shorter."
    field = f"{PREFIX}sheet.name"
    assert told(practice, unfit, (name, helped), "make it shorter") == ({field: words}, 0)
    odd = "'sheet.name' is given a character that can't be printed (U+200B)"
    assert told(practice, odd, (name,)) == ({field: odd.replace("sheet.name", "Name") + "."}, 0)
    undrawn = "no font here can draw '日' (U+65E5)"
    assert told(practice, undrawn, (name, ("sheet.date", "日"))) == (
        {f"{PREFIX}sheet.date": "N" + undrawn[1:] + "."},
        0,
    )


def test_a_problem_that_may_be_with_several_or_none_is_told_above(practice: Practice) -> None:
    unfit = "what is filled in for 'Morning' doesn't fit its place on page 1"
    rows = [(f"sheet.my-week.{day}.morning", "long") for day in ("monday", "tuesday")]
    assert told(practice, unfit, tuple(rows)) == ({}, 1)
    assert list(told(practice, unfit, (rows[1],))[0]) == [PREFIX + rows[1][0]]  # type: ignore[call-overload]
    assert told(practice, unfit, ()) == ({}, 1)
    assert told(practice, "'Name' doesn't fit", ()) == ({}, 1)
