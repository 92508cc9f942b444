"""Changes to a YAML text by example: where they go, and what is left as it was."""

import pytest

from handoutgen.authoring.edits import drop, insert, insert_value, move, put, take, value_at
from handoutgen.authoring.splicing import checked
from handoutgen.content.source import read_source
from handoutgen.errors import ContentError

SHEET = """\
# Ours, since spring.
title: 'A sheet'   # short
topics: [sleep, "pain, too"]

blocks:
  # how to begin
  - block: text
    text: |   # the words
      One.

      Two.
    # ask Ana about this

  - use: next-session  # at the end
    set:
      count: 2
# The rest is for us.
notes:
  purpose: x
"""


def _changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    old, new = before.splitlines(), after.splitlines()
    gone = [f"-{line}" for line in old if line not in new]
    return gone + [f"+{line}" for line in new if line not in old]


@pytest.mark.parametrize(
    ("loc", "value", "changed"),
    [
        (("title",), "Another", ["-title: 'A sheet'   # short", "+title: Another   # short"]),
        (("title",), "A: b", ["-title: 'A sheet'   # short", '+title: "A: b"   # short']),
        (
            ("title",),
            "a\nb",
            ["-title: 'A sheet'   # short", "+title: |-   # short", "+  a", "+  b"],
        ),
        (("topics", 1), "pain", ['-topics: [sleep, "pain, too"]', "+topics: [sleep, pain]"]),
        (
            ("topics", 0),
            "a, b",
            ['-topics: [sleep, "pain, too"]', '+topics: ["a, b", "pain, too"]'],
        ),
        (("topics", 2), "x", ['-topics: [sleep, "pain, too"]', '+topics: [sleep, "pain, too", x]']),
        (("blocks", 0, "text"), "1\n2\n", ["-      One.", "-      Two.", "+      1", "+      2"]),
        (("blocks", 1, "set", "count"), 3, ["-      count: 2", "+      count: 3"]),
        (("blocks", 1, "set", "title"), "Go", ["+      title: Go"]),
        (("blocks", 0, "landscape"), True, ["+    landscape: true"]),
        (("cover", "topic"), False, ["+cover:", "+  topic: false"]),
    ],
)
def test_put_changes_these_lines_alone(loc: tuple, value: object, changed: list[str]) -> None:
    assert _changed(SHEET, put(SHEET, loc, value)) == changed


def test_the_same_value_changes_nothing() -> None:
    assert put(SHEET, ("title",), "A sheet") == SHEET
    assert put(SHEET, ("topics",), ["sleep", "pain, too"]) == SHEET


def test_a_text_of_one_line_in_the_place_of_a_long_one_keeps_the_comment() -> None:
    after = put(SHEET, ("blocks", 0, "text"), "One.")
    assert "    text: One.   # the words\n    # ask Ana about this\n\n  - use" in after


def test_a_new_name_stands_below_the_names_it_should() -> None:
    after = put(SHEET, ("summary",), "For us.", after=("title", "version"))
    assert "# short\nsummary: For us.\ntopics" in after


def test_a_block_is_moved_with_its_comments() -> None:
    after = move(SHEET, ("blocks",), 0, 1)
    assert after == SHEET.replace(
        SHEET[SHEET.index("  # how") : SHEET.index("# The rest")],
        """\
  - use: next-session  # at the end
    set:
      count: 2

  # how to begin
  - block: text
    text: |   # the words
      One.

      Two.
    # ask Ana about this
""",
    )
    assert move(after, ("blocks",), 1, 0) == SHEET


def test_a_block_is_taken_with_its_comments() -> None:
    assert take(SHEET, ("blocks", 0)) == (
        "# how to begin\nblock: text\ntext: |   # the words\n  One.\n\n  Two.\n"
        "# ask Ana about this\n"
    )


def test_a_block_put_in_stands_as_far_apart_as_the_others() -> None:
    after = insert(SHEET, ("blocks",), 1, "# new\nblock: page_break\n")
    assert "    # ask Ana about this\n\n  # new\n  - block: page_break\n\n  - use" in after
    after = insert(SHEET, ("blocks",), 2, {"block": "page_break"})
    assert "      count: 2\n\n  - block: page_break\n# The rest" in after
    assert insert("a:\n- b: 1\n- b: 2\n", ("a",), 1, {"b": "3"}) == 'a:\n- b: 1\n- b: "3"\n- b: 2\n'


def test_a_dropped_block_leaves_no_gap() -> None:
    after = drop(SHEET, ("blocks", 0))
    assert "blocks:\n  - use: next-session  # at the end\n" in after
    after = drop(SHEET, ("blocks", 1))
    assert "    # ask Ana about this\n# The rest" in after


def test_a_dropped_name_goes_with_its_comment_but_the_head_of_the_file_stays() -> None:
    after = drop("# head\na: 1\n# of b\nb: 2\nc: 3\n", ("b",))
    assert after == "# head\na: 1\nc: 3\n"
    assert drop(after, ("a",)) == "# head\nc: 3\n"
    assert drop(after, ("z", "y")) == after


def test_what_is_left_empty_can_be_filled_again() -> None:
    text = drop("a:  # c\n  b: 1\nd: 2\n", ("a", "b"))
    assert text == "a: {}  # c\nd: 2\n"
    assert put(text, ("a", "e"), "x") == "a:  # c\n  e: x\nd: 2\n"
    text = drop("a:\n  - x\nd: 2\n", ("a", 0))
    assert text == "a: []\nd: 2\n"
    assert insert_value(text, ("a",), 0, "z") == "a:\n  - z\nd: 2\n"


@pytest.mark.parametrize("empty", ["", "# only this\n", "---\n", "# no line end", "\n\n"])
def test_an_empty_file_is_a_start(empty: str) -> None:
    after = put(empty, ("meta", "name", "full"), "River Practice")
    assert after.startswith(empty)
    assert value_at(after, ("meta", "name", "full")) == "River Practice"


def test_line_ends_stay_as_they_are() -> None:
    text = "a: 1\r\nb:\r\n  - x\r\n  - y"
    after = put(move(text, ("b",), 0, 1), ("c",), "1\r\n2\r\n")
    assert after == "a: 1\r\nb:\r\n  - y\r\n  - x\r\nc: |\r\n  1\r\n  2\r\n"


@pytest.mark.parametrize(
    "value", ["no", "12:30", "#1", "a: b", "x #", "1.0", "", " a", "~", "- b", "[c]", "*d", "null"]
)
def test_what_would_be_read_as_something_else_is_put_in_quotes(value: str) -> None:
    assert put("a: x\n", ("a",), value) == f'a: "{value}"\n'


@pytest.mark.parametrize(
    "value", ["it's", "a#b", "http://x.org/", "a, b", "7 hours", "“q”", "1,2 and 3", "yes!", "x-y"]
)
def test_other_texts_stand_as_they_are(value: str) -> None:
    assert put("a: x\n", ("a",), value) == f"a: {value}\n"


def test_a_long_text_above_a_comment_does_not_swallow_it() -> None:
    text = "a: x\n      # deep\nb: y\n"
    after = put(text, ("a",), "1\n2")
    assert after == 'a: "1\\n2"\n      # deep\nb: y\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n\tb: 1\n", "tab"),
        ("a: 'x\n", "quote"),
        ("a: 1\na: 2\n", "second time"),
        ("a: &x 1\n", "anchors"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("just words\n", "only plain text"),
    ],
)
def test_a_file_with_slips_is_refused(text: str, words: str) -> None:
    with pytest.raises(ContentError, match=words):
        put(text, ("z",), "x")


@pytest.mark.parametrize(
    ("text", "loc", "value"),
    [
        ("a: words\n", ("a", "b"), "x"),
        ("a: {b: 1}\n", ("a",), "x"),
        ("a: [1]\n", ("a", 5), "x"),
        ("a: [1]\n", ("a", "b"), "x"),
        ("a: 1\n", ("b", 3), "x"),
        ("? a\n: 1\n", ("a",), "x"),
    ],
)
def test_what_cannot_be_done_without_harm_is_told(text: str, loc: tuple, value: str) -> None:
    with pytest.raises(ContentError, match="can't be made here"):
        put(text, loc, value)


@pytest.mark.parametrize("value", ["\ud800", "bell\x07", ["x", "\x00"], {"b": "\uffff"}])
def test_a_character_that_no_file_may_hold_is_told(value: object) -> None:
    with pytest.raises(ContentError, match="invisible character"):
        put("a:\n", ("a",), value)


def test_comments_in_brackets_are_not_given_to_another_item() -> None:
    with pytest.raises(ContentError, match="comments"):
        move("a: [x, # of x\n  y]\n", ("a",), 0, 1)


def test_lists_in_lists_on_one_line_are_left_alone() -> None:
    with pytest.raises(ContentError, match="one line"):
        move("a:\n  - - x\n    - y\n", ("a", 0), 0, 1)


def test_shipped_handouts_stay_readable_whatever_is_moved() -> None:
    from handoutgen.folders import shipped_folder

    for path in sorted((shipped_folder() / "handouts").glob("a*.yaml")):
        text = path.read_text()
        after = move(text, ("blocks",), 0, 3)
        assert not read_source(after.encode(), path.name).problems
        assert move(after, ("blocks",), 3, 0) == text


def test_a_result_that_says_something_else_is_never_given_out() -> None:
    with pytest.raises(ContentError, match="something else in the file would change"):
        checked("a: 1\nb: 2\n", {"a": "1", "b": "3"})
    with pytest.raises(ContentError, match="could then not be read again"):
        checked("a: 'x\n", {"a": "x"})
