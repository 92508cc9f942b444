"""Lines of text set by HarfBuzz in the faces of a base, as a content stream has them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz

from handoutgen.press.syntax import number

_PLAIN = {"liga": False, "clig": False, "dlig": False, "hlig": False, "calt": False}
"""Each letter stays one glyph, as with `font-variant-ligatures: none`, and can be read back."""
_SIMPLE = ("LATIN", "GREEK", "CYRILLIC", "MODIFIER", "MASCULINE", "FEMININE", "MICRO")
_STEP = 2 / 3  # half a point, in CSS px


class Unfit(Exception):  # noqa: N818 - not a fault: this client's file is laid out in full
    """What can't be drawn into a base: `kinds` says why, in a few words of `KINDS`."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = tuple(sorted(set(kinds)))
        super().__init__(", ".join(self.kinds))

    def __reduce__(self) -> tuple[type["Unfit"], tuple[tuple[str, ...]]]:
        return type(self), (self.kinds,)


KINDS = {
    "font": "a typeface that isn't a plain TrueType font",
    "kind": "a box to tick, a choice, or words in a style of their own, on paper",
    "letters": "letters that the typefaces here don't have",
    "room": "a text that is too long for its place",
    "script": "a script that isn't set letter by letter",
}
"""Why a client's file is laid out in full."""


@dataclass(frozen=True, slots=True)
class Line:
    """A text as one line: its width as a part of the size, and the glyphs by face.

    `lift` is how much higher, as a part of the size, the line reaches than one of the first face
    alone. Each run is the
    face's number, from 0, and what stands in the brackets of a TJ operator.
    """

    width: float
    lift: float
    runs: tuple[tuple[int, str], ...]

    def size_within(self, room: float, size: float, least: float) -> float:
        """The size at which the line is no wider than its room, at most `size`, in half points.

        Raises Unfit where that would be less than `least`. All in CSS px.
        """
        while size * self.width > room:
            size -= _STEP
            if size < least - 0.01:
                raise Unfit(["room"])
        return size

    def drawing(self, size: float, ends: bool, sinks: float = 0) -> bytes:
        """The content stream of the line, that begins at the origin, or ends there, and `sinks`
        below it by so many CSS px."""
        x, y = -self.width * size if ends else 0, -sinks
        start = f"1 0 0 1 {number(x)} {number(y)} Tm " if x or y else ""
        shown = " ".join(f"/F{face} {number(size)} Tf [{glyphs}]TJ" for face, glyphs in self.runs)
        return f"q BT {start}{shown} ET Q".encode()


class Letters:
    """The faces of a base, the first one first; a letter that it lacks is taken from the next.

    `fonts` are the bytes of TrueType fonts, `language` is that of the text. The letters that stand
    `elsewhere` are not in the first face, and the engine may take them from another one than here.
    """

    def __init__(self, fonts: Sequence[bytes], language: str, elsewhere: str = "") -> None:
        self._faces = [_Face(font) for font in fonts]
        self._language = language
        self._elsewhere = frozenset(elsewhere)
        self.line = lru_cache(maxsize=4096)(self._line)
        self._fault = lru_cache(maxsize=4096)(self._fault_of)
        self._face_of = lru_cache(maxsize=4096)(self._first_face_of)

    def _line(self, text: str) -> Line:
        """The text as one line; raises Unfit."""
        if not self._faces:
            raise Unfit(["font"])
        if odd := set(filter(None, map(self._fault, text))):
            raise Unfit(sorted(odd))
        width, runs = 0.0, []
        for face, letters in groupby(text, self._face_of):
            wide, glyphs = self._faces[face].run("".join(letters), self._language)
            width += wide
            runs.append((face, glyphs))
        return Line(width, self._lift({face for face, _ in runs}), tuple(runs))

    def _lift(self, used: set[int]) -> float:
        """A line is as high as ever, but the letters of some faces reach higher above it; then
        the engine puts half of what it is longer above than below on top."""
        above = max(self._faces[face].above for face in used) - self._faces[0].above
        below = max(self._faces[face].below for face in used) - self._faces[0].below
        return max(0.0, (above - below) / 2)

    def _fault_of(self, letter: str) -> str:
        """Why a letter can't be set here; "" where it can."""
        if unicodedata.category(letter)[0] == "M":
            return "letters"  # a mark of its own on a letter: the engine knows where it stands
        if not _is_simple(letter):
            return "script"
        if letter in self._elsewhere:
            return "letters"
        return "" if any(face.has(letter) for face in self._faces) else "letters"

    def _first_face_of(self, letter: str) -> int:
        return next(number for number, face in enumerate(self._faces) if face.has(letter))


class _Face:
    def __init__(self, font: bytes) -> None:
        face = uharfbuzz.Face(font)
        self._font = uharfbuzz.Font(face)
        self._scale = 1000 / face.upem
        self._glyph_of = lru_cache(maxsize=4096)(self._nominal)
        self._shown = lru_cache(maxsize=4096)(self._shown_of)
        extents = self._font.get_font_extents("ltr")
        self.above: float = extents.ascender / face.upem
        self.below: float = -extents.descender / face.upem

    def has(self, letter: str) -> bool:
        """Whether the face has a glyph for it."""
        return bool(self._glyph_of(letter))

    def _nominal(self, letter: str) -> int | None:
        """The glyph of a letter by itself."""
        glyph: int | None = self._font.get_nominal_glyph(ord(letter))
        return glyph

    def run(self, text: str, language: str) -> tuple[float, str]:
        """How wide a text is, as a part of the size, and its glyphs; raises Unfit."""
        buffer: Any = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction, buffer.language = "ltr", language
        uharfbuzz.shape(self._font, buffer, _PLAIN)
        return self._glyphs(text, buffer.glyph_infos, buffer.glyph_positions)

    def _glyphs(self, text: str, infos: Sequence[Any], places: Sequence[Any]) -> tuple[float, str]:
        codes = [info.codepoint for info in infos]
        if codes != [self._glyph_of(letter) for letter in text]:
            raise Unfit(["letters"])  # another form of a letter, which would not read back
        moves = [place.position for place in places]
        if any(across or up for across, up, _, _ in moves):
            raise Unfit(["letters"])  # marks on letters; the engine knows how
        advances = [advance for _, _, advance, _ in moves]
        shown = "".join(map(self._shown, codes, advances))
        return sum(advances) * self._scale / 1000, f"<{shown}>".replace("<>", "")

    def _shown_of(self, glyph: int, advance: int) -> str:
        """A glyph within the brackets of a string, and by how much the next one stands nearer than
        its width in the PDF says, in thousandths of the size."""
        width = round(self._font.get_glyph_h_advance(glyph) * self._scale)
        kern = int(width - advance * self._scale)
        return f"{glyph:04x}>{kern}<" if kern else f"{glyph:04x}"


@lru_cache(maxsize=4096)
def _is_simple(letter: str) -> bool:
    """Whether a letter stands beside the one before it, from left to right, whatever that is."""
    if unicodedata.category(letter)[0] == "L":
        return unicodedata.name(letter, "").startswith(_SIMPLE)
    return unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
