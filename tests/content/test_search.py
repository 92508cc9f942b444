"""Finding sheets by words: what is found, in which order, and what a misspelling is taken for."""

from typing import Any

import pytest

from handoutgen.content.search import search, words_of


def sheet(name: str, title: str = "A sheet", **more: Any) -> dict[str, Any]:
    """An entry of the index with nothing much in it."""
    return {"id": name, "title": title, "topics": [], "summary": "Some lines.", "words": "", **more}


def ids(asked: str, *entries: dict[str, Any]) -> list[str]:
    return [entry["id"] for entry in search(entries, asked)[0]]


def test_the_words_of_a_text_are_plain_and_the_commonest_are_left_out() -> None:
    assert words_of("It’s the CAFÉ, not a re-run: 10 Höhen & x_y_zed") == [
        *("cafe", "run", "10", "hohen", "zed")
    ]
    assert words_of("Straße") == ["strasse"]


def test_title_comes_before_topics_before_summary_before_body() -> None:
    entries = (
        sheet("a", words="sleep"),
        sheet("b", summary="On sleep."),
        sheet("c", topics=["good sleep"]),
        sheet("d", "My sleep"),
        sheet("e", "Something else"),
    )
    assert ids("sleep", *entries) == ["d", "c", "b", "a"]


def test_the_id_counts_as_the_title() -> None:
    assert ids("evening", sheet("a", topics=["evening"]), sheet("evening-plan")) == [
        *("evening-plan", "a")
    ]


def test_more_places_count_more_and_equal_ones_stay_in_order() -> None:
    both = sheet("z", "Sleep", words="sleep")
    assert ids("sleep", sheet("b", "Sleep"), sheet("c", "Sleep"), both) == ["z", "b", "c"]


def test_all_words_count_and_one_that_is_said_twice_counts_once() -> None:
    body, title = sheet("a", words="pain sleep"), sheet("b", "Pain", words="sleep")
    assert ids("pain sleep", body, title) == ["b", "a"]
    pain, sleep = sheet("a", "Pain", words="sleep"), sheet("b", "Sleep", words="pain")
    assert ids("pain sleep pain", sleep, pain) == ["b", "a"]


def test_every_word_is_needed() -> None:
    one, two = sheet("one", "Pain"), sheet("two", words="pain sleep")
    assert ids("pain sleep", one, two) == ["two"]
    assert ids("pain", one, two) == ["one", "two"]
    assert ids("pain, the SLEEP and the pain", one, two) == ["two"]


@pytest.mark.parametrize(
    ("asked", "word", "is_found"),
    [
        ("sleep", "sleeping", True),
        ("sleeping", "sleep", True),
        ("commun", "communication", True),
        ("communication", "commun", False),
        ("sex", "sexual", True),
        ("pa", "pain", False),
        ("pain", "pa", False),
        ("leep", "sleep", False),
    ],
)
def test_forms_of_a_word_are_found(asked: str, word: str, is_found: bool) -> None:
    entries = (sheet("a", words=word), sheet("b", words=asked))
    assert ids(asked, *entries) == (["b", "a"] if is_found else ["b"])


def test_a_form_of_the_word_in_the_title_comes_before_the_word_in_the_body() -> None:
    assert ids("sleep", sheet("a", words="sleep"), sheet("b", "Sleeping")) == ["b", "a"]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("piano", []),
        ("comunication", ["communication"]),
        ("intamacy", ["intimacy"]),
        ("pian", ["pain", "plan"]),
        ("zebra", []),
    ],
)
def test_a_misspelling_is_taken_for_the_nearest_words(asked: str, near: list[str]) -> None:
    entries = [sheet(word, words=word) for word in ("communication", "intimacy", "pain", "plan")]
    found, corrected = search([*entries, sheet("condition", words="condition")], asked)
    assert sorted(corrected[asked]) == near
    assert [entry["id"] for entry in found] == near


def test_a_word_that_is_there_is_no_misspelling() -> None:
    entries = (sheet("a", words="plan"), sheet("b", "Plain words"))
    assert search(entries, "plan")[1] == {}
    assert ids("plan", *entries) == ["a"]


def test_a_word_that_is_nowhere_finds_nothing_beside_others() -> None:
    found, corrected = search([sheet("a", "Pain")], "pain zebra")
    assert (found, corrected) == ([], {"zebra": []})


def test_the_commonest_words_count_only_where_nothing_else_is_asked() -> None:
    entries = (sheet("a", "How to ask"), sheet("b", "What to ask"))
    assert ids("how to ask", *entries) == ["a", "b"]
    assert ids("how to", *entries) == ["a"]


def test_a_search_without_words_leaves_all() -> None:
    assert ids(" ?! ", sheet("a"), sheet("b")) == ["a", "b"]
