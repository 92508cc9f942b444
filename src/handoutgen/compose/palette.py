"""The colours of one edition, fit for paper, for tired eyes and for a grey printer.

An ink saver has no colour and fills no area: what others fill is outlined there. Colours are
'#rrggbb' throughout.
"""

from dataclasses import dataclass, fields

from handoutgen.content.branding import colour
from handoutgen.content.branding.palette import Colours

LARGE_TEXT_CONTRAST = 7.0
"""The least contrast of text in large print (WCAG 1.4.6)."""

_GREEN, _AMBER, _RED = "#1b6e3c", "#8a5a00", "#a3242c"
_AMBER_SHAPE = "#e5a50a"
_INK, _MUTED, _RULE = "#000000", "#333333", "#4d4d4d"


@dataclass(frozen=True, slots=True)
class Palette:
    """What a template may draw with; each is a CSS custom property of the same name.

    `solid` and `solid2` fill heads, numbers and the centre of a web; what stands on them is
    `on_solid`. Text is drawn in primary, secondary, ink, muted, and in green, amber and red, whose
    shapes are filled with `green_shape` and so on.
    """

    primary: str
    secondary: str
    ink: str
    muted: str
    rule: str
    tint: str
    tint2: str
    paper: str
    solid: str
    solid2: str
    on_solid: str
    green: str
    amber: str
    red: str
    green_shape: str
    amber_shape: str
    red_shape: str

    @property
    def outlined(self) -> bool:
        """Whether areas are outlined rather than filled."""
        return self.solid == self.paper

    @property
    def properties(self) -> dict[str, str]:
        """Each colour as the value of a CSS custom property."""
        names = [field.name for field in fields(self)]
        return {name.replace("_", "-"): getattr(self, name) for name in names}


def palette(brand: Colours, large_print: bool = False, ink_saver: bool = False) -> Palette:
    """The brand's colours as this edition prints them; an ink saver takes none of them."""
    return _without_colour() if ink_saver else _in_colour(brand, large_print)


def grey(shade: str) -> str:
    """The colour as a printer without colours shows it (luma of ITU-R BT.601)."""
    red, green, blue = bytes.fromhex(shade[1:])
    return "#" + f"{round(0.299 * red + 0.587 * green + 0.114 * blue):02x}" * 3


def readable(shade: str, behind: tuple[str, ...], ratio: float) -> str:
    """The nearest darker colour with that contrast to all that lies behind, also on a printer
    without colours.
    """
    for ground in behind:
        wanted = ratio
        shade = colour.darken(shade, wanted, ground)
        while colour.contrast(grey(shade), grey(ground)) < ratio and shade != _INK:
            wanted += 0.1
            shade = colour.darken(shade, wanted, ground)
    return shade


def _in_colour(brand: Colours, large_print: bool) -> Palette:
    ratio = LARGE_TEXT_CONTRAST if large_print else colour.TEXT_CONTRAST
    rules = colour.TEXT_CONTRAST if large_print else colour.RULE_CONTRAST
    grounds = (colour.WHITE, brand.tint, brand.tint2)

    def text(shade: str) -> str:
        return readable(shade, grounds, ratio)

    green, amber, red = text(_GREEN), text(_AMBER), text(_RED)
    return Palette(
        primary=text(brand.primary),
        secondary=text(brand.secondary),
        ink=text(brand.ink),
        muted=text(brand.muted),
        rule=readable(brand.rule, grounds, rules),
        tint=brand.tint,
        tint2=brand.tint2,
        paper=colour.WHITE,
        solid=text(brand.primary),
        solid2=text(brand.secondary),
        on_solid=colour.WHITE,
        green=green,
        amber=amber,
        red=red,
        green_shape=green,
        amber_shape=_AMBER_SHAPE,
        red_shape=red,
    )


def _without_colour() -> Palette:
    paper = colour.WHITE
    return Palette(
        primary=_INK,
        secondary=_INK,
        ink=_INK,
        muted=_MUTED,
        rule=_RULE,
        tint=paper,
        tint2=paper,
        paper=paper,
        solid=paper,
        solid2=paper,
        on_solid=_INK,
        green=_INK,
        amber=_INK,
        red=_INK,
        green_shape=paper,
        amber_shape=paper,
        red_shape=paper,
    )
