"""The sheet in the making as the page shows it: its head, its parts in order, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handoutgen.authoring.sheet import Manuscript, Piece
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.folders import Folders
from handoutgen.web.composing import saving
from handoutgen.web.composing.choices import name_of, parts_of, ready_made, says
from handoutgen.web.composing.desk import Desk
from handoutgen.web.composing.entries import Slot, slots_of
from handoutgen.web.composing.faults import Fault, faults_of, placed
from handoutgen.web.composing.kinds import kind_name, kinds, label
from handoutgen.web.composing.parts import part_lists

HEAD = ("title", "summary", "audience", "minutes", "topics", "reminder")
"""The fields of the head that can be changed on the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part in the list; with its fields where it is open."""

    key: int
    place: int
    name: str
    kind: str
    says: str
    use: str
    is_open: bool
    has_unfit: bool
    slots: list[Slot] = field(repr=False)
    faults: list[Fault] = field(repr=False)

    @property
    def faults_elsewhere(self) -> list[Fault]:
        """What is wrong with it, but with none of its fields."""
        shown = {fault for slot in self.slots for fault in slot.faults}
        return [fault for fault in self.faults if fault not in shown]


@dataclass(frozen=True, slots=True)
class View:
    """All of the sheet that the page tells."""

    title: str
    head: dict[str, str] = field(repr=False)
    rows: list[Row] = field(repr=False)
    faults: list[Fault] = field(repr=False)

    def faults_of_head(self, name: str) -> list[Fault]:
        """What is wrong with a field of the head."""
        return [fault for fault in self.faults if fault.number is None and fault.field == name]


def view_of(desk: Desk, library: Library, problems: Sequence[Problem] | None = None) -> View:
    """The sheet of a desk; `problems` are what is wrong, looked up anew where they aren't given."""
    sheet = desk.sheet
    pieces = sheet.pieces(library)
    if problems is None:
        problems = faults_of(sheet, desk.name, library)
    faults = placed(problems, sheet, desk.name, pieces)
    rows = [_row(desk, key, piece, faults) for key, piece in zip(desk.keys, pieces, strict=True)]
    return View(shown_title(sheet), head_of(desk), rows, faults)


def shown_title(sheet: Manuscript) -> str:
    """What the sheet is called on the page."""
    return plain(sheet.title) or "A sheet without a title"


def head_of(desk: Desk) -> dict[str, str]:
    """What stands in the fields of the head."""
    typed = desk.unfit.get(0, {})
    return {name: typed.get(name, _text(desk.sheet.head.get(name))) for name in HEAD}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(" ".join(each.split()) for each in value if isinstance(each, str))
    return " ".join(value.split()) if isinstance(value, str) else ""


def _row(desk: Desk, key: int, piece: Piece, faults: list[Fault]) -> Row:
    is_open = key == desk.open
    typed = desk.unfit.get(key)
    slots = slots_of(piece, key, part_lists(piece.type), faults, typed) if is_open else []
    return Row(
        key,
        piece.number + 1,
        name_of(piece),
        kind_name(piece.type) if piece.type else "",
        says(piece),
        piece.use,
        is_open,
        bool(typed),
        slots,
        [fault for fault in faults if fault.number == piece.number],
    )


def offers(desk: Desk, folders: Folders, library: Library) -> dict[str, Any]:
    """What can be added, for the templates."""
    looked_at, trouble = [], ""
    if desk.looked_at:
        try:
            looked_at = parts_of(folders, library, desk.looked_at)
        except HandoutgenError as error:
            trouble = "; ".join(problem.message for problem in error.problems[:3])
    return {
        "kinds": list(kinds()),
        "ready_made": ready_made(library),
        "looked_at": desk.looked_at,
        "its_parts": looked_at,
        "its_trouble": trouble,
    }


def saving_of(desk: Desk, folders: Folders) -> dict[str, Any]:
    """What is told of saving, for the templates."""
    return {
        "save_name": desk.name,
        "naming": saving.naming(desk, folders, desk.name),
        "is_changed": desk.is_changed,
        "is_saved": bool(desk.saved),
        "is_copy": desk.opened is None,
        "saves": saving.past(folders),
    }


def head_label(name: str) -> str:
    """What a field of the head is called."""
    return label("", name)
