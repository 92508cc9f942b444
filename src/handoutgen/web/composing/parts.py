"""The things inside a part that there can be more or fewer of: steps, contacts, times of day."""

from functools import cache
from typing import Any, get_args, get_origin

from handoutgen.authoring import edits
from handoutgen.authoring.sheet import Manuscript, Piece
from handoutgen.authoring.tree import cannot
from handoutgen.content.blocks import BLOCK_TYPES, Model
from handoutgen.content.library import Library
from handoutgen.web.composing.kinds import label

_NEW = {"title": "Next step", "time": "Another time", "name": "Name", "how": "Phone or address"}


@cache
def part_lists(block_type: str) -> dict[str, type[Model]]:
    """The fields of a block type that hold a list of things with fields of their own."""
    found: dict[str, type[Model]] = {}
    for model in BLOCK_TYPES:
        if block_type in get_args(model.model_fields["block"].annotation):
            for name, info in model.model_fields.items():
                inner = get_args(info.annotation)[:1]
                if get_origin(info.annotation) is list and _is_model(*inner):
                    found[name] = inner[0]
    return found


def add_to(sheet: Manuscript, piece: Piece, name: str, library: Library) -> Manuscript:
    """With one more thing in that list of a part."""
    model = part_lists(piece.type).get(name)
    if model is None:
        raise cannot("nothing can be added to that")
    needed = [field for field, info in model.model_fields.items() if info.is_required()]
    new = {field: _NEW.get(field) or label(piece.type, name, field) for field in needed}
    return _with(sheet, piece, name, [*_items(sheet, piece, name, library), new])


def take_from(
    sheet: Manuscript, piece: Piece, name: str, number: int, library: Library
) -> Manuscript:
    """Without one of the things in that list of a part."""
    items = _items(sheet, piece, name, library)
    if name not in part_lists(piece.type) or not 0 <= number < len(items):
        raise cannot("there is no such thing to take out")
    if not piece.use:
        loc = ("blocks", piece.number, name, number)
        return Manuscript(edits.drop(sheet.text, loc), sheet.id)
    return _with(sheet, piece, name, items[:number] + items[number + 1 :])


def _with(sheet: Manuscript, piece: Piece, name: str, items: list[Any]) -> Manuscript:
    at = ("blocks", piece.number, *(("set",) if piece.use else ()))
    if not piece.use and len(items) > 1:
        text = edits.put(sheet.text, (*at, name, len(items) - 1), items[-1])
    else:
        text = edits.put(sheet.text, (*at, name), items, after=("block", "use", "title", "intro"))
    return Manuscript(text, sheet.id)


def _items(sheet: Manuscript, piece: Piece, name: str, library: Library) -> list[Any]:
    found = edits.value_at(sheet.text, ("blocks", piece.number, name))
    if piece.use:
        found = edits.value_at(sheet.text, ("blocks", piece.number, "set", name))
        source = library.block_source(piece.use)
        if found is None and source is not None and isinstance(source.data, dict):
            found = source.data.get(name)
    return list(found) if isinstance(found, list) else []


def _is_model(inner: Any = None) -> bool:
    return isinstance(inner, type) and issubclass(inner, Model)
