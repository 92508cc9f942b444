"""The check of many handouts, with the brand that they are printed in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from handoutgen.check.evidence import evidence, references
from handoutgen.check.findings import Finding
from handoutgen.check.headings import headings
from handoutgen.check.readability import grade, readability
from handoutgen.check.sheet import Sheet
from handoutgen.check.structure import structure
from handoutgen.check.wording import Wording, read_words
from handoutgen.content.brand import read_brand
from handoutgen.content.library import Library
from handoutgen.errors import HandoutgenError
from handoutgen.folders import Folders

Rule = Callable[[Sheet], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A handout that was looked at, with the school grade that it reads at if it could be read."""

    id: str
    file: str
    grade: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a check; each finding stands once, also where sheets share a block."""

    handouts: list[Checked]
    findings: list[Finding]

    def count(self, severity: str) -> int:
        """How many findings there are of `error` or `warning`."""
        return sum(finding.severity == severity for finding in self.findings)


def check(folders: Folders, paths: Iterable[Path]) -> Report:
    """Look at the brand and at each of the handouts; raises ContentError where the lists that
    all are held against, of references or of words, can't be read."""
    library = Library(folders)
    rules: tuple[Rule, ...] = (
        readability,
        structure,
        evidence,
        partial(references, known=library.references),
        headings,
        Wording(read_words(library)),
    )
    findings = list(_brand(folders))
    handouts = []
    for path in paths:
        found: list[Finding] = []
        reached = None
        try:
            sheet = Sheet(path, library)
        except HandoutgenError as error:
            found = _errors(error)
        else:
            reached = round(grade(sheet.passages), 1)
            found = [finding for rule in rules for finding in rule(sheet)]
        handouts.append(Checked(path.stem, folders.shown(path), reached))
        findings += sorted(found, key=_place)
    return Report(handouts, list(dict.fromkeys(findings)))


def _brand(folders: Folders) -> Iterator[Finding]:
    """Its colours' contrast first of all: what the reader of a brand file refuses or warns of."""
    try:
        brand = read_brand(folders, None)
    except HandoutgenError as error:
        yield from _errors(error)
    else:
        yield from map(Finding, brand.warnings)


def _errors(error: HandoutgenError) -> list[Finding]:
    return [Finding(problem, severe=True) for problem in error.problems]


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.problem.file, finding.problem.line, finding.problem.column
