"""The sheets of a packet in the making as a list shows them, and the packets to start from."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoutgen.authoring.packet import PacketDraft
from handoutgen.content.index import read_index
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.errors import ContentError, HandoutgenError, Problem, UsageError
from handoutgen.folders import Folders


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet of the packet, as the list shows it; `problem` tells why it can't be printed, and
    `is_there` whether it has a file all the same."""

    id: str
    title: str
    minutes: int = 0
    problem: str = ""
    hint: str = ""
    is_there: bool = True


def rows_of(handouts: Sequence[str], folders: Folders) -> list[Row]:
    """The sheets as rows of a list, with what is wrong with each."""
    entries, _ = read_index(folders)
    known = {entry["id"]: entry for entry in entries}
    there = folders.handouts()
    rows = []
    for name in handouts:
        if entry := known.get(name):
            rows.append(Row(name, entry["title"], entry["minutes"]))
        elif name in there:
            rows.append(Row(name, name, 0, "can’t be read", "mend its file or take it out"))
        else:
            hint = "put its file back or take it out"
            rows.append(Row(name, name, 0, "isn’t there any more", hint, False))
    return rows


def printable(draft: PacketDraft, rows: Sequence[Row]) -> PacketDraft:
    """The draft without the sheets that can't be printed."""
    for row in rows:
        if row.problem:
            draft = draft.remove(draft.handouts.index(row.id))
    return draft


def check_rows(rows: Sequence[Row]) -> None:
    """Raise ContentError where nothing or not all of it can be printed."""
    if not rows:
        raise UsageError("the packet is empty; add a sheet first")
    if wrong := [row for row in rows if row.problem]:
        raise ContentError(
            Problem("", 0, 0, f"the sheet '{row.id}' {row.problem}", row.hint) for row in wrong
        )


def packets_of(folders: Folders) -> tuple[dict[str, list[tuple[str, str]]], list[Problem]]:
    """The packets there are as ids and titles, by where they come from; and what can't be read."""
    library, problems = Library(folders), list[Problem]()
    found: dict[str, list[tuple[str, str]]] = {"Of the practice": [], "From handoutgen": []}
    own, shipped = found.values()
    for name, path in folders.packets().items():
        try:
            title = plain(library.packet(path).title)
        except HandoutgenError as error:
            problems += error.problems
            continue
        (own if path.is_relative_to(folders.practice) else shipped).append((name, title))
    return {group: packets for group, packets in found.items() if packets}, problems
