"""The pages of a PDF as pictures, small and clear, with the words on them."""

import random
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from handoutgen.compose.edition import Edition
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from handoutgen.press import pictures
from handoutgen.press.pictures import Page, pictures_of
from support.practice import Practice


def opened(page: Page) -> Image.Image:
    picture = Image.open(BytesIO(page.png))
    assert picture.format == "PNG"
    assert picture.size == (page.width, page.height)
    return picture


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    practice = Practice(tmp_path_factory.mktemp("pictures") / "practice")
    practice.sheet("  - block: text\n    text: Soft words, then [[day]].\n")
    return practice


def printed(
    practice: Practice, edition: Edition | None = None, values: Mapping[str, str] | None = None
) -> bytes:
    workshop = Workshop(Folders(practice.folder), None, edition)
    path = practice.folder / "handouts" / "sheet.yaml"
    return workshop.build(path, practice.folder / "output", values).path.read_bytes()


@pytest.fixture(scope="module")
def packet(practice: Practice) -> bytes:
    workshop = Workshop(Folders(practice.folder), None, Edition(notes=True))
    path = workshop.folders.handout("intimacy-menu")
    return workshop.build(path, practice.folder / "output").path.read_bytes()


def test_each_page_is_a_picture_so_wide(packet: bytes) -> None:
    pages = list(pictures_of(packet, 600))
    assert len(pages) > 2
    assert {opened(page).size for page in pages} == {(600, 777)}
    for width in (122, 127, 158, 168):  # which rounding makes a pixel too many of
        assert next(pictures_of(packet, width)).width == width


def test_only_the_first_pages_are_drawn(packet: bytes) -> None:
    (page,) = pictures_of(packet, 420, 1)
    assert opened(page).size == (420, 544)
    assert page == next(pictures_of(packet, 420))


def test_a_picture_is_small_and_looks_like_the_page(
    packet: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = list(pictures_of(packet, 1100))
    monkeypatch.setattr(pictures, "_FEW", 1)
    for page, whole in zip(pages, pictures_of(packet, 1100), strict=True):
        assert len(page.png) < len(whole.png) / 2
        drawn, exact = opened(page).convert("RGB"), opened(whole).convert("RGB")
        apart = ImageChops.difference(drawn, exact).convert("L").histogram()
        area = page.width * page.height
        assert sum(apart[3:]) < area / 25  # edges of letters
        assert sum(apart[48:]) < area / 10_000
        flat = sorted(exact.getcolors(1 << 24) or [], reverse=True)[0][1]
        assert flat == (255, 255, 255)
        assert drawn.getpixel((3, 3)) == flat


def test_a_photograph_keeps_its_colours() -> None:
    data = random.Random(1).randbytes(3 * 200 * 200)
    noise = Image.frombytes("RGB", (200, 200), data)
    pdf = BytesIO()
    noise.save(pdf, "PDF")
    (page,) = pictures_of(pdf.getvalue(), 200)
    picture = opened(page)
    assert picture.mode == "RGB"
    assert len(picture.getcolors(1 << 24) or []) > 20_000
    assert page.words == ""


def test_the_words_of_a_page_are_told_line_by_line(practice: Practice) -> None:
    (page,) = pictures_of(printed(practice), 300)
    lines = page.words.split("\n")
    assert "A test sheet" in lines
    assert any(line.startswith("Soft words, then") for line in lines)
    assert all(line == line.strip() and line for line in lines)
    assert "\r" not in page.words
    assert "Soft words" not in repr(page)


def test_hyphens_that_stand_only_at_the_end_of_a_line_are_left_out() -> None:
    assert pictures._tidy("com\u00adfort dis\ufffe\r\ncom\x02fort\r\n\r\n a \u00a0 b \r\n") == (
        "comfort discomfort\na b"
    )


def test_a_field_shows_its_value(practice: Practice) -> None:
    fillable = Edition(fillable=True)
    values = {"sheet.text.day": "Zanzibar"}
    (empty,) = pictures_of(printed(practice, fillable), 800)
    (filled,) = pictures_of(printed(practice, fillable, values), 800)
    assert "Zanzibar" in filled.words
    assert "Zanzibar" not in empty.words
    apart = ImageChops.difference(opened(empty).convert("L"), opened(filled).convert("L"))
    box = apart.getbbox()
    assert box
    assert box[2] - box[0] > 40  # as wide as the word
    assert sum(apart.histogram()[100:]) > 100
