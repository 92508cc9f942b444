"""The face that answers are written in, embedded so that every viewer can write with it.

The program that fills a form in writes letters that nobody knows ahead, so all the letters
of the face are embedded. Programs find a field's font in different ways, and few can use one that
has more than 256 letters in every case; so one font file is given to each as it can use it:

- the whole face, two bytes a letter, is what `FULL` names, and what `FACE` names in the form's
  own resources: pdfium, poppler, pdf.js and pypdf write any of its letters with it
- the 224 letters of Windows' western code page, one byte each, are what `FACE` names in the
  resources of a field's appearance, where qpdf (and so pikepdf) looks first

pdfium takes the first font that a field's default appearance names, the others take the last.
And pdfium would write all but the plainest letters, typographic quotation marks too, in some font
of the machine, except where the font goes by one of four names. `FULL` is such a name; nothing is
ever drawn in the font that is known by it elsewhere.
"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Stream, String

FULL = "Webdings"
FACE = "HandoutFace"
_BLOCKS = (
    *((0x20, 0x7E), (0xA0, 0x2FF), (0x300, 0x36F), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0x2070, 0x218F), (0x2190, 0x22FF), (0x25A0, 0x27BF)),
)
"""Latin letters, their marks and typographic signs; then numbers, arrows and other symbols."""
_MANY = 1500  # glyphs; a font that has no more is embedded whole, which is quicker by far
_TABLES = {"GlyphOrder", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post"}
_TABLES |= {"cvt ", "fpgm", "prep"}
"""What drawing takes; tables for the layout of text are left out."""
_WESTERN = [bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)]
_NEEDED = {
    *map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x149), *range(0x14A, 0x17F))),
    *"ȘșȚțƠơƯưẞ‘’‚“”„†•…‹›€–—",
    *map(chr, range(0x1EA0, 0x1EFA)),
} - set("\xad")
_NONSYMBOLIC = 1 << 5


@dataclass(frozen=True)
class Face:
    """A typeface for answers: its file, packed, and what is known of each letter.

    `glyphs` are by a letter's number, `widths` by glyph and `advances` by letter. These, ascent
    and descent are in thousandths of the size; the descent is below zero.
    """

    name: str
    packed: bytes
    length: int
    glyphs: dict[int, int]
    widths: tuple[int, ...]
    advances: dict[str, int]
    ascent: int
    descent: int
    capitals: int
    box: tuple[int, ...]

    def width(self, text: str) -> int:
        """How wide a text is, in thousandths of the size."""
        return sum(map(self.advances.__getitem__, text))

    def codes(self, text: str) -> str:
        """The text as the `FULL` font has it in a content stream, in hexadecimal."""
        return "".join(f"{self.glyphs[ord(letter)]:04x}" for letter in text)


def lacking(path: Path) -> str:
    """The letters of Europe's languages and Vietnamese that this font file can't give a form.

    That is all of them where its outlines aren't those of TrueType.
    """
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap() if "glyf" in font else {}
    return "".join(sorted(letter for letter in _NEEDED if ord(letter) not in known))


@lru_cache(maxsize=8)
def read_face(path: Path) -> Face:
    """The face in a TrueType file, ready to be embedded."""
    file = BytesIO()
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        name = str(font["name"].getDebugName(6) or path.stem).replace(" ", "")
        if font["maxp"].numGlyphs > _MANY:
            _cut_down(font)
        for table in set(font.keys()) - _TABLES:
            del font[table]
        font.flavor = None
        font.save(file, reorderTables=False)
    with TTFont(file) as font:
        scale = 1000 / font["head"].unitsPerEm
        head, lines, style = font["head"], font["hhea"], font["OS/2"]
        glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
        advances = font["hmtx"].metrics
        widths = tuple(round(advances[name][0] * scale) for name in font.getGlyphOrder())
        return Face(
            name=name,
            packed=zlib.compress(file.getvalue(), 9),
            length=len(file.getvalue()),
            glyphs=glyphs,
            widths=widths,
            advances={chr(code): widths[glyph] for code, glyph in glyphs.items()},
            ascent=round(lines.ascent * scale),
            descent=round(lines.descent * scale),
            capitals=round((getattr(style, "sCapHeight", 0) or lines.ascent) * scale),
            box=tuple(round(at * scale) for at in (head.xMin, head.yMin, head.xMax, head.yMax)),
        )


def _cut_down(font: TTFont) -> None:
    """Leave only what is Latin in a font of many scripts."""
    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    cut = Subsetter(options)
    letters = [code for code in font.getBestCmap() if any(a <= code <= z for a, z in _BLOCKS)]
    cut.populate(unicodes=letters)
    cut.subset(font)


def embed(pdf: pikepdf.Pdf, face: Face) -> tuple[Dictionary, Dictionary]:
    """Put a face into a PDF: the fonts of the form, and those of each field's appearance."""
    file = Stream(pdf, face.packed, Filter=Name.FlateDecode, Length1=face.length)
    base = Name("/" + face.name)
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=base,
            Flags=_NONSYMBOLIC,
            ItalicAngle=0,
            StemV=80,
            FontBBox=Array(list(face.box)),
            Ascent=face.ascent,
            Descent=face.descent,
            CapHeight=face.capitals,
            FontFile2=pdf.make_indirect(file),
        )
    )
    full = _full(pdf, face, base, descriptor)
    western = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=base,
        Encoding=Name.WinAnsiEncoding,
        FirstChar=32,
        LastChar=255,
        Widths=Array([_western_width(face, letter) for letter in _WESTERN]),
        FontDescriptor=descriptor,
    )
    mine = {"/" + FULL: full, "/" + FACE: pdf.make_indirect(western)}
    fonts = {"/" + FULL: full, "/" + FACE: full}
    return pdf.make_indirect(Dictionary(fonts)), pdf.make_indirect(Dictionary(mine))


def _full(pdf: pikepdf.Pdf, face: Face, base: Name, descriptor: Any) -> Any:
    """The font with a code for each letter, which is the number of its glyph."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        W=Array([0, Array(list(face.widths))]),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=descriptor,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_letters_of_codes(face)),
        )
    )


def _letters_of_codes(face: Face) -> bytes:
    """What each code of the full font means; of two letters that look alike the first one."""
    letters: dict[int, int] = {}
    for code, glyph in sorted(face.glyphs.items()):
        letters.setdefault(glyph, code)
    pairs = [
        f"<{glyph:04x}> <{chr(code).encode('utf-16-be').hex()}>"
        for glyph, code in sorted(letters.items())
    ]
    parts = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <ffff>",
        "endcodespacerange",
    ]
    for part in parts:
        lines += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


def _western_width(face: Face, letter: str) -> int:
    return face.width(letter) if letter and ord(letter) in face.glyphs else 0
