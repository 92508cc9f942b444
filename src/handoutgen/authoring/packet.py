"""A packet in the making: a value over its YAML text, from which each change makes a new one."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handoutgen.authoring import edits
from handoutgen.authoring.naming import packet_id
from handoutgen.authoring.tree import cannot, source_of
from handoutgen.authoring.words import Value, lines_of
from handoutgen.content.packet import Packet, read_packet
from handoutgen.content.source import Loc, read_source
from handoutgen.folders import Folders

_ORDER = tuple(Packet.model_fields)
_TRUE = ("true", "yes", "on", "1", "y", "t")


@dataclass(frozen=True, slots=True)
class PacketDraft:
    """A packet in the making; `id` is the name of the file it came from, or nothing."""

    text: str
    id: str = ""

    @classmethod
    def new(cls, title: str = "My packet", handouts: tuple[str, ...] = ()) -> "PacketDraft":
        """A packet with that title, of those handouts."""
        text = "\n".join(lines_of({"title": title.strip() or "My packet"})) + "\n"
        found = cls(edits.put(text, ("handouts",), []))
        for name in handouts:
            found = found.add(name)
        return found

    @classmethod
    def of(cls, text: str, id: str = "") -> "PacketDraft":
        """The packet in that file's text."""
        return cls(text, id)

    @property
    def title(self) -> str:
        """The title as it stands in the file."""
        return self._text("title")

    @property
    def summary(self) -> str:
        """The summary as it stands in the file."""
        return self._text("summary")

    @property
    def handouts(self) -> tuple[str, ...]:
        """The ids of its handouts in order, known or not."""
        found = self._data().get("handouts")
        return tuple(str(name or "") for name in found) if isinstance(found, list) else ()

    @property
    def cover(self) -> bool:
        """Whether it begins with a cover."""
        return self._is(("cover", "page"), True)

    @property
    def topic(self) -> bool:
        """Whether its title stands on its cover."""
        return self._is(("cover", "topic"), False)

    @property
    def contents(self) -> bool:
        """Whether it has a contents page."""
        return self._is(("contents",), True)

    @property
    def duplex(self) -> bool:
        """Whether each handout starts on a right-hand page."""
        return self._is(("duplex",), False)

    def with_head(
        self,
        title: str | None = None,
        summary: str | None = None,
        cover: bool | None = None,
        topic: bool | None = None,
        contents: bool | None = None,
        duplex: bool | None = None,
    ) -> "PacketDraft":
        """With another title, summary, cover or way to print; None leaves it as it is."""
        found = self
        if title is not None:
            found = found._put(("title",), " ".join(title.split()))
        if summary is not None:
            found = found._put(("summary",), " ".join(summary.split()) or None)
        flags: tuple[tuple[Loc, bool, bool | None], ...] = (
            (("cover", "page"), self.cover, cover),
            (("cover", "topic"), self.topic, topic),
            (("contents",), self.contents, contents),
            (("duplex",), self.duplex, duplex),
        )
        for loc, old, new in flags:
            found = found if new is None or new == old else found._put(loc, new)
        return found

    def add(self, name: str, at: int | None = None) -> "PacketDraft":
        """With one more handout; one that stands in it already stays where it is."""
        if name in self.handouts:
            return self
        at = len(self.handouts) if at is None else at
        return replace(self, text=edits.insert_value(self.text, ("handouts",), at, name))

    def move(self, number: int, to: int) -> "PacketDraft":
        """With a handout at another number."""
        return replace(self, text=edits.move(self.text, ("handouts",), number, to))

    def remove(self, number: int) -> "PacketDraft":
        """Without a handout."""
        if not 0 <= number < len(self.handouts):
            raise cannot(f"there are {len(self.handouts)} handouts", "look at the list again")
        return replace(self, text=edits.drop(self.text, ("handouts", number)))

    def check(self, folders: Folders, name: str = "") -> Packet:
        """The checked packet; raises ContentError with every problem of it."""
        name = name or self.suggested_id(folders)
        source = read_source(self.text.encode("utf-8", "replace"), f"{name}.yaml")
        return read_packet(Path(f"{name}.yaml"), source, list(folders.handouts()))

    def suggested_id(self, folders: Folders) -> str:
        """The name for its file: its own, else one from the title that is free."""
        return self.id or packet_id(self.title, folders)

    def _put(self, loc: Loc, value: Value) -> "PacketDraft":
        if value is None:
            return replace(self, text=edits.drop(self.text, loc))
        after = _ORDER[: _ORDER.index(str(loc[0]))]
        return replace(self, text=edits.put(self.text, loc, value, after=after))

    def _text(self, name: str) -> str:
        found = self._data().get(name)
        return found.strip() if isinstance(found, str) else ""

    def _is(self, loc: Loc, usual: bool) -> bool:
        found: Any = self._data()
        for part in loc:
            found = found.get(part) if isinstance(found, dict) else None
        return found.strip().lower() in _TRUE if isinstance(found, str) else usual

    def _data(self) -> dict[str, Any]:
        data = source_of(self.text).data
        return data if isinstance(data, dict) else {}
