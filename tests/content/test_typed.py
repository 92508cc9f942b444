"""Typed text: line ends and spaces made even, and characters that can't be printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoutgen.content.typed import clean, even, shown, stray


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_the_same(end: str) -> None:
    assert even(f"one{end}two") == clean(f"one{end}two") == "one\ntwo"


def test_what_is_blank_at_the_edges_goes() -> None:
    assert even(" \n\n one\ttwo \t\n\n  three  \r\n \n") == "one two\n\n  three"


@pytest.mark.parametrize(
    "odd",
    ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\ufeff", "\ud800"],
)
def test_what_cannot_be_printed_is_found_and_taken_out(odd: str) -> None:
    assert stray(f"a{odd}b") == odd
    assert clean(f"a{odd}b") == "ab"


@pytest.mark.parametrize("text", ["Żółć – “6” … ½", "Tiếng Việt", "é", "👩‍👧", "a\nb", ""])
def test_what_can_be_printed_stays(text: str) -> None:
    assert stray(text) == ""
    assert clean(text) == text


@given(st.text())
def test_cleaned_text_is_fit_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert stray(cleaned) == ""
    assert even(cleaned) == cleaned == clean(cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


def test_a_name_in_a_message_is_one_short_line() -> None:
    assert shown(" pain\n to\x1b[31mday ") == "pain to[31mday"
    assert shown("pain " * 40) == "pain " * 11 + "pain…"
