"""A visitor's packet in the making: what is in it, how it is printed, and where it was saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from handoutgen.authoring import saves
from handoutgen.authoring.packet import PacketDraft
from handoutgen.content.library import Library
from handoutgen.content.packet import read_packet
from handoutgen.content.prose import plain
from handoutgen.content.source import read_source
from handoutgen.errors import ContentError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.store import reason

MOST = 40
"""As many sheets can be in a packet."""
NEW_TITLE = "A packet of sheets"
HEAD = {"title": 90, "summary": 240}
"""What can be typed, and how many letters of it."""
PARTS = {
    "cover": ("Cover page", "Names the practice, with lines for name and dates"),
    "topic": ("Title on the cover", "Left out, nobody sees what the packet is about"),
    "contents": ("Contents page", "Lists the sheets with their pages"),
    "duplex": ("For both sides of the paper", "Each sheet starts on a right-hand page"),
}
"""What can be ticked: its name, and what it does."""


@dataclass(slots=True)
class Making:
    """The packet itself, to be changed by its visitor alone, and under the visitor's lock.

    `opened` is the fingerprint of its file in the practice's folder and `kept` what that said;
    `save` is the number of the last save, `given` the edition as a form has it, `note` what is to
    be told on the next page, and `earlier` the packet that was there before this one. Whoever has
    it drawn holds `drawing`, so that of many changes at once only the last is drawn.
    """

    draft: PacketDraft = field(default_factory=lambda: PacketDraft.new(NEW_TITLE))
    handouts: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    opened: str | None = None
    kept: str = ""
    save: int | None = None
    note: str = ""
    earlier: "Making | None" = field(default=None, repr=False)
    drawing: Lock = field(default_factory=Lock, repr=False)

    @property
    def is_saved(self) -> bool:
        """Whether its file says the same."""
        return bool(self.draft.id) and self.kept == self.draft.text

    @property
    def parts(self) -> dict[str, bool]:
        """Which of `PARTS` are chosen."""
        return {name: getattr(self.draft, name) for name in PARTS}

    @property
    def title(self) -> str:
        """The title without marks for bold and the like."""
        return plain(self.draft.title)

    def take(self, draft: PacketDraft) -> None:
        """Go on with that draft."""
        self.draft, self.handouts = draft, draft.handouts

    def copy(self) -> "Making":
        """The packet as it is now."""
        return replace(self)

    def add(self, name: str) -> str:
        """Put a sheet at the end; tells why it wasn't put there, or nothing."""
        if name in self.handouts:
            return f"is in the packet already, as number {self.handouts.index(name) + 1}"
        if len(self.handouts) >= MOST:
            return f"wasn’t added: a packet has {MOST} sheets at most"
        self.take(self.draft.add(name))
        return ""

    def move(self, name: str, by: int) -> None:
        """Move a sheet up or down; one that is gone or at the end already stays."""
        if name in self.handouts:
            number = self.handouts.index(name)
            if 0 <= number + by < len(self.handouts):
                self.take(self.draft.move(number, number + by))

    def remove(self, name: str) -> None:
        """Take a sheet out, if it is in there."""
        if name in self.handouts:
            self.take(self.draft.remove(self.handouts.index(name)))

    def order(self, names: Sequence[str]) -> bool:
        """Put the sheets in that order; False, with nothing done, where these aren't its sheets."""
        if sorted(names) != sorted(self.handouts):
            return False
        draft, now = self.draft, list(self.handouts)
        while now != list(names):
            start, to = _first_move(now, names)
            draft = draft.move(start, to)
            now.insert(to, now.pop(start))
        self.take(draft)
        return True

    def settle(self, form: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
        """Take over what a form says of all but the list; tells what is wrong, by field.

        What is wrong stays as it was.
        """
        wrong: dict[str, str] = {}
        draft = self.draft
        for name in HEAD:
            value = form.get(name, "")
            if value != getattr(draft, name):
                if fault := _fault(name, value):
                    wrong[name] = fault
                else:
                    draft = _with_head(draft, name, value)
        cover, topic, contents, duplex = (form.get(name) == "yes" for name in PARTS)
        draft = draft.with_head(cover=cover, topic=topic, contents=contents, duplex=duplex)
        self.take(draft)
        self.given = dict(given)
        return wrong

    def start(self, folders: Folders, name: str) -> None:
        """Go on with a copy of a packet that there is, or with its own file in the practice's
        folder; raises ContentError with all problems of the file."""
        path = folders.packet(name)
        shown = folders.shown(path)
        Library(folders).packet(path)
        is_own = path.is_relative_to(folders.practice)
        opened = saves.fingerprint(folders, shown) if is_own else None
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            words = reason(error) if isinstance(error, OSError) else "it isn't written in UTF-8"
            raise ContentError(Problem(shown, 0, 0, f"this file can't be read: {words}")) from None
        fresh = Making(given=self.given, opened=opened, earlier=replace(self, earlier=None))
        fresh.take(PacketDraft.of(text, name if is_own else ""))
        fresh.kept = text if is_own else ""
        self._become(fresh)

    def clear(self) -> None:
        """Begin anew."""
        self._become(Making(given=self.given, earlier=replace(self, earlier=None)))

    def back(self) -> None:
        """Go back to the packet that was there before."""
        if self.earlier:
            self._become(self.earlier)

    def save_in(self, folders: Folders, anew: bool) -> None:
        """Save it in the practice's folder, in a file of its own or the one it came from.

        Raises ContentError where the file was changed by someone else, and OutputError.
        """
        draft = replace(self.draft, id="") if anew else self.draft
        draft = replace(draft, id=draft.suggested_id(folders))
        draft.check(folders)
        opened = self.opened if draft.id == self.draft.id else None
        name = file_of(draft.id)
        done = saves.save(folders, [saves.NewFile(name, draft.text.encode(), opened)])
        self.take(draft)
        self.opened, self.kept = saves.fingerprint(folders, name), draft.text
        self.save = done.number if done else self.save

    def undo(self, folders: Folders) -> None:
        """Take the last save back; the packet on the page stays as it is. Raises ContentError."""
        if self.save is None:
            raise UsageError("there is no save that can be undone any more")
        saves.undo(folders, self.save)
        self.save, self.kept = None, ""
        self.opened = saves.fingerprint(folders, file_of(self.draft.id))
        if self.opened is None:
            self.take(replace(self.draft, id=""))

    def _become(self, other: "Making") -> None:
        for name in self.__slots__:
            if name != "drawing":
                setattr(self, name, getattr(other, name))


def file_of(name: str) -> str:
    """Where a packet of that id is saved, from the practice's folder."""
    return f"handouts/packets/{name}.yaml"


def _fault(name: str, value: str) -> str:
    """What is wrong with a title or a summary."""
    draft = _with_head(PacketDraft.new("T", ("a",)), name, value)
    try:
        read_packet(Path("my.yaml"), read_source(draft.text.encode("utf-8", "replace"), ""), ["a"])
    except ContentError as error:
        problem = error.problems[0]
        words = [each[:1].upper() + each[1:] for each in (problem.message, problem.hint) if each]
        return ". ".join(words) + "."
    return ""


def _with_head(draft: PacketDraft, name: str, value: str) -> PacketDraft:
    return draft.with_head(title=value) if name == "title" else draft.with_head(summary=value)


def _first_move(now: list[str], names: Sequence[str]) -> tuple[int, int]:
    """From where to where one name is moved, on the way to that order."""
    start = next(n for n, (one, other) in enumerate(zip(now, names, strict=True)) if one != other)
    to = names.index(now[start])
    if now[start + 1 : to + 1] == list(names[start:to]):
        return start, to
    return now.index(names[start]), start
