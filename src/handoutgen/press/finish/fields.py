"""The engine's widgets made into the fields of a form.

Every blank reaches the PDF as the engine's plainest widget, a check box, whatever it is; an option
of a choice is such a box of its own, named `<blank>=<option>`. Here each becomes what it is, in a
tree of fields that follows the dots of the names.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, String

from handoutgen.content.blanks import Blank
from handoutgen.press.finish.appearance import EMPTY, Box
from handoutgen.press.finish.embedding import embed
from handoutgen.press.finish.face import read_face
from handoutgen.press.finish.marks import CHECK, CROSS, FONT, choice, font, tick
from handoutgen.press.finish.typeface import default_appearance

_MULTILINE = 1 << 12
_RADIO = 1 << 15  # without NoToggleToOff, so that where a viewer can, a choice is taken back
_PRINTED = 1 << 2
_KEPT = ("/Type", "/Subtype", "/Rect", "/P", "/StructParent")
_OFF, _ON = "Off", "on"
_NOTHING = b"q Q"  # of a stream without a word some viewers complain


def make_fields(pdf: pikepdf.Pdf, blanks: Sequence[Blank], face: Path, size: float) -> list[Blank]:
    """Make each widget the field that its blank is, with its value, in a font of `size` in pt.

    Returns the blanks whose value is longer than the field shows. Raises ValueError, with the
    blank's name, where widgets and blanks don't match.
    """
    if not blanks and "/AcroForm" not in pdf.Root:
        return []
    form = _Form(pdf, face, size)
    widgets = _by_name(pdf)
    for blank in blanks:
        form.add(blank, widgets)
    if widgets:
        raise ValueError(f"no blank has the name {next(iter(widgets))!r}")
    form.close()
    return form.too_long


class _Form:
    """The form of one PDF, as its fields are made."""

    def __init__(self, pdf: pikepdf.Pdf, face: Path, size: float) -> None:
        self._pdf = pdf
        self._size = size
        self._face = read_face(face)
        fonts, own = embed(pdf, self._face)
        fonts[f"/{FONT}"] = font(pdf)
        self._fonts = pdf.make_indirect(Dictionary(Font=fonts))
        self._own = pdf.make_indirect(Dictionary(Font=own))
        self._top = Array()
        self.too_long: list[Blank] = []
        self._nodes: dict[str, Any] = {}
        self._leaves: set[str] = set()
        self._marks: dict[tuple[bytes, str, str], Any] = {}

    def add(self, blank: Blank, widgets: dict[str, Any]) -> None:
        """Make the field of a blank out of its widget, which is taken from `widgets`."""
        if blank.kind == "choice":
            names = [f"{blank.name}={option}" for option in blank.options]
            field = self._choice(blank, [_taken(widgets, name) for name in names])
        elif blank.kind == "tick":
            field = self._tick(blank, _taken(widgets, blank.name))
        else:
            field = self._text(blank, _taken(widgets, blank.name))
        field.TU = String(blank.label)
        self._hang(blank.name, field)

    def close(self) -> None:
        """Hand the form to the PDF."""
        for node in self._top:
            node.DR = self._fonts  # where pdf.js looks before the appearance's own fonts
        self._pdf.Root.AcroForm = self._pdf.make_indirect(
            Dictionary(Fields=self._top, DR=self._fonts, DA=String(default_appearance(self._size)))
        )

    def _text(self, blank: Blank, widget: Any) -> Any:
        text = blank.value or ""
        if not isinstance(text, str):
            raise ValueError(f"{blank.name} takes a text")
        width, height = _clear(widget)
        box = Box(width, height, blank.kind == "lines", self._face)
        size = box.size_for(text, self._size)
        if text and not box.holds(text, size):
            self.too_long.append(blank)
        widget.FT = Name.Tx
        widget.DA = String(default_appearance(size))
        if box.wraps:
            widget.Ff = _MULTILINE
        if text:
            widget.V = String(text)
        look = box.text(text, size) if text else EMPTY
        widget.AP = Dictionary(N=self._drawing(look, widget, self._own))
        return widget

    def _tick(self, blank: Blank, widget: Any) -> Any:
        if blank.value not in (None, True, False):
            raise ValueError(f"{blank.name} takes true or false")
        look = tick(*_clear(widget))
        self._button(widget, _ON, look, CHECK, bool(blank.value))
        widget.FT = Name.Btn
        widget.V = widget.AS
        return widget

    def _choice(self, blank: Blank, widgets: Sequence[Any]) -> Any:
        options = blank.options
        if not options or "" in options or _OFF in options or len(set(options)) < len(options):
            raise ValueError(f"{blank.name} has options that a PDF can't tell apart")
        if blank.value is not None and blank.value not in options:
            raise ValueError(f"{blank.name} takes one of its options")
        tags = NumberTree(self._pdf.Root.StructTreeRoot.ParentTree)
        group = self._pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=_RADIO))
        for option, widget in zip(options, widgets, strict=True):
            look = choice(*_clear(widget), option.isdigit())
            self._button(widget, option, look, CROSS, option == blank.value)
            widget.Parent = group
            widget.TU = String(f"{blank.label}: {option}")
            tags[int(widget.StructParent)].Alt = widget.TU
        group.V = Name(f"/{blank.value or _OFF}")
        group.Kids = Array(widgets)
        return group

    def _button(self, widget: Any, state: str, look: bytes, mark: str, pressed: bool) -> None:
        """Give a widget its two looks; buttons of one shape share them."""
        looks = {f"/{state}": self._mark(look, widget), f"/{_OFF}": self._mark(_NOTHING, widget)}
        widget.AP = Dictionary(N=Dictionary(looks))
        widget.AS = Name(f"/{state if pressed else _OFF}")
        widget.MK = Dictionary(CA=String(mark))

    def _mark(self, look: bytes, widget: Any) -> Any:
        _, _, right, top = _frame(widget)
        key = (look, str(right), str(top))
        if key not in self._marks:
            self._marks[key] = self._drawing(look, widget, Dictionary())
        return self._marks[key]

    def _drawing(self, look: bytes, widget: Any, resources: Any) -> Any:
        drawing = self._pdf.make_stream(look)
        drawing.Type, drawing.Subtype = Name.XObject, Name.Form
        drawing.BBox = Array(_frame(widget))
        drawing.Resources = resources
        return drawing

    def _hang(self, name: str, field: Any) -> None:
        """Put a field into the tree, below a node for each part of its name but the last."""
        above, _, last = name.rpartition(".")
        field.T = String(last)
        if name in self._leaves or name in self._nodes or not last:
            raise ValueError(f"two fields can't share the name {name!r}")
        self._leaves.add(name)
        self._kids(above, field).append(field)

    def _kids(self, name: str, kid: Any) -> Any:
        """The list that the fields below a name are in; `kid` is told what it hangs from."""
        if not name:
            return self._top
        if name in self._leaves:
            raise ValueError(f"two fields can't share the name {name!r}")
        if name not in self._nodes:
            above, _, last = name.rpartition(".")
            node = self._pdf.make_indirect(Dictionary(T=String(last), Kids=Array()))
            self._kids(above, node).append(node)
            self._nodes[name] = node
        kid.Parent = self._nodes[name]
        return self._nodes[name].Kids


def _by_name(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The engine's widgets by their names."""
    widgets: dict[str, Any] = {}
    for widget in pdf.Root.get("/AcroForm", Dictionary()).get("/Fields", Array()):
        name = str(widget.T)
        if name in widgets:
            raise ValueError(f"two widgets have the name {name!r}")
        widgets[name] = widget
    return widgets


def _taken(widgets: dict[str, Any], name: str) -> Any:
    if name not in widgets:
        raise ValueError(f"no widget has the name {name!r}")
    return widgets.pop(name)


def _clear(widget: Any) -> tuple[float, float]:
    """Leave only what any widget has; the width and height in pt."""
    for key in list(widget.keys()):
        if key not in _KEPT:
            del widget[key]
    x, y, other_x, other_y = (float(number) for number in widget.Rect)
    corners = [min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)]
    widget.Rect = Array([round(number, 2) for number in corners])
    widget.F = _PRINTED
    _, _, width, height = _frame(widget)
    return float(width), float(height)


def _frame(widget: Any) -> list[Any]:
    left, bottom, right, top = widget.Rect
    return [0, 0, right - left, top - bottom]
