"""A handout in the making: its blocks as rows of a list, and each change to them."""

from pathlib import Path

import pytest

from handoutgen.authoring.edits import value_at
from handoutgen.authoring.fields import Word, kind_names, value_of
from handoutgen.authoring.sheet import Manuscript, Piece
from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.content.library import Library
from handoutgen.content.source import read_source
from handoutgen.errors import ContentError
from handoutgen.folders import shipped_folder
from support.practice import HEAD, Practice

EVERY_BLOCK = Path(__file__).parents[1] / "data" / "handouts" / "every-block.yaml"
SHIPPED = shipped_folder() / "handouts"
SHARED = """\
block: steps
title: Breathe
steps:
  - title: In
    text: Slowly.
  - title: Out
"""


@pytest.fixture
def library(practice: Practice) -> Library:
    practice.write("handouts/blocks/breathe.yaml", SHARED)
    return Library(practice.folders)


def _word(piece: Piece, *loc: str | int) -> Word:
    return next(word for word in piece.words if word.loc == loc)


def _sheet(blocks: str) -> Manuscript:
    return Manuscript.of(f"{HEAD}blocks:\n{blocks}", "mine")


def test_a_new_handout_is_whole(library: Library) -> None:
    sheet = Manuscript.new("  Rest: a start ")
    handout = sheet.check(library)
    assert (handout.title, handout.id) == ("Rest: a start", "rest-a-start")
    assert [piece.shown for piece in sheet.pieces(library)] == ["Write your text here."]


def test_a_new_handout_without_a_title_has_one(library: Library) -> None:
    assert Manuscript.new(" ").check(library).title == "My sheet"


@pytest.mark.parametrize("block_type", kind_names())
def test_each_block_type_can_be_begun(library: Library, block_type: str) -> None:
    sheet = Manuscript.new("New").add_new(block_type, 0)
    if block_type == "references":
        sheet = Manuscript.of(sheet.text + "references: [finn-2018]\n")
    assert sheet.check(library).blocks[0].block == block_type


def test_all_block_types_are_named_with_what_they_are_for() -> None:
    assert len(kind_names()) == len(BLOCK_TYPES)
    assert kind_names()["lines"] == "A question, and lines to write on."


def test_all_words_of_every_block_can_be_changed(library: Library) -> None:
    sheet = Manuscript.of(EVERY_BLOCK.read_text())
    blocks = value_at(sheet.text, ("blocks",))
    assert len(blocks) == sheet.count
    for piece, block in zip(sheet.pieces(library), blocks, strict=True):
        shown = [line for word in piece.words for line in word.text.split("\n")]
        shown += [cell for line in shown for cell in line.split(" | ")]
        del block["block"]
        block.pop("sources", None)
        block.pop("items", None) if piece.type == "references" else None
        for text in _texts(block):
            assert all(line in shown for line in text.rstrip("\n").split("\n")), (piece.type, text)


def _texts(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in _texts(value)]
    if isinstance(data, list):
        return [text for value in data for text in _texts(value)]
    return [str(data)]


def test_words_typed_anew_as_they_were_change_nothing(library: Library) -> None:
    sheet = Manuscript.of(EVERY_BLOCK.read_text())
    for piece in sheet.pieces(library):
        for word in piece.words:
            typed = word.text.replace("\n", "\r\n")
            after = sheet.with_words(piece.number, word.loc, typed, library)
            assert after.text == sheet.text, (piece.type, word)


def test_all_words_of_every_block_change_where_they_stand(library: Library) -> None:
    every = EVERY_BLOCK.read_text()
    for number in range(Manuscript.of(every).count):
        sheet = Manuscript.of("title: One\n").add_from(every, number)
        piece = sheet.pieces(library)[0]
        for word in piece.words:
            new = {"number": "7", "rows": "a | b\nc | d", "tick": "true"}.get(word.kind, "A: b")
            new = word.options[-1] if word.options else new
            after = sheet.with_words(0, word.loc, new, library).pieces(library)[0]
            assert _word(after, *word.loc).text == new
            rest = [[w for w in p.words if w.loc != word.loc] for p in (piece, after)]
            assert rest[0] == rest[1]


def test_a_piece_tells_its_words_and_their_limits(library: Library) -> None:
    piece = _sheet("  - {block: lines, prompt: What *now*?}\n").pieces(library)[0]
    assert (piece.kind, piece.heading, piece.shown) == ("Lines", "", "What now?")
    prompt, count = _word(piece, "prompt"), _word(piece, "count")
    assert (prompt.label, prompt.kind, prompt.needed, prompt.most) == (
        "Question",
        "line",
        True,
        240,
    )
    assert (count.kind, count.text, count.low, count.high) == ("number", "3", 1, 24)
    assert _word(piece, "title").hint == "Heading over the block"


def test_new_words_stand_in_the_order_of_the_block(library: Library) -> None:
    sheet = _sheet("  - block: lines   # ask\n    prompt: Now?\n")
    sheet = sheet.with_words(0, ("count",), "5", library).with_words(0, ("title",), "Ask", library)
    assert sheet.text.endswith(
        "  - block: lines   # ask\n    title: Ask\n    prompt: Now?\n    count: 5\n"
    )
    assert sheet.check(library).blocks[0].title == "Ask"


def test_words_left_empty_are_taken_out_where_they_are_not_needed(library: Library) -> None:
    sheet = _sheet("  - block: text\n    title: A\n    # the text\n    text: B\n")
    sheet = sheet.with_words(0, ("title",), "  ", library)
    assert sheet.text.endswith("  - block: text\n    # the text\n    text: B\n")
    sheet = sheet.with_words(0, ("text",), "", library)
    assert [piece.number for piece in sheet.pieces(library)] == [0]
    with pytest.raises(ContentError, match="'text' is empty") as caught:
        sheet.check(library)
    assert caught.value.problems[0].file == "mine.yaml"
    assert sheet.with_words(0, ("text",), "C", library).check(library)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("line", " a\r\nb ", "a b"),
        ("prose", "a  \r\n\r\n- b\r\n\r\n", "a\n\n- b\n"),
        ("prose", " a ", "a"),
        ("lines", "a\r\n\r\n b \n", ["a", "b"]),
        ("rows", "a | [[b | short]] | c\nd|e", [["a", "[[b | short]]", "c"], ["d", "e"]]),
        ("number", " 12 ", 12),
        ("number", "many", "many"),
        ("tick", "on", True),
        ("tick", "", False),
        ("choice", "", None),
        ("lines", " \n", None),
    ],
)
def test_what_is_typed_becomes_what_is_written(kind: str, typed: str, value: object) -> None:
    word = Word((), "", "", "", kind)  # type: ignore[arg-type]
    assert value_of(word, typed) == value


def test_a_content_block_is_changed_under_set(library: Library) -> None:
    sheet = _sheet("  - use: breathe  # ours\n")
    piece = sheet.pieces(library)[0]
    assert (piece.use, piece.type, piece.heading) == ("breathe", "steps", "Breathe")
    sheet = sheet.with_words(0, ("title",), "Rest", library)
    assert sheet.text.endswith("  - use: breathe  # ours\n    set:\n      title: Rest\n")
    words = sheet.pieces(library)[0]
    assert _word(words, "title").own
    assert not _word(words, "steps", 0, "title").own
    sheet = sheet.with_words(0, ("steps", 1, "text"), "More slowly.", library)
    steps = sheet.check(library).blocks[0].steps
    assert [(step.title, step.text) for step in steps] == [
        ("In", "Slowly."),
        ("Out", "More slowly."),
    ]


def test_what_a_content_block_says_itself_is_not_written_again(library: Library) -> None:
    sheet = _sheet("  - use: breathe\n")
    changed = sheet.with_words(0, ("title",), "Rest", library)
    changed = changed.with_words(0, ("steps", 0, "text"), "", library)
    assert "text:" not in changed.text
    back = changed.with_words(0, ("steps", 0, "text"), "Slowly.", library)
    assert back.with_words(0, ("title",), "Breathe", library).text == sheet.text


def test_a_heading_of_a_content_block_can_be_left_out(library: Library) -> None:
    sheet = _sheet("  - use: breathe\n").with_words(0, ("title",), "", library)
    assert sheet.check(library).blocks[0].title is None


def test_an_unknown_content_block_is_still_a_piece(library: Library) -> None:
    piece = _sheet("  - use: nowhere\n").pieces(library)[0]
    assert (piece.use, piece.words) == ("nowhere", ())


def test_the_head_is_changed_in_its_place(library: Library) -> None:
    sheet = _sheet("  - block: page_break\n").with_head(
        title="New: title", minutes=12, audience="partners", topics=["a", "b"], reminder="soon"
    )
    handout = sheet.check(library)
    assert (handout.title, handout.minutes, handout.audience) == ("New: title", 12, "partners")
    assert handout.topics == ["a", "b"]
    assert sheet.text.index("reminder") < sheet.text.index("version")
    assert sheet.with_head(reminder="").text == sheet.with_head(reminder=None).text
    assert "reminder" not in sheet.with_head(reminder="").text
    with pytest.raises(ContentError, match="no 'blocks'"):
        sheet.with_head(blocks=[])


def test_blocks_of_other_handouts_come_with_their_comments(library: Library) -> None:
    other = _sheet("  # theirs\n  - block: text  # short\n    text: |\n      One.\n\n      Two.\n")
    sheet = Manuscript.new("Mine").add_from(other.text, 0, 0).add_block("breathe")
    assert "  # theirs\n  - block: text  # short\n    text: |\n      One.\n" in sheet.text
    kinds = [block.block for block in sheet.check(library).blocks]
    assert kinds == ["text", "text", "steps"]


def test_all_blocks_of_a_shipped_handout_can_be_added(library: Library) -> None:
    other = (SHIPPED / "action-plan.yaml").read_text()
    sheet = Manuscript.new("Mine").add_all_from(other, 0).remove(7)
    added = sheet.check(library).blocks
    assert added == Manuscript.of(other).check(library, "action-plan").blocks


def test_blocks_are_moved_and_removed(library: Library) -> None:
    sheet = Manuscript.new("Mine").add_new("lines").add_new("box")
    moved = sheet.move(2, 0)
    assert [piece.type for piece in moved.pieces(library)] == ["box", "text", "lines"]
    assert moved.move(0, 2) == sheet
    assert [piece.type for piece in moved.remove(1).pieces(library)] == ["box", "lines"]
    bare = moved.remove(0).remove(0).remove(0)
    with pytest.raises(ContentError, match="blocks"):
        bare.check(library)
    assert bare.add_new("text").check(library)


@pytest.mark.parametrize("number", [-1, 3])
def test_a_number_that_no_block_has_is_told(library: Library, number: int) -> None:
    sheet = Manuscript.new("Mine")
    for change in (
        lambda: sheet.remove(number),
        lambda: sheet.move(0, number),
        lambda: sheet.with_words(number, ("text",), "x", library),
        lambda: sheet.add_new("text", number),
        lambda: sheet.add_from(sheet.text, number),
    ):
        with pytest.raises(ContentError):
            change()


def test_words_and_block_types_that_are_not_there_are_told(library: Library) -> None:
    with pytest.raises(ContentError, match="no block type 'song'"):
        Manuscript.new("x").add_new("song")
    with pytest.raises(ContentError, match="no such words"):
        Manuscript.new("x").with_words(0, ("block",), "lines", library)


def test_a_file_with_slips_still_shows_its_pieces(library: Library) -> None:
    sheet = _sheet("  - block: text\n    text: a: b\n")
    assert [piece.type for piece in sheet.pieces(library)] == ["text"]
    with pytest.raises(ContentError, match="colon"):
        sheet.with_words(0, ("title",), "x", library)
    with pytest.raises(ContentError, match="colon"):
        sheet.check(library)


@pytest.mark.parametrize("text", ["", "[]", "blocks: x", "blocks: [x, [], null]", "\x00", "- a\n"])
def test_any_text_can_be_looked_at(library: Library, text: str) -> None:
    sheet = Manuscript.of(text)
    assert len(sheet.pieces(library)) == sheet.count
    assert sheet.title == ""
    with pytest.raises(ContentError):
        sheet.check(library)


def test_every_shipped_handout_can_be_edited(library: Library) -> None:
    for path in library.folders.handouts().values():
        sheet = Manuscript.of(path.read_text(), path.stem)
        for piece in sheet.pieces(library):
            assert piece.words
            assert piece.shown or piece.type in ("page_break", "references")
        after = sheet.with_words(0, ("intro",), "New.\n\nWords: here.", library)
        assert after.check(library).blocks[0].intro == "New.\n\nWords: here."
        assert not read_source(after.text.encode(), "").problems
