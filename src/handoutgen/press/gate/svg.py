"""What an SVG drawing may be: its own shapes, nothing from elsewhere, and a bounded work."""

from handoutgen.press.gate.svg_drawing import check_drawing
from handoutgen.press.gate.svg_tree import SIMPLIFY, Reader
from handoutgen.press.gate.unfit import UnfitError


def check_svg(data: bytes) -> None:
    """Refuses a drawing that reaches out, runs a script or takes too much work to draw."""
    try:
        check_drawing(Reader().read(data))
    except RecursionError:
        raise UnfitError("is nested too deeply", SIMPLIFY) from None
