"""Packets of one client, printed for tests, and where on their pages things stand."""

import re
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pypdfium2

from handoutgen.compose.document import Composed
from handoutgen.compose.edition import Edition
from handoutgen.content.blanks import Fits, Values
from handoutgen.content.packet import Packet
from handoutgen.folders import Folders
from handoutgen.pipeline import Desk, Workshop
from handoutgen.placing import check_printed
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine
from support.drawn import marks
from support.marks import Mark
from support.pdf import LINE_END_HYPHEN, page_texts
from support.practice import HEAD, Practice

HEADER = "Ana K. · Dr. Novak · 2026-11-22"
SPACED = "Maria-Theresia Wilhelmina Anastasia von und zu Habsburg-Lothringen "
LONG_NAME = (SPACED * 2)[:119] + "e"
ONE_WORD = ("Mariatheresiawilhelmina" * 6)[:120]
LONG = f"{LONG_NAME} · Dr. Novak · 2026-11-22"
HOSTILE = (
    "A\"; } body { display: none } \\ \\41 '/* </style><b>x</b>\nurl(http://a.b) {{ 7*7 }} &amp; %s"
)
ENGINE = Engine()

ONE = """\
  - {block: text, text: "On [[day]] I felt [[pain]]."}
  - {block: page_break}
  - {block: checklist, title: List, items: [a thing], blank_items: 1}
  - {block: lines, prompt: What else?, count: 3}
  - {block: agreement, points: [a point], blank_points: 1, signers: [One]}
  - {block: box, prompt: Draw, height: 20}
  - {block: table, columns: [A, B], rows: [[x, y]], blank_rows: 1}
  - {block: log, rows: [a, b], columns: [c], landscape: true}
  - {block: text, text: After the log.}
"""
TWO = (
    "  - {block: text, text: Mine.}\n  - {block: page_break}\n  - {block: text, text: Also mine.}\n"
)
FOR_THERAPIST = HEAD.replace("audience: client", "audience: therapist")


@dataclass
class Personal:
    """A printed packet of one client."""

    data: bytes
    composed: Composed
    pages: list[str]

    def pages_with(self, words: str) -> list[int]:
        """The numbers of the pages that say it."""
        words = "".join(words.split())
        return [n for n, text in enumerate(self.pages, 1) if words in "".join(text.split())]


def packet_of(practice: Practice) -> Packet:
    """Two sheets, the second one for the therapist, which has no client strip."""
    practice.sheet(ONE, name="one")
    practice.sheet(TWO, FOR_THERAPIST, "two")
    return Packet(title="t", handouts=["one", "two"])


def composed(folders: Folders, packet: Packet, **choices: Any) -> Composed:
    """The packet before it is printed, with nothing filled in."""
    desk = Desk(folders, None, Edition(**{"paper": "letter", **choices}))
    return desk.lay_out_packet(packet, desk.handouts_of(packet))


def printed(
    folders: Folders,
    packet: Packet,
    header: str = "",
    values: Values | None = None,
    fits: Fits | None = None,
    **choices: Any,
) -> Personal:
    """The packet as it comes off the press, without a fault on its pages; what is asked for a
    second time, of a practice with the same files, is not printed again."""
    files = sorted(path for path in folders.practice.rglob("*") if path.is_file())
    asked = [(str(path.relative_to(folders.practice)), path.read_bytes()) for path in files]
    key = repr((packet.id, packet, header, values, fits, sorted(choices.items()), asked))
    if key not in _PRINTED:
        _PRINTED[key] = _print(folders, packet, header, values, fits, **choices)
    return _PRINTED[key]


_PRINTED: dict[str, Personal] = {}


def _print(
    folders: Folders,
    packet: Packet,
    header: str,
    values: Values | None,
    fits: Fits | None,
    **choices: Any,
) -> Personal:
    workshop = Workshop(folders, None, Edition(**{"paper": "letter", **choices}))
    workshop.engine = ENGINE
    handouts = workshop.handouts_of(packet)
    composed = workshop.lay_out_packet(packet, handouts, values, header, fits)
    gate = AssetGate(folders, workshop.brand.files, in_grey=False)
    done = ENGINE.print(composed.html, composed.css, gate)
    check_printed(done, handouts, workshop.brand, "packet", "brand")
    return Personal(done.pdf, composed, page_texts(done.pdf))


def places(composed: Composed, *kinds: str) -> list[str]:
    """The names of the blanks of those kinds."""
    return [blank.name for blank in composed.blanks if blank.kind in kinds]


def strips(composed: Composed) -> list[str]:
    """The names of the blanks for the client's name."""
    return [blank.name for blank in composed.blanks if re.fullmatch(r"[\w-]+\.name", blank.name)]


def texts(data: bytes, page: int = 0) -> list[Mark]:
    """What is written on a page, or on all of them."""
    return [m for m in marks(data) if m.kind == "text" and page in (0, m.page)]


def at(mark: Mark) -> tuple[int, float, float]:
    """Where its baseline begins: page, and in mm from the left and the top."""
    return mark.page, round(mark.rect.left, 3), round(mark.rect.bottom, 3)


def is_size(drawn: float, size: float) -> bool:
    """Whether a size in pt is the one meant, but for rounding."""
    return abs(drawn - size) < 0.01


def header_places(
    data: bytes, header: str
) -> dict[int, tuple[float, float, float, float, int, float]]:
    """For each page that begins with the header: its left, bottom, right and top edge in pt from
    the page's lower left corner, its lines, and the upper edge of what stands below."""
    wanted, found = "".join(header.split()), {}
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            letters = sorted(
                (-round(box[1], 1), box, letter)
                for n in range(text.count_chars())
                if (letter := text.get_text_range(n, 1)).strip()
                for box in [text.get_charbox(n, loose=True)]
            )
            letters.sort(key=lambda each: (each[0], each[1][0]))
            head, rest = letters[: len(wanted)], letters[len(wanted) :]
            if "".join(letter for _, _, letter in head).replace(LINE_END_HYPHEN, "-") == wanted:
                boxes = [box for _, box, _ in head]
                lefts, bottoms, rights, tops = zip(*boxes, strict=True)
                lines = len({line for line, _, _ in head})
                below = max((box[3] for _, box, _ in rest), default=0)
                found[number] = min(lefts), min(bottoms), max(rights), max(tops), lines, below
    return found
