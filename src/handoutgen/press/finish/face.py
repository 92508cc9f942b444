"""The typefaces that answers are written in, read from their files."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from handoutgen.press.finish.typeface import Face

_BLOCKS = (
    *((0x20, 0x7E), (0xA0, 0x2FF), (0x300, 0x36F), (0x1E00, 0x1EFF)),
    *((0x2000, 0x206F), (0x2070, 0x218F), (0x2190, 0x22FF), (0x25A0, 0x27BF)),
)
"""Latin letters, their marks and typographic signs; then numbers, arrows and other symbols."""
_MANY = 1500  # glyphs; a font that has no more is embedded whole, which is quicker by far
_TABLES = {"GlyphOrder", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post"}
_TABLES |= {"cvt ", "fpgm", "prep"}
"""What drawing takes."""
_LAYOUT = {"GDEF", "GPOS", "GSUB", "kern"}
"""What setting text takes."""
_NEEDED = {
    *map(chr, (*range(0x20, 0x7F), *range(0xA1, 0x149), *range(0x14A, 0x17F))),
    *"ȘșȚțƠơƯưẞ‘’‚“”„†•…‹›€–—",
    *map(chr, range(0x1EA0, 0x1EFA)),
} - set("\xad")


def lacking(path: Path) -> str:
    """The letters of Europe's languages and Vietnamese that this font file can't give a form.

    That is all of them where its outlines aren't those of TrueType.
    """
    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap() if "glyf" in font else {}
    return "".join(sorted(letter for letter in _NEEDED if ord(letter) not in known))


@dataclass(frozen=True, slots=True)
class Style:
    """What a font file says of itself: its weights, whether it is upright, and its letters."""

    weights: tuple[float, float]
    is_upright: bool
    letters: frozenset[str]


@lru_cache(maxsize=32)
def read_style(path: Path) -> Style:
    """The style of a font file."""
    with TTFont(path, lazy=True) as font:
        weight = font["OS/2"].usWeightClass
        least, _, most = _axes(font).get("wght", (weight, weight, weight))
        upright = not font["OS/2"].fsSelection & 1
        return Style((least, most), upright, frozenset(map(chr, font.getBestCmap())))


@lru_cache(maxsize=8)
def read_face(path: Path) -> Face:
    """The face in a TrueType file, ready to be embedded."""
    return _face(*_cut(path, _TABLES))


@lru_cache(maxsize=8)
def read_shaped(path: Path) -> tuple[Face, bytes]:
    """The face in a TrueType file, and a font of the same glyphs that knows how to set them.

    Of a variable font it is the upright face of weight 400. Raises ValueError where the file has
    no outlines of TrueType, or ones that differ with the size.
    """
    name, shaped = _cut(path, _TABLES | _LAYOUT)
    _, drawn = _cut(BytesIO(shaped), _TABLES)
    return _face(name, drawn), shaped


def _cut(file: Path | BytesIO, tables: set[str]) -> tuple[str, bytes]:
    """The name of a font, and the font with no more than these tables and with Latin letters."""
    out = BytesIO()
    with TTFont(file, lazy=True, recalcTimestamp=False) as font:
        if "glyf" not in font:
            raise ValueError("this font has no outlines of TrueType")
        name = str(font["name"].getDebugName(6)) if "name" in font else "Face"
        if "fvar" in font:
            if tables >= _LAYOUT and "opsz" in _axes(font):
                raise ValueError("this font has other outlines in each size")
            instantiateVariableFont(font, _upright(font), inplace=True)
        if font["maxp"].numGlyphs > _MANY:
            _cut_down(font)
        for table in set(font.keys()) - tables:
            del font[table]
        font.flavor = None
        font.save(out, reorderTables=False)
    return name.replace(" ", ""), out.getvalue()


def _axes(font: TTFont) -> dict[str, tuple[float, float, float]]:
    """The least, usual and greatest value on each axis of a variable font."""
    axes = font["fvar"].axes if "fvar" in font else ()
    return {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes}


def _upright(font: TTFont) -> dict[str, float]:
    """Where on its axes a variable font is plain."""
    return {tag: 400 if tag == "wght" else usual for tag, (_, usual, _) in _axes(font).items()}


def _face(name: str, file: bytes) -> Face:
    with TTFont(BytesIO(file)) as font:
        scale = 1000 / font["head"].unitsPerEm
        head, lines, style = font["head"], font["hhea"], font["OS/2"]
        glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
        advances = font["hmtx"].metrics
        widths = tuple(round(advances[name][0] * scale) for name in font.getGlyphOrder())
        return Face(
            name=name,
            packed=zlib.compress(file, 9),
            length=len(file),
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
    options.layout_features = ["*"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    cut = Subsetter(options)
    letters = [code for code in font.getBestCmap() if any(a <= code <= z for a, z in _BLOCKS)]
    cut.populate(unicodes=letters)
    cut.subset(font)
