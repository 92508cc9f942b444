"""Who gets what: the clients of a roster sorted by the base that their files are made from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from handoutgen.batch.bases import Spec
from handoutgen.batch.encrypt import unfit_password
from handoutgen.batch.languages import code_of
from handoutgen.content.roster import Client, Roster
from handoutgen.errors import Problem
from handoutgen.folders import Folders, did_you_mean

if TYPE_CHECKING:
    from handoutgen.press.splice.base import Base

_STRIP = ("name", "date", "next session")
_HEADER = ("name", "therapist", "date")
_MOST_HANDOUTS = 40
_TITLE = "A packet of sheets"
_ROW = re.compile(r"row (\d+): ")


@dataclass(frozen=True, slots=True)
class Group:
    """The clients whose files are made from one base."""

    spec: Spec
    clients: tuple[Client, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be used, and why, in words that hold nothing of the row."""

    row: int
    message: str
    hint: str = ""


def grouped(
    roster: Roster, usual: Spec, folders: Folders, locked: bool
) -> tuple[list[Group], list[BadRow]]:
    """The clients by what they get, the usual thing where their row doesn't say otherwise.

    With `locked`, each needs a password of its own.
    """
    found: dict[Spec, list[Client]] = {}
    bad: list[BadRow] = []
    known = _Known(folders)
    for client in roster.clients:
        spec = known.spec(client, usual)
        if isinstance(spec, BadRow):
            bad.append(spec)
        elif locked and (why := unfit_password(client.password)):
            bad.append(BadRow(client.row, why))
        else:
            found.setdefault(spec, []).append(client)
    return [Group(spec, tuple(clients)) for spec, clients in found.items()], bad


def in_another_language(group: Group, language: str) -> list[BadRow]:
    """The rows that ask for another language than that, which is that of their sheets."""
    language = code_of(language)
    hint = "leave them out, or give them a packet in their language"
    return [
        BadRow(client.row, f"its sheets are in '{language}', it asks for another language", hint)
        for client in group.clients
        if client.language and code_of(client.language) != language
    ]


def in_order(roster: Roster, bad: Iterable[BadRow], file: str) -> tuple[Problem, ...]:
    """The bad rows that the roster has found and these, from top to bottom."""
    more = (Problem(file, 0, 0, f"row {each.row}: {each.message}", each.hint) for each in bad)
    return tuple(sorted((*roster.problems, *more), key=row_of))


def row_of(problem: Problem) -> int:
    """The number of the row that a problem is about, 0 where it is about none."""
    found = _ROW.match(problem.message)
    return int(found[1]) if found else 0


def values_of(client: Client, fills: frozenset[str]) -> dict[str, str]:
    """What goes into the base's places for that client, by the base's keys.

    Where the sheets have no such place, or the row says nothing, there is no value.
    """
    said = client.said
    values = {name: said.get(name, "") for name in _STRIP}
    values["header"] = " · ".join(said[name] for name in _HEADER if said.get(name))
    values |= {f"={header}": text for header, text in client.answers.items()}
    return {key: text for key, text in values.items() if text and key in fills}


def without_place(roster: Roster, bases: Iterable["Base"]) -> list[str]:
    """The headers that are neither known nor the name of a blank in any of the bases."""
    placed = {key for base in bases for key in base.fills}
    return [header for header in roster.others if f"={header}" not in placed]


class _Known:
    """What rows may name, looked up once."""

    def __init__(self, folders: Folders) -> None:
        self._packets = folders.packets()
        self._handouts: Mapping[str, object] = folders.handouts()

    def spec(self, client: Client, usual: Spec) -> Spec | BadRow:
        """What the row asks for, or what is wrong with it."""
        paper = client.paper or usual.paper
        looks = usual.looks if client.looks is None else client.looks
        same = replace(usual, paper=paper, looks=looks)
        if client.packet:
            if client.packet not in self._packets:
                return _unknown(client, "packet", [client.packet], self._packets)
            return replace(same, packet=self._packets[client.packet])
        if client.handouts:
            if lacking := [name for name in client.handouts if name not in self._handouts]:
                return _unknown(client, "handout", lacking, self._handouts)
            if len(client.handouts) > _MOST_HANDOUTS:
                return BadRow(client.row, f"it names more than {_MOST_HANDOUTS} handouts")
            return replace(same, packet=None, handouts=client.handouts, title=_TITLE)
        return same


def _unknown(client: Client, kind: str, names: list[str], known: Iterable[str]) -> BadRow:
    """What to tell of a name that isn't known: what stands in the row isn't told."""
    guess = did_you_mean(names[0], known, f"{kind}s")
    return BadRow(client.row, f"it names a {kind} that isn't there", guess)
