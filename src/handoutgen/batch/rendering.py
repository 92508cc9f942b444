"""Packets rendered for batches: a base for many clients, or one client's file in full."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from handoutgen.batch.bases import Spec
from handoutgen.compose.edition import Edition
from handoutgen.content.blanks import Blank
from handoutgen.content.branding.typefaces import form_font
from handoutgen.content.filling import Given, meant, taken
from handoutgen.content.handout import Handout
from handoutgen.content.packet import Packet
from handoutgen.errors import ContentError, HandoutgenError, PressError, Problem
from handoutgen.folders import Folders, Reads, digest
from handoutgen.pipeline import Workshop
from handoutgen.press.finish.face import read_face
from handoutgen.press.finish.slots import STAND_IN, Cutter
from handoutgen.press.splice.base import Base
from handoutgen.press.splice.faces import faces_for
from handoutgen.press.splice.letters import Unfit
from handoutgen.press.splice.making import make_base

STRIP = {"name": "name", "date": "date", "next-session": "next session"}
"""The client strip: how the name of a blank ends, and the key of its value."""
_TEXTS = ("line", "lines")


class OtherFilesError(HandoutgenError):
    """The practice's files on this machine are not those that the base was made from."""


class _Room:
    """All that is got ready once for a spec."""

    def __init__(self, spec: Spec) -> None:
        folders = Folders(spec.practice, spec.shipped)
        edition = Edition.of(spec.paper or None, spec.looks)
        self.workshop = Workshop(folders, spec.brand, edition)
        self.packet = self._packet(spec)
        self.handouts: list[Handout] = self.workshop.handouts_of(self.packet)
        for name in self.packet.handouts:  # notes that a practice has no copy of its own
            folders.find(f"handouts/{name}.yaml")
        self.name = f"packet {self.packet.id}"

    def _packet(self, spec: Spec) -> Packet:
        if spec.packet:
            packet = self.workshop.library.packet(spec.packet)
        else:
            packet = Packet.of(list(spec.handouts), spec.title)
        return packet.on_both_sides() if spec.duplex else packet

    @property
    def reads(self) -> Reads:
        """Every file that was read so far."""
        return self.workshop.folders.reads

    def is_made_from(self, expected: Reads) -> bool:
        """Whether the files were as expected when they were read."""
        return all(expected.get(name, known) == known for name, known in self.reads.items())

    def cut(
        self, drawn: Mapping[str, str], wrapping: frozenset[str], header: str
    ) -> tuple[Cutter, Any]:
        """The document with a letter standing in for what is drawn later, and its slots."""
        values = dict.fromkeys(drawn, STAND_IN)
        cutter = Cutter(drawn, wrapping)
        composed = self.workshop.lay_out_packet(self.packet, self.handouts, values, header)
        return cutter, self.printed(composed, cutter, system_fonts=False)

    def printed(self, composed: Any, cutter: Cutter | None, system_fonts: bool) -> Any:
        """The finished document."""
        return self.workshop.print(composed, self.handouts, self.name, cutter, system_fonts)


@lru_cache(maxsize=4)
def _room(spec: Spec) -> _Room:
    return _Room(spec)


def render(spec: Spec) -> tuple[bytes, Reads]:
    """The base of that spec, and every file that was read for it; raises HandoutgenError."""
    room = _Room(spec)
    workshop, folders = room.workshop, room.workshop.folders
    with folders.noting() as reads:
        blanks = workshop.lay_out_packet(room.packet, room.handouts).blanks
        takers = takers_of(blanks, spec.headers)
        fillable = workshop.edition.fillable
        drawn = {} if fillable else _texts(takers)
        wrapping = frozenset(blank.name for blank in blanks if blank.kind == "lines")
        cutter, printed = room.cut(drawn, wrapping, STAND_IN)
        left = cutter.left
        if left:  # the letters that stand in for these would be left on the page
            drawn = {name: key for name, key in drawn.items() if name not in left}
            cutter, printed = room.cut(drawn, wrapping, "" if "header" in left else STAND_IN)
        faces = faces_for(cutter.fonts, workshop.brand, folders)
    found = {name for names in cutter.blanks.values() for name in names}
    rest = {key: [b for b in some if b.name not in found] for key, some in takers.items()}
    rest = {key: some for key, some in rest.items() if some}
    fields, on_paper = (rest, {}) if fillable else ({}, rest)
    undrawn = {key: [blank.name for blank in some] for key, some in on_paper.items()}
    if "header" in left:
        undrawn["header"] = []
    base = make_base(
        printed.pdf,
        {name: (slot, cutter.blanks[name]) for name, slot in cutter.slots.items()},
        fields,
        undrawn,
        faces,
        read_face(form_font(folders)),
        workshop.edition.text_size,
        workshop.brand.language,
    )
    return base, {**room.reads, **reads}


def takers_of(blanks: Iterable[Blank], headers: Iterable[str]) -> dict[str, list[Blank]]:
    """The blanks that each key's value goes into: those of the strip, and those that a column is
    named after, by a blank's whole name, its name in its handout, or what stands in a text.

    No blank takes two values: its whole name counts most, then the strip, then the first column.
    """
    keys: dict[str, str] = {}
    by_handout: dict[str, list[Blank]] = {}
    for blank in blanks:
        handout, _, name = blank.name.partition(".")
        by_handout.setdefault(handout, []).append(blank)
        if name in STRIP:
            keys[blank.name] = STRIP[name]
    for header in headers:
        for handout, some in by_handout.items():
            found = meant(handout, some, Given("", header, ""))
            if all(blank.prose or _is_named(blank, header) for blank in found):
                for blank in found:
                    keys.setdefault(blank.name, f"={header}")
    keys |= {name: f"={header}" for header in headers if (name := header.casefold()) in keys}
    takers: dict[str, list[Blank]] = {}
    for blank in blanks:
        if key := keys.get(blank.name):
            takers.setdefault(key, []).append(blank)
    return takers


def _is_named(blank: Blank, header: str) -> bool:
    """Whether a column is named by the blank's name; words beside a blank are not enough, for a
    column of notes must never be printed because a sheet says 'Notes' somewhere."""
    return header.casefold() in (blank.name, blank.name.partition(".")[2])


def _texts(takers: Mapping[str, list[Blank]]) -> dict[str, str]:
    """The key of each blank that takes a text, by the blank's name."""
    return {b.name: key for key, some in takers.items() for b in some if b.kind in _TEXTS}


def render_client(
    spec: Spec, base: Base, values: Mapping[str, str], expected: Reads | None
) -> bytes:
    """One client's file in full; raises HandoutgenError."""
    _check_files(expected or {})
    room = _room(spec)
    if not room.is_made_from(expected or {}):  # files have changed since it was got ready
        _room.cache_clear()
        room = _room(spec)
    plain = room.workshop.lay_out_packet(room.packet, room.handouts)
    blanks = {blank.name: blank for blank in plain.blanks}
    filled = _filled(base, blanks, values)
    texts = [name for name in filled if blanks[name].kind == "line"]
    foreign = bool({"letters", "script"} & set(_why_whole(base, values)))
    last: PressError | None = None
    for fits in (base.sizes(values), dict.fromkeys(texts, 0.0)):
        composed = room.workshop.lay_out_packet(
            room.packet, room.handouts, filled, values.get("header", ""), fits
        )
        try:
            return bytes(room.printed(composed, None, foreign).pdf)
        except PressError as error:
            last = error
    assert last
    raise last


def _filled(
    base: Base, blanks: Mapping[str, Blank], values: Mapping[str, str]
) -> dict[str, str | bool]:
    """What goes into which blank; raises ContentError with every value that a blank won't take."""
    filled: dict[str, str | bool] = {}
    problems = []
    for key, names in base.blanks.items():
        text = values.get(key, "")
        for blank in (blanks[name] for name in names if text and name in blanks):
            one_line = text if blank.kind == "lines" else " ".join(text.split())
            value = taken(blank, Given("", blank.said, one_line))
            if isinstance(value, Problem):
                problems.append(value)
            elif value:
                filled[blank.name] = value
    if problems:
        raise ContentError(problems)
    return filled


def _why_whole(base: Base, values: Mapping[str, str]) -> tuple[str, ...]:
    try:
        base.tail(values)
    except Unfit as error:
        return error.kinds
    return ()


def _check_files(expected: Reads) -> None:
    """Raise OtherFilesError where a file here isn't the one that is expected."""
    for name, known in expected.items():
        path = Path(name)
        here = digest(path.read_bytes()) if path.is_file() else None
        if here != known:
            raise OtherFilesError("the practice's files on this machine are others")
