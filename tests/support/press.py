"""Prints each shipped handout once for all tests: on both papers, in both brands."""

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
    """One handout on one paper in one brand."""

    id: str
    paper: Paper
    brand: str

    def __str__(self) -> str:
        return f"{self.id}-{self.paper}-{self.brand}"


def cases(ids: Sequence[str]) -> list[Case]:
    """Each of these handouts on both papers and in both brands."""
    return [Case(name, paper, brand) for name in ids for paper, brand in VARIANTS]


CASES = cases(IDS)


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
        self.workshops: dict[tuple[Paper, str], Workshop] = {}

    def workshop(self, case: Case) -> Workshop:
        """What prints in that brand on that paper."""
        key = (case.paper, case.brand)
        if key not in self.workshops:
            brand = ROOT / "templates" / "brands" / case.brand / "_brand.yml"
            self.workshops[key] = Workshop(self.folders, brand, Edition(case.paper))
            self.workshops[key].engine = WatchedEngine()
        return self.workshops[key]

    def path(self, case: Case) -> Path:
        """The PDF's file."""
        path = self.folder / case.paper / case.brand / f"{case.id}.pdf"
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
