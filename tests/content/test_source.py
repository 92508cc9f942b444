"""Reading YAML: the data as written, the place of every word, and files that can't be read."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoutgen.content.source import SIZE_LIMIT, Mark, Source, read_file, read_source
from handoutgen.errors import ContentError


def read(text: str) -> Source:
    return read_source(text.encode(), "f.yaml")


def told(source: Source) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.message) for problem in source.problems]


def test_scalars_stay_as_written():
    source = read(
        "a: 1.0\nb: no\nc: 12:30\nd: true\ne: 0o17\nf: 2025-01-31\ng:\nh: null\ni: ~\nj: 'null'\n"
        'k: ""\nl: |\n  one\n  two\nm: >-\n  one\n  two\nn: [1, {o: 2}]\np: "tab\\tand é"\n'
    )
    assert source.problems == []
    assert source.data == {
        "a": "1.0",
        "b": "no",
        "c": "12:30",
        "d": "true",
        "e": "0o17",
        "f": "2025-01-31",
        "g": None,
        "h": None,
        "i": None,
        "j": "null",
        "k": "",
        "l": "one\ntwo\n",
        "m": "one two",
        "n": ["1", {"o": "2"}],
        "p": "tab\tand é",
    }


def test_every_key_and_value_has_its_place():
    source = read("# c\ntitle: Foo\nblocks:\n  - block: text\n    rows: [[a, bé, c], d]\n")
    line = "    rows: [[a, bé, c], d]"
    assert source.mark(()) == Mark("f.yaml", 2, 1, "title: Foo")
    assert source.mark(("title",)) == Mark("f.yaml", 2, 1, "title: Foo")
    assert source.mark(("title",), "value") == Mark("f.yaml", 2, 8, "title: Foo")
    assert source.mark(("blocks", 0)) == Mark("f.yaml", 4, 5, "  - block: text")
    assert source.mark(("blocks", 0, "rows", 0, 2), "value") == Mark("f.yaml", 5, 20, line)


def test_the_nearest_place_stands_in_for_one_that_is_not_there():
    source = read("notes:\n  purpose: x\n")
    assert source.mark(("notes", "nothing", "at all")).line == 1
    assert source.mark(("notes", "TherapistNotes", "purpose"), "value").column == 12
    problem = source.problem(("notes", "purpose"), "no", "yes")
    assert str(problem) == "f.yaml:2:3: no\n  2 |   purpose: x\n    |   ^\n  yes"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(start, end):
    source = read(f"{start}title: é{end}a: b: c{end}")
    assert source.data == {"title": "é", "a": "b: c"}
    assert [(p.line, p.column, p.excerpt) for p in source.problems] == [(2, 5, "a: b: c")]


def test_unusual_line_separators_are_spaces():
    source = read("a: x\u2028y\u0085z\nb: 1: 2\n")
    assert source.data["a"] == "x y z"
    assert told(source)[0][:2] == (2, 5)


def test_what_is_refused_is_all_told_at_once():
    source = read(
        "a: &x foo\nb: *x\nc: !!python/object/apply:os.system [x]\nd: !foo bar\n<<: *x\n"
        "[a]: b\n{q: r}: s\n? [e]\n: f\n: g\na: again\nz: end\n"
    )
    assert told(source) == [
        (1, 4, "anchors like '&x' aren't used here"),
        (2, 4, "references like '*x' aren't used here"),
        (3, 4, "tags that begin with '!' aren't used here"),
        (4, 4, "tags that begin with '!' aren't used here"),
        (5, 1, "'<<' isn't used here"),
        (5, 5, "references like '*x' aren't used here"),
        (6, 1, "brackets can't stand before a colon"),
        (7, 1, "brackets can't stand before a colon"),
        (8, 3, "brackets can't stand before a colon"),
        (10, 1, "a name is missing before the colon"),
        (11, 1, "'a' stands here a second time (first in line 1)"),
    ]
    assert source.data == {"a": "foo", "b": "*x", "c": ["x"], "d": "bar", "z": "end"}
    assert all(problem.hint for problem in source.problems)


def test_a_name_given_twice_keeps_its_first_place():
    source = read("c:\n  - x: 1\n    x: {y: 2}\n    x: 3\n")
    assert source.data == {"c": [{"x": "1"}]}
    assert told(source) == [
        (3, 5, "'x' stands here a second time (first in line 2)"),
        (4, 5, "'x' stands here a second time (first in line 2)"),
    ]
    assert source.mark(("c", 0, "x"), "value").line == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (1, 1, "this file is empty")),
        ("# only this\n\n", (1, 1, "this file is empty")),
        ("---\n", (1, 1, "this file is empty")),
        ("\n- a\n- b\n", (2, 1, "this file holds only a list")),
        ("hello\n", (1, 1, "this file holds only plain text")),
        ("a: 1\n---\nb: 2\n", (2, 1, "a second document starts here")),
        ("%YAML 1.1\n---\na: no\n", (1, 1, "a line can't begin with '%'")),
        ("[" * 100_000, (1, 21, "this is nested too deep")),
        ("- " * 100_000, (1, 41, "this is nested too deep")),
        ('a: "\\e[31m"\n', (1, 4, "this text holds a code for a character that can't be printed")),
        ('a: "\\ud800"\n', (1, 4, "this text holds a code for a character that can't be printed")),
    ],
)
def test_what_is_no_content(text, expected):
    source = read(text)
    assert told(source) == [expected]
    assert source.problems[0].hint
    assert source.data is None or "a" in source.data


def test_directives_are_refused_at_the_top_and_text_may_hold_percent_signs():
    source = read("# c\n\n%TAG ! x\n# d\n%YAML 1.1\n---\na: no\nb: |\n  %\n")
    assert [(p.line, p.message) for p in source.problems] == [
        (3, "a line can't begin with '%'"),
        (5, "a line can't begin with '%'"),
    ]
    assert source.data == {"a": "no", "b": "%\n"}
    assert "unless it is in quotes" not in str(read("a: 'b\n%c'\n").problems)


def test_unprintable_characters_are_told_one_by_one_and_never_shown():
    source = read("a: x\x07y\nb: \x1b[31m\n\ufeffc: d\n")
    words = "there is an invisible character here that can't be printed"
    assert told(source) == [
        (1, 5, f"{words} (U+0007)"),
        (2, 4, f"{words} (U+001B)"),
        (3, 1, f"{words} (U+FEFF)"),
    ]
    assert "\x1b" not in "".join(map(str, source.problems)) + str(source.data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_unicode_encodings_are_named(encoding):
    source = read_source("title: x\n".encode(encoding), "f.yaml")
    message = f"this file is saved as {encoding.upper()}, not as UTF-8"
    assert told(source) == [(1, 1, message)]
    assert source.problems[0].hint.startswith("save the file as UTF-8")


def test_an_old_encoding_is_told_once_and_hides_nothing():
    source = read_source("a: ok\nb: café\nc: né: x\n".encode("latin-1"), "f.yaml")
    message = "this file isn't saved as UTF-8; the first letter that shows it may be 'é'"
    assert told(source)[0] == (2, 7, message)
    assert source.problems[0].excerpt == "b: café"
    assert told(source)[1][:2] == (3, 6)
    assert source.data["b"] == "café"


def test_a_binary_file():
    source = read_source(b"\x89PNG\r\n\x1a\n\x00\x00", "f.yaml")
    assert [p.message for p in source.problems] == ["this is not a text file"]
    assert source.data is None


def test_too_many_bytes_are_refused_before_they_are_read(tmp_path: Path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    message = "big.yaml: this file has 10,000 kB; a content file has 200 kB at most"
    with pytest.raises(ContentError, match=message):
        read_file(path, "big.yaml")
    assert "200 kB at most" in read_source(b"a" * (SIZE_LIMIT + 1), "f").problems[0].message


def test_what_is_no_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.yaml")
    good = tmp_path / "good.yaml"
    good.write_bytes(b"a: b")
    assert read_file(good, "good.yaml") == b"a: b"
    for name, message in {
        "pipe.yaml": "this is not a file",
        ".": "this is not a file",
        "none.yaml": "there is no such file",
        "nul\0.yaml": "this file can't be read",
        "x" * 300: "this file can't be read",
    }.items():
        with pytest.raises(ContentError, match=f"^n: {message}"):
            read_file(tmp_path / name, "n")


def test_a_flood_of_problems_is_cut_off():
    source = read("".join(f"a: {n}\n" for n in range(100)))
    assert len(source.problems) == 51
    assert source.problems[-1].message == "there are 49 more problems"


@pytest.mark.parametrize(
    "text",
    [
        "[a, " + "b, " * 60_000 + "]",
        "".join(f"k{n}: b\n" for n in range(19_000)) + "x: 'y",
        "\ta: b\n" * 10_000,
        "a" + " " * 190_000 + "b: c: d",
        "a: " + " " * 190_000 + "#",
        "\x01" * SIZE_LIMIT,
    ],
)
def test_a_hostile_file_ends_in_time(text):
    start = time.process_time()
    read(text[:SIZE_LIMIT])
    assert time.process_time() - start < 15


def test_a_block_is_grafted_with_its_places():
    source = read(
        "blocks:\n  - use: menu\n    set:\n      title: Mine\n      rows: [x]\n  - b: 1\n"
    )
    other = read_source(b"block: menu\ntitle: Theirs\nrows:\n  - a\n  - b\nn: 3\n", "menu.yaml")
    source.graft(("blocks", 0), other, ("blocks", 0, "set"))
    assert source.data["blocks"] == [
        {"block": "menu", "title": "Mine", "rows": ["x"], "n": "3"},
        {"b": "1"},
    ]
    at = ("blocks", 0)
    assert source.mark(at).file == "menu.yaml"
    assert source.mark((*at, "n"), "value") == Mark("menu.yaml", 6, 4, "n: 3")
    assert source.mark((*at, "title"), "value") == Mark("f.yaml", 4, 14, "      title: Mine")
    assert source.mark((*at, "rows", 0)).file == "f.yaml"
    assert source.mark((*at, "rows", 1)) == source.mark((*at, "rows"))
    assert source.mark((*at, "use")) == source.mark(at)
    assert source.mark(("blocks", 1)).line == 6


def test_a_graft_leaves_the_other_source_alone():
    source = read("a: {use: x}\nb: {use: x}\n")
    other = read_source(b"rows: [1]\n", "x.yaml")
    source.graft(("a",), other)
    source.graft(("b",), other)
    source.data["a"]["rows"].append("2")
    assert source.data["b"] == other.data == {"rows": ["1"]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=" \n\t-:#'\"[]{}&*!|>%@`,?ab\\x\ufeff\u2028é", max_size=60))
def test_any_text_is_read_or_told(text):
    source = read(text)
    assert isinstance(source.data, dict) or source.problems
    keys = [(p.line, p.column) for p in source.problems if p.line]
    assert keys == sorted(keys)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_told(data):
    source = read_source(data, "f.yaml")
    assert isinstance(source.data, dict) or source.problems
