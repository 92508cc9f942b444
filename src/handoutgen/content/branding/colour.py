"""Colours: read from any CSS notation, measured for contrast, and mixed; always as '#rrggbb'.

Nothing of what a brand file says goes into a style sheet as it stands: a colour is parsed, and
six hex digits are what comes out.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from math import isfinite

from tinycss2.color4 import Color, parse_color

WHITE = "#ffffff"
TEXT_CONTRAST = 4.5
"""The least contrast of text with what lies behind it (WCAG 1.4.3)."""
RULE_CONTRAST = 3.0
"""The least contrast of a line or a box to write in (WCAG 1.4.11)."""

# Linear sRGB from CIE XYZ with the D65 white point (CSS Color 4, section 17).
_XYZ_TO_RGB = (
    (3.2409699419, -1.5373831776, -0.4986107603),
    (-0.9692436363, 1.8759675015, 0.0415550574),
    (0.0556300797, -0.2039769589, 1.0569715142),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """How well text in a colour reads on white paper; `nearest` is the colour to take instead,
    the colour itself where it will do.
    """

    colour: str
    ratio: float
    nearest: str

    @property
    def passes(self) -> bool:
        """Whether it will do."""
        return self.ratio >= TEXT_CONTRAST

    @property
    def words(self) -> str:
        """The ratio, never rounded up to what it doesn't reach."""
        return f"{int(self.ratio * 10) / 10}:1 on white; {TEXT_CONTRAST}:1 is needed"


def advice(colour: str) -> Advice:
    """What is to be said of text in that colour, given as '#rrggbb'."""
    return Advice(colour, contrast(colour, WHITE), darken(colour, TEXT_CONTRAST))


def read_colour(text: str) -> str:
    """A colour in CSS notation as '#rrggbb'; a see-through one is laid on white paper.

    Raises ValueError in the form "message | hint".
    """
    shown = text if len(text) <= 40 else text[:37] + "..."
    if re.fullmatch("[0-9a-fA-F]{6}", text):
        raise ValueError(f"'{shown}' is not a colour | did you mean '#{text}'?")
    colour = parse_color(text)
    if not isinstance(colour, Color):
        raise ValueError(
            f"'{shown}' is not a colour | write it as '#1f5c63' in quotes, as a CSS name such as "
            "teal, or as rgb(31, 92, 99)"
        )
    try:
        channels = _rgb(colour)
    except (NotImplementedError, OverflowError):
        channels = []
    if not channels or not all(map(isfinite, [*channels, colour.alpha])):
        raise ValueError(
            f"the colour '{shown}' can't be printed as it is written | write it as '#rrggbb'"
        )
    return mix(_hex(channels), WHITE, 1 - colour.alpha)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours: 1.0 for the same, 21.0 for black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`one` with that share (0 to 1) of `other` stirred in."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex([a + (b - a) * share for a, b in pairs])


def darken(colour: str, ratio: float, behind: str = WHITE) -> str:
    """The nearest colour of the same hue that has at least that contrast with a light
    background; the colour itself where it has it already.
    """
    hue, light, saturation = rgb_to_hls(*_channels(colour))
    tried = colour
    while contrast(tried, behind) < ratio and light > 0:
        light = max(0.0, light - 1 / 512)
        tried = _hex(hls_to_rgb(hue, light, saturation))
    return tried


def lighten(colour: str, ratio: float) -> str:
    """The colour with as much white as leaves it that contrast on white paper."""
    for share in range(100, 0, -1):
        lighter = mix(colour, WHITE, share / 100)
        if contrast(lighter, WHITE) >= ratio:
            return lighter
    return colour


def tint(colour: str, texts: list[str]) -> str:
    """A whisper of the colour, to lie behind those text colours: as deep as they allow."""
    for percent in range(9, 0, -1):
        whisper = mix(WHITE, colour, percent / 100)
        if all(contrast(text, whisper) >= TEXT_CONTRAST for text in texts):
            return whisper
    return WHITE


def _rgb(colour: Color) -> list[float]:
    if colour.space not in ("oklab", "oklch"):
        return list(colour.to("srgb").coordinates)
    xyz = colour.to("xyz-d65").coordinates
    linear = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in _XYZ_TO_RGB)
    return [12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear]


def _luminance(colour: str) -> float:
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _hex(channels: list[float] | tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, v))):02x}" for v in channels)
