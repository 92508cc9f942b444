"""Reads back what is in a finished PDF: its text, its pages' sizes and its fonts."""

from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from io import BytesIO

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont
from PIL import Image

LINE_END_HYPHEN = "\ufffe"
"""What pdfium puts for a hyphen at the end of a line, together with the words on both sides."""


def page_texts(data: bytes) -> list[str]:
    """The text of each page, with lines as they are on paper."""
    return list(_page_texts(data))


@lru_cache(maxsize=256)
def _page_texts(data: bytes) -> tuple[str, ...]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return tuple(text.replace("\r\n", "\n").replace(LINE_END_HYPHEN, "-") for text in texts)


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page, in points rounded to a tenth: letter is (612, 792)."""
    with pikepdf.open(BytesIO(data)) as document:
        boxes = [[float(number) for number in page.mediabox] for page in document.pages]
    return [(round(right - left, 1), round(top - bottom, 1)) for left, bottom, right, top in boxes]


def fonts(data: bytes) -> dict[str, bool]:
    """Every font that the file uses, without the prefix of a subset, and whether it is embedded."""
    found: dict[str, bool] = {}
    with pikepdf.open(BytesIO(data)) as document:
        for font in _simple_fonts(document):
            name = str(font.get("/BaseFont", font.get("/Name", "/unnamed"))).lstrip("/")
            descriptor = font.get("/FontDescriptor", pikepdf.Dictionary())
            embedded = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
            name = name.partition("+")[2] or name
            found[name] = embedded and found.get(name, True)
    return dict(sorted(found.items()))


def _simple_fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """The dictionaries that describe a font's glyphs; a Type0 font only points to such a one."""
    for item in document.objects:
        is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        if is_font and item.get("/Subtype") != "/Type0":
            yield item


def page_pictures(data: bytes, dpi: int) -> list[Image.Image]:
    """Each page as a picture."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def undrawn_glyphs(data: bytes) -> int:
    """How many times a page shows a letter that its font has no shape for."""
    count = 0
    with pikepdf.open(BytesIO(data)) as document:
        known: dict[tuple[int, int], set[int]] = {}
        for page in document.pages:
            shapes: set[int] = set()
            for drawn in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
                if str(drawn.operator) == "Tf":
                    font = page.Resources.Font[str(drawn.operands[0])]
                    if font.objgen not in known:
                        known[font.objgen] = _shapes(font)
                    shapes = known[font.objgen]
                else:
                    codes = b"".join(bytes(part) for part in _strings(drawn.operands[0]))
                    pairs = zip(codes[::2], codes[1::2], strict=True)
                    count += sum(high * 256 + low not in shapes for high, low in pairs)
    return count


def _strings(shown: pikepdf.Object) -> Iterator[pikepdf.Object]:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    yield from (part for part in parts if isinstance(part, pikepdf.String))


def _shapes(font: pikepdf.Object) -> set[int]:
    """The glyphs of an embedded font that can be shown: all that it maps, but for .notdef."""
    (descendant,) = font.DescendantFonts
    with TTFont(BytesIO(descendant.FontDescriptor.FontFile2.read_bytes())) as inside:
        return set(range(1, inside["maxp"].numGlyphs))
