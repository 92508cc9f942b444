"""What lies behind a mark is told from what was drawn before it."""

from support.marks import WHITE, Mark, Rect, behind


def test_contrast_is_told_from_what_lies_behind_and_not_from_the_paper():
    area = Mark("fill", 1, 1, Rect(0, 0, 50, 10), "#1f5c63")
    word = Mark("text", 1, 2, Rect(5, 4, 5, 6), WHITE)
    assert behind(word, 5.5, 5, [area, word]) == "#1f5c63"
    assert behind(word, 60, 5, [area, word]) == WHITE
    early = Mark("text", 1, 0, Rect(5, 4, 5, 6), WHITE)
    assert behind(early, 5.5, 5, [area, early]) == WHITE
