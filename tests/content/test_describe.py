"""A handout told in words or as data."""

from handoutgen.content.blanks import Blank
from handoutgen.content.describe import describe, outline
from support.practice import HEAD, Practice

NOTES = """\
references: [finn-2018]
notes:
  purpose: |
    To try this. One sentence that is long enough to be broken into two lines on a terminal.

    A second paragraph.
  cautions:
    - Go slow
    - A caution that is so long that it goes on in a second line, which is set in like the
      first one.
"""
BLOCKS = """\
  - block: script
    title: Words to say
    intro: On [[date]].
    say: ["I feel [[feeling | long]]", "Again: [[date]] and [[feeling]]"]
  - block: lines
    prompt: What now, [[a name]]?
  - block: table
    columns: [a, b]
    rows: [[a, "[[cell]]"]]
"""
BLANKS = (
    Blank("sheet.name", "Name", "Name"),
    Blank("sheet.rest.1", "Rest: Lie down", "Lie down", "tick"),
    Blank("sheet.pain.answer", "Pain?", "Pain?", "choice", ("0", "1")),
)


def test_data_leaves_out_what_isnt_said(practice: Practice):
    assert describe(practice.read("  - {block: lines, prompt: 'A [[b]]?'}\n")) == {
        "title": "A test sheet",
        "summary": "What it is for.",
        "topics": ["testing"],
        "audience": "client",
        "minutes": 5,
        "blocks": [{"block": "lines", "prompt": "A [[b]]?", "count": 3}],
        "references": [],
        "version": "1.0",
        "blanks": [],
    }


def test_data_has_the_blanks_by_name_question_and_kind(practice: Practice):
    told = describe(practice.read("  - {block: text, text: a}\n"), BLANKS)["blanks"]
    assert told == [
        {"name": "sheet.name", "label": "Name", "kind": "line"},
        {"name": "sheet.rest.1", "label": "Rest: Lie down", "kind": "tick"},
        {"name": "sheet.pain.answer", "label": "Pain?", "kind": "choice", "options": ("0", "1")},
    ]


def test_the_outline_has_everything_but_the_texts(practice: Practice):
    assert outline(practice.read(BLOCKS, HEAD + NOTES), "handouts/sheet.yaml", BLANKS).split(
        "\n"
    ) == [
        "A test sheet",
        "What it is for.",
        "",
        "sheet, version 1.0, from handouts/sheet.yaml",
        "for: client   minutes: 5   topics: testing",
        "",
        "Blocks",
        "  script        Words to say",
        "  lines         What now, [[a name]]?",
        "  table",
        "",
        "Blanks: what each is called, and what it asks for",
        "  name",
        "      Name",
        "  rest.1",
        "      Rest: Lie down (a tick)",
        "  pain.answer",
        "      Pain? (0, 1)",
        "",
        "References",
        "  finn-2018",
        "",
        "Notes for the therapist (never printed on the client's copy)",
        "  Purpose",
        "    To try this. One sentence that is long enough to be broken into two lines on a",
        "    terminal.",
        "    A second paragraph.",
        "  Cautions",
        "    - Go slow",
        "    - A caution that is so long that it goes on in a second line, which is set in like",
        "      the first one.",
    ]


def test_the_outline_of_a_plain_sheet_is_short(practice: Practice):
    lines = outline(practice.read("  - {block: text, text: a}\n"), "x.yaml").split("\n")
    assert lines[-2:] == ["Blocks", "  text"]
