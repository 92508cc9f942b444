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

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from handoutgen.press.finish.typeface import FACE, FULL, Face

_WESTERN = [bytes([code]).decode("cp1252", "ignore") for code in range(32, 256)]
_NONSYMBOLIC = 1 << 5


def embed(pdf: pikepdf.Pdf, face: Face) -> tuple[Dictionary, Dictionary]:
    """Put a face into a PDF: the fonts of the form, and those of each field's appearance."""
    base, descriptor = Name("/" + face.name), _descriptor(pdf, face)
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


def embed_whole(pdf: pikepdf.Pdf, face: Face) -> Any:
    """Put a face into a PDF: the font with a code for each of its letters."""
    return _full(pdf, face, Name("/" + face.name), _descriptor(pdf, face))


def _descriptor(pdf: pikepdf.Pdf, face: Face) -> Any:
    file = Stream(pdf, face.packed, Filter=Name.FlateDecode, Length1=face.length)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/" + face.name),
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
