"""The way through, on one page: a handout's file in, a finished PDF out.

This is also the public Python API.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from handoutgen.compose.document import Composed, compose_handout
from handoutgen.compose.edition import Edition
from handoutgen.compose.templates import Templates
from handoutgen.content.answers import Answers
from handoutgen.content.blanks import Blank, Values
from handoutgen.content.blocks import Image
from handoutgen.content.brand import Brand, read_brand
from handoutgen.content.branding.typefaces import form_font
from handoutgen.content.handout import Handout
from handoutgen.content.library import Library
from handoutgen.errors import PressError, Problem
from handoutgen.folders import Folders
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine, Printed
from handoutgen.press.finish import Form
from handoutgen.press.inspect import Fault
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

    def lay_out(self, handout: Handout, values: Values | None = None) -> Composed:
        """Lay out a handout that has been read."""
        references = self.library.cited_by(handout)
        return compose_handout(
            handout, self.brand, self.edition, self.templates, references, values
        )


def fill_in(desk: Desk, paths: Iterable[Path], answers: Answers) -> dict[Path, Values]:
    """What goes into which blank of which handout.

    Raises UsageError or ContentError, with every answer that fits no blank of any of them.
    """
    if not answers:
        return {}
    blanks = {path: desk.compose(path).blanks for path in paths}
    return answers.matched(blanks, desk.folders.handouts().keys())


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
        gate = AssetGate(self.folders, self.brand.files, in_grey=self.edition.ink_saver)
        name = self.folders.shown(path)
        form = None
        if self.edition.fillable:
            form = Form(composed.blanks, form_font(self.folders), self.edition.text_size)
        try:
            printed = self.engine.print(
                composed.html, composed.css, gate, self.brand.uses_system_fonts, form
            )
        except PressError as error:
            raise PressError(_placed(p, handout, name) for p in error.problems) from None
        check_printed(printed, handout, self.brand, name, self.folders.shown(self.brand.path))
        make_folder(output)
        target = output / file_name
        write_atomically(target, printed.pdf, 0o600 if values else None)
        return target, printed.pages


def _placed(problem: Problem, handout: Handout, name: str) -> Problem:
    """The engine's problem, told of the block whose picture it is about, else of the handout."""
    for block, mark in zip(handout.blocks, handout.places, strict=True):
        if isinstance(block, Image) and f"'{block.address}'" in problem.message:
            return mark.problem(problem.message, problem.hint)
    return replace(problem, file=problem.file or name)


def check_printed(
    printed: Printed, handout: Handout, brand: Brand, name: str, brand_name: str
) -> None:
    """Raise PressError with every fault of the printed pages, each told where it can be mended."""
    own = (brand.name, brand.phone, brand.address, brand.clinician, brand.licence, brand.footer)
    problems = [
        _problem(
            fault, handout, brand_name if fault.letter and fault.letter in "".join(own) else name
        )
        for fault in printed.faults
    ]
    for family in sorted({brand.text_family, brand.heading_family} - printed.families):
        message = f"the font '{family}' isn't on this machine"
        hint = "give its file in the brand's 'typography: fonts:' with 'source: file'"
        problems.append(Problem(brand_name, 0, 0, message, hint))
    if problems:
        raise PressError(problems)


def _problem(fault: Fault, handout: Handout, name: str) -> Problem:
    if not fault.block:
        return Problem(name, 0, 0, fault.message, fault.hint)
    return handout.places[fault.block - 1].problem(fault.message, fault.hint)
