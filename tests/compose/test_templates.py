"""Templates: the practice's own over the shipped ones, and every fault told in its place."""

from pathlib import Path

import pytest
import tinycss2

from handoutgen.compose.templates import Templates, css_string
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import digest
from support.page import compose, page, words
from support.practice import Practice

BLOCK = "  - {block: text, text: Hello}\n"
FALL_BACK = "remove your copy to fall back on the shipped template"
NAME_HINT = "take the name from the shipped templates/ folder"


def fill(practice: Practice, text: str | bytes, **values: object) -> str:
    practice.write("templates/mine.html.j2", text)
    return Templates(practice.folders).fill("mine.html.j2", **values)


def fault(practice: Practice, text: str | bytes, **values: object) -> Problem:
    with pytest.raises(ContentError) as caught:
        fill(practice, text, **values)
    (problem,) = caught.value.problems
    assert "Traceback" not in str(caught.value)
    return problem


# the practice's own


def test_the_practices_template_stands_for_the_shipped_one(practice: Practice):
    assert "mine" not in words(page(practice, BLOCK))
    practice.write("templates/safety.html.j2", "<footer>mine: {{ handout.title }}</footer>\n")
    (footer,) = page(practice, BLOCK).iter("footer")
    assert words(footer) == "mine: A test sheet"


def test_the_practices_block_template_is_used_for_that_type_only(practice: Practice):
    practice.write("templates/blocks/text.html.j2", "<pre>{{ block.text | upper }}</pre>")
    root = page(practice, BLOCK + "  - {block: callout, text: Low}\n")
    assert [words(found) for found in root.iter("pre")] == ["HELLO"]
    assert "Low" in words(root)


def test_the_practices_style_sheet_stands_for_the_shipped_one(practice: Practice):
    shipped = compose(practice, BLOCK).css
    practice.write("templates/styles/blocks.css", "p { colour: mine }")
    css = compose(practice, BLOCK).css
    before, mine, after = css.partition("p { colour: mine }")
    assert mine and mine not in shipped
    assert shipped.startswith(before) and shipped.endswith(after)


def test_a_template_is_on_record_with_the_place_that_was_empty(practice: Practice):
    folders = practice.folders
    own = practice.write("templates/mine.html.j2", "a")
    Templates(folders).fill("mine.html.j2")
    Templates(folders).fill("safety.html.j2", safety=[])
    shipped = folders.shipped / "templates/safety.html.j2"
    assert folders.reads == {
        str(own): digest(b"a"),
        str(folders.practice / "templates/safety.html.j2"): None,
        str(shipped): digest(shipped.read_bytes()),
    }


def test_a_byte_order_mark_is_left_out(practice: Practice):
    assert fill(practice, b"\xef\xbb\xbfa") == "a"


# what is filled in


def test_values_are_escaped_and_never_run(practice: Practice):
    filled = fill(practice, "{{ a }} {{ a | line }} {{ a | plain }}", a="<b> {{ 7*7 }} &")
    assert filled == " ".join(["&lt;b&gt; {{ 7*7 }} &amp;"] * 3)


def test_prose_is_html(practice: Practice):
    assert fill(practice, "{{ a | prose }}", a="*x* <b>") == "<p><em>x</em> &lt;b&gt;</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Willow Street · Oak’s (2) – 5 & more",
        'end"; } body { display: none',
        "a\\",
        "a\\22 b",
        "new\nline\r\f",
        "</style><script>alert(1)</script>",
        "*/ } @import url(http://example.org); /*",
        "{{ 7*7 }}{% raw %}",
        "'single'; url(x)",
        "é中🌿",
        "a\u2028b",
    ],
)
def test_a_css_string_cant_be_left(text):
    (token,) = tinycss2.parse_component_value_list(str(css_string(text)))
    assert token.type == "string"
    assert token.value == text
    assert not set(str(css_string(text))[1:-1]) & set("\"'<>{}\n\r\f/*%;=") - {";"}


# what is wrong with a template


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (
            "a\n{% if %}",
            2,
            1,
            "this template can't be read: Expected an expression, got 'end of statement block'",
        ),
        ("a\n\n{{ b", 3, 1, "this template can't be read: unexpected end of template, expected"),
        ("\n  {{ b | bold }}", 2, 3, "this template can't be read: No filter named 'bold'."),
        (b"a\nb\n\xff\xfe\n", 3, 1, "this template can't be read: this isn't UTF-8 text"),
        ("a\n  {{ nope }}", 2, 3, "this template doesn't work: 'nope' is undefined"),
        (
            "{{ block.nope }}",
            1,
            1,
            "this template doesn't work: 'dict object' has no attribute 'nope'",
        ),
        ("\n{{ 1 / 0 }}", 2, 1, "this template doesn't work: division by zero"),
        ("{{ '%d' | format('x') }}", 1, 1, "this template doesn't work: %d format: "),
        ("{% for a in 5 %}{% endfor %}", 1, 1, "this template doesn't work: 'int' object is not"),
        ("{{ 5 | line }}", 1, 1, "this template doesn't work: Input data should be a string"),
        ("{{ range(10 ** 9) }}", 1, 1, "this template doesn't work: Range too big."),
    ],
)
def test_a_broken_template_is_told_with_its_line(practice: Practice, text, line, column, message):
    problem = fault(practice, text, block={})
    assert (problem.file, problem.line) == ("templates/mine.html.j2", line)
    assert problem.column == column
    assert problem.message.startswith(message)
    assert problem.hint == FALL_BACK
    raw = text if isinstance(text, bytes) else text.encode()
    assert problem.excerpt == raw.decode("utf-8", "replace").split("\n")[line - 1]


@pytest.mark.parametrize(
    "escape",
    [
        "''.__class__.__mro__",
        "''['__class__']",
        "'' | attr('__class__')",
        "'{0.__class__}'.format(1)",
        "'{a.__class__}'.format_map({'a': 1})",
        "lipsum.__globals__",
        "cycler.__init__.__globals__.os.popen('id').read()",
        "self._TemplateReference__context",
        "self.__init__",
        "items.append(1)",
        "items.__reduce__()",
    ],
)
def test_a_template_cant_get_out_of_its_box(practice: Practice, escape: str):
    items = ["a"]
    problem = fault(practice, f"\n{{{{ {escape} }}}}", items=items)
    assert (problem.file, problem.line) == ("templates/mine.html.j2", 2)
    assert "unsafe" in problem.message or "undefined" in problem.message
    assert items == ["a"]


@pytest.mark.parametrize(
    "name", ["gone.html.j2", "../secret.txt", "/etc/passwd", "a/../b", "x" * 300, "blocks", ""]
)
def test_a_missing_template_is_told_where_it_is_asked_for(practice: Practice, name: str):
    practice.write("secret.txt", "secret")
    for tag in ("include", "import", "extends"):
        ending = " as x" if tag == "import" else ""
        problem = fault(practice, f"\n{{% {tag} '{name}'{ending} %}}")
        assert (problem.file, problem.line) == ("templates/mine.html.j2", 2)
        assert problem.message == f"there is no template '{name}'"
        assert problem.hint == NAME_HINT


def test_a_missing_template_deep_down_is_told_where_it_is_asked_for(practice: Practice):
    practice.write("templates/inner.html.j2", "a\n\n{% include 'gone.j2' %}")
    problem = fault(practice, "{% include 'inner.html.j2' %}")
    assert (problem.file, problem.line) == ("templates/inner.html.j2", 3)
    assert problem.message == "there is no template 'gone.j2'"


@pytest.mark.parametrize(
    "text",
    [
        "\n{% include 'mine.html.j2' %}",
        "\n{% extends 'mine.html.j2' %}",
        "{% macro a() %}\n{{ a() }}{% endmacro %}{{ a() }}",
    ],
)
def test_a_template_without_end_is_told(practice: Practice, text: str):
    problem = fault(practice, text)
    assert (problem.file, problem.message) == (
        "templates/mine.html.j2",
        "this template includes itself without end",
    )
    assert problem.line in (1, 2)


def test_a_template_too_deep_to_be_read_is_told(practice: Practice):
    problem = fault(practice, "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}")
    assert problem.file.startswith("templates/")


def test_a_fault_in_a_practices_block_template_is_told_in_that_file(practice: Practice):
    practice.write("templates/blocks/text.html.j2", "<p>\n  {{ blok.text }}\n</p>\n")
    with pytest.raises(ContentError) as caught:
        compose(practice, BLOCK)
    assert str(caught.value) == (
        "templates/blocks/text.html.j2:2:3: this template doesn't work: 'blok' is undefined\n"
        "  2 |   {{ blok.text }}\n"
        "    |   ^\n"
        f"  {FALL_BACK}"
    )


def test_a_fault_in_a_practices_style_sheet_is_told_in_that_file(practice: Practice):
    practice.write("templates/styles/type.css", "p {}\nh1 { width: {{ wide }} }\n")
    with pytest.raises(ContentError) as caught:
        compose(practice, BLOCK)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("templates/styles/type.css", 2)
    assert problem.message == "this template doesn't work: 'wide' is undefined"


def test_only_templates_are_read(practice: Practice):
    practice.write("templates/secret.txt", "secret")
    problem = fault(practice, '{% include "secret.txt" %}')
    assert (problem.message, problem.line) == ("there is no template 'secret.txt'", 1)


def test_a_template_that_is_a_link_out_is_refused(practice: Practice, tmp_path: Path):
    (tmp_path / "secret").write_text("secret")
    (practice.folders.practice / "templates").mkdir(parents=True, exist_ok=True)
    (practice.folders.practice / "templates/out.html.j2").symlink_to(tmp_path / "secret")
    problem = fault(practice, '{% include "out.html.j2" %}')
    assert problem.file == "templates/out.html.j2"
    assert problem.message == "this is a link that leads out of the practice folder"
