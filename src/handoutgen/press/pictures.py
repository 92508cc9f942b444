"""The pages of a finished PDF as pictures, and the words on them for who can't see a picture."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_FEW = 16_384
"""A page with more colours than so many has a photograph on it and keeps them all."""
_PALETTE = 160
_FLAT = 48
"""As many colours, those that cover most of a page, are kept as they are."""
_BROKEN = re.compile("(?:\\u00ad|\\ufffe|\\x02)(?:\\r?\\n)?")
"""How a hyphen is told that stands only where a line breaks."""
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a PNG, its size in pixels, and the words on the page, line by line."""

    png: bytes = field(repr=False)
    width: int
    height: int
    words: str = field(repr=False)


def pictures_of(pdf: bytes, width: int, most: int | None = None) -> Iterator[Page]:
    """The pages as pictures so many pixels wide, only the first `most`; forms as filled in."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        document.init_forms()  # before the first page is read, or its fields stay empty
        for number in islice(range(len(document)), most):
            drawn = _drawn(document, number, width)
            yield Page(_png(drawn), drawn.width, drawn.height, _words(document, number))


def _drawn(document: Any, number: int, width: int) -> "Image":
    with closing(document[number]) as page:
        # a hair less, or rounding up makes it a pixel wider
        bitmap = page.render(scale=(width - 0.01) / page.get_width(), rev_byteorder=True)
        with closing(bitmap):
            picture: Image = bitmap.to_pil().convert("RGB").copy()
    return picture


def _words(document: Any, number: int) -> str:
    """The words on the page, with those in its fields."""
    import pypdfium2

    with closing(document[number]) as page:
        if page.formenv:
            page.flatten()
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        try:
            return _tidy(text.get_text_range())
        except pypdfium2.PdfiumError:  # a page without any words
            return ""


def _tidy(text: str) -> str:
    whole = _BROKEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = (line.strip() for line in _BLANKS.sub(" ", whole).split("\n"))
    return "\n".join(line for line in lines if line)


def _png(picture: "Image") -> bytes:
    """The picture as a small file: a page is mostly of a few flat colours."""
    counts = picture.getcolors(_FEW)
    data = BytesIO()
    (picture if counts is None else _in_few(picture, counts)).save(data, "PNG")
    return data.getvalue()


def _in_few(picture: "Image", counts: list[tuple[int, Any]]) -> "Image":
    """The picture with a palette: flat colours stay what they are, shades of letters' edges are
    drawn together."""
    from PIL.Image import Dither, Quantize

    small = picture.quantize(_PALETTE, Quantize.FASTOCTREE, dither=Dither.NONE)
    palette = small.getpalette() or []
    entries = list(zip(*[iter(palette)] * 3, strict=True))
    taken: set[int] = set()
    for _, colour in sorted(counts, reverse=True)[:_FLAT]:
        apart = [sum((a - b) ** 2 for a, b in zip(each, colour, strict=True)) for each in entries]
        nearest = apart.index(min(apart))
        if nearest not in taken and apart[nearest] < _FLAT:
            taken.add(nearest)
            palette[3 * nearest : 3 * nearest + 3] = colour
    small.putpalette(palette)
    return small
