"""Where the words and the fields stand on the pages of a finished PDF."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from support.marks import MM, Rect


@dataclass(frozen=True)
class Widget:
    """A field's place on a page; its kind is that of its blank: "line", "lines" and so on."""

    kind: str
    page: int
    rect: Rect


def widgets(data: bytes) -> list[Widget]:
    """The fields' places, page by page; each option of a choice has its own."""
    with pikepdf.open(BytesIO(data)) as document:
        return [
            Widget(_kind(annotation), number, _placed(annotation, float(page.mediabox[3])))
            for number, page in enumerate(document.pages, 1)
            for annotation in page.get("/Annots", ())
            if annotation.Subtype == "/Widget"
        ]


def _kind(widget: pikepdf.Object) -> str:
    field = widget if "/FT" in widget else widget.Parent
    flags = int(field.get("/Ff", 0))
    if field.FT == "/Tx":
        return "lines" if flags & 1 << 12 else "line"
    return "choice" if flags & 1 << 15 else "tick"


def _placed(widget: pikepdf.Object, high: float) -> Rect:
    left, bottom, right, top = (float(side) for side in widget.Rect)
    return Rect(left * MM, (high - top) * MM, right * MM, (high - bottom) * MM)


def inked(data: bytes) -> list[list[Rect]]:
    """On each page, where the ink is of what pdfium reads as one piece of a line."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [list(_inked(page)) for page in document]


def _inked(page: Any) -> Iterator[Rect]:
    text, high = page.get_textpage(), page.get_height()
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        yield Rect(left * MM, (high - top) * MM, right * MM, (high - bottom) * MM)
