"""Packets: several handouts as one document, with a cover and contents."""

from pathlib import Path
from typing import Any

import pikepdf
import pytest

from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.content.packet import Packet
from handoutgen.errors import ContentError, UsageError
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop, build_packet
from support.pdf import page_sizes, page_texts
from support.placed import inked
from support.practice import Practice
from support.tags import tag_tree, tagged_text
from support.verapdf import validate

PACKETS = tuple(Folders().packets())
EDITIONS = {
    "plain": Edition("letter"),
    "a4-form-notes": Edition("a4", notes=True, fillable=True),
    "large-ink": Edition("letter", large_print=True, ink_saver=True),
}


class Printed:
    """Prints each packet once in each edition."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[tuple[str, str], Path] = {}

    def workshop(self, edition: str = "plain", folders: Folders | None = None) -> Workshop:
        """What prints in that edition."""
        return Workshop(folders or Folders(self.folder), None, EDITIONS[edition])

    def packet(self, name: str) -> Packet:
        """The shipped packet."""
        workshop = self.workshop()
        return workshop.library.packet(workshop.folders.packet(name))

    def path(self, name: str, edition: str = "plain") -> Path:
        """The PDF's file."""
        if (name, edition) not in self.made:
            built = self.workshop(edition).build_packet(self.packet(name), self.folder / edition)
            self.made[name, edition] = built.path
        return self.made[name, edition]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return Printed(tmp_path_factory.mktemp("packets"))


def tiny(practice: Practice, **more: Any) -> Packet:
    """A packet of two small sheets."""
    practice.sheet("  - block: text\n    text: On [[day]].\n", name="one")
    practice.sheet(SECOND, name="two")
    return Packet(title="A **quiet** topic", summary="For nobody.", handouts=["one", "two"], **more)


SECOND = (
    "  - {block: text, text: Before.}\n  - {block: page_break}\n  - {block: text, text: After.}\n"
)


def test_the_packets_of_the_library_are_there() -> None:
    assert PACKETS == (
        "couples-starter",
        "depression-and-desire",
        "pain-and-closeness",
        "talking-about-mental-health",
    )


def test_every_packet_passes_pdf_ua_1(printed: Printed) -> None:
    paths = [printed.path(name) for name in PACKETS]
    paths += [printed.path("couples-starter", edition) for edition in list(EDITIONS)[1:]]
    faults = validate(paths)
    assert len(faults) == len(paths)
    assert {path.name: found for path, found in faults.items() if found} == {}


@pytest.mark.parametrize("name", ["couples-starter"])
def test_a_packet_holds_every_word_of_its_handouts(printed: Printed, name: str) -> None:
    text = "".join(tagged_text(printed.path(name).read_bytes()).split())
    workshop = printed.workshop()
    for handout in printed.packet(name).handouts:
        built = workshop.build(workshop.folders.handout(handout), printed.folder / "alone")
        assert "".join(tagged_text(built.path.read_bytes()).split()) in text


def test_pages_are_counted_through_the_packet_and_in_each_sheet(printed: Printed) -> None:
    pages = page_texts(printed.path("couples-starter").read_bytes())
    count = len(pages)
    assert "Page" not in pages[0]  # the cover
    sheets = []
    for number, text in enumerate(pages[1:], 2):
        assert f"Page {number} of {count}" in text
        sheets += [text.partition("Sheet page ")[2][:6]] if "Sheet page" in text else []
    assert sheets == ["1 of 2", "2 of 2"] * 6


def test_the_contents_lead_to_each_sheet(printed: Printed) -> None:
    path = printed.path("couples-starter")
    text = page_texts(path.read_bytes())
    with pikepdf.open(path) as pdf:
        pages = [page.objgen for page in pdf.pages]
        names = pdf.Root.Names.Dests.Names
        targets = {str(names[i]): names[i + 1][0].objgen for i in range(0, len(names), 2)}
        links = [link for link in pdf.pages[1].Annots if link.Subtype == "/Link"]
        leads = [pages.index(targets[str(link.Dest)]) for link in links]
        said = [str(link.Contents) for link in links]
    workshop = printed.workshop()
    titles = [
        workshop.library.handout(workshop.folders.handout(name)).title
        for name in printed.packet("couples-starter").handouts
    ]
    assert said == [title.replace("'", "’") for title in titles]
    assert leads == [2, 4, 6, 8, 10, 12]
    for title, page in zip(said, leads, strict=True):
        assert title in " ".join(text[page].split())
        assert f"{title}\n{page + 1}" in text[1].replace("\r", "") or str(page + 1) in text[1]


def test_bookmarks_name_each_sheet(printed: Printed) -> None:
    with pikepdf.open(printed.path("couples-starter")) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]
    assert titles[:3] == ["Your sheets", "Contents", "Small daily moments"]
    assert len(titles) == 8


def test_the_cover_names_the_topic_only_where_asked(practice: Practice, printed: Printed) -> None:
    workshop = printed.workshop(folders=practice.folders)
    quiet = tiny(practice)
    loud = tiny(practice, cover={"topic": True})
    texts = []
    for number, packet in enumerate((quiet, loud)):
        built = workshop.build_packet(packet, practice.folder / str(number))
        texts.append(page_texts(built.path.read_bytes())[0])
    assert ["quiet topic" in text for text in texts] == [False, True]
    assert ["For nobody." in text for text in texts] == [False, True]
    assert all("Willow Street Therapy" in text for text in texts)


def test_on_both_sides_each_sheet_starts_on_a_right_hand_page(
    practice: Practice, printed: Printed
) -> None:
    workshop = printed.workshop(folders=practice.folders)
    built = workshop.build_packet(tiny(practice).on_both_sides(), practice.folder)
    pages = page_texts(built.path.read_bytes())
    starts = [number for number, text in enumerate(pages, 1) if "What it is for." in text]
    assert starts == [5, 7]
    blank = [number for number, text in enumerate(pages, 1) if "This page is left blank." in text]
    assert blank == [2, 4, 6]
    plain = workshop.build_packet(tiny(practice), practice.folder / "plain")
    assert plain.pages == 5


def test_on_both_sides_the_wide_margin_is_where_the_paper_is_bound(
    practice: Practice, printed: Printed
) -> None:
    packet = Packet(title="Days", handouts=["daily-connection"]).on_both_sides()
    built = printed.workshop(folders=practice.folders).build_packet(packet, practice.folder)
    width = PAPERS["letter"][0]
    front, back = inked(built.path.read_bytes())[4:6]
    assert min(rect.left for rect in front) == pytest.approx(25, abs=0.5)
    assert max(rect.right for rect in front) == pytest.approx(width - 15, abs=0.5)
    assert min(rect.left for rect in back) == pytest.approx(15, abs=0.5)
    assert max(rect.right for rect in back) == pytest.approx(width - 25, abs=0.5)


def test_a_packet_is_made_from_python(practice: Practice) -> None:
    tiny(practice)
    place = {"practice": practice.folder, "output": practice.folder / "out"}
    built = build_packet(["two", "one"], duplex=True, answers={"name": "Sam"}, **place)
    assert (built.path.name, built.pages) == ("my-packet-filled.pdf", 7)
    pages = page_texts(built.path.read_bytes())
    assert ["Sam" in page for page in pages] == [True, *[False] * 3, True, False, True]
    with pytest.raises(UsageError, match="no handout 'three'"):
        build_packet(["one", "three"], **place)


def test_notes_stand_at_the_end_of_the_packet(printed: Printed) -> None:
    pages = page_texts(printed.path("couples-starter", "a4-form-notes").read_bytes())
    first = next(n for n, text in enumerate(pages) if "Notes for the therapist\n" in text and n > 1)
    assert all("Therapist’s copy" in text for text in pages[first:])
    assert not any("Therapist’s copy" in text for text in pages[:first])


def test_each_field_has_a_name_of_its_own(printed: Printed) -> None:
    with pikepdf.open(printed.path("couples-starter", "a4-form-notes")) as pdf:
        tops = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert tops == ["cover", *printed.packet("couples-starter").handouts]


def test_a_turned_page_keeps_its_size_and_its_count(practice: Practice, printed: Printed) -> None:
    log = "  - {block: log, rows: [a], columns: [b], landscape: true}\n"
    practice.sheet("  - {block: text, text: Before.}\n" + log, name="one")
    practice.sheet("  - {block: text, text: Last.}\n", name="two")
    packet = Packet(title="t", handouts=["one", "two"])
    built = printed.workshop(folders=practice.folders).build_packet(packet, practice.folder)
    data = built.path.read_bytes()
    assert page_sizes(data)[2:5] == [(612.0, 792.0), (792.0, 612.0), (612.0, 792.0)]
    counts = [text.partition("Sheet page ")[2][:6] for text in page_texts(data)[2:]]
    assert counts == ["1 of 3", "2 of 3", "3 of 3", "1 of 1"]


def test_headings_and_sheets_are_tagged_in_order(practice: Practice, printed: Printed) -> None:
    workshop = printed.workshop(folders=practice.folders)
    tree = tag_tree(workshop.build_packet(tiny(practice), practice.folder).path.read_bytes())
    heads = [line.strip() for line in tree.split("\n") if line.strip().startswith(("H1", "Art"))]
    assert heads == [
        'H1 "Your sheets"',
        'H1 "Contents"',
        "Art",
        'H1 "A test sheet"',
        "Art",
        'H1 "A test sheet"',
    ]


def test_a_second_printing_is_the_same_to_the_byte(printed: Printed, tmp_path: Path) -> None:
    again = printed.workshop().build_packet(printed.packet("couples-starter"), tmp_path)
    assert again.path.read_bytes() == printed.path("couples-starter").read_bytes()


def test_a_fault_on_a_page_is_told_where_it_stands(practice: Practice, printed: Printed) -> None:
    packet = tiny(practice)
    practice.sheet("  - {block: text, text: fine}\n  - {block: text, text: 漢}\n", name="two")
    with pytest.raises(Exception, match=r"handouts/two\.yaml:9:5: no font here can draw '漢'"):
        printed.workshop(folders=practice.folders).build_packet(packet, practice.folder)
    assert not (practice.folder / "packet-packet.pdf").exists()


def test_bad_packets_are_told_all_at_once(practice: Practice) -> None:
    text = "title: a\nhandouts: [action-plan, actoin-plan, action-plan]\ncolour: red\n"
    practice.write("handouts/packets/mine.yaml", text)
    workshop = Workshop(practice.folders)
    with pytest.raises(ContentError) as caught:
        workshop.library.packet(workshop.folders.packet("mine"))
    told = [(p.line, p.message) for p in caught.value.problems]
    assert (2, "there is no handout 'actoin-plan'") in told
    assert any("'colour'" in message and line == 3 for line, message in told)


def test_problems_of_all_its_handouts_are_told(practice: Practice) -> None:
    practice.sheet("  - {block: txt}\n", name="one")
    practice.sheet("  - {block: lins}\n", name="two")
    packet = Packet(title="t", handouts=["one", "two"])
    with pytest.raises(ContentError) as caught:
        Workshop(practice.folders).build_packet(packet, practice.folder)
    assert [p.file for p in caught.value.problems] == ["handouts/one.yaml", "handouts/two.yaml"]
