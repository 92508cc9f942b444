"""The packets of many clients as one PDF for a printer, each beginning on a right-hand page.

Pages of one base share what is on them: contents, typefaces, pictures. A client's own are only the
page objects, and the drawings of the slots that these name. Tags can't be shared like that, so
there are none, nor links; the file says so of itself and is no substitute for a client's own.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Stream

from handoutgen.compose.words import WORDS
from handoutgen.press.splice.base import Base
from handoutgen.press.splice.letters import Unfit
from handoutgen.press.syntax import number

TITLE = "Print run (no tags: for the printer only)"
_OF_PAGES = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Rotate", "UserUnit")
_KEPT = (*_OF_PAGES, "Group", "Resources", "Contents")
_PX = 0.75  # in pt
_SIZE = 11.5
"""In px, of the words on a page that is left blank."""
_INSET = 75.0
"""In px, how far in and down these stand."""


@dataclass(frozen=True, slots=True)
class _Packet:
    """One client's pages in the print run: their node in the tree, and what they are called."""

    node: Any
    label: str
    language: str


class PrintRun:
    """A print run, to which clients are added in any order; `place` is where each one comes.

    `label` is what the outline calls the client: a row number or a code, never a name.
    """

    def __init__(self) -> None:
        self._document = pikepdf.new()
        self._stocks: dict[str, _Stock] = {}
        self._packets: dict[int, _Packet] = {}

    def add(self, place: int, label: str, base: Base, values: Mapping[str, str]) -> None:
        """Add the base with these values by key; raises Unfit where it can't take them."""
        drawings = base.drawings(values)
        pages = self._stock(base).pages_with(drawings)
        self._put(place, label, base, pages)

    def add_whole(self, place: int, label: str, base: Base, pdf: bytes) -> None:
        """Add the file of a client that was laid out in full because it didn't fit that base."""
        with pikepdf.open(BytesIO(pdf)) as source:
            pages = list(_copied(self._document, source))
        self._put(place, label, base, pages)

    def finish(self) -> bytes:
        """The whole run as a PDF, once at least one client has been added."""
        packets = [packet for _, packet in sorted(self._packets.items())]
        tree = self._document.Root.Pages
        for packet in packets:
            packet.node.Parent = tree
        tree.Kids = Array([packet.node for packet in packets])
        tree.Count = sum(int(packet.node.Count) for packet in packets)
        with self._document.open_outline() as outline:
            outline.root.extend(map(_outlined, packets))
        self._label({packet.language for packet in packets})
        out = BytesIO()
        self._document.save(out, min_version="1.7", object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue()

    def _stock(self, base: Base) -> "_Stock":
        if base.id not in self._stocks:
            self._stocks[base.id] = _Stock(self._document, base)
        return self._stocks[base.id]

    def _put(self, place: int, label: str, base: Base, pages: list[Any]) -> None:
        """Make pages a client's; a blank one follows where the next would begin on a left one."""
        if len(pages) % 2:
            pages.append(self._stock(base).blank(pages[-1]))
        make = self._document.make_indirect
        node = make(Dictionary(Type=Name.Pages, Count=len(pages)))
        for page in pages:
            page.Parent = node
        node.Kids = Array([page if page.is_indirect else make(page) for page in pages])
        self._packets[place] = _Packet(node, label, base.language)

    def _label(self, languages: set[str]) -> None:
        """Say what the file is, and its language where all of it is in the same."""
        document = self._document
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = TITLE
            if len(languages) == 1:
                (language,) = languages
                document.Root.Lang = pikepdf.String(language)
                metadata["dc:language"] = {language}


class _Stock:
    """What all clients of one base share inside a print run."""

    def __init__(self, document: pikepdf.Pdf, base: Base) -> None:
        self._document = document
        with pikepdf.open(BytesIO(base.unfilled())) as source:
            self._pages = list(_copied(document, source))
        resources = self._pages[0].Resources
        for key, part in resources.items():
            if key != "/XObject" and not part.is_indirect:
                resources[key] = document.make_indirect(part)
        self._resources = resources
        self._drawn: dict[tuple[str, bytes], Any] = {}
        self._backs: dict[float, Any] = {}
        self._faces = _faces(resources)
        self._words = b""
        with suppress(Unfit):
            words = WORDS.get(base.language.split("-")[0], WORDS["en"])["blank page"]
            self._words = base.words(words, _SIZE)

    def pages_with(self, drawings: list[tuple[str, bytes]]) -> list[Any]:
        """The pages of a client, for whom this is drawn under the names of the slots."""
        resources = self._document.make_indirect(copy(self._resources))
        resources.XObject = copy(self._resources.get("/XObject", Dictionary()))
        for name, drawing in drawings:
            resources.XObject[f"/{name}"] = self._drawing(name, drawing)
        pages = [copy(page) for page in self._pages]
        for page in pages:
            page.Resources = resources
        return pages

    def _drawing(self, name: str, drawing: bytes) -> Any:
        """A slot's drawing; those that are alike for several clients are there once."""
        if (name, drawing) not in self._drawn:
            slot = self._resources.XObject[f"/{name}"]
            entries = {key: slot.stream_dict[key] for key in slot.stream_dict if key != "/Length"}
            self._drawn[name, drawing] = Stream(self._document, drawing, entries)
        return self._drawn[name, drawing]

    def blank(self, front: Any) -> Any:
        """The other side of a client's last page: as large, and it says that it is left blank."""
        back = copy(front)
        left, _, _, top = (float(side) for side in front.MediaBox)
        if top not in self._backs:
            x, y = number(left + _INSET * _PX), number(top - _INSET * _PX)
            content = f"q 0 g {_PX} 0 0 {_PX} {x} {y} cm ".encode() + self._words + b" Q"
            self._backs[top] = self._document.make_stream(content)
        back.Contents = self._backs[top]
        back.Resources = self._faces
        return back


def _faces(resources: Any) -> Any:
    """The faces that slots are drawn in, as the resources of a drawing."""
    drawn = resources.get("/XObject", Dictionary())
    slots = (drawing for name, drawing in drawn.items() if name.startswith("/slot"))
    found = (slot.get("/Resources") for slot in slots)
    return next(filter(None, found), Dictionary())


def _copied(document: pikepdf.Pdf, source: pikepdf.Pdf) -> Iterator[Any]:
    """The pages of another document, without tags, links and fields."""
    for page in source.pages:
        kept = {f"/{key}": page.obj[f"/{key}"] for key in _KEPT if f"/{key}" in page.obj}
        yield document.copy_foreign(source.make_indirect(Dictionary({"/Type": Name.Page, **kept})))


def _outlined(packet: _Packet) -> OutlineItem:
    return OutlineItem(packet.label, Array([packet.node.Kids[0], Name.Fit]))
