"""Slips of YAML: each is told in words, is mended in memory, and hides nothing that follows."""

import pytest

from handoutgen.content.source import Source, read_source

COLON = "a colon with a space after it ends a name, so it can't stand in a text without quotes"


def read(text: str) -> Source:
    return read_source(text.encode(), "f.yaml")


def told(source: Source) -> list[tuple[int, int, str, str]]:
    return [(p.line, p.column, p.message, p.hint) for p in source.problems]


@pytest.mark.parametrize(
    ("line", "value", "column", "message", "hint"),
    [
        ("a: Foo: bar", "Foo: bar", 7, COLON, 'put the text in quotes: a: "Foo: bar"'),
        ('a: F: "g" # c', 'F: "g"', 5, COLON, "put the text in quotes: a: 'F: \"g\"'"),
        ("a: it's: x", "it's: x", 8, COLON, 'put the text in quotes: a: "it\'s: x"'),
        ("a: [x]: y", "[x]: y", 7, COLON, 'put the text in quotes: a: "[x]: y"'),
        ("a: é: x", "é: x", 5, COLON, 'put the text in quotes: a: "é: x"'),
        *(
            (
                f"a: {text}",
                text,
                4,
                f"a text can't begin with '{text[0]}' unless it is in quotes",
                f'put the text in quotes: a: "{text}"',
            )
            for text in [
                "@foo bar",
                "`code`",
                "%x",
                "*bold* words",
                "*Note this",
                "& more",
                "- foo",
                "? bar",
                "> 3 things",
                "| x",
                "] x",
                "{name} is",
                "[[pain today]] is bad",
            ]
        ),
        (
            "a: 'It's fine'",
            "It's fine",
            8,
            "the quote that the text begins with (') is closed before the text ends",
            'put the text in quotes: a: "It\'s fine"',
        ),
        (
            'a: "He said "hi""',
            'He said "hi"',
            14,
            'the quote that the text begins with (") is closed before the text ends',
            "put the text in quotes: a: 'He said \"hi\"'",
        ),
        (
            'a: "Foo',
            "Foo",
            4,
            "a quote is opened here and never closed",
            'close it: "Foo" or, if the mark belongs to the text, put it all in single quotes',
        ),
        (
            "a: 'Tis so",
            "Tis so",
            4,
            "a quote is opened here and never closed",
            "close it: 'Tis so' or, if the mark belongs to the text, put it all in double quotes",
        ),
        (
            'a: "x\\qy"',
            "x\\qy",
            6,
            "'\\q' has no meaning between double quotes",
            "write '\\\\' for a backslash, or put the text in single quotes",
        ),
        (
            'a: "\\UFFFFFFFF"',
            "\\UFFFFFFFF",
            5,
            "'\\U' has no meaning between double quotes",
            "write '\\\\' for a backslash, or put the text in single quotes",
        ),
        (
            "a: [x, y",
            ["x", "y"],
            4,
            "'[' is opened here and never closed",
            "close it with ']', or put the text in quotes",
        ),
        (
            'a: [x, say "hi", b: c: d]',
            ["x", 'say "hi"', "b: c: d"],
            22,
            "a text in this list holds a mark that has a meaning of its own there",
            'put each text in quotes: ["x", \'say "hi"\', "b: c: d"]',
        ),
        (
            "a: [@x, y]",
            ["@x", "y"],
            5,
            "a text can't begin with '@' unless it is in quotes",
            'put the text in quotes: "@x"',
        ),
        (
            "a:foo",
            "foo",
            3,
            "a space is missing after the colon",
            "write 'a: foo'",
        ),
    ],
)
def test_a_slip_within_a_line(line, value, column, message, hint):
    source = read(f"first: 1\n{line}\nlast: 2: 3\n")
    assert source.data == {"first": "1", "a": value, "last": "2: 3"}
    assert told(source)[0] == (2, column, message, hint)
    assert [place[:2] for place in told(source)[1:]] == [(3, 8)]
    assert source.problems[0].excerpt == line


def test_a_name_that_begins_with_a_reserved_character():
    source = read("a: 1\n@b: 2\n")
    message = "a text can't begin with '@' unless it is in quotes"
    assert told(source) == [(2, 1, message, 'put it in quotes: "@b":')]
    assert source.data == {"a": "1", "@b": "2"}


def test_each_line_indented_with_a_tab_is_told():
    source = read("a:\n\t- b: 1\n\t  c: 2\n\n\t# note\n\t- b: 3\n\t\tc: 4\nd:\t5\te\t\n")
    message = "this line is indented with a tab; only ordinary spaces count"
    hint = "replace it by two spaces for each level"
    assert told(source) == [(line, 1, message, hint) for line in (2, 3, 6, 7)]
    assert source.data == {"a": [{"b": "1", "c": "2"}, {"b": "3", "c": "4"}], "d": "5 e"}


def test_columns_are_those_of_the_file_after_a_mended_tab():
    source = read("a:\n\tbé: [c, &x d]\n")
    assert told(source)[1][:2] == (2, 10)
    assert source.mark(("a", "bé", 1), "value").column == 10


def test_tabs_that_yaml_allows_are_let_be():
    source = read("a:\tb\t\nc: d\te\n  \t\nf: |\n  g\th\n")
    assert source.problems == []
    assert source.data == {"a": "b", "c": "d e", "f": "g h\n"}


def test_unbreakable_spaces_in_the_indentation():
    source = read("a:\n  - b\n\xa0 - d\n")
    message = "this line is indented with an unusual kind of space; only ordinary spaces count"
    assert told(source) == [(3, 1, message, "replace it by two spaces for each level")]
    assert source.data == {"a": ["b", "d"]}


@pytest.mark.parametrize(
    ("text", "data", "place", "words"),
    [
        ("a: Foo\n  b: c\n  d: e\nf: 1\n", "a b d f", (2, 3), ("2 spaces", "none")),
        ('a: "Foo"\n  b: c\nf: 1\n', "a b f", (2, 3), ("2 spaces", "none")),
        ("  a: x\nb: y\nc: z\n", "a b c", (2, 1), ("no space", "2")),
    ],
)
def test_a_line_with_the_wrong_depth(text, data, place, words):
    source = read(text)
    now, goal = words
    message = f"this line has {now} before it, where the lines above call for {goal}"
    assert [one[:3] for one in told(source)] == [(*place, message)]
    assert list(source.data) == data.split()


@pytest.mark.parametrize("spaces", [3, 5, 6])
def test_a_field_of_a_list_item_with_the_wrong_depth(spaces):
    source = read(f"l:\n  - a: 1\n{' ' * spaces}b: 2\n{' ' * spaces}c: 3\n  - a: 4\n")
    assert source.data == {"l": [{"a": "1", "b": "2", "c": "3"}, {"a": "4"}]}
    assert told(source) == [
        (
            3,
            spaces + 1,
            f"this line has {spaces} spaces before it, where the lines above call for 4",
            "put 4 spaces before it; or, if the text above goes on here, put that text in quotes",
        )
    ]


def test_an_item_with_the_wrong_depth():
    source = read("l:\n  - a: 1\n - a: 2\n")
    assert source.data == {"l": [{"a": "1"}, {"a": "2"}]}
    assert told(source)[0][:2] == (3, 2)


def test_a_text_over_several_lines_is_quoted_whole():
    source = read(
        "a: Some prose that\n  goes on: with it's colon\n  and more\nb: One: two\n  three\n"
    )
    assert source.data == {
        "a": "Some prose that goes on: with it's colon and more",
        "b": "One: two three",
    }
    assert told(source) == [
        (2, 10, COLON, 'put the text in quotes: a: "Some prose that …"'),
        (4, 7, COLON, 'put the text in quotes: b: "One: two …"'),
    ]


def test_a_quote_that_only_a_later_quote_closes():
    source = read('a: "Foo\nb: "Bar"\nc: "ok"\nd: "one\n  two\ne: x\n')
    assert source.data == {"a": "Foo", "b": "Bar", "c": "ok", "d": "one two", "e": "x"}
    assert [place[:2] for place in told(source)] == [(1, 4), (4, 4)]


def test_a_line_that_is_no_name_and_value():
    source = read("titel Foo\na: x\nl:\n  - block text\n    b: 2\nlist\n  - c: y: z\n  - d\n")
    assert source.data == {
        "titel": "Foo",
        "a": "x",
        "l": [{"block": "text", "b": "2"}],
        "list": [{"c": "y: z"}, "d"],
    }
    message = "this line isn't written as 'name: value'"
    assert [place[:3] for place in told(source)] == [
        (1, 1, message),
        (4, 5, message),
        (6, 1, message),
        (7, 9, COLON),
    ]
    assert source.problems[0].hint == (
        "put a colon and a space after the name: 'titel: Foo'; or, if the text above goes on here,"
        " indent the line further than the name above"
    )


def test_a_mended_name_is_not_told_again():
    source = read("a: 1\na second line\nb: 2\n")
    assert [place[:2] for place in told(source)] == [(2, 1)]


def test_a_file_with_no_space_after_any_colon():
    source = read("title:Foo\nsummary:Bar\n")
    assert source.data == {"title": "Foo", "summary": "Bar"}
    assert [place[:3] for place in told(source)] == [
        (1, 7, "a space is missing after the colon"),
        (2, 9, "a space is missing after the colon"),
    ]


def test_what_can_not_be_mended_is_told_with_what_is_known():
    source = read("a: 1\na: 2\nb: [{x y] z\nc: 3\n")
    assert source.data is None
    assert [place[:3] for place in told(source)] == [
        (2, 1, "'a' stands here a second time (first in line 1)"),
        (3, 5, "'{' is opened here and never closed"),
        (3, 9, "it isn't clear what is meant here"),
    ]


def test_blank_lines_with_spaces_do_not_change_a_text():
    source = read("a: |\n        \n  foo\n   \n  bar\nb: 1\n")
    assert source.problems == []
    assert source.data == {"a": "\nfoo\n\nbar\n", "b": "1"}
