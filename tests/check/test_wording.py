"""Words to avoid: the list, whose it is, and where the words stand."""

import pytest

from handoutgen.check.wording import LIST, Wording, read_words
from handoutgen.content.library import Library
from handoutgen.errors import ContentError
from support.checking import desk, told
from support.practice import HEAD, Practice

WORDS = Wording(
    {"just": "leave it out", "just now": "today", "shouldn't": "might not", "wife": "partner"}
)


def found(practice: Practice, text: str, words: Wording = WORDS) -> list[str]:
    return told(words(desk(practice, f"  - block: text\n    text: {text}\n")))


def test_a_word_is_told_at_its_own_place_with_a_better_one(practice: Practice) -> None:
    sheet = desk(
        practice, "  - block: text\n    text: |\n      Rest a little.\n      You just do.\n"
    )
    (finding,) = WORDS(sheet)
    assert told([finding]) == ["11:11: warning: 'just' is better avoided"]
    assert (finding.problem.hint, finding.problem.excerpt) == (
        "better: leave it out",
        "      You just do.",
    )


def test_each_of_several_is_told(practice: Practice) -> None:
    assert found(practice, "Just rest, just so.") == [
        "9:11: warning: 'Just' is better avoided",
        "9:22: warning: 'just' is better avoided",
    ]


def test_words_in_a_shared_block_are_told_in_its_file(practice: Practice) -> None:
    practice.write("handouts/blocks/mine.yaml", "block: text\ntext: >-\n  It is\n  just so.\n")
    sheet = desk(practice, "  - use: mine\n")
    (finding,) = WORDS(sheet)
    assert finding.problem.file == "handouts/blocks/mine.yaml"
    assert told([finding]) == ["4:3: warning: 'just' is better avoided"]


def test_words_laid_over_a_shared_block_are_told_where_they_stand(practice: Practice) -> None:
    sheet = desk(practice, "  - use: next-session\n    set:\n      prompt: Is it just so?\n")
    (finding,) = WORDS(sheet)
    assert finding.problem.file == "handouts/sheet.yaml"
    assert told([finding]) == ["10:21: warning: 'just' is better avoided"]


@pytest.mark.parametrize("text", ["Adjust it.", "The just-so story.", "justice", "unjust"])
def test_only_whole_words_count(practice: Practice, text: str) -> None:
    assert found(practice, text) == []


def test_an_apostrophe_may_be_straight_or_curly(practice: Practice) -> None:
    assert len(found(practice, "You shouldn’t, you shouldn't.")) == 2


def test_of_a_phrase_and_its_word_the_phrase_is_told(practice: Practice) -> None:
    assert found(practice, "|\n      It is just\n      now, *just* so.") == [
        "10:13: warning: 'just now' is better avoided",
        "11:13: warning: 'just' is better avoided",
    ]


def test_a_comparison_may_quote_what_does_not_help(practice: Practice) -> None:
    rows = "    columns: [A, B]\n    rows: [['“Just rest.”', Just this]]\n"
    for block in ("compare", "table"):
        sheet = desk(practice, f"  - block: {block}\n{rows}")
        assert told(WORDS(sheet)) == ["10:29: warning: 'Just' is better avoided"]
    assert len(found(practice, "“Just rest.”")) == 1


def test_the_notes_are_free(practice: Practice) -> None:
    sheet = desk(practice, "  - {block: text, text: Rest.}\nnotes: {purpose: It is just so.}\n")
    assert told(WORDS(sheet)) == []


def test_no_words_find_nothing(practice: Practice) -> None:
    assert found(practice, "It is just so.", Wording({})) == []


def test_the_shipped_list_has_the_words_of_the_house_style(practice: Practice) -> None:
    words = read_words(Library(practice.folders))
    assert words["impotence"] == "erection difficulties"
    assert words["substance abuse"] == "substance use"
    assert {"should", "just", "a depressive", "he or she"} <= words.keys()
    assert all(words.values())


def test_a_practice_adds_words_and_allows_words(practice: Practice) -> None:
    practice.write(LIST, "just:\nfoo, Foo bar: baz\n")
    words = read_words(Library(practice.folders))
    assert (words["foo"], words["foo bar"], words["should"]) == (
        *("baz", "baz"),
        "might, could, or “it can help to”",
    )
    assert "just" not in words


def test_words_are_found_however_the_list_spells_them(practice: Practice) -> None:
    practice.write(LIST, "Needn’t  be, : may be\n")
    words = Wording(read_words(Library(practice.folders)))
    for text in ("needn't be", "needn’t be", "Needn’t be"):
        assert found(practice, f"It {text}.", words) == [
            f"9:14: warning: '{text}' is better avoided"
        ]


def test_a_list_with_a_fault_is_told(practice: Practice) -> None:
    practice.write(LIST, "foo: [a, b]\nbar: x\nbar: y\n")
    with pytest.raises(ContentError) as caught:
        read_words(Library(practice.folders))
    assert [(p.line, p.message) for p in caught.value.problems] == [
        (3, "'bar' stands here a second time (first in line 2)"),
        (1, "the better words for 'foo' should be text"),
    ]


def test_the_head_is_read_as_well(practice: Practice) -> None:
    head = HEAD.replace("A test sheet", "Just rest")
    sheet = desk(practice, "  - {block: text, text: x}\n", head)
    assert told(WORDS(sheet)) == ["1:8: warning: 'Just' is better avoided"]
