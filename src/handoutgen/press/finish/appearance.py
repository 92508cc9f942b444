"""The look of a field with text in it: laid out in its box, with the widths of the face."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from handoutgen.press.finish.typeface import FULL, Face
from handoutgen.press.syntax import number

EMPTY = b"/Tx BMC\nEMC"
_PADDING = 2.0
_PLAIN = {
    **dict.fromkeys((9, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF, *range(0xFE00, 0xFE10)), ""),
    **dict.fromkeys((0x2010, 0x2011), "-"),
}
"""Spaces, hyphens and unseen letters that few faces have, and what is drawn for them."""
_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def smallest(size: float) -> float:
    """The size in pt down to which text that doesn't fit its box is made smaller."""
    return 14.0 if size >= 18 else min(size, 9.0)


def undrawable(text: str, face: Face) -> str:
    """The letters of a text that the face has no form for."""
    letters = sorted(set(_plain(text)) - {"\n"})
    return "".join(letter for letter in letters if ord(letter) not in face.glyphs)


def _plain(text: str) -> str:
    """The text with its marks joined to their letters, its unseen letters left out."""
    text = _BREAK.sub("\n", unicodedata.normalize("NFC", text)).translate(_PLAIN)
    return _UNSEEN.sub("", text)


def _drawable(text: str, face: Face) -> str:
    lacking = dict.fromkeys(map(ord, undrawable(text, face)), "?")
    return _plain(text).translate(lacking)


@dataclass(frozen=True, slots=True)
class Box:
    """A place for text, its measures in pt; in one that `wraps` there is room for lines."""

    width: float
    height: float
    wraps: bool
    face: Face

    def size_for(self, text: str, size: float) -> float:
        """The size in pt that a text has here, at most `size`.

        A line is never higher than the box, and where text wraps two of them are not, if they
        can be read. Text that doesn't fit is made smaller, in half points, as far as it stays
        readable; what then sticks out can be scrolled to.
        """
        least = smallest(size)
        room = self.height - (_PADDING if self.wraps else 0)
        one, two = (int(2 * room / count / self._leading) / 2 for count in (1, 2))
        size = min(size, two if self.wraps and two >= least else one)
        while text and size - 0.5 >= least and not self.holds(text, size):
            size -= 0.5
        return size

    def text(self, text: str, size: float) -> bytes:
        """The look of a text at a size: from the top where it wraps, else at half the height."""
        lines = self._lines(text, size)
        if not lines:
            return EMPTY
        leading, ascent = size * self._leading, size * self.face.ascent / 1000
        top = self.height - _PADDING if self.wraps else (self.height + leading) / 2
        shown = [f"<{self.face.codes(line)}> Tj" if line else "" for line in lines]
        return "\n".join(
            [
                "/Tx BMC",
                "q",
                f"0 0 {number(self.width)} {number(self.height)} re W n",
                "BT",
                f"/{FULL} {number(size)} Tf 0 g",
                f"{number(leading)} TL",
                f"{number(_PADDING)} {number(top - ascent)} Td",
                "\nT*\n".join(shown),
                "ET",
                "Q",
                "EMC",
            ]
        ).encode()

    @property
    def _leading(self) -> float:
        """From line to line, as a part of the size; programs that fill in use the same."""
        return (self.face.ascent - self.face.descent) / 1000

    def holds(self, text: str, size: float) -> bool:
        """Whether all of a text is seen at that size, without scrolling."""
        room = self.width - 2 * _PADDING
        lines = self._lines(text, size)
        high = len(lines) * size * self._leading + (_PADDING if self.wraps else 0)
        wide = max((self.face.width(line) for line in lines), default=0) * size / 1000
        return wide <= room and (high <= self.height or not self.wraps)

    def _lines(self, text: str, size: float) -> list[str]:
        text = _drawable(text, self.face)
        if not self.wraps:
            line = text.replace("\n", " ")
            return [line] if line.strip() else []
        room = (self.width - 2 * _PADDING) * 1000 / size
        lines = [line for each in text.split("\n") for line in self._wrapped(each, room)]
        return lines if any(lines) else []

    def _wrapped(self, text: str, room: float) -> Iterator[str]:
        """A paragraph's lines, broken at spaces, and within a word that is wider than a line."""
        line: list[str] = []
        used, space = 0, self.face.width(" ")
        for word in text.rstrip(" ").split(" "):
            wide = self.face.width(word)
            if line and used + space + wide <= room:
                line.append(word)
                used += space + wide
                continue
            if line:
                yield " ".join(line)
            *full, rest = self._pieces(word, room) if wide > room else [word]
            yield from full
            line, used = [rest], self.face.width(rest)
        yield " ".join(line)

    def _pieces(self, word: str, room: float) -> Iterator[str]:
        """A long word, cut where a line is full."""
        start, used = 0, 0
        for at, letter in enumerate(word):
            wide = self.face.width(letter)
            if at > start and used + wide > room:
                yield word[start:at]
                start, used = at, 0
            used += wide
        yield word[start:]
