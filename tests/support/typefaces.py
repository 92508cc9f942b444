"""Small typefaces of every kind, made for tests out of the two that ship."""

from functools import cache
from io import BytesIO
from typing import Any

from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import build

from handoutgen.folders import shipped_folder

SHIPPED = shipped_folder() / "templates/fonts"
ATKINSON, LITERATA = "AtkinsonHyperlegibleNext", "Literata"
PLAIN_LETTERS = "".join(map(chr, range(32, 127))) + "·’–—…©“”•→✓é"


def truetype(family: str, source: str, style: str = "Regular", letters: str = "") -> TTFont:
    """A typeface of outlines from a file that ships, with all of its letters unless told."""
    font = TTFont(SHIPPED / f"{source}-{style}.ttf")
    if letters:
        options = Options()
        options.layout_features = ["*"]
        options.name_IDs = ["*"]
        subsetter = Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(font)
    names = {1: family, 4: f"{family} {style}", 6: f"{family}-{style}", 16: family}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.toUnicode())
    return font


def postscript(family: str) -> TTFont:
    """A typeface whose outlines are those of PostScript."""
    shapes, widths, letters = _drawn()
    builder = _builder(family, letters, has_glyf=False)
    outlines = {}
    for name, shape in shapes.items():
        pen = T2CharStringPen(widths[name], None)
        shape.replay(pen)
        outlines[name] = pen.getCharString()
    builder.setupCFF(f"{family}-Regular", {"FullName": family}, outlines, {})
    return _finished(builder, {name: (width, 0) for name, width in widths.items()})


def variable(family: str, axis: str, least: float, most: float) -> TTFont:
    """A typeface that is wider the higher the value on its one axis is."""
    document = DesignSpaceDocument()
    document.addAxis(
        AxisDescriptor(tag=axis, name=axis, minimum=least, default=least, maximum=most)
    )
    for value, stretch in ((least, 1.0), (most, 1.4)):
        source = SourceDescriptor()
        source.font, source.location = _stretched(family, stretch), {axis: value}
        document.addSource(source)
    font: TTFont = build(document)[0]
    return font


def saved(font: TTFont, flavor: str | None = None) -> bytes:
    """The file of a typeface, packed as "woff2" if asked for."""
    out = BytesIO()
    font.flavor = flavor
    font.save(out)
    return out.getvalue()


@cache
def _drawn() -> tuple[dict[str, DecomposingRecordingPen], dict[str, int], dict[int, str]]:
    """The plain letters: their shapes and widths by name, and their names."""
    with TTFont(SHIPPED / f"{ATKINSON}-Regular.ttf") as font:
        known, glyphs, metrics = font.getBestCmap(), font.getGlyphSet(), font["hmtx"].metrics
        letters = {
            ord(letter): known[ord(letter)] for letter in PLAIN_LETTERS if ord(letter) in known
        }
        shapes = {}
        for name in (".notdef", *sorted(set(letters.values()))):
            shapes[name] = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(shapes[name])
        return shapes, {name: metrics[name][0] for name in shapes}, letters


def _stretched(family: str, stretch: float) -> TTFont:
    shapes, widths, letters = _drawn()
    builder = _builder(family, letters, has_glyf=True)
    outlines = {}
    for name, shape in shapes.items():
        pen = TTGlyphPen(None)
        shape.replay(TransformPen(pen, (stretch, 0, 0, 1, 0, 0)))
        outlines[name] = pen.glyph()
    builder.setupGlyf(outlines)
    glyf = builder.font["glyf"]
    places = {name: getattr(glyf[name], "xMin", 0) for name in outlines}
    return _finished(
        builder, {name: (round(widths[name] * stretch), places[name]) for name in outlines}
    )


def _builder(family: str, letters: dict[int, str], has_glyf: bool) -> Any:
    builder = FontBuilder(1000, isTTF=has_glyf)
    builder.setupGlyphOrder([".notdef", *sorted(set(letters.values()))])
    builder.setupCharacterMap(letters)
    names = {"familyName": family, "styleName": "Regular", "fullName": family}
    builder.setupNameTable({**names, "psName": f"{family}-Regular"})
    return builder


def _finished(builder: Any, metrics: dict[str, tuple[int, int]]) -> TTFont:
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=984, descent=-316)
    builder.setupOS2(sTypoAscender=984, sTypoDescender=-316, usWinAscent=984, usWinDescent=316)
    builder.setupPost()
    font: TTFont = builder.font
    return font
