"""Slots: places in a finished page whose words are drawn in later, without laying out again.

A document that is a base for many clients is laid out with a letter standing in for each answer.
Here, in the engine's own objects, the letter is taken out and the drawing of a slot put in its
place, inside the same marked content; so tags and places are those of a document laid out in full.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from handoutgen.press.finish.tags import Tag, look_up, read_tags

STAND_IN = "x"
"""The letter that stands in for an answer; any font has it."""
HEADER = "@top-right"
"""The margin of the page in which a running header stands."""
_NAME = "data-name"
_PLAIN = {
    "direction": "ltr",
    "font_feature_settings": "normal",
    "font_kerning": "auto",
    "font_variant_caps": "normal",
    "font_variant_ligatures": "none",
    "letter_spacing": "normal",
    "text_decoration_line": "none",
    "text_transform": "none",
    "word_spacing": 0,
}
"""How words are set that can be drawn later; a practice may set them otherwise."""
_SHARES = {"middle": 0.5, "bottom": 0.0}
"""How much a cell's line sinks of what it grows by, by the way in which it is aligned."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is drawn alike wherever it stands: for which value, how large, within which width.

    `size`, `room` and `slack` are in CSS px; `ends` is true where the words end at the right edge
    of their room. Above the words there is `slack` up to the top of their line; of what they reach
    higher they sink by a `share`. Where text `wraps`, only what fits in one line can be drawn. The
    colour is that of the page at this place.
    """

    key: str
    size: float
    room: float
    slack: float
    share: float
    ends: bool
    wraps: bool


@dataclass(frozen=True, slots=True)
class SetIn:
    """The font of a letter, as the engine knows it."""

    family: str
    weight: int
    upright: bool


class Cutter:
    """Cuts the slots of one document out: `keys` tells for a blank's name which value it takes.

    The value "header" is that of the running header; blanks in `wrapping` have room for several
    lines. `slots` are those found and `blanks` the names of theirs, by the name of the drawing;
    `fonts` are those that the letters in them were set in. What can't be cut out is in `left`: the
    names of blanks, and "header".
    """

    def __init__(self, keys: Mapping[str, str], wrapping: frozenset[str]) -> None:
        self.keys = keys
        self.wrapping = wrapping
        self.slots: dict[str, Slot] = {}
        self.blanks: dict[str, set[str]] = {}
        self.fonts: set[SetIn] = set()
        self.left: set[str] = set()

    def cut(self, document: Any, pdf: Any) -> None:
        """Cut them out of a WeasyPrint document whose PDF is about to be written."""
        names: dict[Slot, str] = {}
        pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        streams = [look_up(pdf, page["Contents"]).stream for page in pages]
        places = [dict(_places_on(page._page_box)) for page in document.pages]
        fonts = {f"/{font.hash}": font for font in document.fonts.values()}
        for tag in read_tags(document, pdf):
            key = self._key(tag)
            if key is None:
                continue
            if not _is_plain(tag):
                self.left |= _name_of(tag) or {key}
                continue
            stream = streams[tag.page]
            start, end = _marked(stream, next(kid for kid in tag.kids if isinstance(kid, int)))
            set_in, size, x, y = _set_at(stream[start:end])
            font = fonts[set_in]
            self.fonts.add(SetIn(font.family, int(font.weight), not font.style))
            place = places[tag.page][id(tag.box)]
            slot = Slot(
                key=key,
                size=size,
                room=round(place.room, 3),
                slack=round(place.slack, 3),
                share=place.share,
                ends=_align(tag.box) == "end",
                wraps=bool(tag.margin or _name_of(tag) & self.wrapping),
            )
            name = names.setdefault(slot, f"slot{len(names)}")
            self.blanks.setdefault(name, set()).update(_name_of(tag))
            x += tag.box.width if slot.ends else 0
            kept = [item for item in stream[start:end] if not _shows(item)]
            stream[start:end] = [*kept, f"q 1 0 0 -1 {x:g} {y:g} cm /{name} Do Q".encode()]
        self.slots = {name: slot for slot, name in names.items()}
        if names:
            self._draw(pdf, look_up(pdf, pages[0]["Resources"]))

    def _key(self, tag: Tag) -> str | None:
        """Which value stands where this tag's letter is; nothing for any other tag."""
        if type(tag.box).__name__ != "TextBox" or tag.box.text.casefold() != STAND_IN:
            return None
        if tag.margin:
            return "header" if tag.margin == HEADER else None
        return next((self.keys[name] for name in _name_of(tag) if name in self.keys), None)

    def _draw(self, pdf: Any, resources: Any) -> None:
        """Put an empty drawing for each slot into the PDF, under its name."""
        import pydyf

        for name in self.slots:
            entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, 1, 1])}
            drawing = pydyf.Stream([b"q Q"], entries)
            pdf.add_object(drawing)
            resources["XObject"][name] = drawing.reference


def _name_of(tag: Tag) -> set[str]:
    """The name of the blank that a text stands in; none in a margin."""
    name = None if tag.margin else tag.box.element.get(_NAME)
    return {name} if name else set()


def _is_plain(tag: Tag) -> bool:
    """Whether the words here are set as they are drawn later."""
    style = tag.box.style
    return bool(_align(tag.box)) and all(style[key] == value for key, value in _PLAIN.items())


def _align(box: Any) -> str:
    """At which end of its line a text stands; "" for neither."""
    ends = {"left": "start", "start": "start", "justify": "start", "right": "end", "end": "end"}
    return ends.get(box.style["text_align_all"], "")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands, in CSS px: its block's left and right edge, the right edge of all text
    on the page, and the top of its line."""

    text: Any = None
    left: float = 0.0
    right: float = 0.0
    edge: float = inf
    top: float = 0.0
    share: float = 1.0

    @property
    def room(self) -> float:
        """From where the text begins to the end of its block, or the whole width of that."""
        return self.right - (self.left if _align(self.text) == "end" else self.text.position_x)

    @property
    def slack(self) -> float:
        """From the top of the line to that of the text."""
        return float(self.text.position_y) - self.top


def _places_on(page: Any) -> Iterator[tuple[int, _Place]]:
    """The place of each text on a page, by the text's id."""
    edge = page.content_box_x() + page.width
    for child in page.children:
        in_margin = type(child).__name__ == "MarginBox"
        yield from _places(child, _Place(edge=inf if in_margin else edge))


def _places(box: Any, around: _Place) -> Iterator[tuple[int, _Place]]:
    """The place of each text in a box, by the text's id."""
    kind, inner = type(box).__name__, around
    if kind == "TextBox":
        yield id(box), replace(around, text=box)
    elif kind == "LineBox":
        inner = replace(around, top=box.position_y)
    elif not kind.startswith("Inline") or kind.startswith("InlineBlock"):
        left = box.content_box_x()
        inner = replace(around, left=left, right=min(left + box.width, around.edge))
    if kind == "TableCellBox":  # a line that grows there moves up as a whole
        inner = replace(inner, share=_SHARES.get(box.style["vertical_align"], 1.0))
    for child in getattr(box, "children", ()):
        yield from _places(child, inner)


def _marked(stream: list[Any], number: int) -> tuple[int, int]:
    """Where the content with that number begins and ends in a page's stream."""
    start = next(
        place
        for place, item in enumerate(stream)
        if isinstance(item, dict) and item.get("MCID") == number
    )
    return start + 2, stream.index(b"EMC", start)


def _set_at(drawn: list[Any]) -> tuple[str, float, float, float]:
    """The name of the font, the size and the place that a text is set in."""
    matrix = next(item for item in drawn if item.endswith(b" Tm")).split()
    name, size, _ = next(item for item in drawn if item.endswith(b" Tf")).split()
    return name.decode(), float(size), float(matrix[4]), float(matrix[5])


def _shows(item: Any) -> bool:
    """Whether this draws letters; all else may matter to what is drawn later."""
    return isinstance(item, bytes) and item.endswith((b"TJ", b"Tj"))
