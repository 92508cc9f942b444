"""A handout in the making: a value over its YAML text, from which each change makes a new one."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from handoutgen.authoring import edits
from handoutgen.authoring.fields import Word, name_of_type, order_of, value_of, words_of
from handoutgen.authoring.naming import handout_id
from handoutgen.authoring.starters import new_handout, starter
from handoutgen.authoring.tree import cannot, source_of
from handoutgen.authoring.words import Value, as_read, lines_of
from handoutgen.content.handout import Handout, read_handout
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.content.source import Loc, Source, read_source
from handoutgen.folders import Folders

_SHOWN = 90
_SAID = ("line", "prose", "lines", "rows")
_LOOK = "look at the list again; it may have changed"
_HEAD = tuple(Handout.model_fields)


class Shelf(Protocol):
    """Where the words of a content block come from; the library is one."""

    def block_source(self, name: str) -> Source | None:
        """The content block of that name, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of a handout, as a row of a list shows it.

    `type` is its block type and `kind` that in everyday words; `use` the name of the content block
    that its words come from, or nothing; `shown` what it says, in short.
    """

    number: int
    type: str
    kind: str
    use: str
    heading: str
    shown: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A handout in the making; `id` is the name of the file it came from, or nothing."""

    text: str
    id: str = ""

    @classmethod
    def new(cls, title: str) -> "Manuscript":
        """A small handout with that title and one text."""
        head = lines_of(new_handout(title.strip() or "My sheet"))
        blocks = lines_of({"blocks": [starter("text")]})
        return cls("\n".join([*head, "", *blocks, ""]))

    @classmethod
    def of(cls, text: str, id: str = "") -> "Manuscript":
        """The handout in that file's text."""
        return cls(text, id)

    @property
    def head(self) -> dict[str, Any]:
        """What stands above and beside the blocks, as far as it can be read; texts as texts."""
        data = self._data()
        return {key: copy.deepcopy(data[key]) for key in data if key != "blocks"}

    @property
    def title(self) -> str:
        """The title as it stands in the file."""
        return str(self._data().get("title") or "").strip()

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self._blocks())

    def pieces(self, shelf: Shelf) -> tuple[Piece, ...]:
        """Each block in order, with all of it that can be changed."""
        return tuple(_piece(n, item, shelf) for n, item in enumerate(self._blocks()))

    def check(self, library: Library, name: str = "") -> Handout:
        """The checked handout; raises ContentError with every problem of it."""
        name = name or self.id or handout_id(self.title, library.folders)
        source = read_source(self.text.encode("utf-8", "replace"), f"{name}.yaml")
        return read_handout(Path(f"{name}.yaml"), source, library)

    def suggested_id(self, folders: Folders) -> str:
        """The name for its file: its own, else one from the title that is free."""
        return self.id or handout_id(self.title, folders)

    def with_head(self, **fields: Value) -> "Manuscript":
        """With another title, summary, audience, minutes, topics, reminder or version.

        None, and an empty reminder, take a field out.
        """
        text = self.text
        for name, value in fields.items():
            if name not in _HEAD or name == "blocks":
                raise cannot(f"a handout has no '{name}'")
            if value is None or (name == "reminder" and not value):
                text = edits.drop(text, (name,))
                continue
            value = " ".join(value.split()) if isinstance(value, str) else value
            text = edits.put(text, (name,), value, after=_HEAD[: _HEAD.index(name)])
        return replace(self, text=text)

    def add_new(self, block_type: str, at: int | None = None) -> "Manuscript":
        """With a new block of that type, to be changed; at the end, or at that number."""
        try:
            return self._insert(starter(block_type), at)
        except KeyError:
            raise cannot(f"there is no block type '{block_type}'") from None

    def add_block(self, name: str, at: int | None = None) -> "Manuscript":
        """With the content block of that name put in."""
        return self._insert({"use": name}, at)

    def add_from(self, text: str, number: int, at: int | None = None) -> "Manuscript":
        """With a copy of a block of another handout, with its comments."""
        return self._insert(edits.take(text, ("blocks", number)), at)

    def add_all_from(self, text: str, at: int | None = None) -> "Manuscript":
        """With copies of all blocks of another handout."""
        found = self
        for number in range(Manuscript(text).count):
            found = found.add_from(text, number, None if at is None else at + number)
        return found

    def move(self, number: int, to: int) -> "Manuscript":
        """With a block at another number, with its comments."""
        return replace(self, text=edits.move(self.text, ("blocks",), number, to))

    def remove(self, number: int) -> "Manuscript":
        """Without a block."""
        self._block(number)
        return replace(self, text=edits.drop(self.text, ("blocks", number)))

    def with_words(self, number: int, loc: Loc, text: str, shelf: Shelf) -> "Manuscript":
        """With other words at a place of a block, as typed into a form.

        What is left empty is taken out where it isn't needed. In a content block, the change goes
        under `set:`; words that are the content block's own aren't written there.
        """
        item = self._block(number)
        piece = _piece(number, item, shelf)
        word = next((word for word in piece.words if word.loc == loc), None)
        if word is None:
            raise cannot("there are no such words in the block", _LOOK)
        if text.replace("\r\n", "\n").strip() == word.text.strip():
            return self
        value = value_of(word, text)
        at: Loc = ("blocks", number)
        after = order_of(piece.type)
        after = after[: after.index(loc[0])] if loc[0] in after else after
        if piece.use:
            return replace(self, text=self._with_set(at, item, loc, value, after, shelf))
        if value is None and not word.needed:
            return replace(self, text=edits.drop(self.text, (*at, *loc)))
        value = word.nothing if value is None else value
        after = after if len(loc) == 1 else ()
        return replace(self, text=edits.put(self.text, (*at, *loc), value, after=after))

    def _with_set(
        self, at: Loc, item: Any, loc: Loc, value: Any, after: Iterable[str], shelf: Shelf
    ) -> str:
        """The text with a change under `set:`, whole fields only."""
        usual = _content(item["use"], shelf)
        changes = item.get("set") if isinstance(item.get("set"), dict) else {}
        field = str(loc[0])
        whole = copy.deepcopy(changes.get(field, usual.get(field))) if len(loc) > 1 else None
        whole = _changed(whole, loc[1:], value)
        if as_read(whole) == usual.get(field):
            text = edits.drop(self.text, (*at, "set", field))
            emptied = not edits.value_at(text, (*at, "set"))
            return edits.drop(text, (*at, "set")) if emptied else text
        return edits.put(self.text, (*at, "set", field), whole, after=tuple(after))

    def _insert(self, item: Any, at: int | None) -> "Manuscript":
        at = self.count if at is None else at
        apart = True if self.count <= 1 else None
        return replace(self, text=edits.insert(self.text, ("blocks",), at, item, apart))

    def _data(self) -> dict[str, Any]:
        data = source_of(self.text).data
        return data if isinstance(data, dict) else {}

    def _blocks(self) -> list[Any]:
        blocks = self._data().get("blocks")
        return blocks if isinstance(blocks, list) else []

    def _block(self, number: int) -> Any:
        blocks = self._blocks()
        if not 0 <= number < len(blocks):
            raise cannot(f"there are {len(blocks)} blocks", _LOOK)
        return blocks[number]


def _piece(number: int, item: Any, shelf: Shelf) -> Piece:
    fields = item if isinstance(item, dict) else {}
    use: Any = fields.get("use")
    own: dict[str, Any] = {}
    if isinstance(use, str):
        changes = fields.get("set")
        own = changes if isinstance(changes, dict) else {}
        fields = {**_content(use, shelf), **own}
    else:
        use = ""
    words = tuple(replace(word, own=word.loc[0] in own) for word in words_of(fields))
    kind = str(fields.get("block") or "")
    heading = _short(str(fields.get("title") or ""))
    said = (w.text for w in words if w.kind in _SAID and w.loc != ("title",) and w.text)
    shown = heading or _short(" ".join(said))
    return Piece(number, kind, name_of_type(kind), use, heading, shown, words)


def _content(name: str, shelf: Shelf) -> dict[str, Any]:
    """What the content block of that name says; nothing where it can't be read."""
    source = shelf.block_source(name)
    return source.data if source is not None and isinstance(source.data, dict) else {}


def _changed(whole: Any, loc: Loc, value: Any) -> Any:
    """A field's value with a change deep inside it."""
    if not loc:
        return value
    part: Any = loc[0]
    if isinstance(whole, list):
        whole[part] = _changed(whole[part], loc[1:], value)
        return whole
    fields = dict(whole or {})
    fields[part] = _changed(fields.get(part), loc[1:], value)
    if fields[part] is None:
        del fields[part]
    return fields


def _short(text: str) -> str:
    text = " ".join(plain(text).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
