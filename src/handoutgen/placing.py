"""Faults of the pages, each told where it can be mended: in a sheet, or in the brand's file."""

from collections.abc import Sequence
from dataclasses import replace

from handoutgen.content.blocks import Image
from handoutgen.content.brand import Brand
from handoutgen.content.handout import Handout
from handoutgen.errors import PressError, Problem
from handoutgen.press.engine import Printed
from handoutgen.press.inspect import Fault


def placed(problem: Problem, handouts: Sequence[Handout], name: str) -> Problem:
    """The engine's problem, told of the block whose picture it is about, else of the document."""
    for handout in handouts:
        for block, mark in zip(handout.blocks, handout.places, strict=True):
            if isinstance(block, Image) and f"'{block.address}'" in problem.message:
                return mark.problem(problem.message, problem.hint)
    return replace(problem, file=problem.file or name)


def check_printed(
    printed: Printed, handouts: Sequence[Handout], brand: Brand, name: str, brand_name: str
) -> None:
    """Raise PressError with every fault of the printed pages, each told where it can be mended."""
    own = (brand.name, brand.phone, brand.address, brand.clinician, brand.licence, brand.footer)
    problems = [
        _problem(
            fault, handouts, brand_name if fault.letter and fault.letter in "".join(own) else name
        )
        for fault in printed.faults
    ]
    for family in sorted({brand.text_family, brand.heading_family} - printed.families):
        message = f"the font '{family}' isn't on this machine"
        hint = "give its file in the brand's 'typography: fonts:' with 'source: file'"
        problems.append(Problem(brand_name, 0, 0, message, hint))
    if problems:
        raise PressError(problems)


def _problem(fault: Fault, handouts: Sequence[Handout], name: str) -> Problem:
    if not fault.block:
        return Problem(name, 0, 0, fault.message, fault.hint)
    places = [place for handout in handouts for place in handout.places]
    return places[fault.block - 1].problem(fault.message, fault.hint)
