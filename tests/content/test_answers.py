"""Answers given ahead: on the command line, in files, and written so that they can be read."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from handoutgen.content.answers import Answers, as_yaml, parse_fill, read_answers
from handoutgen.content.blanks import Blank, Value
from handoutgen.content.filling import Given
from handoutgen.content.typed import clean
from handoutgen.errors import ContentError, HandoutgenError, UsageError

SECRET = "Marigold"

each_way = pytest.mark.parametrize("suffix", [".yaml", ".json"])


def told(answers: Answers) -> list[tuple[str, str, str]]:
    return [(each.handout, each.blank, each.value) for each in answers.given]


def read(folder: Path, text: str | bytes, suffix: str = ".yaml") -> Answers:
    path = folder / f"answers{suffix}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_answers(path)


def faults(folder: Path, text: str | bytes, suffix: str = ".yaml") -> list[tuple[int, int, str]]:
    with pytest.raises(ContentError) as caught:
        read(folder, text, suffix)
    for problem in caught.value.problems:
        assert problem.hint and not problem.excerpt
        assert problem.file == str(folder / f"answers{suffix}")
        assert SECRET not in str(problem)
    return [(p.line, p.column, p.message) for p in caught.value.problems]


# On the command line


def test_a_blank_is_parted_from_its_value_at_the_first_equals_sign() -> None:
    found = parse_fill(["pain today=6", " When = a = b ", "note=", "to do=one\r\ntwo "])
    assert told(found) == [
        ("", "pain today", "6"),
        ("", "When", "a = b"),
        ("", "note", ""),
        ("", "to do", "one\ntwo"),
    ]
    assert not parse_fill([])


def test_what_is_not_written_so_is_told_without_the_text() -> None:
    with pytest.raises(UsageError) as caught:
        parse_fill([SECRET, "a=b", f"={SECRET}", f" ={SECRET}"])
    assert [problem.message for problem in caught.value.problems] == [
        "--fill number 1 has no '='",
        "--fill number 3 doesn't name the blank before the '='",
        "--fill number 4 doesn't name the blank before the '='",
    ]
    assert all('--fill "pain today=6"' in problem.hint for problem in caught.value.problems)
    with pytest.raises(UsageError, match=r"^--fill has no '='\n"):
        parse_fill([SECRET])


# From Python


def test_answers_can_be_given_by_name() -> None:
    found = Answers.of({" pain today": "6 ", "ready": True, "not": False, "open": None})
    assert told(found) == [("", "pain today", "6"), ("", "ready", "true"), ("", "not", "false")]
    assert not Answers.of({"open": None})


def test_later_answers_come_after() -> None:
    both = Answers.of({"a": "1"}) | Answers.of({"a": "2"})
    assert told(both) == [("", "a", "1"), ("", "a", "2")]


def test_no_value_is_in_the_repr() -> None:
    assert SECRET not in repr(Answers.of({"name": SECRET}))
    assert "name" in repr(Answers.of({"name": SECRET}))


def test_answers_find_their_blanks() -> None:
    blanks = {Path("handouts/plan.yaml"): [Blank("plan.when", "When?", "When")]}
    assert Answers.of({"when": "now"}).matched(blanks) == {
        Path("handouts/plan.yaml"): {"plan.when": "now"}
    }
    assert Answers.of({"other.when": "now"}).matched(blanks, ["other"]) == {}


# From a file


def test_yaml_is_read_by_handout_and_for_any(tmp_path: Path) -> None:
    text = """\
action-plan:
  this-week.1.when: "6"
  ready: true
  sure: 10
  open:
  also open: null
  long: |
    one
    two
  lines: [three, four]
pain today: 6.0
nothing: {}
date: 2026-01-31
word: "null"
"""
    assert told(read(tmp_path, text)) == [
        ("", "pain today", "6.0"),
        ("", "date", "2026-01-31"),
        ("", "word", "null"),
        ("action-plan", "this-week.1.when", "6"),
        ("action-plan", "ready", "true"),
        ("action-plan", "sure", "10"),
        ("action-plan", "long", "one\ntwo"),
        ("action-plan", "lines", "three\nfour"),
    ]


def test_json_is_read_as_it_is_written(tmp_path: Path) -> None:
    text = (
        '{"plan": {"a": "x\\u00e9\\ud83d\\ude00\\/", "b": true, "c": 6.50, "d": null,'
        '"e": ["one", 2, false], "f": false, "g": 1e999, "h": ' + "9" * 5000 + '}, "i": "\\ttab"}'
    )
    assert told(read(tmp_path, text, ".json")) == [
        ("", "i", "tab"),
        ("plan", "a", "xé😀/"),
        ("plan", "b", "true"),
        ("plan", "c", "6.50"),
        ("plan", "e", "one\n2\nfalse"),
        ("plan", "f", "false"),
        ("plan", "g", "1e999"),
        ("plan", "h", "9" * 5000),
    ]


@each_way
def test_an_answer_knows_where_it_stands_but_not_the_line(tmp_path: Path, suffix: str) -> None:
    text = '{"a": "1",\n  "plan": {\n    "when": "Marigold"}}\n'
    (_, found) = read(tmp_path, text, suffix).given
    assert found.mark is not None
    assert (found.mark.line, found.mark.column, found.mark.text) == (3, 5, "")
    assert str(found.problem("no")) == f"{tmp_path}/answers{suffix}:3:5: no"
    assert SECRET not in repr(found)


@each_way
def test_what_is_no_text_is_told(tmp_path: Path, suffix: str) -> None:
    text = '{"plan": {"a": {"b": "Marigold"},\n"c": [["Marigold"]],\n"d": "x"},\n"e": [{}]}'
    assert [(line, message) for line, _, message in faults(tmp_path, text, suffix)] == [
        (1, "'a' isn't given as a text"),
        (2, "'c' isn't given as a text"),
        (4, "'e' isn't given as a text"),
    ]


def test_a_blank_without_a_name_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, '{"plan": {" ": "Marigold"}}', ".json") == [
        (1, 11, "the name of a blank is missing here")
    ]


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("a: Marigold: b\n", [(1, 12, "a colon with a space after it ends a name")]),
        ("a: 'Marigold\nb: 1\n", [(1, 4, "a quote is opened here and never closed")]),
        ("a: *Marigold\n", [(1, 4, "references like this aren't used here")]),
        ("a: &Marigold b\n", [(1, 4, "anchors like this aren't used here")]),
        ("a: !Marigold b\n", [(1, 4, "tags that begin with '!' aren't used here")]),
        ("a: 1\na: Marigold\n", [(2, 1, "this stands here a second time (first in line 1)")]),
        ("- Marigold\n", [(1, 1, "this file holds only a list")]),
        ("Marigold\n", [(1, 1, "this file holds only plain text")]),
        ("a: [Marigold\nb: 1\n", [(1, 4, "")]),
        ('a: "Mari\\gold Marigold"\n', [(1, 9, "this has no meaning between double quotes")]),
        ("a: 1\n\tb: Marigold\n", [(2, 1, "this line is indented with a tab"), (2, 2, "")]),
        ("a: b\nMarigold\n", [(2, 1, "this line isn't written as 'name: value'")]),
        ("a: @Marigold\nb:\n  c: {d: {e: Marigold}}\n", [(1, 4, ""), (3, 3, "'c' isn't given as")]),
        ("", [(1, 1, "this file is empty")]),
        (b"\xff\xfea\0", [(1, 1, "this file is saved as UTF-16, not as UTF-8")]),
        (b"a: Marigold \xe9\n", [(1, 13, "this file isn't saved as UTF-8")]),
    ],
)
def test_slips_of_yaml_are_told_without_what_is_written(
    tmp_path: Path, text: str | bytes, heads: list[tuple[int, int, str]]
) -> None:
    found = faults(tmp_path, text)
    assert len(found) == len(heads), found
    for (line, column, message), (at, where, head) in zip(found, heads, strict=True):
        assert (line, column) == (at, where), found
        assert message.startswith(head)


@pytest.mark.parametrize(
    ("text", "line", "column", "head"),
    [
        (
            '{"a": "Marigold"\n"b": 1}',
            2,
            1,
            "this isn't JSON as it stands: expecting ',' delimiter",
        ),
        ('{"a": Marigold}', 1, 7, "this isn't JSON as it stands: expecting value"),
        ('{"a": "Marigold\n"}', 1, 16, "this isn't JSON as it stands: invalid control character"),
        ("", 1, 1, "this isn't JSON as it stands: expecting value"),
        ('["Marigold"]', 0, 0, "this file holds no answers"),
        ('"Marigold"', 0, 0, "this file holds no answers"),
        ("6", 0, 0, "this file holds no answers"),
        ("null", 0, 0, "this file holds no answers"),
        ('{"a":' * 9000, 0, 0, "this isn't JSON as it stands"),
        (b'{"a": "Marigold \xe9"}', 0, 0, "this isn't JSON as it stands"),
        ('{"b": {"a": "Marigold", "a": 1}}', 0, 0, "'a' stands in it twice in one place"),
    ],
)
def test_slips_of_json_are_told_without_what_is_written(
    tmp_path: Path, text: str | bytes, line: int, column: int, head: str
) -> None:
    ((at, where, message),) = faults(tmp_path, text, ".json")
    assert (at, where) == (line, column)
    assert message.startswith(head)


def test_the_way_out_is_kept_where_it_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="save the file as UTF-8"):
        read(tmp_path, b"\xff\xfea\0")


def test_json_in_other_encodings_is_read(tmp_path: Path) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        found = read(tmp_path, '{"a": "é"}'.encode(encoding), ".json")
        assert told(found) == [("", "a", "é")]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    for name, message in (
        ("none.yaml", "there is no such file"),
        ("none.json", "there is no such file"),
        ("folder.yaml", "this is not a file"),
    ):
        with pytest.raises(ContentError) as caught:
            read_answers(tmp_path / name)
        (problem,) = caught.value.problems
        assert (problem.file, problem.message) == (str(tmp_path / name), message)
    for name in ("back.pdf", "answers", "answers.txt"):
        with pytest.raises(UsageError, match="this can't be a file of answers"):
            read_answers(tmp_path / name)
    assert told(read(tmp_path, "a: 1", ".YML")) == [("", "a", "1")]


SCRAPS = [*"\"'[]{}:#&*!|>%@`-?,\\~=<", *("\n", "\n  ", "\t", " ", ": ", "- ", "\n  a: ", "---\n")]


@each_way
def test_no_slip_of_any_kind_shows_a_value(tmp_path: Path, suffix: str) -> None:
    choose = random.Random(4)
    texts = {
        ".yaml": f"plan:\n  when: {SECRET} is ours\n  how: |\n    To {SECRET}.\nnote: '{SECRET}'\n",
        ".json": f'{{"plan": {{"when": "{SECRET} is ours"}},\n "note": "{SECRET}"}}\n',
    }
    failed = 0
    for _ in range(300):
        text = texts[suffix]
        for _ in range(choose.randint(1, 4)):
            at = choose.randrange(len(text) + 1)
            text = text[:at] + choose.choice(SCRAPS) + text[at + choose.randint(0, 2) :]
        try:
            found = read(tmp_path, text, suffix)
        except HandoutgenError as error:
            keys = {line.partition(":")[0] for line in text.replace("\n  ", "\n").split("\n")}
            if not any(SECRET[:4] in key for key in keys):
                assert SECRET not in str(error), text
            failed += 1
        else:
            assert SECRET not in repr(found) or SECRET in repr([g.blank for g in found.given])
    assert failed > 80


# Written down

NAMES = st.text(st.characters(codec="utf-8"), max_size=20).map(clean).filter(bool)
NAMES |= st.sampled_from(["no", "true", "a.1.b", "1", "~", "<<", "-", "a: b", "#", "null", "y"])
NAMES = NAMES.map(lambda name: name.replace("\n", " "))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.lists(
    st.sampled_from([*SCRAPS, "a", "Zoë", "null", "6", "no", "\u2028", "\xa0", "%", "..."])
).map("".join)
VALUES = st.none() | st.just(True) | TEXTS.map(lambda text: clean(text) or None)
GROUPS = st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=5), max_size=4)


def as_told(found: dict[str, dict[str, Value]]) -> list[tuple[str, str, str]]:
    return [
        (handout, blank, "true" if value is True else str(value))
        for handout, blanks in found.items()
        for blank, value in blanks.items()
        if value is not None
    ]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(found=GROUPS)
def test_what_is_written_is_read_as_the_same(
    tmp_path: Path, found: dict[str, dict[str, Value]]
) -> None:
    if found:
        assert told(read(tmp_path, as_yaml(found))) == as_told(found)
    for ascii_only in (True, False):
        assert told(read(tmp_path, json.dumps(found, ensure_ascii=ascii_only), ".json")) == as_told(
            found
        )


@settings(max_examples=60, deadline=None)
@given(found=GROUPS)
def test_other_readers_of_yaml_take_it_for_the_same(found: dict[str, dict[str, Value]]) -> None:
    if found:
        for version in ("1.1", "1.2"):
            yaml = YAML(typ="safe", pure=True)
            yaml.version = version
            assert yaml.load(as_yaml(found)) == found


def test_yaml_is_written_to_be_looked_at() -> None:
    found: dict[str, dict[str, Value]] = {
        "action-plan": {
            "this-week.1.when": "Monday – “6”",
            "sure": "10",
            "ready": True,
            "open": None,
            "how": "Slowly.\n\n  With #1: a chair.",
            "no": 'a "b"',
        },
        "weekly-check-in": {},
    }
    assert (
        as_yaml(found)
        == """\
action-plan:
  this-week.1.when: "Monday – “6”"
  sure: "10"
  ready: true
  open: null
  how: |-
    Slowly.

      With #1: a chair.
  "no": "a \\"b\\""
weekly-check-in: {}
"""
    )


def test_odd_texts_keep_every_letter() -> None:
    found: dict[str, dict[str, Value]] = {"a": {"b": "  one\n\ttwo \n\n", "c": "", "d": False}}
    assert YAML(typ="safe", pure=True).load(as_yaml(found)) == found


def test_an_answer_can_be_sent_to_another_process() -> None:
    import pickle

    found = Answers((Given("plan", "when", "now"),))
    assert pickle.loads(pickle.dumps(found)) == found
