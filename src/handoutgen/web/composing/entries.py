"""The words of a part as fields of a form, and what was typed into them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from handoutgen.authoring.fields import Word, value_of
from handoutgen.authoring.sheet import Piece
from handoutgen.content.source import Loc
from handoutgen.web.composing.faults import Fault, part_name
from handoutgen.web.composing.flow import as_before, unwrapped
from handoutgen.web.composing.kinds import hint, label, option

_SPARE = 2
"""Empty rows that are offered below those of a table."""
_MOST_ROWS, _MOST_CELLS = 80, 12
_LAST = ("evidence",)
_CELLS = " | "


Form = MultiDict[str, str]
"""What was sent."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of the form; `cells` are those of a table, `options` pairs of value and words."""

    id: str
    name: str
    label: str
    hint: str
    kind: str
    text: str = field(repr=False)
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    low: int | None = None
    high: int | None = None

    @property
    def height(self) -> int:
        """How many lines of the text are shown at once."""
        lines = self.text.split("\n")
        return min(max(2, sum(1 + len(line) // 50 for line in lines)), 16)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together: of one step, one zone; with no name, of the part itself.

    `taken_out_by` is what takes it out, where it is one of several.
    """

    name: str
    entries: tuple[Entry, ...]
    taken_out_by: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the part as problems name it: its groups, and what is wrong there.

    `added_by` is what adds another of its groups, and `one` what one of them is called.
    """

    id: str
    groups: tuple[Group, ...]
    faults: tuple[Fault, ...] = ()
    added_by: str = ""
    one: str = ""
    is_rare: bool = False


def slots_of(
    piece: Piece,
    key: int,
    lists: Iterable[str],
    faults: Iterable[Fault] = (),
    typed: Mapping[str, str] | None = None,
) -> list[Slot]:
    """The fields of a part; `lists` are those that hold parts of their own, `typed` the texts that
    stand in fields without being in the sheet."""
    told = [fault for fault in faults if fault.number == piece.number]
    by_field: dict[str, list[Word]] = {}
    for word in piece.words:
        by_field.setdefault(str(word.loc[0]), []).append(word)
    for name in lists:
        by_field.setdefault(name, [])
    found = []
    for name, words in by_field.items():
        is_list = name in lists
        found.append(
            Slot(
                f"part-{key}-{name}",
                tuple(_groups(piece, key, words, is_list, typed or {})),
                tuple(fault for fault in told if fault.field == name),
                f"add {name}" if is_list else "",
                part_name(name).lower() if is_list else "",
                name in _LAST,
            )
        )
    return sorted(found, key=lambda slot: slot.is_rare)


def _groups(
    piece: Piece, key: int, words: list[Word], is_list: bool, typed: Mapping[str, str]
) -> Iterator[Group]:
    parts: dict[Loc, list[Word]] = {}
    for word in words:
        parts.setdefault(word.loc[:-1], []).append(word)
    for loc, inside in parts.items():
        name, out = "", ""
        if loc:
            name = str(loc[0]).capitalize()
        if is_list and isinstance(loc[-1], int):
            name, out = f"{part_name(str(loc[0]))} {loc[-1] + 1}", f"remove {loc[0]} {loc[-1]}"
        yield Group(name, tuple(_entry(piece, key, word, typed) for word in inside), out)


def _entry(piece: Piece, key: int, word: Word, typed: Mapping[str, str]) -> Entry:
    name = name_of(word.loc)
    names = [part for part in word.loc if isinstance(part, str)]
    text = typed.get(name, unwrapped(word.text) if word.kind == "prose" else word.text)
    options = tuple((value, option(value)) for value in word.options)
    if word.kind == "choice" and not word.needed and not _has_default(word):
        options = (("", "Nothing is said"), *options)
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    if word.kind == "rows":
        cells, columns = _grid(piece, word, text)
    return Entry(
        f"part-{key}-{'-'.join(map(str, word.loc))}",
        name,
        label(piece.type, *names),
        " ".join(filter(None, (hint(piece.type, *names), _how(word)))),
        word.kind,
        text,
        options,
        columns,
        cells,
        word.low,
        word.high,
    )


def name_of(loc: Loc) -> str:
    """The name of a field in the form."""
    return ".".join(("w", *map(str, loc)))


def _has_default(word: Word) -> bool:
    return word.loc[-1] != "evidence"


def _how(word: Word) -> str:
    """How the field is filled in, where that isn't plain from its look."""
    if word.kind == "lines":
        return "One on a line."
    if word.kind == "number" and word.low is not None and word.high is not None:
        return f"{word.low} to {word.high}"
    return ""


def _grid(
    piece: Piece, word: Word, text: str
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    rows: list[list[str]] = value_of(word, text) or []
    heads = next((w.text for w in piece.words if w.loc == ("columns",)), "").split("\n")
    heads = [head for head in heads if head.strip()]
    wide = min(max(2, len(heads), *(len(row) for row in rows), 2), _MOST_CELLS)
    rows = [*rows, *([[""] * wide] * _SPARE)]
    columns = [*heads, *(f"Column {n + 1}" for n in range(len(heads), wide))]
    return tuple(tuple([*row, *[""] * wide][:wide]) for row in rows), tuple(columns[:wide])


def typed_in(form: Form, piece: Piece) -> dict[Loc, str]:
    """What was typed into the fields of a part; of fields that weren't sent, nothing."""
    found: dict[Loc, str] = {}
    shown = form.getlist("has")
    for word in piece.words:
        name = name_of(word.loc)
        if word.kind == "tick":
            if name in shown:
                found[word.loc] = "true" if name in form else "false"
        elif word.kind == "choices":
            if name in shown:
                sent = form.getlist(name)
                found[word.loc] = "\n".join(value for value in word.options if value in sent)
        elif word.kind == "rows":
            if name in shown:
                found[word.loc] = _rows_in(form, name)
        elif name in form:
            text = form.get(name, "")
            found[word.loc] = as_before(text, word.text) if word.kind == "prose" else text
    return found


def all_typed_in(form: Form) -> list[str]:
    """All that was typed into any field, for one whose part is gone."""
    names = [name for name in form if name.startswith("w.")]
    return [text for name in names for text in form.getlist(name) if text.strip()]


def _rows_in(form: Form, name: str) -> str:
    lines = []
    for row in range(_MOST_ROWS):
        cells = [f"{name}/{row}/{cell}" for cell in range(_MOST_CELLS)]
        sent = [" ".join(form.get(cell, "").split()) for cell in cells if cell in form]
        if any(sent):
            lines.append(_CELLS.join(sent))
    return "\n".join(lines)
