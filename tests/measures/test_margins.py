"""The margins stay free: there is room for a punch, and no printer cuts anything off."""

SLACK = 0.15  # in mm: half a rule's thickness


def test_nothing_stands_in_the_margins(read, case):
    sheet = read(case)
    for mark in (*sheet.own, *sheet.widgets):
        width, height = sheet.papers[mark.page - 1]
        assert mark.rect.left >= _left(width, height) - SLACK, mark
        assert mark.rect.top >= _top(width, height) - SLACK, mark
        assert mark.rect.right <= width - 15 + SLACK, mark
        assert mark.rect.bottom <= sheet.feet[mark.page - 1] + SLACK, mark


def test_no_letter_reaches_above_or_below_the_page(read, case):
    sheet = read(case)
    for rects, paper, foot in zip(sheet.inked, sheet.papers, sheet.feet, strict=True):
        for rect in rects:
            if rect.top < foot - SLACK:
                assert rect.top >= _top(*paper) - SLACK, rect
                assert rect.bottom <= foot + SLACK, rect


def test_the_footer_keeps_to_the_sides_and_to_the_paper(read, case):
    sheet = read(case)
    assert {mark.page for mark in sheet.footer} == {*range(1, len(sheet.papers) + 1)}
    for mark in sheet.footer:
        width, height = sheet.papers[mark.page - 1]
        assert mark.rect.left >= _left(width, height) - SLACK, mark
        assert mark.rect.right <= width - 15 + SLACK, mark
    for rects, (_, height) in zip(sheet.inked, sheet.papers, strict=True):
        assert max(rect.bottom for rect in rects) <= height - 4


def _left(width: float, height: float) -> float:
    """A margin's width: the punch goes on the left of an upright page."""
    return 25 if height > width else 15


def _top(width: float, height: float) -> float:
    """A margin's height: the punch goes on the top of a turned page."""
    return 15 if height > width else 25
