"""The way through, on one page: a handout's file in, a finished PDF out.

This is also the public Python API.
"""

from dataclasses import replace
from pathlib import Path

from handoutgen.compose.document import compose_handout
from handoutgen.compose.edition import Edition
from handoutgen.compose.templates import Templates
from handoutgen.content.blocks import Image
from handoutgen.content.brand import Brand, read_brand
from handoutgen.content.handout import Handout
from handoutgen.content.library import Library
from handoutgen.errors import PressError, Problem
from handoutgen.folders import Folders
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine, Printed
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
) -> Built:
    """Build one handout into a PDF and return where it is.

    `handout` is an id of the library or the path of a YAML file. `output` is the folder for the
    PDF, by default `output` in the practice's folder; `practice` is the folder whose
    `handouts/`, `templates/` and `_brand.yml` are laid over the shipped ones, by default the
    current one; `brand` is another brand file. Raises HandoutgenError: UsageError for an
    unknown id, ContentError for what the files say, PressError for faults on the pages,
    EngineMissingError and OutputError.
    """
    folders = Folders(practice)
    path = folders.handout(str(handout))
    return Workshop(folders, brand, edition).build(path, output or folders.practice / "output")


class Workshop:
    """All that is got ready once to build any number of handouts for one practice.

    Raises HandoutgenError for what concerns them all: the brand, or a missing engine.
    """

    def __init__(
        self, folders: Folders, brand: Path | None = None, edition: Edition | None = None
    ) -> None:
        self.folders = folders
        self.brand: Brand = read_brand(folders, brand)
        self.edition = (edition or Edition()).on(self.brand.paper)
        self.library = Library(folders)
        self.templates = Templates(folders)
        self.engine = Engine()
        self._reads = dict(folders.reads)

    def build(self, path: Path, output: Path) -> Built:
        """Build the handout in that file into a PDF in the output folder."""
        with self.folders.noting() as reads:
            target, pages = self._build(path, output)
        return Built(target, pages, {**self._reads, **reads})

    def _build(self, path: Path, output: Path) -> tuple[Path, int]:
        file_name = self.folders.pdf_name(path, self.edition.notes)
        handout = self.library.handout(path)
        references = self.library.cited_by(handout)
        composed = compose_handout(handout, self.brand, self.edition, self.templates, references)
        gate = AssetGate(self.folders, self.brand.files)
        name = self.folders.shown(path)
        try:
            printed = self.engine.print(
                composed.html, composed.css, gate, self.brand.uses_system_fonts
            )
        except PressError as error:
            raise PressError(_placed(p, handout, name) for p in error.problems) from None
        check_printed(printed, handout, self.brand, name, self.folders.shown(self.brand.path))
        make_folder(output)
        target = output / file_name
        write_atomically(target, printed.pdf)
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
