"""Answers and the blanks that they go into: which one is meant, and what fits there."""

from pathlib import Path

import pytest

from handoutgen.content.answers import Answers
from handoutgen.content.blanks import Blank, Value, Values
from handoutgen.content.filling import Given
from handoutgen.content.source import Mark
from handoutgen.errors import ContentError, HandoutgenError, UsageError

SECRET = "Marigold"
PLAN, LOG = Path("handouts/plan.yaml"), Path("/other/log.yaml")

BLANKS = {
    PLAN: [
        Blank("plan.name", "Name", "Name"),
        Blank("plan.week.1.when", "Walk a little: When", "When"),
        Blank("plan.week.2.when", "Call a friend: When", "When"),
        Blank("plan.week.notes", "This week: What else?", "What else?", "lines"),
        Blank("plan.ready", "I’m ready", "I’m ready", "tick"),
        Blank("plan.sure", "How sure am I?", "How sure am I?", "choice", ("0", "5", "10", "Yes")),
        Blank("plan.text.pain-today", "Before: pain today", "pain today", prose=True),
        Blank("plan.more.pain-today", "After: pain today", "pain today", prose=True),
        Blank("plan.más", "Más de 6", "Más de 6"),
    ],
    LOG: [
        Blank("log.name", "Name", "Name"),
        Blank("log.text.pain-today", "pain today", "pain today", prose=True),
        Blank("log.when", "Date", "Date"),
        Blank("log.text.date", "Date", "Date", prose=True),
    ],
}


def given(blank: str, value: str = "x", handout: str = "", line: int = 0) -> Given:
    """An answer, of a file where it has a line."""
    return Given(handout, blank, value, Mark("a.yaml", line, 1, "") if line else None)


def match(*answers: Given, among: tuple[Path, ...] = (PLAN, LOG)) -> dict[Path, Values]:
    return Answers(answers).matched(
        {path: BLANKS[path] for path in among}, ["other", "plan", "log"]
    )


def faults(*answers: Given, among: tuple[Path, ...] = (PLAN, LOG)) -> HandoutgenError:
    with pytest.raises(HandoutgenError) as caught:
        match(*answers, among=among)
    assert SECRET not in str(caught.value)
    assert all(problem.message for problem in caught.value.problems)
    return caught.value


def fault(*answers: Given, among: tuple[Path, ...] = (PLAN,)) -> tuple[str, str]:
    (problem,) = faults(*answers, among=among).problems
    return problem.message, problem.hint


def put(value: str, blank: str) -> Value:
    """What a blank of the plan holds once it was given that value."""
    values = match(given(blank, value), among=(PLAN,)).get(PLAN, {})
    assert len(values) < 2
    return next(iter(values.values()), None)


@pytest.mark.parametrize(
    ("blank", "handout", "names"),
    [
        ("plan.week.1.when", "", ["plan.week.1.when"]),
        ("PLAN.Week.1.When", "", ["plan.week.1.when"]),
        ("week.1.when", "", ["plan.week.1.when"]),
        ("week.1.when", "plan", ["plan.week.1.when"]),
        ("plan.week.1.when", "plan", ["plan.week.1.when"]),
        ("Call a friend: when", "", ["plan.week.2.when"]),
        ("call-a-friend-when", "", ["plan.week.2.when"]),
        ("what ELSE", "", ["plan.week.notes"]),
        ("i'm ready", "", ["plan.ready"]),
        ("I’M READY!", "", ["plan.ready"]),
        ("MÁS DE 6", "", ["plan.más"]),
        ("Ma\u0301s de 6", "", ["plan.más"]),
        ("pain today", "", ["plan.text.pain-today", "plan.more.pain-today", "log.text.pain-today"]),
        ("Pain_Today", "plan", ["plan.text.pain-today", "plan.more.pain-today"]),
        ("text.pain-today", "", ["plan.text.pain-today", "log.text.pain-today"]),
        ("text.pain-today", "log", ["log.text.pain-today"]),
        ("After: pain today", "", ["plan.more.pain-today"]),
        ("name", "", ["plan.name", "log.name"]),
        ("when", "log", ["log.when"]),  # a name goes before the words beside a blank
    ],
)
def test_a_blank_is_named_in_several_ways(blank: str, handout: str, names: list[str]) -> None:
    value = "true" if names == ["plan.ready"] else "x"
    found = match(given(blank, value, handout))
    assert [name for values in found.values() for name in values] == names


def test_what_nothing_is_for_is_left_out() -> None:
    assert match() == {}
    assert match(given("name", handout="log")) == {LOG: {"log.name": "x"}}


def test_the_later_one_wins_whichever_way_it_names_the_blank() -> None:
    one, other = given("plan.name", "1"), given("Name", "2", "plan")
    assert match(one, other) == {PLAN: {"plan.name": "2"}}
    assert match(other, one) == {PLAN: {"plan.name": "1"}}
    assert match(one, given("name", "", "plan")) == {}


@pytest.mark.parametrize(
    ("value", "ticked"),
    [
        *((word, True) for word in ("true", "True", "yes", "X", "on", "1")),
        *((word, None) for word in ("false", "No", "off", "0", "")),
    ],
)
def test_a_box_is_ticked_or_left(value: str, ticked: Value) -> None:
    assert put(value, "ready") is ticked
    before = given("ready", "yes")
    assert match(before, given("ready", value), among=(PLAN,)) == (
        {PLAN: {"plan.ready": True}} if ticked else {}
    )


def test_values_go_where_they_fit() -> None:
    assert put("5", "sure") == "5"
    assert put("yes", "sure") == "Yes"
    assert put("", "sure") is None
    assert put("one\ntwo", "what else?") == "one\ntwo"
    assert put("Żółć “6” …", "name") == "Żółć “6” …"
    assert put("true", "name") == "true"


@pytest.mark.parametrize(
    ("blank", "value", "message", "hint"),
    [
        ("ready", SECRET, "'ready' is a box to tick", "give it true or false"),
        (
            "How sure am I?",
            SECRET,
            "'How sure am I?' is a choice, and what it is given isn't an option",
            "give it one of: 0, 5, 10, Yes",
        ),
        (
            "name",
            f"{SECRET}\n",
            "'name' is one line, and what it is given has several",
            "put it all on one line",
        ),
        (
            "what else",
            f"{SECRET}\x1b[2J",
            "'what else' is given a character that can't be printed (U+001B)",
            "delete it, or type the text again",
        ),
        (
            "sure",
            f"\u202e{SECRET}",
            "'sure' is given a character that can't be printed (U+202E)",
            "delete it, or type the text again",
        ),
        (
            "When",
            SECRET,
            "'When' is said beside 2 blanks",
            "name one of them: plan.week.1.when, plan.week.2.when",
        ),
    ],
)
def test_what_does_not_fit_is_told(blank: str, value: str, message: str, hint: str) -> None:
    assert fault(given(blank, value)) == (message, hint)


def test_words_beside_a_blank_of_prose_and_another_one_are_not_enough() -> None:
    blanks = [blank for blank in BLANKS[LOG] if blank.said == "Date"]
    with pytest.raises(UsageError, match="'date!' is said beside 2 blanks"):
        Answers((given("date!"),)).matched({LOG: blanks})


def test_an_unknown_blank_is_told_with_those_there_are() -> None:
    message, hint = fault(given("pain todya", SECRET))
    assert message == "there is no blank 'pain todya'; did you mean 'pain today'?"
    assert hint == (
        "blanks: name, week.1.when, week.2.when, week.notes, ready, sure, text.pain-today,"
        " more.pain-today, más"
    )
    message, hint = fault(given("zebra"))
    assert message == "there is no blank 'zebra'"
    assert fault(given("week.2.whn", handout="plan"))[0].endswith("mean 'week.2.when'?")
    assert fault(given("zebra", handout="plan"), among=(PLAN, LOG))[1].startswith("blanks: name, ")
    assert fault(given("log.zebra"), among=(PLAN, LOG))[1].startswith("blanks: name, text.pain")
    assert fault(given("zebra"), among=(PLAN, LOG))[1].startswith("blanks: plan.name, ")


def test_the_blanks_are_listed_once() -> None:
    found = faults(given("zebra"), given("name", "a\nb"), given("zebu"), among=(PLAN,)).problems
    assert [problem.message for problem in found] == [
        "there is no blank 'zebra'",
        "'name' is one line, and what it is given has several",
        "there is no blank 'zebu'",
    ]
    assert [problem.hint[:8] for problem in found] == ["", "put it a", "blanks: "]


def test_very_many_blanks_are_not_listed() -> None:
    many = {PLAN: [Blank(f"plan.{n}", str(n), str(n)) for n in range(151)]}
    with pytest.raises(UsageError, match="'handoutgen show ID' lists the blanks of a handout"):
        Answers((given("zebra"),)).matched(many)
    with pytest.raises(UsageError, match="there are no blanks to fill in"):
        Answers((given("zebra"),)).matched({PLAN: []})


def test_what_is_for_another_handout_is_let_be() -> None:
    assert match(given("what.ever", SECRET, "other"), given("other.what")) == {}
    assert match(given("week.1.when", SECRET, "plan"), among=(LOG,)) == {}
    message, hint = fault(given("name", SECRET, "plann"), among=(LOG,))
    assert message == "there is no handout 'plann' to fill in; did you mean 'plan'?"
    assert hint == "'handoutgen list' shows all handouts"
    assert fault(given("othre.what"))[0] == "there is no blank 'othre.what'"


def test_faults_are_told_where_they_stand() -> None:
    found = faults(given("zebra", SECRET, line=3), given("ready", SECRET), given("When", line=4))
    assert isinstance(found, ContentError)
    assert [(p.file, p.line) for p in found.problems] == [("a.yaml", 3), ("", 0), ("a.yaml", 4)]
    assert isinstance(faults(given("zebra"), given("zebu")), UsageError)


def test_no_value_is_in_the_repr() -> None:
    assert SECRET not in repr(given("name", SECRET))


def test_a_name_cannot_spoil_a_message() -> None:
    message, _ = fault(given("ze\x1b[2J\nbra" + "a" * 500))
    assert message == "there is no blank 'ze[2J bra" + "a" * 50 + "…'"


def test_an_answer_of_words_without_letters_is_for_no_blank() -> None:
    blanks = {PLAN: [Blank("plan.blank", "…", "…")]}
    with pytest.raises(UsageError):
        Answers((given("?!"),)).matched(blanks)
