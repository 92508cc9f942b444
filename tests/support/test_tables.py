"""The cells of a table are found by the rules around them."""

from support.marks import Mark, Rect
from support.tables import blank_rows


def word(left: float, top: float) -> Mark:
    return Mark("text", 1, 0, Rect(left, top, left + 10, top + 2), "#000000")


def rule(left: float, top: float, right: float, bottom: float) -> Mark:
    return Mark("line", 1, 0, Rect(left, top, right, bottom), "#000000", width=0.3)


def table(middle: tuple[float, ...] = (20, 36)) -> list[Mark]:
    """A head from 10 to 20 with a rule down its middle, and below it two rows of two cells, with
    rules there only where the middle says so."""
    level = [rule(25, y, 60.1 if y < 25 else 60, y) for y in (10, 20, 36, 52)]
    level += [rule(59.9 if y < 25 else 60, y, 95, y) for y in (10, 20, 36, 52)]
    sides = [rule(x, y, x, y + 16) for x in (25, 95) for y in (20, 36)]
    sides += [rule(x, 10, x, 20) for x in (25, 60, 95)]
    return [*level, *sides, *(rule(60, y, 60, y + 16) for y in middle), word(27, 12), word(62, 12)]


def heights(drawn: list[Mark]) -> list[list[float]]:
    return [[cell.height for cell in row] for row in blank_rows(drawn)]


def test_every_cell_of_a_blank_row_counts():
    assert heights(table()) == [[16, 16], [16, 16]]


def test_a_row_next_to_a_head_counts_though_only_the_head_has_a_rule_down_its_middle():
    assert heights(table(middle=())) == [[16, 16], [16, 16]]


def test_a_first_cell_with_words_is_not_to_write_in():
    assert heights([*table(), word(27, 22)]) == [[16], [16, 16]]


def test_a_row_with_words_is_not_blank():
    assert heights([*table(), word(70, 22)]) == [[16, 16]]


def test_between_two_tables_there_is_no_cell():
    below = [rule(25, 60, 60, 60), rule(60, 60, 95, 60)]
    assert heights([*table(), *below]) == [[16, 16], [16, 16]]
