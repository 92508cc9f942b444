"""Personal packets: the running header says on each page whose it is."""

from collections import Counter
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont

from handoutgen.content.branding.colour import contrast
from handoutgen.folders import Folders, shipped_folder
from handoutgen.pipeline import Workshop
from support.drawn import marks
from support.marks import MM
from support.pdf import page_sizes
from support.personal import (
    HEADER,
    HOSTILE,
    LONG,
    LONG_NAME,
    ONE_WORD,
    header_places,
    is_size,
    packet_of,
    printed,
    strips,
    texts,
)
from support.practice import Practice
from support.tags import tag_tree, tagged_text
from support.verapdf import validate


def test_the_header_stands_where_no_strip_tells_whose_page_it_is(practice: Practice) -> None:
    packet = packet_of(practice)
    done = printed(practice.folders, packet, HEADER)
    # cover, contents; sheet one: strip, second page, turned log, after the log; sheet two
    assert done.pages_with(HEADER) == [4, 5, 6, 7, 8]
    assert page_sizes(done.data)[4] == (792.0, 612.0)
    assert len(done.pages) == 8
    assert all(text.count("Ana K.") == 1 for text in done.pages[3:])


def test_without_a_header_the_packet_is_as_it_was(practice: Practice) -> None:
    done = printed(practice.folders, packet_of(practice))
    assert "data-header" not in done.composed.html
    assert "@top-right" not in done.composed.css
    blank = printed(practice.folders, packet_of(practice), " ")
    assert blank.data == done.data


def test_a_short_header_moves_no_line(practice: Practice) -> None:
    packet = packet_of(practice)
    without = [(m.page, m.rect) for m in marks(printed(practice.folders, packet).data)]
    with_it = [(m.page, m.rect) for m in marks(printed(practice.folders, packet, HEADER).data)]
    assert not Counter(without) - Counter(with_it)


def test_the_notes_have_the_header_too(practice: Practice) -> None:
    done = printed(practice.folders, packet_of(practice), HEADER, notes=True)
    notes = [n for n, text in enumerate(done.pages, 1) if "Therapist’s copy" in text]
    assert len(notes) == 2
    assert set(notes) <= set(done.pages_with(HEADER))


def test_blank_pages_and_the_cover_have_no_header(practice: Practice) -> None:
    packet = packet_of(practice).on_both_sides()
    done = printed(practice.folders, packet, HEADER)
    blank = done.pages_with("This page is left blank.")
    assert blank == [2, 4]
    assert done.pages_with(HEADER) == [6, 7, 8, 9, 10]
    left, right = (header_places(done.data, HEADER)[page] for page in (6, 9))
    assert [round(each[2] / 72 * 25.4) for each in (left, right)] == [191, 201]  # mirrored


@pytest.mark.parametrize("choices", [{}, {"large_print": True}, {"ink_saver": True}], ids=str)
def test_the_header_is_an_artifact(practice: Practice, choices: Any) -> None:
    done = printed(practice.folders, packet_of(practice), HEADER, **choices)
    assert "Ana K." not in tagged_text(done.data)
    assert "Ana K." not in tag_tree(done.data)
    with_header = done.pages_with(HEADER)
    with pikepdf.open(BytesIO(done.data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            drawn = pikepdf.parse_content_stream(page, "BDC")
            found = [item.operands for item in drawn if str(item.operands[0]) == "/Artifact"]
            heads = [entry for _, entry in found if entry.get("/Subtype") == "/Header"]
            assert (len(heads) > 0) is (number in with_header)


CASES = list(product((HEADER, LONG, ONE_WORD + ONE_WORD[:30]), ("letter", "a4"), (False, True)))


@pytest.mark.parametrize(("header", "paper", "large"), CASES)
def test_the_header_stays_on_the_paper_and_off_the_text(
    practice: Practice, header: str, paper: str, large: bool
) -> None:
    done = printed(practice.folders, packet_of(practice), header, paper=paper, large_print=large)
    found = header_places(done.data, header)
    sizes = page_sizes(done.data)
    assert list(found) == done.pages_with(header)
    assert len(found) >= 5
    for page, (left, bottom, right, top, lines, below) in found.items():
        wide, high = sizes[page - 1]
        edge = 17.0 if wide > high else 5.0  # a turned page is punched at its head
        assert left >= 14.9 / MM
        assert right <= wide - 14.9 / MM
        assert high - top >= edge / MM
        assert bottom > below + 1.5
        assert header == HEADER or large or lines <= 2
        assert header != HEADER or lines == 1


@pytest.mark.parametrize("large", [False, True])
def test_the_header_can_be_read(practice: Practice, large: bool) -> None:
    done = printed(practice.folders, packet_of(practice), HEADER, large_print=large)
    for page in done.pages_with(HEADER):
        turned = page_sizes(done.data)[page - 1][0] > 700
        first = min(texts(done.data, page), key=lambda mark: mark.rect.bottom)
        assert first.rect.bottom < (25 if turned else 15)
        assert is_size(first.size, 14 if large else 8.5)
        assert contrast(first.colour, "#ffffff") >= (7 if large else 4.5)


def test_a_hostile_header_comes_out_as_it_was_typed(practice: Practice) -> None:
    done = printed(practice.folders, packet_of(practice), HOSTILE)
    assert done.pages_with(HOSTILE) == [4, 5, 6, 7, 8]
    plain = printed(practice.folders, packet_of(practice), HEADER)
    assert len(plain.pages) == len(done.pages)
    for one, other in zip(plain.pages, done.pages, strict=True):
        rest = "".join(other.split()).replace("".join(HOSTILE.split()), "")
        assert rest == "".join(one.split()).replace("".join(HEADER.split()), "")


def test_clients_share_one_style_sheet_that_names_none(practice: Practice) -> None:
    packet = packet_of(practice)
    desk = Workshop(practice.folders)
    handouts = desk.handouts_of(packet)
    one, two = (desk.lay_out_packet(packet, handouts, None, who) for who in (HEADER, "Zoë"))
    assert one.css == two.css
    assert "Ana" not in one.css


def test_what_is_filled_in_shows_in_no_repr(practice: Practice) -> None:
    packet, desk = packet_of(practice), Workshop(practice.folders)
    values = {"cover.name": "Zofia", "one.name": "Zofia"}
    done = desk.lay_out_packet(packet, desk.handouts_of(packet), values, "Zofia")
    assert "Zofia" in done.html
    assert "Zofia" not in repr(done)


def test_words_are_drawn_letter_by_letter(practice: Practice) -> None:
    shipped = shipped_folder() / "templates/fonts/Literata-Regular.ttf"
    with TTFont(shipped) as font:  # the shipped typefaces have no letters that join
        addOpenTypeFeaturesFromString(font, "feature liga { sub f i by x; } liga;")
        font.save(practice.folder / "joins.ttf")
    files = "typography:\n  base: {family: Oak}\n  headings: {family: Oak}\n  fonts:\n"
    files += "    - {family: Oak, source: file, files: [joins.ttf]}\n"
    practice.write("_brand.yml", f"meta: {{name: Oak}}\n{files}")
    packet, word = packet_of(practice), "fi" * 18 + "f"
    practice.sheet("  - {block: text, text: %s}\n" % ("fi" * 30), name="two")
    done = printed(practice.folders, packet, word, {"cover.name": word, "one.name": word})
    drawn = [mark.letters for mark in texts(done.data)]
    assert drawn.count(len(word)) == 5  # twice filled in, and at the head of three pages
    assert len("fi" * 30) not in drawn  # all else joins


def test_personal_packets_pass_pdf_ua_1(practice: Practice, tmp_path: Path) -> None:
    shipped = Folders(practice.folder)
    workshop = Workshop(shipped)
    packet = workshop.library.packet(shipped.packet("couples-starter"))
    composed = workshop.lay_out_packet(packet, workshop.handouts_of(packet))
    values = dict.fromkeys(strips(composed), LONG_NAME)
    tiny = packet_of(practice).on_both_sides()
    made = {
        "shipped": printed(shipped, packet, LONG, values, dict.fromkeys(values, 0.0)),
        "small": printed(practice.folders, tiny, HOSTILE, {"cover.name": "Zoë"}, {"cover.name": 9}),
        "large": printed(practice.folders, tiny, LONG, large_print=True, notes=True),
    }
    assert len(made["shipped"].pages_with(LONG_NAME)) == len(made["shipped"].pages) - 1
    for name, done in made.items():
        (tmp_path / f"{name}.pdf").write_bytes(done.data)
    faults = validate([tmp_path / f"{name}.pdf" for name in made])
    assert {path.name: found for path, found in faults.items() if found} == {}
    assert len(faults) == len(made)
