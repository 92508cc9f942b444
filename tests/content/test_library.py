"""The library: the practice's files laid over the shipped ones, name by name."""

from pathlib import Path

import pytest

from handoutgen.content.library import Library
from handoutgen.errors import ContentError, UsageError
from handoutgen.folders import Folders, digest, shipped_folder
from support.practice import HEAD, Practice

SOURCE = "{authors: [Doe], year: 2001, title: My study}"


def library(practice: Practice) -> Library:
    return Library(practice.folders)


def test_a_handout_of_the_practice_hides_the_shipped_one(practice: Practice):
    shipped = practice.folders.handout("action-plan")
    assert shipped == shipped_folder() / "handouts/action-plan.yaml"
    own = practice.sheet("  - {block: text, text: Ours}\n", name="action-plan")
    assert practice.folders.handout("action-plan") == own
    assert library(practice).handout(own).title == "A test sheet"
    assert library(practice).handout(shipped).title.startswith("My action plan")


def test_a_block_of_the_practice_hides_the_shipped_one_in_shipped_handouts_too(practice: Practice):
    path = practice.folders.handout("intimacy-menu")
    block = shipped_folder() / "handouts/blocks/intimacy-menu-examples.yaml"
    assert f"use: {block.stem}" in path.read_text("utf-8")
    text = block.read_text("utf-8").replace("title: Ideas to start from", "title: Ours")
    practice.write(f"handouts/blocks/{block.name}", text)
    assert "Ours" in [block.title for block in library(practice).handout(path).blocks]


def test_a_reference_of_the_practice_hides_the_shipped_one(practice: Practice):
    before = library(practice).references
    practice.write("handouts/references.yaml", f"finn-2018: {SOURCE}\nmine: {SOURCE}\n")
    after = library(practice).references
    assert after["finn-2018"].title == after["mine"].title == "My study"
    assert after["allen-2017"] == before["allen-2017"]
    assert set(after) - set(before) == {"mine"}


def test_blocks_are_listed_from_both_layers(practice: Practice):
    shipped = library(practice).block_names()
    practice.write("handouts/blocks/ask.yaml", "{block: text, text: a}")
    practice.write("handouts/blocks/notes.txt", "no block")
    assert library(practice).block_names() == sorted([*shipped, "ask"])
    assert library(practice).block_source("nothing") is None


@pytest.mark.parametrize("name", ["Finn 2018", "finn_2018", "../etc", "-x"])
def test_a_reference_has_a_plain_id(practice: Practice, name):
    practice.write("handouts/references.yaml", f"ok: {SOURCE}\n{name}: {SOURCE}\n")
    with pytest.raises(ContentError) as caught:
        _ = library(practice).references
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("handouts/references.yaml", 2)
    assert problem.message == f"'{name}' can't name a reference"
    assert problem.hint == "use small letters, digits and hyphens, such as 'finn-2018'"


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("doi: 11.1/x", "'doi'"),
        ("doi: https://doi.org/10.1000/x", "'doi'"),
        ("pages: <b>1</b>", "'<b>' looks like HTML"),
        ("editor: Doe", "'editor' is not a known field"),
    ],
)
def test_what_a_reference_says_is_checked(practice: Practice, field, message):
    practice.write("handouts/references.yaml", f"mine:\n  authors: [Doe]\n  title: T\n  {field}\n")
    with pytest.raises(ContentError) as caught:
        _ = library(practice).references
    (other,) = caught.value.problems
    assert (other.line, other.message[: len(message)]) == (4, message)


def test_of_a_reference_as_much_is_said_as_is_known(practice: Practice):
    practice.write("handouts/references.yaml", "mine: {doi: 10.1000/x}\nbad: {year: 2000}\n")
    with pytest.raises(ContentError) as caught:
        _ = library(practice).references
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (2, "a reference has a title or a DOI")


def test_a_path_names_a_handout_anywhere(practice: Practice, tmp_path: Path):
    path = tmp_path / "else-where.yaml"
    path.write_text(HEAD + "blocks: [{use: next-session}]\n")
    assert practice.folders.handout(str(path)) == path
    handout = library(practice).handout(path)
    assert handout.id == "else-where"
    assert handout.places[0].file == "shipped:handouts/blocks/next-session.yaml"


def test_an_unknown_handout_is_told_with_a_way_out(practice: Practice):
    with pytest.raises(UsageError) as caught:
        practice.folders.handout("action-pan")
    assert str(caught.value) == "there is no handout 'action-pan'; did you mean 'action-plan'?"


def test_all_that_is_read_and_missed_is_on_record(practice: Practice):
    folders = Folders(practice.folder)
    path = practice.sheet("  - use: next-session\n", HEAD + "references: [finn-2018]\n")
    Library(folders).handout(path)
    shipped = shipped_folder() / "handouts"
    read = (path, shipped / "blocks/next-session.yaml", shipped / "references.yaml")
    missed = ("handouts/blocks/next-session.yaml", "handouts/references.yaml")
    assert folders.reads == {
        **{str(file): digest(file.read_bytes()) for file in read},
        **{str(practice.folder / name): None for name in missed},
    }
