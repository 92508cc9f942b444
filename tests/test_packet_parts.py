"""Packets without a cover, without a contents page, or without both."""

from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from handoutgen.content.packet import Packet
from handoutgen.errors import ContentError
from handoutgen.pipeline import Workshop, build_packet
from support.pdf import page_texts
from support.personal import HEADER, packet_of, printed
from support.practice import HEAD, Practice
from support.tags import tag_tree
from support.verapdf import validate

PARTS = list(product((True, False), (True, False)))
NAMES = ["both", "cover alone", "contents alone", "neither"]
TWO_PAGES = (
    "  - {block: text, text: Before.}\n  - {block: page_break}\n  - {block: text, text: After.}\n"
)


def two_sheets(practice: Practice) -> list[str]:
    practice.sheet(TWO_PAGES, HEAD.replace("A test sheet", "First"), "one")
    practice.sheet(TWO_PAGES, HEAD.replace("A test sheet", "Second"), "two")
    return ["one", "two"]


def packet(practice: Practice, cover: bool, contents: bool, **more: Any) -> Packet:
    names = two_sheets(practice)
    return Packet(title="T", handouts=names, cover={"page": cover}, contents=contents, **more)


def without(packet: Packet, **parts: Any) -> Packet:
    return Packet.model_validate({**packet.model_dump(), **parts})


def bookmarks(data: bytes) -> list[tuple[str, int]]:
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        pages = [page.objgen for page in pdf.pages]
        return [(str(i.title), pages.index(i.destination[0].objgen) + 1) for i in outline.root]


def heads(data: bytes) -> list[str]:
    lines = [line.strip() for line in tag_tree(data).split("\n")]
    return [line for line in lines if line.startswith("H1")]


@pytest.mark.parametrize(
    ("cover", "contents", "starts"),
    [(*parts, start) for parts, start in zip(PARTS, (3, 2, 2, 1), strict=True)],
    ids=NAMES,
)
def test_what_is_left_out_is_on_no_page_and_in_no_bookmark(
    practice: Practice, cover: bool, contents: bool, starts: int
) -> None:
    done = printed(practice.folders, packet(practice, cover, contents))
    before = ["Your sheets"] * cover + ["Contents"] * contents
    assert len(done.pages) == starts + 3
    pages = [*range(1, starts), starts, starts + 2]
    assert bookmarks(done.data) == list(zip([*before, "First", "Second"], pages, strict=True))
    assert heads(done.data) == [f'H1 "{title}"' for title in (*before, "First", "Second")]
    for number, text in enumerate(done.pages, 1):
        assert (f"Page {number} of {starts + 3}" in text) is (number > cover)
    counts = [text.partition("Sheet page ")[2][:6] for text in done.pages[starts - 1 :]]
    assert counts == ["1 of 2", "2 of 2"] * 2
    assert [blank.name for blank in done.composed.blanks if blank.name == "cover.name"] == (
        ["cover.name"] * cover
    )


@pytest.mark.parametrize(
    ("cover", "contents", "starts"),
    [(*parts, start) for parts, start in zip(PARTS, (5, 3, 3, 1), strict=True)],
    ids=NAMES,
)
def test_on_both_sides_the_first_sheet_is_on_a_right_hand_page_all_the_same(
    practice: Practice, cover: bool, contents: bool, starts: int
) -> None:
    done = printed(practice.folders, packet(practice, cover, contents, duplex=True))
    assert done.pages_with("What it is for.") == [starts, starts + 2]
    assert done.pages_with("This page is left blank.") == list(range(2, starts, 2))


def test_the_contents_lead_to_the_pages_without_a_cover(practice: Practice) -> None:
    done = printed(practice.folders, packet(practice, False, True))
    assert done.pages[0].split()[:5] == ["Contents", "First", "2", "Second", "4"]


def test_a_page_tells_the_version_of_its_sheet(practice: Practice) -> None:
    head = HEAD.replace('version: "1.0"', 'version: "2.7"')
    practice.sheet(TWO_PAGES, head, "old")
    bare = Packet(title="T", handouts=["old"], cover={"page": False}, contents=False)
    for text in printed(practice.folders, bare).pages:
        assert "Sheet version 2.7" in text


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({}, [4, 5, 6, 7, 8]),
        ({"contents": False}, [3, 4, 5, 6, 7]),
        ({"cover": {"page": False}}, [1, 3, 4, 5, 6, 7]),
        ({"cover": {"page": False}, "contents": False}, [2, 3, 4, 5, 6]),
    ],
    ids=NAMES,
)
def test_each_page_of_a_client_tells_whose_it_is(
    practice: Practice, parts: dict[str, Any], told: list[int]
) -> None:
    packet = without(packet_of(practice), **parts)
    values = {"cover.name": "Zofia", "one.name": "Zofia"}
    done = printed(practice.folders, packet, HEADER, values)
    assert done.pages_with(HEADER) == told
    signed = done.pages_with("Zofia")
    listed = done.pages_with("Contents") if packet.cover.page else []
    assert sorted({*told, *signed, *listed}) == list(range(1, len(done.pages) + 1))
    assert (1 in signed) is (packet.cover.page or not packet.contents)


def test_an_answer_for_the_strips_needs_no_cover(practice: Practice) -> None:
    text = "title: T\nhandouts: [one, two]\ncover: {page: false}\ncontents: false\n"
    two_sheets(practice)
    practice.write("handouts/packets/bare.yaml", text)
    place = {"practice": practice.folder, "output": practice.folder / "out"}
    built = build_packet("bare", answers={"name": "Sam"}, **place)
    pages = page_texts(built.path.read_bytes())
    assert ["Sam" in page for page in pages] == [True, False, True, False]


def test_all_of_them_pass_pdf_ua_1(practice: Practice, tmp_path: Path) -> None:
    paths = []
    for number, (cover, contents) in enumerate(PARTS):
        small = packet(practice, cover, contents, duplex=number % 2 == 0)
        for header in ("", HEADER):
            done = printed(practice.folders, small, header, notes=number > 1)
            paths.append(tmp_path / f"{number}{bool(header)}.pdf")
            paths[-1].write_bytes(done.data)
    faults = validate(paths)
    assert len(faults) == len(paths)
    assert {path.name: found for path, found in faults.items() if found} == {}


def test_a_packet_says_in_its_file_what_it_has(practice: Practice) -> None:
    usual = Packet(title="T", handouts=["a"])
    assert (usual.cover.page, usual.cover.topic, usual.contents) == (True, False, True)
    text = "title: T\nhandouts: [action-plan]\ncover:\n  page: maybe\ncontents: sometimes\n"
    practice.write("handouts/packets/odd.yaml", text)
    workshop = Workshop(practice.folders)
    with pytest.raises(ContentError) as caught:
        workshop.library.packet(workshop.folders.packet("odd"))
    assert [(p.line, p.message) for p in caught.value.problems] == [
        (4, "'page' should be true or false, not 'maybe'"),
        (5, "'contents' should be true or false, not 'sometimes'"),
    ]
