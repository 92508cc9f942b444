"""All that has to be known before the first file is written: who gets what, from which base."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from handoutgen.batch.bases import Spec, cached, open_base
from handoutgen.batch.combined import check, on_paper
from handoutgen.batch.encrypt import unfit_password
from handoutgen.batch.plan import (
    BadRow,
    Group,
    grouped,
    in_another_language,
    in_order,
    without_place,
)
from handoutgen.batch.progress import Silent
from handoutgen.content.roster import Client, Roster, read_roster
from handoutgen.content.typed import shown
from handoutgen.errors import ContentError, HandoutgenError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.press.splice.base import Base

Wanted = list[tuple[Client, Spec, Path]]
"""Each client with the base that the file is made from, by its path."""

_MOST_NAMED = 10
_ONCE = "Laying out {} once; that takes some seconds."


class Look(Protocol):
    """How the sheets are printed: an `Edition`, or what was chosen on the command line."""

    @property
    def paper(self) -> str | None:
        """`letter` or `a4`, None for the brand's."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """A word for each way in which it isn't the plain one."""


@dataclass(slots=True)
class Prepared:
    """What is ready to be made, and what can't be: the `bad` rows, and those that `failed`, with
    their `problems`."""

    file: Path
    roster: Roster
    locked: bool
    password: str = field(default="", repr=False)
    bases: dict[Path, Base] = field(default_factory=dict)
    wanted: Wanted = field(default_factory=list)
    bad: tuple[Problem, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: `usual` is what a row gets that doesn't say otherwise."""

    folders: Folders
    usual: Spec
    roster: Path
    columns: dict[str, str]
    skip_bad_rows: bool
    encrypt: bool
    password: str | Callable[[], str] = field(repr=False)
    combined: bool = False


def usual_spec(
    folders: Folders,
    packet: str | Path,
    brand: Path | None = None,
    edition: Look | None = None,
    duplex: bool = False,
) -> Spec:
    """What rows get that don't say otherwise; raises UsageError where there is no such packet."""
    look = (edition.paper or "", frozenset(edition.suffixes)) if edition else ("", frozenset[str]())
    own = brand.absolute() if brand else None
    path = folders.packet(str(packet))
    return Spec(folders.practice, folders.shipped, own, path, (), "", duplex, *look, headers=())


def prepare(order: Order, progress: Silent) -> Prepared:
    """Read the roster and get every base ready.

    Raises ContentError with all rows that can't be used, unless they are to be skipped, and
    HandoutgenError for what concerns all clients.
    """
    roster = read_roster(order.roster, order.columns)
    if order.combined:
        check(order.usual, roster, order.encrypt)
    ready = Prepared(order.roster, roster, order.encrypt, _common_password(order, roster))
    usual = replace(order.usual, headers=roster.others)
    locked = order.encrypt and not ready.password
    groups, bad = grouped(roster, usual, order.folders, locked)
    if order.combined:
        groups, forms = on_paper(groups)
        bad += forms
    if not order.skip_bad_rows and (bad or roster.problems):
        groups = [group for group in groups if cached(group.spec)]
    for group in groups:
        bad += _add(ready, group, len(groups) == 1, progress)
    ready.bad = in_order(roster, bad, str(order.roster))
    if ready.bad and not order.skip_bad_rows:
        raise ContentError(ready.bad)
    _tell(ready, progress)
    if not ready.wanted and not ready.failed:
        raise ContentError([*ready.bad, Problem(str(order.roster), 0, 0, "no row can be used")])
    ready.wanted.sort(key=lambda each: each[0].row)
    return ready


def _tell(ready: Prepared, progress: Silent) -> None:
    """What is left out and what is ignored."""
    for problem in ready.bad:
        progress.note(f"left out: {problem}")
    if ignored := without_place(ready.roster, ready.bases.values()):
        names = ", ".join(f"'{shown(header)}'" for header in ignored)
        progress.note(f"These columns mean nothing here and are ignored: {names}")
    if "password" in ready.roster.read and not ready.locked:
        progress.note("The roster has passwords; they lock the files only with --encrypt.")


def _add(ready: Prepared, group: Group, only: bool, progress: Silent) -> list[BadRow]:
    """Get the base of a group ready; returns the rows that it can't be for.

    Where it can't be rendered, its rows fail, or the batch if there are no others.
    """
    try:
        packet = f"'{group.spec.packet.stem}'" if group.spec.packet else "a packet of handouts"
        path, base = open_base(group.spec, lambda: progress.note(_ONCE.format(packet)))
    except HandoutgenError as error:
        if only:
            raise
        rows = [client.row for client in group.clients]
        ready.problems += [*error.problems, _without(rows, str(ready.file))]
        ready.failed += len(rows)
        return []
    bad = in_another_language(group, base.language)
    out = {each.row for each in bad}
    ready.bases[path] = base
    ready.wanted += [(each, group.spec, path) for each in group.clients if each.row not in out]
    return bad


def _without(rows: list[int], file: str) -> Problem:
    """The rows that get nothing, since their packet can't be laid out."""
    named = ", ".join(map(str, rows[:_MOST_NAMED]))
    named += f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    words = f"row {named}: no file is made, since the packet can't be laid out as told above"
    return Problem(file, 0, 0, words)


def _common_password(order: Order, roster: Roster) -> str:
    """The password of all rows that have none of their own; it is asked for where none has."""
    if not order.encrypt:
        return ""
    own = "password" in roster.read
    given = order.password
    if callable(given):
        given = "" if own else given()
    given = unicodedata.normalize("NFC", given)
    why = unfit_password(given)
    if why and (given or not own):
        raise UsageError(f"--encrypt: {why}")
    return given
