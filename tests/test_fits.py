"""What is filled in, written smaller than usual or in as many lines as it takes."""

import re
from itertools import product
from typing import Any

import pytest

from handoutgen.compose.sizes import LARGE, STANDARD
from handoutgen.content.branding.palette import INK
from handoutgen.content.packet import Packet
from handoutgen.press.finish.appearance import smallest
from support.drawn import marks
from support.marks import Mark, is_rule
from support.personal import (
    LONG_NAME,
    ONE,
    ONE_WORD,
    at,
    composed,
    is_size,
    packet_of,
    places,
    printed,
    strips,
    texts,
)
from support.practice import Practice
from support.tags import tag_tree


@pytest.mark.parametrize(("large", "sizes"), [(False, (12, 11, 10.5, 10, 9)), (True, (18, 16, 14))])
def test_smaller_words_stand_on_the_same_line(
    practice: Practice, large: bool, sizes: tuple[float, ...]
) -> None:
    packet = packet_of(practice)
    names = places(composed(practice.folders, packet), "line", "lines")
    values = dict.fromkeys(names, "Žofia Quy") | {"one.what-else.answer": "First\ngo\nlast"}
    usual = texts(printed(practice.folders, packet, values=values, large_print=large).data)
    answers = len(names) + 2  # one of them in three lines
    for size in sizes:
        fits = dict.fromkeys(names, float(size))
        done = printed(practice.folders, packet, values=values, fits=fits, large_print=large)
        found = texts(done.data)
        assert [at(mark) for mark in found] == [at(mark) for mark in usual]
        pairs = zip(usual, found, strict=True)
        changed = [new.size for old, new in pairs if old.size != new.size]
        assert len(changed) == (answers if size != sizes[0] else 0)
        assert all(is_size(new, size) for new in changed)


def test_a_smaller_name_is_tagged_as_any_other(practice: Practice) -> None:
    packet = packet_of(practice)
    values = {"cover.name": "Zofia", "one.name": "Zofia"}
    usual = printed(practice.folders, packet, values=values)
    fits = dict.fromkeys(values, 9.0)
    assert tag_tree(printed(practice.folders, packet, values=values, fits=fits).data) == tag_tree(
        usual.data
    )


def test_what_is_filled_in_is_found_by_its_name(practice: Practice) -> None:
    packet = packet_of(practice)
    names = places(composed(practice.folders, packet), "line", "lines")
    html = printed(practice.folders, packet, values=dict.fromkeys(names, "x")).composed.html
    assert re.findall(r'class="answer"[^>]* data-name="([^"]*)"', html) == names


def test_the_smallest_size_is_that_of_a_form() -> None:
    for sizes in (STANDARD, LARGE):
        assert sizes.type["answer-small"] == smallest(sizes.type["text"])


LONG_CASES = list(product((LONG_NAME, ONE_WORD), ("letter", "a4"), (False, True)))


@pytest.mark.parametrize(("name", "paper", "large"), LONG_CASES)
def test_a_long_name_comes_out_whole(
    practice: Practice, name: str, paper: str, large: bool
) -> None:
    packet = Packet(title="t", handouts=["one", "action-plan"])
    practice.sheet(ONE, name="one")
    choices: dict[str, Any] = {"paper": paper, "large_print": large}
    names = strips(composed(practice.folders, packet, **choices))
    assert names == ["cover.name", "one.name", "action-plan.name"]
    values, fits = dict.fromkeys(names, name), dict.fromkeys(names, 0.0)
    done = printed(practice.folders, packet, "", values, fits, **choices)
    starts = [1, *(n for n, text in enumerate(done.pages, 1) if "Sheet page 1 of" in text)]
    assert done.pages_with(name) == starts
    for page in starts:
        ink = [mark for mark in texts(done.data, page) if is_size(mark.size, 14 if large else 9)]
        ink = [mark for mark in ink if mark.colour == INK]
        assert len(ink) >= 2
        last = max(mark.rect.bottom for mark in ink)
        rules = [mark for mark in marks(done.data) if mark.page == page and is_rule(mark)]
        below = min(rule.rect.top for rule in rules if rule.rect.top > last)
        assert 0.5 < below - last < 3.5


@pytest.mark.parametrize("large", [False, True])
def test_each_place_grows_with_its_words(practice: Practice, large: bool) -> None:
    packet = packet_of(practice)
    found = places(composed(practice.folders, packet), "line", "lines")
    names = [n for n in found if not n.endswith(("-session", ".name"))]
    values, fits = dict.fromkeys(names, ONE_WORD * 2), dict.fromkeys(names, 0.0)
    values |= dict.fromkeys(("cover.date", "one.date"), ONE_WORD)
    done = printed(practice.folders, packet, "", values, fits, large_print=large)
    said = "".join("".join(done.pages).split())
    assert said.count(ONE_WORD * 2) == len(names) - 2
    assert said.count(ONE_WORD) == 2 * len(names) - 2
    drawn = [mark for mark in marks(done.data) if is_rule(mark) or mark.kind == "text"]
    for words in texts(done.data):
        assert not [mark for mark in drawn if mark.order != words.order and _meet(words, mark)]


def test_ruled_lines_give_way_to_many_words(practice: Practice) -> None:
    practice.sheet("  - {block: lines, prompt: What else?, count: 5}\n", name="one")
    packet = Packet(title="t", handouts=["one"])
    rules = []
    for size in (9.0, 0.0):
        name = "one.what-else.answer"
        done = printed(practice.folders, packet, "", {name: "Zofia"}, {name: size})
        rules.append(len([mark for mark in marks(done.data) if is_rule(mark)]))
    assert rules[0] - rules[1] == 4


def _meet(words: Mark, other: Mark) -> bool:
    """Whether a rule strikes through the words, or other words stand on them."""
    one, two = words.rect, other.rect
    across = one.left < two.right - 0.1 and two.left < one.right - 0.1
    return words.page == other.page and across and one.top < two.bottom and two.top < one.bottom
