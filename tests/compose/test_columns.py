"""Tables in large print: columns wide enough for their words, in parts where they are too many."""

from pathlib import Path

import pytest

from handoutgen.compose.columns import column_need, parts_of, split_columns
from handoutgen.compose.edition import Edition
from handoutgen.compose.measure import longest_word, measure_in
from handoutgen.compose.sizes import LARGE
from handoutgen.content.blocks.tables import Grid, Log, Menu, Table
from handoutgen.content.brand import Brand, read_brand
from support.geometry import BOLD, FONTS
from support.practice import Practice

LETTER = Edition("letter", large_print=True)
THINGS = ["Sleep", "Pain", "Stress", "Movement", "Medicine", "Closeness", "Rest", "A note"]


def numbers(block: Grid | Log, brand: Brand, edition: Edition = LETTER) -> list[list[int]]:
    return [part.columns for part in parts_of(block, edition, brand)]


@pytest.fixture
def brand(practice: Practice) -> Brand:
    return read_brand(practice.folders)


@pytest.mark.parametrize(
    ("needs", "width", "names_rows", "parts"),
    [
        ([40, 40, 40], 120, True, [[0, 1, 2]]),
        ([40, 40, 41], 120, True, [[0, 1], [0, 2]]),
        ([40, 30, 30, 30, 30, 30], 130, True, [[0, 1, 2], [0, 3, 4, 5]]),
        ([40, 30, 30, 30, 30], 130, True, [[0, 1, 2], [0, 3, 4]]),
        ([60, 60, 60, 60], 170, False, [[0, 1], [2, 3]]),
        ([200, 200], 170, False, [[0], [1]]),
    ],
)
def test_columns_come_in_as_few_and_even_parts_as_fit(needs, width, names_rows, parts):
    found = split_columns(needs, width, names_rows)
    assert found == parts


def test_a_column_has_room_for_its_longest_word_and_for_a_hand():
    size, around = LARGE.type["table"], 2 * LARGE.lengths["cell-x"]
    wide = column_need("Day", ["Monday", "a Wednesday"], BOLD, LARGE)
    assert wide > longest_word("Wednesday", size, BOLD) + around
    assert column_need("I", [], BOLD, LARGE) > LARGE.lengths["column"] + around
    blank = column_need("I", ["[[who could be asked]]"], BOLD, LARGE)
    assert blank > LARGE.lengths["blank-medium"] + around


def test_a_log_comes_in_parts_that_each_name_the_days(brand):
    log = Log(block="log", rows=["Wednesday"], columns=THINGS)
    parts = parts_of(log, LETTER, brand)
    assert len(parts) == 2
    assert {part.columns[0] for part in parts} == {0}
    assert [n for part in parts for n in part.columns[1:]] == list(range(1, 9))
    for part in parts:
        assert set(part.widths) == set(part.columns)
        assert sum(part.widths.values()) == pytest.approx(LETTER.text_width - 0.6, abs=0.1)
    few = Log(block="log", rows=["Wednesday"], columns=THINGS[:5])
    assert numbers(few, brand) == [[0, 1, 2], [0, 3, 4, 5]]
    turned = Log(block="log", rows=["Wednesday"], columns=THINGS[:5], landscape=True)
    assert numbers(turned, brand) == [[0, 1, 2, 3, 4, 5]]


def test_columns_are_even_where_their_words_allow_it(brand):
    table = Table(block="table", columns=["A", "B", "C"], blank_rows=1)
    (part,) = parts_of(table, LETTER, brand)
    assert max(part.widths.values()) - min(part.widths.values()) < 0.02
    table = Table(block="table", columns=["A", "B", "Incomprehensibilities"], blank_rows=1)
    (part,) = parts_of(table, LETTER, brand)
    assert part.widths[0] == pytest.approx(part.widths[1], abs=0.02)
    assert part.widths[2] > part.widths[0] + 3


def test_a_menu_in_parts_repeats_nothing(brand):
    menu = Menu(block="menu", columns=["Responsibilities"] * 4, blank_rows=1)
    assert numbers(menu, brand) == [[0, 1], [2, 3]]


def test_the_boldest_upright_face_is_measured(practice):
    harbor = read_brand(practice.folders, _harbor(practice))
    table = Table(block="table", columns=["A", "B", "Incomprehensibilities again"], blank_rows=1)
    (part,) = parts_of(table, LETTER, harbor)
    bold = measure_in(FONTS / "Literata-Bold.ttf")
    needed = column_need("Incomprehensibilities", [], bold, LARGE)
    assert needed > LETTER.text_width / 3
    assert part.widths[2] == pytest.approx(needed, abs=0.02)


def _harbor(practice: Practice) -> Path:
    return practice.folders.shipped / "templates/brands/harbor/_brand.yml"


def test_the_standard_edition_has_one_part_and_widths_of_its_style_sheet(brand):
    log = Log(block="log", rows=["Wednesday"], columns=THINGS)
    (part,) = parts_of(log, Edition("letter"), brand)
    assert part.columns == list(range(9))
    assert part.widths == {}
