"""The steps that led to a sheet in the making, kept in memory for one visitor."""

import pytest

from handoutgen.authoring.sheet import Manuscript
from handoutgen.errors import ContentError
from handoutgen.web.composing import desk as desks
from handoutgen.web.composing.desk import Desk

SHEET = Manuscript("title: A\nblocks:\n  - {block: text, text: a}\n  - {block: text, text: b}\n")


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.begin(SHEET, "a", "a", None)
    return made


def with_title(title: str) -> Manuscript:
    return SHEET.with_head(title=title)


def test_fifty_steps_are_kept(desk: Desk) -> None:
    for number in range(60):
        desk.change(with_title(str(number)))
    taken = 0
    while desk.undo():
        taken += 1
    assert (taken, desk.sheet.title) == (50, "9")
    while desk.redo():
        taken -= 1
    assert (taken, desk.sheet.title) == (0, "59")


def test_steps_of_a_very_long_sheet_are_fewer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_LETTERS", 10 * len(SHEET.text))
    for number in range(40):
        desk.change(with_title(f"{number:08}"))
    taken = 0
    while desk.undo():
        taken += 1
    assert 5 <= taken < 10


def test_a_part_keeps_its_key_through_steps(desk: Desk) -> None:
    one, two = desk.keys
    desk.change(SHEET.move(0, 1), (two, one))
    new = desk.insert(desk.sheet.add_new("text", 1), 1)
    assert desk.keys == (two, new, one)
    assert new not in (one, two)
    desk.undo()
    assert desk.keys == (two, one)
    desk.undo()
    assert desk.keys == (one, two)
    assert desk.insert(desk.sheet.add_new("text", 0), 0) != new, "a key is never used twice"


def test_a_change_that_changes_nothing_is_no_step(desk: Desk) -> None:
    revision = desk.revision
    assert not desk.change(SHEET.with_head(title="A"))
    assert (desk.revision, desk.can_undo) == (revision, False)


def test_typing_on_is_one_step_but_not_after_a_while(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("B", "Be", "Bed"):
        desk.change(with_title(title), what="title")
    desk.change(with_title("Beds"), what="other")
    desk.undo()
    assert desk.sheet.title == "Bed"
    desk.undo()
    assert desk.sheet.title == "A"
    monkeypatch.setattr(desks, "_AT_ONCE", -1.0)
    for title in ("B", "Be"):
        desk.change(with_title(title), what="title")
    desk.undo()
    assert desk.sheet.title == "B"


def test_a_desk_without_a_sheet_says_so() -> None:
    with pytest.raises(ContentError, match="no sheet in the making"):
        _ = Desk().sheet


def test_nothing_typed_is_in_a_repr(desk: Desk) -> None:
    desk.change(with_title("Secret"))
    desk.unfit[desk.keys[0]] = {"w.text": "Secret"}
    assert "Secret" not in repr(desk)
