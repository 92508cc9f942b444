"""The colours of a brand: which it names, whether they can be read, and what follows from them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from handoutgen.content.branding import colour
from handoutgen.content.branding.settings import Settings
from handoutgen.content.source import Loc

PRIMARY, SECONDARY, INK = "#1f5c63", "#8a3b52", "#1e2a2c"
_THEME = (
    *("primary", "secondary", "tertiary", "foreground", "background"),
    *("success", "info", "warning", "danger", "light", "dark", "link"),
)


@dataclass(frozen=True, slots=True)
class Colours:
    """The brand's colours as '#rrggbb', each fit for its use on white paper.

    primary, secondary, ink and muted are for text: 4.5:1 or more on white and on both tints.
    """

    primary: str
    secondary: str
    ink: str
    muted: str
    rule: str
    tint: str
    tint2: str


def read_colours(settings: Settings) -> Colours:
    """The colours that the file gives, names followed, and those derived from them."""
    settings.mapping(("color",), ("palette", *_THEME))
    settings.mapping(("color", "palette"))
    given = _text_colour(settings, "primary")
    primary = given or PRIMARY
    secondary = _text_colour(settings, "secondary") or given or SECONDARY
    ink = _text_colour(settings, "foreground") or INK
    muted = colour.lighten(colour.mix(ink, primary, 0.25), 6)
    texts = [primary, secondary, ink, muted]
    return Colours(
        primary=primary,
        secondary=secondary,
        ink=ink,
        muted=muted,
        rule=colour.lighten(colour.mix(ink, primary, 0.35), colour.RULE_CONTRAST + 0.2),
        tint=colour.tint(primary, texts),
        tint2=colour.tint(secondary, texts),
    )


def _text_colour(settings: Settings, name: str) -> str | None:
    """The colour of that name if it can be read on white paper."""
    found = named_colour(settings, name)
    if found is None:
        return None
    advice = colour.advice(found)
    if not advice.passes:
        settings.problem(
            settings.light(("color", name)),
            f"'{name}' is too pale for text: {found} has {advice.words}",
            f"the nearest that passes: '{advice.nearest}'",
        )
    return found


def named_colour(settings: Settings, name: str) -> str | None:
    """The colour that the file gives under that name, None where it gives none or none that can
    be read."""
    return _colour(settings, settings.light(("color", name)))


def _colour(settings: Settings, loc: Loc, via: tuple[Loc, ...] = ()) -> str | None:
    """The colour at that place, names of other colours followed."""
    text = settings.text(loc)
    if not text:
        key = settings.source.keys.get(loc)
        if key and re.search(r":\s+#[0-9a-fA-F]{3,8}\b", key.text):
            hint = "YAML takes what follows a # for a remark; put the colour in quotes"
            settings.problem(loc, f"'{loc[-1]}' is empty", hint, at="key")
        return None
    names: list[Loc] = [("color", "palette", text)]
    if text in _THEME and loc[1] != "palette":
        names.append(("color", text))
    target = next((settings.light(n) for n in names if settings.get(n) is not None), None)
    if target and target != loc and target not in via:
        return _colour(settings, target, (*via, loc))
    try:
        return colour.read_colour(text)
    except ValueError as error:
        message, _, hint = str(error).rpartition(" | ")
    if target:
        message, hint = f"the colour '{text}' refers back to itself", "write a colour here"
    elif near := get_close_matches(text, settings.get(("color", "palette")) or {}, 1, 0.7):
        hint = f"did you mean '{near[0]}'?"
    settings.problem(loc, message, hint)
    return None
