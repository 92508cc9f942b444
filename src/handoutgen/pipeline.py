"""The way through, on one page: a handout's file in, a finished PDF out.

This is also the public Python API.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from handoutgen.compose.document import Composed, compose_handout
from handoutgen.compose.edition import Edition
from handoutgen.compose.packet import compose_packet
from handoutgen.compose.templates import Templates
from handoutgen.content.answers import Answers
from handoutgen.content.blanks import Blank, Fits, Values
from handoutgen.content.brand import Brand, read_brand
from handoutgen.content.branding.typefaces import form_font
from handoutgen.content.handout import Handout
from handoutgen.content.library import Library
from handoutgen.content.packet import Packet
from handoutgen.errors import ContentError, PressError, Problem
from handoutgen.folders import Folders
from handoutgen.placing import check_printed, placed
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine, Printed
from handoutgen.press.finish import Form
from handoutgen.press.finish.slots import Cutter
from handoutgen.press.record import Built
from handoutgen.store import make_folder, write_atomically


def build_handout(
    handout: str | Path,
    *,
    output: Path | None = None,
    practice: Path | None = None,
    brand: Path | None = None,
    edition: Edition | None = None,
    answers: Mapping[str, str | bool] | None = None,
) -> Built:
    """Build one handout into a PDF and return where it is.

    `handout` is an id of the library or the path of a YAML file. `output` is the folder for the
    PDF, by default `output` in the practice's folder; `practice` is the folder whose
    `handouts/`, `templates/` and `_brand.yml` are laid over the shipped ones, by default the
    current one; `brand` is another brand file; `answers` fill in blanks ahead, by their names as
    `blanks_of` tells them or by the words beside them. Raises HandoutgenError: UsageError for an
    unknown id or blank, ContentError for what the files say, PressError for faults on the pages,
    EngineMissingError and OutputError.
    """
    folders = Folders(practice)
    path = folders.handout(str(handout))
    workshop = Workshop(folders, brand, edition)
    values = fill_in(workshop, [path], Answers.of(answers or {}))
    return workshop.build(path, output or folders.practice / "output", values.get(path))


def build_packet(
    packet: str | Path | Sequence[str],
    *,
    title: str = "A packet of sheets",
    duplex: bool = False,
    output: Path | None = None,
    practice: Path | None = None,
    brand: Path | None = None,
    edition: Edition | None = None,
    answers: Mapping[str, str | bool] | None = None,
) -> Built:
    """Build a packet into one PDF and return where it is.

    `packet` is an id, the path of a YAML file, or the ids of handouts, which then have that
    `title`; with `duplex` each handout starts on a right-hand page. All else is as for
    `build_handout`, and so is what is raised.
    """
    folders = Folders(practice)
    workshop = Workshop(folders, brand, edition)
    if isinstance(packet, str | Path):
        found = workshop.library.packet(folders.packet(str(packet)))
    else:
        found = Packet.of(list(packet), title)
    found = found.on_both_sides() if duplex else found
    values = fill_in_packet(workshop, found, Answers.of(answers or {}))
    return workshop.build_packet(found, output or folders.practice / "output", values)


def blanks_of(
    handout: str | Path, *, practice: Path | None = None, brand: Path | None = None
) -> tuple[Blank, ...]:
    """Every place to fill in of a handout, from top to bottom; raises as `build_handout` does."""
    folders = Folders(practice)
    return Desk(folders, brand).compose(folders.handout(str(handout))).blanks


class Desk:
    """All that is got ready once to lay out any number of handouts for one practice.

    Raises HandoutgenError for what concerns them all: the brand.
    """

    def __init__(
        self, folders: Folders, brand: Path | None = None, edition: Edition | None = None
    ) -> None:
        self.folders = folders
        self.brand: Brand = read_brand(folders, brand)
        self.edition = (edition or Edition()).on(self.brand.paper)
        self.library = Library(folders)
        self.templates = Templates(folders)

    def compose(self, path: Path, values: Values | None = None) -> Composed:
        """Lay out the handout in that file, with values for its blanks by their whole names."""
        return self.lay_out(self.library.handout(path), values)

    def lay_out(
        self,
        handout: Handout,
        values: Values | None = None,
        fits: Fits | None = None,
    ) -> Composed:
        """Lay out a handout that has been read, with the values in `fits` written smaller."""
        references = self.library.cited_by(handout)
        return compose_handout(
            handout, self.brand, self.edition, self.templates, references, values, fits
        )

    def handouts_of(self, packet: Packet) -> list[Handout]:
        """The packet's handouts in order; raises ContentError with the problems of all of them."""
        found: list[Handout] = []
        problems: list[Problem] = []
        for name in packet.handouts:
            try:
                found.append(self.library.handout(self.folders.handout(name)))
            except ContentError as error:
                problems += error.problems
        if problems:
            raise ContentError(problems)
        return found

    def lay_out_packet(
        self,
        packet: Packet,
        handouts: Sequence[Handout],
        values: Values | None = None,
        header: str = "",
        fits: Fits | None = None,
    ) -> Composed:
        """Lay out a packet of handouts that have been read.

        `header` is said at the head of a personal packet's pages; values in `fits` are written
        smaller.
        """
        cited = [self.library.cited_by(handout) for handout in handouts]
        references = {name: source for each in cited for name, source in each.items()}
        brand, edition, templates = self.brand, self.edition, self.templates
        return compose_packet(
            packet, handouts, brand, edition, templates, references, values, header, fits
        )


def fill_in(desk: Desk, paths: Iterable[Path], answers: Answers) -> dict[Path, Values]:
    """What goes into which blank of which handout.

    Raises UsageError or ContentError, with every answer that fits no blank of any of them.
    """
    if not answers:
        return {}
    blanks = {path: desk.compose(path).blanks for path in paths}
    return answers.matched(blanks, desk.folders.handouts().keys())


def fill_in_packet(desk: Desk, packet: Packet, answers: Answers) -> Values:
    """What goes into which blank of a packet; raises as `fill_in` does."""
    if not answers:
        return {}
    blanks: dict[Path, list[Blank]] = {}
    for blank in desk.lay_out_packet(packet, desk.handouts_of(packet)).blanks:
        blanks.setdefault(Path(blank.name.partition(".")[0]), []).append(blank)
    matched = answers.matched(blanks, desk.folders.handouts().keys())
    return {name: value for found in matched.values() for name, value in found.items()}


class Workshop(Desk):
    """A desk with a press beside it, to build any number of handouts for one practice.

    Raises HandoutgenError for what concerns them all: the brand, or a missing engine.
    """

    def __init__(
        self, folders: Folders, brand: Path | None = None, edition: Edition | None = None
    ) -> None:
        super().__init__(folders, brand, edition)
        self.engine = Engine()
        self._reads = dict(folders.reads)

    def build(self, path: Path, output: Path, values: Values | None = None) -> Built:
        """Build the handout in that file into a PDF in the output folder."""
        with self.folders.noting() as reads:
            target, pages = self._build(path, output, values)
        return Built(target, pages, {**self._reads, **reads})

    def _build(self, path: Path, output: Path, values: Values | None) -> tuple[Path, int]:
        suffixes = (*self.edition.suffixes, *(["filled"] if values else []))
        file_name = self.folders.pdf_name(path, suffixes)
        handout = self.library.handout(path)
        composed = self.lay_out(handout, values)
        printed = self.print(composed, [handout], self.folders.shown(path))
        return _put(printed, output / file_name, values), printed.pages

    def build_packet(self, packet: Packet, output: Path, values: Values | None = None) -> Built:
        """Build the packet into one PDF in the output folder."""
        with self.folders.noting() as reads:
            handouts = self.handouts_of(packet)
            composed = self.lay_out_packet(packet, handouts, values)
            printed = self.print(composed, handouts, f"packet {packet.id}")
            suffixes = (*self.edition.suffixes, *(["filled"] if values else []))
            name = "-".join([packet.id, "packet", *suffixes])
            target = _put(printed, output / f"{name}.pdf", values)
        return Built(target, printed.pages, {**self._reads, **reads})

    def print(
        self,
        composed: Composed,
        handouts: Sequence[Handout],
        name: str,
        cutter: Cutter | None = None,
        system_fonts: bool = False,
    ) -> Printed:
        """The finished document of these handouts, which messages know by that name.

        A cutter cuts slots out of it; `system_fonts` lets it use the machine's own for letters
        that no other has. Raises PressError: every fault is told where it can be mended.
        """
        gate = AssetGate(self.folders, self.brand.files, in_grey=self.edition.ink_saver)
        form = None
        if self.edition.fillable:
            form = Form(composed.blanks, form_font(self.folders), self.edition.text_size)
        try:
            printed = self.engine.print(
                composed.html,
                composed.css,
                gate,
                system_fonts or self.brand.uses_system_fonts,
                form,
                cutter,
            )
        except PressError as error:
            raise PressError(placed(p, handouts, name) for p in error.problems) from None
        check_printed(printed, handouts, self.brand, name, self.folders.shown(self.brand.path))
        return printed


def _put(printed: Printed, target: Path, values: Values | None) -> Path:
    """Put the PDF in its place; what is filled in for a client is for its owner alone."""
    make_folder(target.parent)
    write_atomically(target, printed.pdf, 0o600 if values else None)
    return target
