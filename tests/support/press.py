"""Prints each shipped handout once for all tests, on each paper, in each brand and edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.content.brand import Paper
from handoutgen.content.handout import Handout
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from handoutgen.press.engine import Engine
from support.balance import faults_of_balance

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data"
REFERENCES = ROOT / "tests/references"
BRANDS = ("default", "harbor")
VARIANTS = tuple(product(PAPERS, BRANDS))

_FILES = Folders(DATA).handouts()
IDS = tuple(name for name, path in _FILES.items() if not path.is_relative_to(DATA))
"""The shipped handouts."""
SAMPLES = tuple(name for name in _FILES if name not in IDS)
"""The handouts that only the tests have."""


@dataclass(frozen=True)
class Case:
    """One handout on one paper in one brand and edition."""

    id: str
    paper: Paper
    brand: str
    large_print: bool = False
    ink_saver: bool = False
    fillable: bool = False

    def __str__(self) -> str:
        return "-".join([self.id, self.paper, self.brand, *self.edition.suffixes])

    @property
    def edition(self) -> Edition:
        """How it is printed."""
        return Edition(
            self.paper,
            large_print=self.large_print,
            ink_saver=self.ink_saver,
            fillable=self.fillable,
        )

    @property
    def standard(self) -> "Case":
        """The same handout, paper and brand in the plain edition."""
        return Case(self.id, self.paper, self.brand)


def cases(ids: Sequence[str]) -> list[Case]:
    """Each of these handouts on both papers and in both brands."""
    return [Case(name, paper, brand) for name in ids for paper, brand in VARIANTS]


CASES = cases(IDS)


LOOKS = tuple(product((False, True), repeat=3))[1:]
"""Every edition but the plain one: in large print, as an ink saver, fillable."""

EDITIONS = tuple(
    (Case("", paper, "", *look).edition.suffixes, paper) for look in LOOKS for paper in PAPERS
)
"""Each of them, by the words for it, on each paper."""


def cases_of_editions(ids: Sequence[str], every: bool) -> list[Case]:
    """Each of these handouts in every edition on both papers, or each in two of them, so that
    together they show all; the brands take turns."""
    found = []
    for number, name in enumerate(ids):
        for turn, (look, paper) in enumerate(product(LOOKS, PAPERS)):
            if every or turn % len(LOOKS) == 3 * number % len(LOOKS):
                brand = BRANDS[(number // len(LOOKS) + turn // len(LOOKS)) % len(BRANDS)]
                found.append(Case(name, paper, brand, *look))
    return found


def plain_cases(ids: Sequence[str], every: bool) -> list[Case]:
    """Each of these handouts in the plain edition: on both papers in both brands, or once on each
    paper and in each brand, as it is compared with its other editions."""
    if every:
        return cases(ids)
    return list(dict.fromkeys(case.standard for case in cases_of_editions(ids, every)))


class WatchedEngine(Engine):
    """Tells how the pages of what it printed last hold together."""

    faults: tuple[str, ...] = ()

    def lay_out(self, *args: Any) -> Any:
        """Lay out one document, and look at its pages."""
        document = super().lay_out(*args)
        self.faults = tuple(faults_of_balance(document))
        return document


class Press:
    """Prints each case once and keeps the file."""

    def __init__(self, folder: Path, folders: Folders) -> None:
        self.folder = folder
        self.folders = folders
        self.faults: dict[Case, tuple[str, ...]] = {}
        self.workshops: dict[tuple[Edition, str], Workshop] = {}

    def workshop(self, case: Case) -> Workshop:
        """What prints in that brand on that paper."""
        key = (case.edition, case.brand)
        if key not in self.workshops:
            brand = ROOT / "templates" / "brands" / case.brand / "_brand.yml"
            self.workshops[key] = Workshop(self.folders, brand, case.edition)
            self.workshops[key].engine = WatchedEngine()
        return self.workshops[key]

    def path(self, case: Case) -> Path:
        """The PDF's file."""
        name = self.folders.pdf_name(self.folders.handout(case.id), case.edition.suffixes)
        path = self.folder / case.paper / case.brand / name
        if case not in self.faults:
            workshop = self.workshop(case)
            workshop.build(self.folders.handout(case.id), path.parent)
            assert isinstance(workshop.engine, WatchedEngine)
            self.faults[case] = workshop.engine.faults
        return path

    def pdf(self, case: Case) -> bytes:
        """The PDF."""
        return self.path(case).read_bytes()

    def balance(self, case: Case) -> list[str]:
        """How its pages fail to hold together."""
        self.path(case)
        return list(self.faults[case])

    def handout(self, case: Case) -> Handout:
        """What the PDF was made from."""
        return self.workshop(case).library.handout(self.folders.handout(case.id))


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The press of this session."""
    return Press(tmp_path_factory.mktemp("handouts"), Folders(DATA))
