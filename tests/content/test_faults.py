"""What a model finds wrong, in everyday words, with the place in the file."""

from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from handoutgen.content.faults import problems_of
from handoutgen.content.source import Source, read_source
from handoutgen.errors import Problem


class Strict(BaseModel):
    """Only known fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Text(Strict):
    """One kind of block."""

    block: Literal["text"]
    text: str = "x"


class Items(Strict):
    """Another kind, with two names."""

    block: Literal["checklist", "list"]
    items: list[str] = Field(min_length=2, max_length=3)


class Picture(Strict):
    """Fields within a field."""

    path: str
    alt: str | None = None


Block = Annotated[Text | Items, Field(discriminator="block")]


class Page(Strict):
    """One field for each thing that can be wrong."""

    title: str = Field("t", min_length=3, max_length=8)
    count: int = Field(3, ge=1, le=9)
    share: float = Field(0.5, gt=0, lt=1)
    blank: bool = False
    tone: Literal["note", "care"] = "note"
    size: int | Literal["all"] = 1
    name: str = Field("a", pattern=r"^[a-z-]+$")
    topics: list[str] = []
    cells: list[list[str]] = []
    logo: str | Picture = "x"
    logos: dict[str, Picture | str] = {}
    frame: Picture | Literal["none"] = "none"
    notes: Picture | None = None
    first: Block | None = None
    blocks: list[Block] = []
    foreground: str = Field("x", alias="fore-ground")

    @field_validator("title")
    @classmethod
    def _no_shouting(cls, value: str) -> str:
        if value.isupper():
            raise ValueError("the title is all capitals | write it in small letters")
        return value


def faults(text: str, model: type[BaseModel] = Page) -> list[Problem]:
    source = read_source(text.encode(), "f.yaml")
    return faults_of(source, model)


def faults_of(source: Source, model: type[BaseModel] = Page) -> list[Problem]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(source.data)
    return problems_of(caught.value, source, model)


QUOTES = "a text that begins with [ or { goes in quotes"


@pytest.mark.parametrize(
    ("line", "column", "message", "hint"),
    [
        ("titel: Foo", 1, "'titel' is not a known field", "did you mean 'title'?"),
        ("Title: Foo", 1, "'Title' is not a known field", "did you mean 'title'?"),
        ("fore_ground: x", 1, "'fore_ground' is not a known field", "did you mean 'fore-ground'?"),
        (
            "notes: {path: x, q: y}",
            18,
            "'q' is not a known field",
            "known fields: path, alt",
        ),
        ("title: [a, b]", 8, "'title' should be text, not a list", QUOTES),
        (
            "title: [[pain]]",
            8,
            "'title' should be text, not a list",
            'a text that begins with [[ goes in quotes: "[[pain]]"',
        ),
        (
            "topics: [x, {One: two}]",
            13,
            "item 2 of 'topics' should be text, not a set of 'name: value' lines",
            'a text with a colon goes in quotes: "One: two"',
        ),
        (
            "cells: [[a], [b, [c]]]",
            18,
            "item 2 of item 2 of 'cells' should be text, not a list",
            QUOTES,
        ),
        (
            "count: many",
            8,
            "'count' should be a whole number, not 'many'",
            "write it in digits, such as 3",
        ),
        (
            "count: 1.5",
            8,
            "'count' should be a whole number, not '1.5'",
            "write it in digits, such as 3",
        ),
        (
            "count: [1]",
            8,
            "'count' should be a whole number, not a list",
            "write it in digits, such as 3",
        ),
        (
            "share: half",
            8,
            "'share' should be a number, not 'half'",
            "write it in digits, such as 2.5",
        ),
        (
            "blank: maybe",
            8,
            "'blank' should be true or false, not 'maybe'",
            "write one of the two words",
        ),
        (
            "topics: pain",
            9,
            "'topics' should be a list, not 'pain'",
            "put each item on a line of its own that starts with '- '",
        ),
        (
            "notes: pain",
            8,
            "'notes' should be a set of 'name: value' lines, not 'pain'",
            "write its fields below it, each as 'name: value', indented by two spaces",
        ),
        (
            "tone: nota",
            7,
            "'tone' should be one of 'note', 'care', not 'nota'",
            "did you mean 'note'?",
        ),
        (
            "size: al",
            7,
            "'size' should be a whole number or 'all', not 'al'",
            "did you mean 'all'?",
        ),
        ("count: 0", 8, "'count' should be 1 or more, not 0", "write a number that is 1 or more"),
        ("count: 10", 8, "'count' should be 9 or less, not 10", "write a number that is 9 or less"),
        (
            "share: 0",
            8,
            "'share' should be more than 0.0, not 0",
            "write a number that is more than 0.0",
        ),
        (
            "share: 1",
            8,
            "'share' should be less than 1.0, not 1",
            "write a number that is less than 1.0",
        ),
        (
            "title: too long by far",
            8,
            "'title' has 15 characters; 8 are the most",
            "make it shorter",
        ),
        ("title: ab", 8, "'title' has 2 characters; it needs at least 3", "make it longer"),
        (
            "title:",
            1,
            "'title' is empty",
            "write something after the colon, or take the line out",
        ),
        (
            'title: ""',
            1,
            "'title' is empty",
            "write something after the colon, or take the line out",
        ),
        (
            'title: "  "',
            8,
            "'title' is empty",
            "write something after the colon, or take the line out",
        ),
        (
            "title: #1 thing",
            1,
            "'title' is empty",
            "what follows a '#' is a comment; put the text in quotes",
        ),
        (
            "topics: [a, ~]",
            13,
            "item 2 of 'topics' is empty",
            "write something after the '-', or take the line out",
        ),
        ("title: LOUD", 8, "the title is all capitals", "write it in small letters"),
        (
            "name: Finn 2018",
            7,
            "'name' can't be written like this: 'Finn 2018'",
            "write it in the way of 'my-sheet'",
        ),
        (
            "name: My Sheet",
            7,
            "'name' can't be written like this: 'My Sheet'",
            "write it in the way of 'my-sheet'",
        ),
        (
            "blocks: [{block: txt}]",
            18,
            "'txt' is not a known block type",
            "did you mean 'text'?",
        ),
        (
            "blocks: [{block: zzz}]",
            18,
            "'zzz' is not a known block type",
            "known block types: text, checklist, list",
        ),
        (
            "blocks: [{text: a}]",
            10,
            "this block doesn't say what it is",
            "start it with 'block: text' or another block type: text, checklist, list",
        ),
        (
            "blocks: [{blok: text}]",
            11,
            "this block doesn't say what it is",
            "did you mean 'block' instead of 'blok'?",
        ),
        (
            "first: {block: }",
            9,
            "'block' is empty",
            "start it with 'block: text' or another block type: text, checklist, list",
        ),
        (
            "blocks: [words]",
            10,
            "item 1 of 'blocks' should be a set of 'name: value' lines, not 'words'",
            "write its fields below it, each as 'name: value', indented by two spaces",
        ),
        (
            "blocks: [{block: text, txet: x}]",
            24,
            "'txet' is not a known field",
            "did you mean 'text'?",
        ),
        (
            "first: {block: list, items: [a]}",
            29,
            "'items' has 1 item; it needs at least 2",
            "add at least 1 more",
        ),
        (
            "first: {block: list, items: [a, b, c, d]}",
            29,
            "'items' has 4 items; 3 are the most",
            "take some out, or split it",
        ),
        (
            "blocks: [{block: list}]",
            10,
            "'items' is missing",
            "add a line that starts with 'items:'",
        ),
        ("frame: non", 8, "'frame' should be 'none', not 'non'", "did you mean 'none'?"),
        ("logo: {pth: x}", 8, "'pth' is not a known field", "did you mean 'path'?"),
        (
            "logo: [a]",
            7,
            "'logo' should be text or a set of 'name: value' lines, not a list",
            QUOTES,
        ),
        (
            "logos: {a: {path: x, q: 1}}",
            22,
            "'q' is not a known field",
            "known fields: path, alt",
        ),
    ],
)
def test_a_fault_in_words(line, column, message, hint):
    (problem,) = faults(f"# first\n{line}\n")
    assert (problem.line, problem.column) == (2, column)
    assert (problem.message, problem.hint) == (message, hint)
    assert problem.excerpt == line


def test_a_missing_field_is_told_where_its_fields_are():
    (nested,) = faults("count: 2\nnotes:\n  alt: x\n")
    assert (nested.line, nested.column, nested.message) == (2, 1, "'path' is missing")
    (top,) = faults("# c\nalt: x\n", Picture)
    assert (top.line, top.message) == (2, "'path' is missing")


def test_all_faults_come_in_the_order_of_the_file():
    found = faults("tone: x\nblocks:\n  - block: list\n    items: a\n    q: b\n  - {}\ncount: x\n")
    assert [(p.line, p.column) for p in found] == [(1, 7), (4, 12), (5, 5), (6, 5), (7, 8)]


def test_a_grafted_block_is_told_in_its_own_file():
    source = read_source(b"blocks:\n  - use: x\n    set: {txt: y}\n", "f.yaml")
    other = read_source(b"# c\nblock: text\ntext: [a]\n", "x.yaml")
    source.graft(("blocks", 0), other, ("blocks", 0, "set"))
    places = [(p.file, p.line, p.column) for p in faults_of(source)]
    assert places == [("f.yaml", 3, 11), ("x.yaml", 3, 7)]


def test_a_part_of_a_file_is_checked_at_its_place():
    source = read_source(b"one: {path: x}\ntwo: {pth: x}\n", "f.yaml")
    with pytest.raises(ValidationError) as caught:
        Picture.model_validate(source.data["two"])
    (problem,) = problems_of(caught.value, source, Picture, ("two",))
    assert (problem.line, problem.column, problem.hint) == (2, 7, "did you mean 'path'?")


def test_what_the_source_has_told_is_not_told_again():
    source = read_source(b"topics: *x\ncount: x\n", "f.yaml")
    assert [p.line for p in faults_of(source)] == [2]


def test_an_error_that_is_not_known_has_plain_words():
    class Odd(Strict):
        code: Annotated[bytes, Field(min_length=3)] = b"abc"

    (problem,) = faults("code: x\n", Odd)
    assert problem.message == "'code' can't be used as it stands here"
    assert "http" not in str(problem)
