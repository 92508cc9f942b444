"""Headings that stand twice, and long texts without one."""

from handoutgen.check.headings import headings
from support.checking import desk, told
from support.practice import Practice


def test_a_heading_that_stands_twice_is_told(practice: Practice) -> None:
    blocks = (
        "  - {block: lines, prompt: a, title: Today}\n"
        "  - {block: lines, prompt: a}\n"
        "  - {block: lines, prompt: a, title: Later}\n"
        "  - {block: lines, prompt: a, title: today}\n"
    )
    (finding,) = headings(desk(practice, blocks))
    assert told([finding]) == ["11:38: warning: the heading 'today' stands here a second time"]
    assert finding.problem.hint == "say what is different from the one in line 8"


def test_a_long_text_has_a_heading(practice: Practice) -> None:
    def block(words: int) -> str:
        return f"  - block: text\n    text: {'rest ' * words}\n"

    assert told(headings(desk(practice, block(120)))) == []
    assert told(headings(desk(practice, block(121)))) == [
        "8:5: warning: a text of 121 words has no heading"
    ]
    assert told(headings(desk(practice, block(121) + "    title: Rest\n"))) == []
