"""The fields of a form fill the boxes that are drawn for them, and are large enough to hit."""

from collections.abc import Callable

import pytest

from support.marks import Mark, is_tick_box
from support.placed import Widget
from support.sheets import Sheet


def test_fields_are_large_enough_to_hit(read, form):
    sheet = read(form)
    assert sheet.widgets
    for widget in sheet.widgets:
        if widget.kind == "line":
            assert widget.rect.height >= 5.3, widget  # that is the line printed in its place
        elif widget.kind == "choice":
            assert widget.rect.thickness >= 8, widget
        elif widget.kind == "tick":
            assert _frame_around(sheet, widget, is_tick_box), widget


def test_boxes_to_write_in_are_as_high_as_their_lines(read, places, form):
    sheet = read(form)
    pitch = 12 if sheet.large else 9
    texts = [widget for widget in sheet.widgets if widget.kind in ("line", "lines")]
    frames = [_frame_around(sheet, widget, lambda frame: True) for widget in texts]
    high = sorted(round(frame.rect.height, 1) for frame in frames if frame)
    wanted = [*(count * pitch for count in places(form).lines), *places(form).areas]
    assert high == pytest.approx(sorted(wanted), abs=0.1)


def _frame_around(sheet: Sheet, widget: Widget, fits: Callable[[Mark], bool]) -> Mark | None:
    """The frame that a field fills."""
    for frame in filter(fits, sheet.frames):
        ways = (
            widget.rect.left - frame.rect.left,
            widget.rect.top - frame.rect.top,
            frame.rect.right - widget.rect.right,
            frame.rect.bottom - widget.rect.bottom,
        )
        if frame.page == widget.page and all(abs(way - frame.width) < 0.1 for way in ways):
            return frame
    return None
