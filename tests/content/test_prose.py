"""The words of a handout: what is read as Markdown, what is refused, and that all is escaped."""

import pytest
from pydantic import TypeAdapter, ValidationError

from handoutgen.content.prose import (
    SIZES,
    Label,
    Line,
    Prose,
    blank_size,
    line_html,
    plain,
    prose_html,
)

LINE, LABEL, PROSE = TypeAdapter(Line), TypeAdapter(Label), TypeAdapter(Prose)
NO_BLANK = (
    "a blank isn't closed or has no name | a blank is written [[pain today]],"
    " on one line, with a name of 1 to 60 characters"
)


def refusal(kind: TypeAdapter[str], text: str) -> str:
    with pytest.raises(ValidationError) as caught:
        kind.validate_python(text)
    (error,) = caught.value.errors()
    return str(error["ctx"]["error"])


def blank(name: str, size: str) -> str:
    """Stands for what the templates draw."""
    return f"<{size}:{name}>"


# what is refused


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("so <b>bold</b>", "<b>"),
        ("a </div> b", "</div>"),
        ("<!-- left out -->", "<!-- left out -->"),
        ("<script>alert(1)</script>", "<script>"),
        ("<https://example.org>", "<https://example.org>"),
        ('<img src="x" onerror="a-very-long-attribute">', '<img src="x" onerror="a-very-l'),
    ],
)
def test_html_is_refused(text, shown):
    assert refusal(LINE, text) == (
        f"'{shown}' looks like HTML, which isn't read here"
        " | write **bold**, *italic* or a list instead"
    )
    assert refusal(PROSE, f"first line\n{text}").startswith(f"'{shown}' looks like HTML")


@pytest.mark.parametrize("text", ["I <3 you", "pain < 4 and > 2", "5<6, 7>6", "a -> b <- c"])
def test_a_lone_sign_is_no_html(text):
    assert LINE.validate_python(text) == text


def test_a_picture_is_refused():
    assert refusal(LINE, "see ![a cat](cat.png)") == (
        "a picture can't stand inside a text | take the '![...]' out"
    )


@pytest.mark.parametrize("text", ["# Big", "###### small", "words\n\n   ## Inside"])
def test_a_heading_is_refused(text):
    heading = text.split("\n")[-1].strip()
    assert refusal(PROSE, text) == (
        f"'{heading}' is a heading inside a text | start a new block with a 'title' instead"
    )


def test_a_number_sign_before_a_word_is_no_heading():
    assert PROSE.validate_python("#1 of my list") == "#1 of my list"


def test_a_quotation_is_refused():
    assert refusal(PROSE, "He said:\n> yes") == (
        "a quotation mark '>' at the start of a line isn't read"
        " | use 'block: callout' for words that stand apart"
    )


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[here](javascript:alert(1))", "javascript:alert(1"),
        ("[here](  file:///etc/passwd)", "file:///etc/passwd"),
        ("[here](page.html)", "page.html"),
        ("[here](#top)", "#top"),
        ("[here]()", ""),
        ("[here](" + "x" * 60 + ")", "x" * 40),
    ],
)
def test_a_link_to_something_else_than_the_web_is_refused(link, shown):
    assert refusal(LINE, link) == (
        f"'{shown}' can't be linked to | a link starts with https://, mailto: or tel:"
    )


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x7f", "\u200b", "\u202e", "\u2066", "\ufeff"])
def test_an_invisible_character_is_refused(letter):
    assert refusal(LINE, f"pa{letter}in") == (
        f"an invisible character (U+{ord(letter):04X}) stands in the text"
        " | delete it and type the word again"
    )


@pytest.mark.parametrize("scheme", ["https://", "http://", "mailto:", "tel:", "HTTPS://", "Tel:"])
def test_a_link_starts_with_a_known_scheme(scheme):
    text = f"[here]({scheme}988)"
    assert LINE.validate_python(text) == text


def test_texts_have_a_greatest_length():
    for kind, most in ((LABEL, 90), (LINE, 240), (PROSE, 6000)):
        assert kind.validate_python("a" * most) == "a" * most
        for text in ("a" * (most + 1), ""):
            with pytest.raises(ValidationError):
                kind.validate_python(text)


def test_a_line_that_is_folded_in_the_file_becomes_one_line():
    assert LINE.validate_python("one\ntwo") == "one two"
    assert PROSE.validate_python("one\ntwo") == "one\ntwo"


# blanks


@pytest.mark.parametrize(
    "text",
    [
        "[[pain today",
        "pain today]]",
        "[[]]",
        "[[ ]]",
        "[[ | short]]",
        "[[a [b] c]]",
        "[[pain | 30]]",
        "[[pain | short | long]]",
        "[[" + "a" * 61 + "]]",
    ],
)
def test_a_blank_that_cant_be_read_is_refused(text):
    assert refusal(LINE, text) == NO_BLANK


def test_a_blank_stands_on_one_line_of_a_longer_text():
    assert refusal(PROSE, "I feel [[pain\ntoday]].") == NO_BLANK


def test_a_blanks_length_must_be_known():
    assert refusal(LINE, "[[pain | tiny]]") == (
        "'tiny' isn't a length for a blank | after the bar write short, medium, long, full"
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_blank_says_its_length(size):
    assert line_html(f"On [[ a day |{size} ]].", blank) == f"On {blank('a day', size)}."


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("date", "short"),
        ("Phone of a friend", "short"),
        ("0 to 10", "short"),
        ("pain today", "medium"),  # `day` is a part of a word only
        ("update me", "medium"),
        ("x" * 24, "medium"),
        ("x" * 25, "long"),
    ],
)
def test_a_blanks_length_follows_from_its_name(name, size):
    assert blank_size(name) == size
    assert blank_size(name, "full") == "full"
    assert line_html(f"[[{name}]]", blank) == blank(name, size)


def test_blanks_stand_beside_each_other_and_in_bold():
    assert line_html("**[[one]]**[[two]]", blank) == (
        f"<strong>{blank('one', 'medium')}</strong>{blank('two', 'medium')}"
    )


def test_a_blank_comes_before_a_link():
    assert line_html("[[one]](https://example.org)", blank).startswith(blank("one", "medium"))
    assert "<a " not in line_html("[[one]](https://example.org)", blank)


def test_where_nothing_draws_a_blank_its_name_stands_there_escaped():
    assert line_html('[[<b> & "c"]]') == "&lt;b&gt; &amp; &quot;c&quot;"


# what is read


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *italic*", "<strong>bold</strong> and <em>italic</em>"),
        (
            "[us](https://example.org/?a=1&b=2)",
            '<a href="https://example.org/?a=1&amp;b=2">us</a>',
        ),
        ("[write](mailto:a@example.org)", '<a href="mailto:a@example.org">write</a>'),
        ("[call](TEL:988)", '<a href="TEL:988">call</a>'),
        ("\"I can't,\" she said: 'no'", "“I can’t,” she said: ‘no’"),
        ("one -- two --- three...", "one – two — three…"),
        (r"\*no\* markup", "*no* markup"),
        ("`code` and ~~struck~~", "`code` and ~~struck~~"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("5 < 6 & 7 &amp; 8", "5 &lt; 6 &amp; 7 &amp;amp; 8"),
        ("{{ 7*7 }} {% raw %}", "{{ 7*7 }} {% raw %}"),
    ],
)
def test_a_line_as_html(text, html):
    assert line_html(text) == html


def test_prose_has_paragraphs_and_lists():
    text = "One\nline.\n\n    far in\n\n- **a**\n- b\n\n3. c\n4. [[d]]"
    assert prose_html(text, blank) == (
        "<p>One\nline.</p>\n<p>far in</p>\n"
        "<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>\n"
        f'<ol start="3">\n<li>c</li>\n<li>{blank("d", "medium")}</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    "text", ["<div>x</div>", "    <b>", "<!-- x -->", "- <i>x</i>", "&lt;", "<a href='x'>"]
)
def test_prose_lets_no_html_through(text):
    assert "&" in prose_html(text)
    assert not any(tag in prose_html(text) for tag in ("<div", "<b>", "<!--", "<i>", "<a"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**bold** [us](https://example.org) *it*", "bold us it"),
        ("My [[pain today | short]] is\nhere", "My pain today is here"),
        ('"so" <b> & [[c]]', "“so” <b> & c"),
        ("", ""),
    ],
)
def test_plain_words(text, words):
    assert plain(text) == words


def test_what_would_print_as_stray_marks_is_refused():
    assert refusal(LINE, "so `bold`") == (
        "a backtick ` would print as it is | write an apostrophe ’ or quotes “ ”"
    )
    assert refusal(LINE, "Today I feel ____.") == (
        "a row of underscores isn't a place to fill in | write [[what goes there]] instead"
    )
    assert refusal(PROSE, "above\n\n---\n\nbelow").startswith("'---' would print as it is | ")
    words = "from 9 -- 10, snake_case__name"
    assert PROSE.validate_python(words) == words
