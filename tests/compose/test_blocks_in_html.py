"""One model, one template, one test, one name: each block type as it comes out in HTML."""

from base64 import b64decode
from xml.etree import ElementTree

import pytest

from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.folders import shipped_folder
from support.page import all_words, block, classed, words
from support.practice import HEAD, Practice

TYPES = [kind.model_fields["block"].annotation.__args__[0] for kind in BLOCK_TYPES]
INTRO = "title: My *title*\nintro: |\n  First.\n\n  - then\n"


def test_each_type_has_one_template_and_one_test_of_its_name():
    folder = shipped_folder() / "templates/blocks"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.html.j2" for name in TYPES
    )
    assert [name for name in TYPES if f"test_{name}" not in globals()] == []


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("text", "text: x"),
        ("callout", "text: x"),
        ("checklist", "items: [x]"),
        ("action_plan", "steps: [{title: x}]"),
        ("script", "say: [x]"),
        ("cycle", "steps: [a, b, c]"),
        ("menu", "columns: [a, b]\nblank_rows: 1"),
        ("table", "columns: [a, b]\nblank_rows: 1"),
        ("scale", "prompt: x\nlow: a\nhigh: b"),
        ("lines", "prompt: x"),
        ("references", "items: [finn-2018]"),
    ],
)
def test_each_type_has_its_name_heading_and_intro(practice: Practice, name: str, needs: str):
    section = block(practice, f"block: {name}\n{needs}\n{INTRO}")
    assert section.get("id") == "block-1"
    assert any(name in part for part in section.get("class", "").split())
    assert all_words(section, "h2") == ["My title"]
    assert all_words(section, "em") == ["title"]
    (intro,) = classed(section, "intro")
    assert all_words(intro, "p", "li") == ["First.", "then"]


def test_text(practice: Practice):
    section = block(practice, "block: text\ntext: |\n  One **bold**.\n\n  1. a [[b]]\n  2. c\n")
    assert all_words(section, "p") == ["One bold."]
    assert all_words(section, "strong") == ["bold"]
    (numbered,) = section.iter("ol")
    assert all_words(numbered, "li") == ["a b", "c"]
    assert all_words(section, "h2") == []
    assert [words(blank) for blank in classed(section, "blank-medium")] == ["b"]


def test_callout(practice: Practice):
    section = block(practice, "block: callout\ntext: Breathe.\ntone: care\n")
    (body,) = classed(section, "care")
    assert words(body) == "Breathe."
    assert classed(block(practice, "block: callout\ntext: x\n"), "care") == []


def test_checklist(practice: Practice):
    text = "block: checklist\nitems: [One, Two *three*]\nblank_items: 3\ncolumns: 2\n"
    section = block(practice, text)
    (items,) = section.iter("ul")
    assert all_words(items, "li") == ["One", "Two three", "", "", ""]
    assert [len(classed(item, "box")) for item in items] == [1] * 5
    assert [len(classed(item, "field-line")) for item in items] == [0, 0, 1, 1, 1]
    assert "two-columns" in items.get("class", "")
    (plain,) = block(practice, "block: checklist\nitems: [One]\n").iter("ul")
    assert "two-columns" not in plain.get("class", "")


def test_action_plan(practice: Practice):
    section = block(
        practice,
        "block: action_plan\nsteps:\n  - title: First\n    options: [a, b]\n    own: Mine\n"
        "  - title: Second\ndetails: [When, Where]\nconfidence: How sure?\nfollow_up: [Then]\n",
    )
    (plan,) = classed(section, "plan")
    assert plan.tag == "ol"
    assert all_words(plan, "h3") == ["First", "Second"]
    assert [words(number) for number in classed(plan, "badge")] == ["1", "2"]
    first, second = list(plan)
    assert [len(classed(step, "box")) for step in (first, second)] == [3, 0]
    assert [all_words(checks, "li") for checks in classed(first, "checks")] == [["a", "b", "Mine"]]
    usual = ["When", "Where", "Then"]
    for step, labels in ((first, ["Mine", *usual]), (second, usual)):
        assert [words(label) for label in classed(step, "field-label")] == labels
        assert len(classed(step, "field-line")) == len(labels)
        assert [words(circle) for circle in classed(step, "circle")] == [str(n) for n in range(11)]
        assert "How sure?" in all_words(step, "p")
    bare = block(practice, "block: action_plan\nsteps: [{title: a}]\n")
    for name in ("checks", "field-label", "circle"):
        assert classed(bare, name) == []


def test_script(practice: Practice):
    text = "block: script\nsay: ['\"I feel [[feeling]].\"', Stop.]\nown_words: Or so\n"
    section = block(practice, text)
    assert [words(say) for say in classed(section, "say")] == ["“I feel feeling.”", "Stop."]
    assert len(classed(section, "blank")) == 1
    assert len(classed(section, "line")) == 2
    assert "Or so" in all_words(section, "p")
    section = block(practice, "block: script\nsay: [a]\nown_words: Or so\nown_lines: 0\n")
    assert words(section) == "a"
    assert classed(section, "line") == classed(section, "own-words") == []


def test_cycle(practice: Practice):
    section = block(practice, "block: cycle\ntitle: Round\nsteps: [One, Two, Three]\n")
    (ring,) = classed(section, "ring")
    assert "up" in ring.get("class", "").split()
    assert "blank-ring" not in ring.get("class", "").split()
    assert all_words(ring, "h2") == ["Round"]
    (steps,) = ring.iter("ol")
    assert [words(number) for number in classed(steps, "badge")] == ["1", "2", "3"]
    assert [words(label) for label in classed(steps, "ring-label")] == ["One", "Two", "Three"]
    assert [words(note) for note in classed(ring, "ring-returns")] == [
        "Step 3 leads back to step 1."
    ]
    address = ring.get("style", "").split("base64,")[1].split(")")[0]
    picture = ElementTree.fromstring(b64decode(address))
    arrows = [[part.tag.split("}")[1], part.get("stroke") or part.get("fill")] for part in picture]
    assert arrows == [["path", "#1f5c63"], ["polygon", "#1f5c63"]] * 3

    section = block(practice, "block: cycle\ntitle: a\nblank: true\nboxes: 8\ndirection: down\n")
    (ring,) = classed(section, "blank-ring")
    assert "down" in ring.get("class", "").split()
    assert [words(label) for label in classed(ring, "ring-label")] == [""] * 8
    picture = b64decode(ring.get("style", "").split("base64,")[1].split(")")[0]).decode()
    assert "#8a3b52" in picture
    assert "#1f5c63" not in picture


def cells(section: ElementTree.Element) -> list[list[str]]:
    return [all_words(row, "th", "td") for row in section.iter("tr")]


def test_menu(practice: Practice):
    columns = "block: menu\ncolumns: [A, B]\nrows: [[a, '*b*']]\nblank_rows: 2\n"
    section = block(practice, columns + "tick: I would like this\n")
    assert cells(section) == [["A", "B"], ["a", "b"], ["", ""], ["", ""]]
    (head,) = section.iter("thead")
    assert all_words(head, "th") == all_words(section, "th") == ["A", "B"]
    (table,) = section.iter("table")
    assert len(classed(table, "box")) == 4
    assert [words(key) for key in classed(section, "tick-key")] == ["I would like this"]
    assert classed(block(practice, columns), "box") == []


def test_table(practice: Practice):
    section = block(
        practice, "block: table\ncolumns: [Day, Task]\nrows: [[Mon, a], [Tue, b]]\nblank_rows: 1\n"
    )
    assert cells(section) == [["Day", "Task"], ["Mon", "a"], ["Tue", "b"], ["", ""]]
    assert all_words(section, "th") == ["Day", "Task", "Mon", "Tue"]


def test_scale(practice: Practice):
    text = "block: scale\nprompt: How *sure*?\nlow: not at all\nhigh: fully\n"
    section = block(practice, text)
    assert [words(circle) for circle in classed(section, "circle")] == [str(n) for n in range(11)]
    assert all_words(section, "p") == ["How sure?", "not at all", "fully"]
    section = block(practice, text + "start: 1\nend: 5\n")
    assert [words(circle) for circle in classed(section, "circle")] == [*"12345"]


def test_lines(practice: Practice):
    section = block(practice, "block: lines\nprompt: What now?\ncount: 7\n")
    assert words(section) == "What now?"
    assert len(classed(section, "line")) == 7


def test_references(practice: Practice):
    practice.write(
        "handouts/references.yaml",
        "zorn-2001: {authors: [Zorn], year: 2001, title: A book}\n"
        "abel-2003:\n  authors: [Abel, 'O&Neil <3', Cox]\n  year: 2003\n  title: A *study* of it\n"
        "  source: Journal\n  volume: 3\n  issue: 4\n  pages: 5-9\n  doi: '10.1000/\"><b>x</b>'\n"
        "abel-2002: {authors: [abel, Cox], year: 2002, title: Before, source: Paper}\n",
    )
    head = HEAD + "references: [zorn-2001, abel-2003, abel-2002]\n"
    section = block(practice, "block: references\n", head)
    assert all_words(section, "h2") == ["Sources"]
    doi = 'https://doi.org/10.1000/"><b>x</b>'
    assert [item.replace("–", "-") for item in all_words(section, "li")] == [
        "abel, & Cox. (2002). Before. Paper.",
        f"Abel, O&Neil <3, & Cox. (2003). A study of it. Journal, 3(4), 5-9. {doi}",
        "Zorn. (2001). A book.",
    ]
    assert [link.get("href") for link in section.iter("a")] == [doi]
    assert all_words(section, "i") == ["Paper", "Journal, 3", "A book"]
    only = block(practice, "block: references\nitems: [zorn-2001]\ntitle: Read on\n", head)
    assert all_words(only, "h2", "li") == ["Read on", "Zorn. (2001). A book."]
