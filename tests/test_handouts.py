"""Every shipped handout, on both papers and in both brands, as it comes off the press.

All are printed, counted and held against PDF/UA-1. The words and fonts of each are looked at once
on each paper and in each brand; with `--all-editions` on both papers in both brands.
"""

import json
import os
import re
from io import BytesIO
from itertools import product

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.content.blocks import BLOCK_TYPES
from handoutgen.content.blocks.tables import Log
from handoutgen.content.prose import plain
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from support.pdf import fonts, page_pictures, page_sizes, page_texts, undrawn_glyphs
from support.press import CASES, IDS, REFERENCES, SAMPLES, VARIANTS, Case, Press, cases
from support.tags import tag_tree
from support.verapdf import validate
from support.words import texts_of

FAMILIES = {"default": {"Atkinson-Hyperlegible-Next", "Literata"}, "harbor": {"Literata"}}
IN_BOTH = ("action-plan", "communication-scripts", "intimacy-menu", "pain-stress-intimacy-cycle")
"""The handouts whose tags are looked at in the second brand too: it changes none of them."""

TAGGED = [Case(name, "letter", "default") for name in IDS]
TAGGED += [Case(name, "a4", "harbor") for name in IN_BOTH]


def test_the_handouts_have_as_many_pages_as_they_had(press):
    """Over the whole library: a handout that is gone, or new, shows here too."""
    pages = {name: _page_counts(press, name) for name in IDS}
    reference = REFERENCES / "pages.json"
    if os.environ.get("UPDATE_REFERENCES"):
        lines = (f'  "{name}": {json.dumps(counts)}' for name, counts in pages.items())
        reference.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    assert pages == json.loads(reference.read_text("utf-8"))


def test_every_case_passes_pdf_ua_1(press):
    printed = [*CASES, *cases(SAMPLES)]
    faults = validate([press.path(case) for case in printed])
    assert len(faults) == len(printed)
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


def test_pages_have_the_size_of_the_paper(press, plain_case):
    width, height = (round(side / 25.4 * 72, 1) for side in PAPERS[plain_case.paper])
    sizes = set(page_sizes(press.pdf(plain_case)))
    blocks = press.handout(plain_case).blocks
    turned = any(isinstance(block, Log) and block.landscape for block in blocks)
    assert sizes - {(width, height)} == ({(height, width)} if turned else set())


def test_every_word_of_the_handout_is_printed(press, plain_case):
    brand = press.workshop(plain_case).brand
    printed = "".join("".join(page_texts(press.pdf(plain_case))).split())
    foot = "".join(f"{brand.name}·{brand.phone}".split())
    printed = re.sub(f"{re.escape(foot)}.*?Page\\d+of\\d+", "", printed)
    for text in texts_of(press.handout(plain_case)):
        words = "".join(text.split())
        assert words in printed, text


def test_the_brand_stands_on_the_pages(press, plain_case):
    brand, handout = press.workshop(plain_case).brand, press.handout(plain_case)
    pages = page_texts(press.pdf(plain_case))
    version = f"Sheet version {handout.version}"
    for number, text in enumerate(pages, 1):
        for words in (brand.name, brand.phone, brand.address, brand.licence, version):
            assert words in text
        assert f"Page {number} of {len(pages)}" in text
    last = " ".join(pages[-1].split())
    for_clients = handout.audience != "therapist"
    medicine = for_clients and "medicine" in handout.topics
    assert _words(brand.safety.education) in last
    assert (_words(brand.safety.crisis) in last) is for_clients
    assert (_words(brand.safety.couples) in last) is (handout.audience == "partners")
    assert (_words(brand.safety.medicine) in last) is medicine


def test_the_fonts_of_the_brand_and_no_others_are_inside(press, plain_case):
    found = fonts(press.pdf(plain_case))
    assert all(found.values())
    assert {_family(name) for name in found} == FAMILIES[plain_case.brand]


def test_every_letter_has_a_shape(press, plain_case):
    assert undrawn_glyphs(press.pdf(plain_case)) == 0


def test_title_and_language_are_set_and_nothing_runs_or_calls_out(press, plain_case):
    with pikepdf.open(BytesIO(press.pdf(plain_case))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == plain(press.handout(plain_case).title)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.Root.get("/Names", {}).keys())
        assert "/OpenAction" not in pdf.Root


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Another workshop in another practice."""
    return Workshop(Folders(tmp_path_factory.mktemp("again")), None, Edition("letter"))


@pytest.mark.parametrize("handout", IDS)
def test_a_second_printing_is_the_same_to_the_byte(press, again, handout, tmp_path):
    case = Case(handout, "letter", "default")
    built = again.build(again.folders.handout(handout), tmp_path)
    assert built.path.read_bytes() == press.pdf(case)


@pytest.mark.parametrize("case", TAGGED, ids=str)
def test_tags_are_as_a_screen_reader_needs_them(press, case):
    tree = tag_tree(press.pdf(case)) + "\n"
    reference = REFERENCES / f"{case}.tags.txt"
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


def _words(text: str) -> str:
    """A text as it is read back, with plain spaces."""
    return " ".join(plain(text).split())


def _page_counts(press: Press, name: str) -> dict[str, int]:
    """How many pages a handout has on each paper in each brand."""
    return {
        f"{paper}-{brand}": len(page_sizes(press.pdf(Case(name, paper, brand))))
        for paper, brand in VARIANTS
    }


def _family(name: str) -> str:
    """The family of an embedded font: its name less the words for weight and style."""
    styles = ("Semi-Bold", "Bold", "Italic", "Regular")
    for style in styles:
        name = name.replace(f"-{style}", "")
    return name
