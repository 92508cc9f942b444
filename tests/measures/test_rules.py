"""Lines, boxes and drawings can be seen; an ink saver draws them in grey, and fills nothing."""

from functools import cache

from handoutgen.content.branding import colour
from support.marks import MM, THIN, Mark, is_rule, rule_width
from support.sheets import Sheet

contrast = cache(colour.contrast)


def test_every_line_and_box_can_be_seen(read, case):
    sheet = read(case)
    seen = 0
    for mark in sheet.own:
        if mark.in_picture or not (is_rule(mark) or mark.kind == "frame"):
            continue
        assert rule_width(mark) >= 0.5 * MM - 0.005, mark
        grounds = _both_sides(sheet, mark)
        if mark.colour not in grounds:  # the rule around a filled head is a part of it
            assert max(contrast(mark.colour, ground) for ground in grounds) >= 3, (mark, grounds)
            seen += 1
    assert seen > 5


def _both_sides(sheet: Sheet, mark: Mark) -> list[str]:
    """The colours on both sides of a rule, or outside and inside of a frame's left side."""
    rect, by = mark.rect, rule_width(mark) / 2 + 0.2
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    if mark.kind == "frame":
        points = [(rect.left - by, y), (rect.left + 2 * by, y)]
    elif rect.width > rect.height:
        points = [(x, y - by), (x, y + by)]
    else:
        points = [(x - by, y), (x + by, y)]
    return [sheet.behind(mark, *point) for point in points]


def test_every_line_of_a_drawing_can_be_seen(read, case):
    sheet = read(case)
    title = max((text for text in sheet.texts if text.page == 1), key=lambda text: text.size)
    for mark in sheet.own:
        is_logo = mark.page == 1 and mark.rect.bottom < title.rect.top
        if mark.in_picture and mark.kind == "line" and not is_logo:
            assert mark.width >= 0.5 * MM - 0.005, mark
            ground = sheet.behind(mark, mark.rect.left - 0.3, mark.rect.top)
            assert contrast(mark.colour, ground) >= 3, (mark, ground)


def test_an_ink_saver_has_no_colour_and_fills_nothing(read, saver):
    for mark in read(saver).drawn:
        if mark.kind == "picture":
            continue
        red, green, blue = bytes.fromhex(mark.colour[1:])
        assert red == green == blue, mark
        if mark.kind == "fill" and mark.rect.thickness >= THIN:
            assert red >= 0.95 * 255, mark
