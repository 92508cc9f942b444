"""Messages about a client's file have nothing of the client in them."""

import pytest

from handoutgen.batch.discreet import discreet
from handoutgen.errors import Problem

VALUES = ["Li 王", "Wilhelmina Test", "depressed"]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("no font here can draw '王' (U+738B)", "no font here can draw the letter U+738B"),
        ("no font here can draw '\n' (U+000A)", "no font here can draw the letter U+000A"),
        (
            "'Wilhelmina' doesn't fit its place on page 3",
            "what is filled in doesn't fit its place on page 3",
        ),
        (
            "'O'Li 's' doesn't fit its place on page 1",
            "what is filled in doesn't fit its place on page 1",
        ),
        (
            "what is filled in for 'day' doesn't fit its place on page 2",
            "what is filled in for 'day' doesn't fit its place on page 2",
        ),
        ("'mood' is one line, and what it is given has several", None),
        ("the engine stumbled over test", "…"),
        ("the engine stumbled over WILHELMINA", "…"),
        ("the engine stumbled over 'Li 王'", "…"),
        ("'depressed' isn't an option", "…"),
    ],
)
def test_no_word_of_a_client_is_told(message: str, told: str | None) -> None:
    found = discreet(Problem("f", 3, 4, message, "a hint", "Wilhelmina"), VALUES)
    whole = "this client's sheets can't be laid out with what is filled in"
    assert found.message == (message if told is None else whole if told == "…" else told)
    assert (found.hint, found.excerpt) == ("a hint", "")


def test_a_hint_that_tells_of_a_client_is_left_out() -> None:
    hint = "give it one of: calm, depressed"
    assert discreet(Problem("f", 0, 0, "x", hint), VALUES).hint == ""
    assert discreet(Problem("f", 0, 0, "x", hint), ["calmer"]).hint == hint
