"""The whole document: its head, its parts in order, and nothing in it that content could run."""

import pytest
import tinycss2

from handoutgen.compose.document import safety_texts
from handoutgen.compose.edition import Edition
from handoutgen.content.brand import read_brand
from handoutgen.content.handout import Handout
from handoutgen.content.prose import plain
from support.page import all_words, classed, compose, page, words
from support.practice import HEAD, Practice

BLOCK = "  - {block: text, text: Hello}\n"
CRISIS = "In the US, call or text 988"


def test_the_head_says_what_the_file_is(practice: Practice):
    practice.write("_brand.yml", "meta: {name: Oak}\ndefaults: {handoutgen: {language: en-GB}}")
    head = HEAD.replace("A test sheet", "My *small* plan").replace("[testing]", "[a, '**b** & c']")
    head = head.replace("What it is for.", """'A **quiet** "start"'""")
    root = page(practice, BLOCK, head)
    assert root.get("lang") == "en-GB"
    assert all_words(root, "title") == ["My small plan"]
    assert {meta.get("name"): meta.get("content") for meta in root.iter("meta")} == {
        None: None,
        "author": "Oak",
        "description": "A quiet “start”",
        "keywords": "a, b & c",
        "generator": "handoutgen",
    }
    (body,) = root.iter("body")
    assert body.get("data-version") == "1.0"


def test_the_parts_come_in_order(practice: Practice):
    root = page(
        practice, BLOCK + "  - {block: lines, prompt: What?}\n", HEAD + "reminder: take time\n"
    )
    (body,) = root.iter("body")
    assert [part.tag for part in body] == ["div", "main", "footer"]
    assert all_words(root, "h1") == ["A test sheet"]
    assert [words(lead) for lead in classed(root, "lead")] == ["What it is for."]
    (facts,) = classed(root, "facts")
    assert words(facts) == "5 minutes · for you, at your own pace · take time"
    assert [section.get("id") for section in root.iter("section")] == ["block-1", "block-2"]
    strip = classed(root, "strip")[0]
    assert all_words(strip, "p") == ["Name", "Date", "Next session"]


def test_therapist_notes_are_never_on_the_sheet(practice: Practice):
    composed = compose(practice, BLOCK, HEAD + "notes: {purpose: SECRET, cautions: [SECRET]}\n")
    assert "SECRET" not in composed.html + composed.css


@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "{% for a in b %}", "{# out #}", "&lt;b&gt; &amp; &#60;", "5 < 6 & 7 > 3"]
)
def test_content_prints_as_it_is_written_everywhere(practice: Practice, text: str):
    head = HEAD.replace("A test sheet", f"'{text}'").replace("What it is for.", f"'{text}'")
    head = head.replace("testing", f"'{text}'") + f"reminder: '{text}'\n"
    practice.write(
        "_brand.yml",
        f"meta: {{name: '{text}'}}\ndefaults: {{handoutgen: {{crisis: '{text}'}}}}\n",
    )
    blocks = (
        f"  - {{block: text, title: '{text}', text: '{text}'}}\n"
        f"  - {{block: script, say: ['[[{text}]]']}}\n"
        f"  - {{block: table, columns: ['{text}', b], rows: [['{text}', '{text}']]}}\n"
        f"  - {{block: cycle, title: '{text}', steps: ['{text}', b, c]}}\n"
    )
    root = page(practice, blocks, head)
    assert all_words(root, "title", "h1", "h2") == [text] * 4
    assert [
        words(found)
        for name in ("lead", "practice", "blank-label", "prose")
        for found in classed(root, name)
    ] == [text] * 4
    assert all_words(root, "th", "td").count(text) == 3
    assert text in words(classed(root, "facts")[0])
    assert words(classed(root, "ring-label")[0]) == text
    assert all_words(next(root.iter("footer")), "p")[0] == text
    content = [meta.get("content") for meta in root.iter("meta")]
    assert content.count(text) == 3


HOSTILE = """</title></style>"><script>alert(1)</script>'; } * { display: none } \\\\"""


def test_html_in_what_the_brand_says_stays_text(practice: Practice):
    usual = [element.tag for element in page(practice, BLOCK).iter()]
    practice.write("_brand.yml", f"meta:\n  name: |-\n    {HOSTILE}\n  phone: |-\n    {HOSTILE}\n")
    root = page(practice, BLOCK)
    assert "script" not in [element.tag for element in root.iter()]
    assert [element.tag for element in root.iter()] == usual
    assert words(classed(root, "practice")[0]) == HOSTILE
    assert [m.get("content") for m in root.iter("meta") if m.get("name") == "author"] == [HOSTILE]


def test_html_in_a_title_is_refused(practice: Practice):
    (problem,) = practice.faults(BLOCK, HEAD.replace("A test", "A <script>alert(1)</script>"))
    assert problem.message == "'<script>' looks like HTML, which isn't read here"


def outline(css: str) -> list[str]:
    """The selectors and at-rules of a style sheet, errors included."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return [f"{rule.type} {tinycss2.serialize(getattr(rule, 'prelude', []))}" for rule in rules]


def strings(css: str) -> list[str]:
    """Every string in the style sheet, however deep."""
    found = []
    waiting = list(tinycss2.parse_component_value_list(css))
    while waiting:
        token = waiting.pop(0)
        if token.type == "string":
            found.append(token.value)
        waiting += getattr(token, "content", None) or getattr(token, "arguments", None) or []
    return found


@pytest.mark.parametrize(
    "text",
    [
        'Oak"; } body { display: none } @page { content: "',
        "Oak\\",
        "Oak\n} * { color: red }",
        "</style><script>alert(1)</script>",
        "*/ @import url(http://example.org/x.css); /*",
        "{{ 7*7 }} & 'more'",
    ],
)
def test_what_the_brand_says_cant_leave_its_string_in_the_style_sheet(practice: Practice, text):
    practice.write("_brand.yml", "meta: {name: Oak, phone: a, address: b, licence: c}")
    usual = compose(practice, BLOCK).css
    assert not any(rule.startswith("error") for rule in outline(usual))
    assert "Oak  ·  a  ·  b" in strings(usual)
    shown = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    fields = "".join(f"  {key}: {shown}\n" for key in ("name", "phone", "address", "licence"))
    practice.write("_brand.yml", f"meta:\n{fields}")
    css = compose(practice, BLOCK).css
    assert outline(css) == outline(usual)
    assert "  ·  ".join([text] * 3) in strings(css)
    assert f"  ·  {text}" in strings(css)

    practice.write("_brand.yml", f"defaults:\n  handoutgen:\n    footer: {shown}\n")
    css = compose(practice, BLOCK).css
    assert outline(css) == outline(usual)
    assert text in strings(css)


def test_the_style_sheet_has_the_paper_and_the_brands_colours(practice: Practice):
    practice.write("_brand.yml", "color: {primary: '#123456'}\ndefaults: {handoutgen: {paper: a4}}")
    css = "".join(compose(practice, BLOCK).css.split())
    width, height = Edition("a4").size
    assert f"size:{width}mm{height}mm" in css
    assert "--primary:#123456" in css


def safety(practice: Practice, head: str) -> list[str]:
    handout: Handout = practice.read(BLOCK, head)
    return safety_texts(handout, read_brand(practice.folders))


def test_a_sheet_ends_with_help_and_its_limits(practice: Practice):
    usual = read_brand(practice.folders).safety
    assert safety(practice, HEAD) == [usual.crisis, usual.education]
    for_two = HEAD.replace("client", "partners")
    assert safety(practice, for_two) == [usual.crisis, usual.couples, usual.education]
    about = for_two.replace("[testing]", "[medicine, pain]")
    assert safety(practice, about) == [
        usual.crisis,
        usual.couples,
        usual.medicine,
        usual.education,
    ]
    therapist = about.replace("partners", "therapist")
    assert safety(practice, therapist) == [usual.education]
    (footer,) = page(practice, BLOCK, for_two).iter("footer")
    expected = [" ".join(plain(text).split()) for text in safety(practice, for_two)]
    assert all_words(footer, "p") == expected


def test_an_empty_safety_text_isnt_printed(practice: Practice):
    practice.write(
        "_brand.yml", "defaults: {handoutgen: {crisis: {crisis: '', education: Only this.}}}"
    )
    assert safety(practice, HEAD) == ["Only this."]


def test_a_language_without_words_of_its_own_takes_the_english_ones(practice: Practice):
    practice.write("_brand.yml", "defaults: {handoutgen: {language: pt-BR}}")
    root = page(practice, BLOCK)
    assert root.get("lang") == "pt-BR"
    assert "5 minutes" in words(root)
