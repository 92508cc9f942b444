"""What is known of a typeface's letters; light, so that files are spliced without the engine."""

from dataclasses import dataclass

FULL = "Webdings"
FACE = "HandoutFace"
"""The names of the form's two fonts; `embedding` says why there are two."""


def default_appearance(size: float) -> str:
    """How programs that fill in a field are to write, in a size in pt."""
    return f"/{FULL} {size:g} Tf /{FACE} {size:g} Tf 0 g"


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
