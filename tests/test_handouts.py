"""Every shipped handout, on both papers and in both brands, as it comes off the press."""

import os
import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.content.handout import Handout
from handoutgen.content.prose import plain, prose_html
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from support.pdf import fonts, page_pictures, page_sizes, page_texts, undrawn_glyphs
from support.tags import tag_tree
from support.verapdf import validate

ROOT = Path(__file__).parent.parent
REFERENCES = Path(__file__).parent / "references"
IDS = ("action-plan", "communication-scripts", "intimacy-menu", "pain-stress-intimacy-cycle")
BRANDS = ("default", "harbor")
PAGES = {
    "action-plan": 3,
    "communication-scripts": 2,
    "intimacy-menu": 2,
    "pain-stress-intimacy-cycle": 2,
}
FAMILIES = {"default": {"Atkinson-Hyperlegible-Next", "Literata"}, "harbor": {"Literata"}}


@dataclass(frozen=True)
class Case:
    """One handout on one paper in one brand."""

    id: str
    paper: str
    brand: str

    def __str__(self) -> str:
        return f"{self.id}-{self.paper}-{self.brand}"


DATA = Path(__file__).parent / "data"
SAMPLES = ("every-block", *(f"rings-of-{count}" for count in range(3, 9)))
CASES = [Case(*case) for case in product(IDS, PAPERS, BRANDS)]
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_id = pytest.mark.parametrize("handout", IDS)


class Press:
    """Prints each case once and keeps the file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folders = Folders(DATA)
        self.workshops: dict[tuple[str, str], Workshop] = {}

    def workshop(self, case: Case) -> Workshop:
        key = (case.paper, case.brand)
        if key not in self.workshops:
            brand = ROOT / "templates" / "brands" / case.brand / "_brand.yml"
            self.workshops[key] = Workshop(self.folders, brand, Edition(case.paper))
        return self.workshops[key]

    def path(self, case: Case) -> Path:
        path = self.folder / case.paper / case.brand / f"{case.id}.pdf"
        if not path.exists():
            self.workshop(case).build(self.folders.handout(case.id), path.parent)
        return path

    def pdf(self, case: Case) -> bytes:
        return self.path(case).read_bytes()

    def handout(self, case: Case) -> Handout:
        return self.workshop(case).library.handout(self.folders.handout(case.id))


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(tmp_path_factory.mktemp("handouts"))


def test_the_library_holds_these_handouts(press):
    assert set(press.folders.handouts()) == {*IDS, *SAMPLES}
    assert tuple(Folders(press.folder).handouts()) == IDS


def test_every_case_passes_pdf_ua_1(press):
    samples = [Case(*case) for case in product(SAMPLES, PAPERS, BRANDS)]
    faults = validate([press.path(case) for case in [*CASES, *samples]])
    assert len(faults) == len(CASES) + len(samples)
    assert {path.name: found for path, found in faults.items() if found} == {}


def test_the_sample_sheet_has_every_block_type(press):
    samples = [press.handout(Case(name, "letter", "default")) for name in SAMPLES]
    used = {type(block) for sample in samples for block in sample.blocks}
    assert used == set(BLOCK_TYPES)


def test_a_sheet_of_every_block_is_tagged_as_it_reads(press):
    tree = tag_tree(press.pdf(Case("every-block", "letter", "default"))) + "\n"
    reference = REFERENCES / "every-block.tags.txt"
    if os.environ.get("UPDATE_REFERENCES"):
        reference.write_text(tree, "utf-8")
    assert tree == reference.read_text("utf-8")


@each_case
def test_pages_have_the_size_of_the_paper(press, case):
    sizes = page_sizes(press.pdf(case))
    width, height = (round(side / 25.4 * 72, 1) for side in PAPERS[case.paper])
    assert sizes == [(width, height)] * PAGES[case.id]


@each_case
def test_every_word_of_the_handout_is_printed(press, case):
    printed = "".join("".join(page_texts(press.pdf(case))).split())
    for text in _texts(press.handout(case)):
        words = "".join(text.split())
        assert words in printed, text


@each_case
def test_the_brand_stands_on_the_pages(press, case):
    brand = press.workshop(case).brand
    pages = page_texts(press.pdf(case))
    for number, text in enumerate(pages, 1):
        for words in (brand.name, brand.phone, brand.address, brand.licence, "Sheet version 1.0"):
            assert words in text
        assert f"Page {number} of {len(pages)}" in text
    last = " ".join(pages[-1].split())
    assert plain(brand.safety.crisis) in last
    assert plain(brand.safety.education) in last
    partners = press.handout(case).audience == "partners"
    assert (plain(brand.safety.couples) in last) is partners


@each_case
def test_the_fonts_of_the_brand_and_no_others_are_inside(press, case):
    found = fonts(press.pdf(case))
    assert all(found.values())
    assert {_family(name) for name in found} == FAMILIES[case.brand]


@each_case
def test_every_letter_has_a_shape(press, case):
    assert undrawn_glyphs(press.pdf(case)) == 0


@each_case
def test_title_and_language_are_set_and_nothing_runs_or_calls_out(press, case):
    with pikepdf.open(BytesIO(press.pdf(case))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == plain(press.handout(case).title)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.Root.get("/Names", {}).keys())
        assert "/OpenAction" not in pdf.Root


@each_id
def test_a_second_printing_is_the_same_to_the_byte(press, handout, tmp_path):
    case = Case(handout, "letter", "default")
    again = Workshop(Folders(tmp_path), None, Edition("letter"))
    built = again.build(again.folders.handout(handout), tmp_path)
    assert built.path.read_bytes() == press.pdf(case)


@each_id
@pytest.mark.parametrize(("paper", "brand"), [("letter", "default"), ("a4", "harbor")])
def test_tags_are_as_a_screen_reader_needs_them(press, handout, paper, brand):
    tree = tag_tree(press.pdf(Case(handout, paper, brand))) + "\n"
    reference = REFERENCES / f"{handout}-{paper}-{brand}.tags.txt"
    if os.environ.get("UPDATE_REFERENCES"):
        reference.write_text(tree, "utf-8")
    assert tree == reference.read_text("utf-8")


@pytest.mark.parametrize(
    ("case", "page"),
    [
        (Case("pain-stress-intimacy-cycle", "letter", "default"), 0),
        (Case("action-plan", "letter", "default"), 0),
        (Case("intimacy-menu", "a4", "harbor"), 1),
    ],
    ids=str,
)
def test_the_page_looks_as_it_did(press, case, page):
    picture = page_pictures(press.pdf(case), dpi=30)[page].convert("L")
    reference = REFERENCES / f"{case}-{page + 1}.png"
    if os.environ.get("UPDATE_REFERENCES"):
        picture.save(reference, optimize=True)
    with Image.open(reference) as kept:
        difference = ImageChops.difference(picture, kept.convert("L"))
    tiles = [
        ImageStat.Stat(difference.crop((x, y, x + 16, y + 16))).mean[0]
        for x, y in product(range(0, picture.width, 16), range(0, picture.height, 16))
    ]
    assert max(tiles) < 12, f"a spot of page {page + 1} has changed"


def _family(name: str) -> str:
    """The family of an embedded font: its name less the words for weight and style."""
    styles = ("Semi-Bold", "Bold", "Italic", "Regular")
    for style in styles:
        name = name.replace(f"-{style}", "")
    return name


def _texts(handout: Handout) -> list[str]:
    """Every text of the handout as plain words, cut where a blank or other type begins."""
    found: list[str] = []

    def gather(value: object, key: str = "") -> None:
        if isinstance(value, str) and key not in ("block", "tone", "direction"):
            pieces = re.split(r"<[^>]+>", prose_html(value))
            found.extend(unescape(piece) for piece in pieces if piece.strip())
        elif isinstance(value, dict):
            for name, part in value.items():
                gather(part, name)
        elif isinstance(value, list):
            for part in value:
                gather(part, key)

    gather(handout.model_dump(include={"title", "summary", "reminder"}))
    for block in handout.blocks:
        gather(block.model_dump(exclude_none=True))
    return found
