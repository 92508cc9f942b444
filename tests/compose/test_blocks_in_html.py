"""One model, one template, one test, one name: each block type as it comes out in HTML."""

import re
from base64 import b64decode
from xml.etree import ElementTree

import pytest

from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.content.branding.colour import contrast
from handoutgen.folders import shipped_folder
from support.page import all_words, block, classed, compose, words
from support.practice import HEAD, Practice

TYPES = [kind.model_fields["block"].annotation.__args__[0] for kind in BLOCK_TYPES]
ZONES = """\
green: {title: Fine, meaning: Room for *more*., examples: [Warm hands, Slow breath]}
amber: {title: Slower, meaning: It tightens., blank_items: 2}
red: {title: No, meaning: Pain., examples: ["[[my sign]]"], blank_items: 1}
"""
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
        ("steps", "steps: [{title: x}, {title: y}]"),
        ("checklist", "items: [x]"),
        ("action_plan", "steps: [{title: x}]"),
        ("script", "say: [x]"),
        ("cycle", "steps: [a, b, c]"),
        ("zones", ZONES),
        ("web", "factors: [a, b, c]"),
        ("menu", "columns: [a, b]\nblank_rows: 1"),
        ("table", "columns: [a, b]\nblank_rows: 1"),
        ("compare", "columns: [a, b]\nblank_rows: 1"),
        ("routine", "parts: [{time: a}, {time: b}]"),
        ("log", "columns: [a]\nrows: [x]"),
        ("scale", "prompt: x\nlow: a\nhigh: b"),
        ("lines", "prompt: x"),
        ("box", "prompt: x"),
        ("agreement", "points: [x]\nsigners: [a]"),
        ("contacts", "blank_rows: 1"),
        ("image", "file: x.png\nalt: y"),
        ("page_break", ""),
        ("references", "items: [finn-2018]"),
    ],
)
def test_each_type_has_its_name_heading_and_intro(practice: Practice, name: str, needs: str):
    section = block(practice, f"block: {name}\n{needs}\n{INTRO}")
    assert section.get("id") == "block-1"
    assert any(name in part for part in section.get("class", "").split())
    assert all_words(section, "h2") == ["My title"]
    assert all_words(section, "em")[:1] == ["title"]
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


def test_a_callout_prints_the_safety_texts_of_the_brand(practice: Practice):
    crisis = "{crisis: Call 555-0100., couples: '', medicine: Ask **first**.}"
    practice.write(
        "_brand.yml", f"meta: {{name: A}}\ndefaults: {{handoutgen: {{crisis: {crisis}}}}}\n"
    )
    text = "block: callout\ntext: Breathe.\nsafety: [couples, crisis, medicine]\n"
    (body,) = classed(block(practice, text), "callout-body")
    assert all_words(body, "p") == ["Call 555-0100.", "Ask first.", "Breathe."]
    assert [words(line) for line in classed(body, "help")] == ["Call 555-0100.", "Ask first."]


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


def test_web(practice: Practice):
    text = "block: web\ntitle: Threads\nfactors: [Pain, Poor *sleep*, Mood, Rest]\n"
    section = block(
        practice, text + "centre: Closeness\nties: ['Pain wakes **me**.', Rest helps.]\n"
    )
    (web,) = classed(section, "web")
    factors, ties = section.iter("ul")
    assert all_words(section, "h2") == ["Threads"]
    assert all_words(factors, "li") == ["Pain", "Poor sleep", "Mood", "Rest"]
    assert [words(centre) for centre in classed(web, "web-centre")] == ["Closeness"]
    assert all_words(ties, "li") == ["Pain wakes me.", "Rest helps."]
    assert [words(note) for note in classed(section, "web-pulls")] == [
        "Each arrow goes both ways: one can pull on the other."
    ]
    address = web.get("style", "").split("base64,")[1].split(")")[0]
    arrows = [part.tag.split("}")[1] for part in ElementTree.fromstring(b64decode(address))]
    assert arrows == ["path", "polygon", "polygon"] * 8

    section = block(practice, text)
    (web,) = classed(section, "web")
    assert classed(web, "web-centre") == []
    assert len([*section.iter("ul")]) == 1
    picture = b64decode(web.get("style", "").split("base64,")[1].split(")")[0]).decode()
    assert picture.count("<path") == 4
    assert picture.count("#1f5c63") == 12


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


def test_steps(practice: Practice):
    section = block(
        practice,
        "block: steps\nsteps:\n  - title: Stop\n  - title: Name *it*\n    text: |\n"
        "      In a word.\n\n      - now\n",
    )
    (steps,) = section.iter("ol")
    assert [all_words(step, "p", "em") for step in steps] == [
        ["1", "Stop"],
        ["2", "Name it", "it", "In a word."],
    ]
    assert [all_words(prose, "li") for prose in classed(steps, "prose")] == [["now"]]
    assert [words(number) for number in classed(steps, "badge")] == ["1", "2"]


def test_compare(practice: Practice):
    text = "block: compare\ncolumns: [From, To]\nrows: [[a, b], [c, '[[my own]]']]\nblank_rows: 2\n"
    section = block(practice, text)
    assert cells(section) == [["From", "To"], ["a", "b"], ["c", "my own"], ["", ""], ["", ""]]
    assert all_words(section, "th") == ["From", "To"]
    rows = list(section.iter("tr"))[1:]
    assert [[cell.get("class") for cell in row] for row in rows] == [[None, "to"]] * 4
    assert len(classed(section, "blank")) == 1
    arrow = css_of(practice, text).split(".grid.compare tbody tr > td.to { background-image: url(")
    assert arrow[1].split(")")[0].count("%231f5c63") == 3  # the shaft, the head and its outline


def test_routine(practice: Practice):
    parts = "block: routine\nparts:\n  - {time: Morning, ideas: [Stretch, Drink]}\n  - time: Noon\n"
    section = block(practice, parts + "own: Mine\n")
    assert [words(time) for time in classed(section, "routine-time")] == ["Morning", "Noon"]
    checks = classed(section, "checks")
    assert [all_words(each, "li") for each in checks] == [["Stretch", "Drink", "Mine"], ["Mine"]]
    assert [len(classed(each, "box")) for each in checks] == [3, 1]
    assert len(classed(section, "field-line")) == 2
    assert classed(section, "line") == []
    morning, noon = classed(block(practice, parts), "routine-part")
    assert [len(classed(part, "box")) for part in (morning, noon)] == [2, 0]
    assert [len(classed(part, "line")) for part in (morning, noon)] == [0, 2]


def test_zones(practice: Practice):
    section = block(practice, "block: zones\n" + ZONES)
    zones = classed(section, "zone")
    assert [words(zone) for zone in zones] == [
        "Green Fine Room for more. Warm hands Slow breath",
        "Amber Slower It tightens.",
        "Red No Pain. my sign",
    ]
    signs = classed(section, "zone-signs")
    assert [all_words(each, "li") for each in signs] == [["Warm hands", "Slow breath"], ["my sign"]]
    assert [len(classed(zone, "line")) for zone in zones] == [0, 2, 1]


def test_a_zone_has_its_own_shape_and_can_be_read(practice: Practice):
    css = css_of(practice, "block: zones\n" + ZONES)
    shapes = re.findall(r"\.(\w+) \.zone-word .*%3C(circle|polygon) ([^%]*)", css)
    drawn = {name: (shape, marks.count(",")) for name, shape, marks in shapes}
    assert drawn == {"green": ("circle", 0), "amber": ("polygon", 3), "red": ("polygon", 8)}
    named = dict(re.findall(r"\.zone\.(\w+) { --zone: var\(--(\w+)\); }", css))
    assert named == {name: name for name in ("green", "amber", "red")}
    inks = dict(re.findall(r"  --(\w+): (#\w{6});", css))
    assert all(contrast(inks[name], "#ffffff") >= 4.5 for name in named)


def test_contacts(practice: Practice):
    section = block(
        practice,
        "block: contacts\ncontacts:\n  - {name: Ada, how: '[555](tel:555)', when: At night}\n"
        "  - {name: Clinic, how: By mail}\nblank_rows: 2\n",
    )
    assert cells(section) == [
        ["Who", "How to reach them", "When"],
        ["Ada", "555", "At night"],
        ["Clinic", "By mail", ""],
        ["", "", ""],
        ["", "", ""],
    ]
    assert [head.get("scope") for head in section.iter("th")] == [None] * 3 + ["row"] * 2
    assert [link.get("href") for link in section.iter("a")] == ["tel:555"]
    assert len(classed(section, "fill")) == 2


def test_agreement(practice: Practice):
    section = block(
        practice,
        "block: agreement\ntext: We try this.\npoints: [We ask., '*We* stop.']\nblank_points: 2\n"
        "signers: [Ada, Bo]\n",
    )
    (points,) = section.iter("ol")
    assert [all_words(point, "p") for point in points] == [
        ["1", "We ask."],
        ["2", "We stop."],
        ["3"],
        ["4"],
    ]
    assert [len(classed(point, "line")) for point in points] == [0, 0, 1, 1]
    assert all_words(section, "p")[0] == "We try this."
    signatures = classed(section, "signature")
    assert [all_words(each, "p") for each in signatures] == [
        ["Signature: Ada", "Date"],
        ["Signature: Bo", "Date"],
    ]
    assert [len(classed(each, "sign-line")) for each in signatures] == [2, 2]
    bare = block(practice, "block: agreement\npoints: [a]\nsigners: [b]\n")
    assert all_words(bare, "p") == ["1", "a", "Signature: b", "Date"]


def test_box(practice: Practice):
    section = block(practice, "block: box\nprompt: Draw *it*\nheight: 45\n")
    assert words(section) == "Draw it"
    assert [area.get("style") for area in classed(section, "area")] == ["height: 45mm"]


def test_image(practice: Practice):
    text = "block: image\nfile: \"a #1 & 'b'?.png\"\nalt: '\"One\" *lamp* <3'\n"
    section = block(practice, text + "caption: Some *where*\nwidth: 40\n")
    (picture,) = section.iter("img")
    assert picture.get("src") == "images/a%20%231%20%26%20%27b%27%3F.png"
    assert picture.get("alt") == "“One” lamp <3"
    assert all_words(section, "figcaption") == ["Some where"]
    assert [figure.get("style") for figure in section.iter("figure")] == ["width: 40%"]
    assert all_words(block(practice, text), "figcaption") == []


def test_page_break(practice: Practice):
    section = block(practice, "block: page_break\n")
    assert words(section) == ""
    assert list(section) == []
    css = css_of(practice, "block: page_break\n")
    assert ".block-page_break { break-before: page;" in css


def test_log(practice: Practice):
    text = "block: log\nrows: [Mon, Tue]\ncolumns: [Sleep, '*Pain*']\n"
    section = block(practice, text)
    assert cells(section) == [["Day", "Sleep", "Pain"], ["Mon", "", ""], ["Tue", "", ""]]
    (head,) = section.iter("thead")
    assert all_words(head, "th") == ["Day", "Sleep", "Pain"]
    (body,) = section.iter("tbody")
    assert [(words(day), day.get("scope")) for day in body.iter("th")] == [
        ("Mon", "row"),
        ("Tue", "row"),
    ]
    assert len(classed(body, "fill")) == 2
    assert "turned" not in section.get("class", "").split()
    turned = block(practice, text + "first: Time\nlandscape: true\n")
    assert all_words(turned, "th")[0] == "Time"
    assert "turned" in turned.get("class", "").split()


def css_of(practice: Practice, text: str) -> str:
    lines = text.strip("\n").split("\n")
    return compose(practice, "\n    ".join([f"  - {lines[0]}", *lines[1:]]) + "\n").css


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


SOURCES = "sources: [finn-2018, allen-2017]\n"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ("evidence: supported\n", "Shown in research."),
        (
            "evidence: association\n" + SOURCES,
            "Seen together in studies; one may not cause the other"
            " (Finn and others, 2018; Allen, 2017).",
        ),
        ("evidence: contested\n", "Studies disagree."),
        ("evidence: clinical-practice\n", "Known from practice."),
        (SOURCES, "Sources: Finn and others, 2018; Allen, 2017."),
    ],
)
@pytest.mark.parametrize("kind", ["text: x\nblock: text", "prompt: x\nblock: lines"])
def test_what_a_claim_rests_on_stands_last_in_its_block(
    practice: Practice, kind: str, fields: str, line: str
):
    section = block(practice, f"{kind}\n{fields}")
    assert [words(found) for found in classed(section, "evidence")] == [line]
    assert words(section) == f"x {line}"


def test_a_block_that_claims_nothing_has_no_line_on_evidence(practice: Practice):
    assert classed(block(practice, "block: text\ntext: x\n"), "evidence") == []
