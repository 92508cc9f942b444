"""What a worker does: from what is asked for to a PDF and the pictures of its pages.

What was read for a practice is kept ready in the process until one of the files has changed.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from handoutgen.compose.edition import Edition
from handoutgen.errors import UsageError
from handoutgen.folders import Folders, Reads
from handoutgen.press.pictures import Page, pictures_of
from handoutgen.web.studio.kept import Look, Noted

if TYPE_CHECKING:
    from handoutgen.content.answers import Answers
    from handoutgen.content.blanks import Blank, Values
    from handoutgen.content.handout import Handout
    from handoutgen.content.packet import Packet
    from handoutgen.errors import Problem
    from handoutgen.press.engine import Printed

_KEPT = 8
"""As many practices, brands and editions are kept ready, those asked for last."""
_SHEET, _PACKET = "sheet", "my"
"""What is named so has no name of its own that a file could have."""
_FIRST = """\
title: A first page
summary: It loads the fonts.
topics: [none]
audience: client
minutes: 1
version: "1"
blocks: [{block: text, text: "*One* **word**."}]
"""


@dataclass(frozen=True, slots=True)
class Ask:
    """One document that is asked for: exactly one of `handout`, `sheet` and `packet`.

    `handout` is an id of the library; `sheet` and `packet` are the YAML of one in the making, which
    messages and files call `name`. `brand` None takes the practice's own. `answers` go into blanks
    by their whole names; "true" ticks a box, and an empty text leaves a blank open.
    """

    edition: Edition = field(default_factory=Edition)
    brand: Path | None = None
    handout: str = ""
    sheet: str = field(default="", repr=False)
    packet: str = field(default="", repr=False)
    name: str = ""
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def is_private(self) -> bool:
        """Whether it is for the one who asks alone: with answers, or in the making."""
        return bool(self.answers or self.sheet or self.packet)

    def settled(self) -> "Ask":
        """The same without the answers that leave a blank open, in one order."""
        last = {name.strip(): text for name, text in self.answers}
        given = tuple(sorted((name, text) for name, text in last.items() if text.strip()))
        return replace(self, answers=given)


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is given; with `is_card` only the first page's picture is wanted."""

    practice: Path
    shipped: Path | None
    ask: Ask
    width: int
    is_card: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job, with all that was read for it."""

    pdf: bytes = field(repr=False)
    file_name: str
    title: str
    pages: tuple[Page, ...]
    blanks: "tuple[Blank, ...]"
    warnings: "tuple[Problem, ...]"
    reads: Reads


def warm(practice: Path, shipped: Path | None) -> None:
    """Get ready for the plain edition of a practice, by printing a first page."""
    do(Job(practice, shipped, Ask(sheet=_FIRST), 100, is_card=True))


def do(job: Job) -> Made:
    """Print what is asked for and draw its pages; raises HandoutgenError."""
    look = Look()  # before anything is read, so that a change meanwhile is seen
    bench = _bench(job)
    with bench.workshop.folders.noting() as reads:
        try:
            printed, made = bench.print(job.ask)
        finally:
            bench.note(look, reads)
    pages = tuple(pictures_of(printed.pdf, job.width, 1 if job.is_card else None))
    pdf = b"" if job.is_card else printed.pdf
    return replace(made, pdf=pdf, pages=pages, reads={**bench.reads, **reads})


class _Bench:
    """A workshop, with what was read for all that it keeps."""

    def __init__(self, job: Job) -> None:
        from handoutgen.pipeline import Workshop

        look = Look()
        folders = Folders(job.practice, job.shipped)
        self.workshop = Workshop(folders, job.ask.brand, job.ask.edition)
        self.reads: Reads = dict(folders.reads)
        self.noted: Noted = look.note(self.reads)

    def note(self, look: Look, reads: Reads) -> None:
        """Note what was read for a job, but for handouts and packets, which are read each time."""
        read_anew = {str(layer / "handouts") for layer in self.workshop.folders.layers}
        kept = {
            path: known
            for path, known in reads.items()
            if str(Path(path).parent) not in read_anew or path.endswith("references.yaml")
        }
        self.noted |= look.note(kept)

    def print(self, ask: Ask) -> "tuple[Printed, Made]":
        """The finished document, and what else is to be told of it."""
        return self._packet(ask) if ask.packet else self._sheet(ask)

    def _sheet(self, ask: Ask) -> "tuple[Printed, Made]":
        from handoutgen.content.answers import Answers
        from handoutgen.pipeline import fill_in

        workshop, folders = self.workshop, self.workshop.folders
        answers = Answers.of(dict(ask.answers))
        if ask.handout:
            path = self._path(ask.handout)
            handout, name = workshop.library.handout(path), folders.shown(path)
            values = fill_in(workshop, [path], answers).get(path)
        else:
            path = Path(f"{_id(ask.name, _SHEET)}.yaml")
            handout, name = self._in_the_making(ask.sheet, path), path.name
            values = self._values(handout, path, answers)
        suffixes = (*workshop.edition.suffixes, *(["filled"] if values else []))
        file_name = folders.pdf_name(path, suffixes)
        composed = workshop.lay_out(handout, values)
        printed = workshop.print(composed, [handout], name)
        return printed, self._made(file_name, handout.title, composed.blanks)

    def _path(self, name: str) -> Path:
        """The file of a handout, by its id alone; raises UsageError where there is none."""
        from handoutgen.content.blocks import is_id

        if not is_id(name):
            raise UsageError("there is no handout of that name")
        folders = self.workshop.folders
        folders.find(f"handouts/{name}.yaml")  # one that is put over it later is seen
        return folders.handout(name)

    def _in_the_making(self, text: str, path: Path) -> "Handout":
        from handoutgen.content.handout import read_handout
        from handoutgen.content.source import read_source

        return read_handout(
            path, read_source(text.encode(errors="replace"), path.name), self.workshop.library
        )

    def _values(self, handout: "Handout", path: Path, answers: "Answers") -> "Values | None":
        """As `fill_in` for a handout that is in no file."""
        if not answers:
            return None
        workshop = self.workshop
        blanks = {path: workshop.lay_out(handout).blanks}
        return answers.matched(blanks, workshop.folders.handouts().keys()).get(path)

    def _packet(self, ask: Ask) -> "tuple[Printed, Made]":
        from handoutgen.content.answers import Answers
        from handoutgen.pipeline import fill_in_packet

        workshop = self.workshop
        packet = self._packet_in_the_making(ask)
        for name in packet.handouts:
            self._path(name)
        values = fill_in_packet(workshop, packet, Answers.of(dict(ask.answers)))
        handouts = workshop.handouts_of(packet)
        composed = workshop.lay_out_packet(packet, handouts, values)
        printed = workshop.print(composed, handouts, f"packet {packet.id}")
        suffixes = (*workshop.edition.suffixes, *(["filled"] if values else []))
        file_name = "-".join([packet.id, "packet", *suffixes]) + ".pdf"
        return printed, self._made(file_name, packet.title, composed.blanks)

    def _packet_in_the_making(self, ask: Ask) -> "Packet":
        from handoutgen.content.packet import read_packet
        from handoutgen.content.source import read_source

        path = Path(f"{_id(ask.name, _PACKET)}.yaml")
        source = read_source(ask.packet.encode(errors="replace"), path.name)
        return read_packet(path, source, list(self.workshop.folders.handouts()))

    def _made(self, file_name: str, title: str, blanks: "tuple[Blank, ...]") -> Made:
        from handoutgen.content.prose import plain

        return Made(b"", file_name, plain(title), (), blanks, self.workshop.brand.warnings, {})


_BENCHES: "OrderedDict[tuple[Path, Path | None, Path | None, Edition], _Bench]" = OrderedDict()


def _bench(job: Job) -> _Bench:
    """The bench for the job, made anew where a file that went into it has changed."""
    key = (job.practice, job.shipped, job.ask.brand, job.ask.edition)
    bench = _BENCHES.pop(key, None)
    if bench and (noted := Look().still(bench.noted)) is not None:
        bench.noted = noted
    else:
        bench = _Bench(job)
    _BENCHES[key] = bench
    if len(_BENCHES) > _KEPT:
        _BENCHES.popitem(last=False)
    return bench


def _id(name: str, usual: str) -> str:
    from handoutgen.content.blocks import is_id

    return name if is_id(name) else usual
