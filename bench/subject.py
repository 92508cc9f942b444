"""What is measured: the shipped packet of ten sheets on letter paper, and what peers get of it."""

from functools import cached_property
from pathlib import Path

from bench.typesetting import typst_source
from handoutgen.batch.bases import Spec, cached, render_base
from handoutgen.compose.document import Composed, words_of
from handoutgen.compose.edition import Edition
from handoutgen.folders import Folders
from handoutgen.pipeline import Desk
from handoutgen.press.splice.base import Base

PACKET = "pain-and-closeness"


class Subject:
    """A packet in the practice's folder; where that is empty, all of it is shipped."""

    def __init__(self, folder: Path, packet_id: str = PACKET) -> None:
        self.folders = Folders(folder)
        packet = self.folders.packet(packet_id)
        at = (self.folders.practice, self.folders.shipped)
        self.spec = Spec(*at, None, packet, (), "", False, "", frozenset(), ())  # as `batch` has it
        self.desk = Desk(self.folders, None, Edition())
        self.packet = self.desk.library.packet(packet)

    @cached_property
    def base_file(self) -> Path:
        """The base of the packet, rendered where the cache has none."""
        return cached(self.spec) or render_base(self.spec)

    def base(self) -> Base:
        """The base as a batch loads it: with nothing kept from clients before."""
        return Base.load(self.base_file)

    @cached_property
    def composed(self) -> Composed:
        """The packet's HTML and style sheet, with nothing filled in."""
        return self.desk.lay_out_packet(self.packet, self.desk.handouts_of(self.packet))

    @property
    def web_page(self) -> str:
        """The same as one file for a browser."""
        style = f"<style>\n{self.composed.css}\n</style>\n</head>"
        return self.composed.html.replace("</head>", style, 1)

    @property
    def fonts(self) -> Path:
        """The folder of the typefaces that the packet is set in."""
        return self.folders.shipped / "templates/fonts"

    @property
    def typst_page(self) -> str:
        """The same content as a Typst document, in the same sizes and colours."""
        brand, edition = self.desk.brand, self.desk.edition
        words = words_of(brand)
        told = {
            "page": words["page"],
            "of": words["of"],
            "sheet-page": words["sheet page"],
            "version": words["sheet version"],
            "licence": f"  ·  {brand.licence}",
        }
        settings = {
            "type": {name: f"{size}pt" for name, size in edition.sizes.type.items()},
            "lengths": {name: f"{size}mm" for name, size in edition.sizes.lengths.items()},
            "colours": edition.palette(brand.colours).properties,
            "words": told,
            "title": self.packet.title,
            "version": self.packet.version,
            "foot": "  ·  ".join(filter(None, (brand.name, brand.phone, brand.address))),
            "mark": brand.logo.path.read_text("utf-8") if brand.logo else "<svg/>",
        }
        return typst_source(self.composed.html, settings)
