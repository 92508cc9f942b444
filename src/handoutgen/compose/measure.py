"""How wide words are in a font, so that a drawn box is made to fit its text."""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

Measure = Callable[[str, float], float]
"""Width in mm of a text at a size in pt."""

MM_PER_PT = 25.4 / 72
_SPACES = re.compile(r"[ \t\n]+")  # where a line can break: not at a no-break space
_UNKNOWN = 0.62  # of the size: a wide guess, for fonts whose file isn't known
_MARGIN = 1.02  # kerning is left out of the sum; boxes had better be a hair too large


@lru_cache(maxsize=32)
def _advances(path: Path) -> tuple[dict[int, float], float]:
    with TTFont(path, lazy=True) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        advances = {code: widths[name][0] / units for code, name in font.getBestCmap().items()}
    return advances, max(sum(advances.values()) / len(advances), 0.5)


def measure_in(path: Path | None) -> Measure:
    """A function that measures text in the font of that file; a wide guess without one."""
    if path is None:
        return lambda text, size: len(text) * _UNKNOWN * size * MM_PER_PT
    advances, usual = _advances(path)
    return lambda text, size: (
        sum(advances.get(ord(letter), usual) for letter in text) * size * MM_PER_PT * _MARGIN
    )


def longest_word(text: str, size: float, measure: Measure) -> float:
    """The width in mm of the widest word of the text at a size in pt."""
    return max(measure(word, size) for word in _SPACES.split(text.strip()))


def count_lines(text: str, width: float, size: float, measure: Measure) -> int:
    """How many lines the text takes at that width in mm, broken between words.

    A word wider than the line is broken inside, as `overflow-wrap: anywhere` does.
    """
    lines, used = 1, 0.0
    space = measure(" ", size)
    for word in _SPACES.split(text.strip()):
        wide = measure(word, size)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        elif used:
            used += space
        for part in word if wide > width else [word]:
            wide = measure(part, size)
            if used and used + wide > width:
                lines, used = lines + 1, 0.0
            used += wide
    return lines
