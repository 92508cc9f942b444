"""The measures of worksheets, read back out of the finished PDF: what a hand and an eye need."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest

from handoutgen.compose.edition import Edition
from handoutgen.compose.palette import grey
from handoutgen.content.branding.colour import contrast
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop
from support.marks import MM, THIN, WHITE, Mark, Rect, behind, is_rule, marks, rule_width
from support.pdf import page_sizes
from support.practice import HEAD, Practice
from support.press import DATA, ROOT

EDITIONS = {
    "standard": Edition("letter"),
    "large": Edition("a4", large_print=True),
    "ink": Edition("a4", ink_saver=True),
    "large-ink": Edition("letter", large_print=True, ink_saver=True),
}
BRANDS = {"standard": "default", "large": "harbor", "ink": "harbor", "large-ink": "default"}
SHEETS = (
    *("every-block", "action-plan", "better-hours-log", "intimacy-menu", "starting-the-talk"),
    *("connection-web", "pain-stress-intimacy-cycle", "when-touch-hurts", "daily-connection"),
)
"""Together they have every block, each on a real page."""

Sheet = tuple[str, str]
SLACK = 0.15  # in mm: half a rule's thickness
each_sheet = pytest.mark.parametrize("sheet", list(product(EDITIONS, SHEETS)), ids="-".join)


class Bench:
    """Prints each sheet in each edition once, and keeps its marks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshops: dict[str, Workshop] = {}
        self.pdfs: dict[Sheet, bytes] = {}
        self.drawn: dict[Sheet, list[Mark]] = {}

    def pdf(self, sheet: Sheet) -> bytes:
        if sheet not in self.pdfs:
            edition, name = sheet
            if edition not in self.workshops:
                brand = ROOT / "templates/brands" / BRANDS[edition] / "_brand.yml"
                self.workshops[edition] = Workshop(Folders(DATA), brand, EDITIONS[edition])
            path = Folders(DATA).handout(name)
            built = self.workshops[edition].build(path, self.folder / edition)
            self.pdfs[sheet] = built.path.read_bytes()
        return self.pdfs[sheet]

    def marks(self, sheet: Sheet) -> list[Mark]:
        if sheet not in self.drawn:
            self.drawn[sheet] = marks(self.pdf(sheet))
        return self.drawn[sheet]


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("measures"))


def is_large(sheet: Sheet) -> bool:
    return EDITIONS[sheet[0]].large_print


def foot(bench: Bench, sheet: Sheet, page: int) -> float:
    """Where the bottom margin begins on that page, in mm from the top."""
    height = page_sizes(bench.pdf(sheet))[page - 1][1] * MM
    return height - EDITIONS[sheet[0]].margins["bottom"]


def own(bench: Bench, sheet: Sheet) -> Iterator[Mark]:
    """All but the running footer."""
    feet = [
        foot(bench, sheet, number) for number in range(1, len(page_sizes(bench.pdf(sheet))) + 1)
    ]
    return (mark for mark in bench.marks(sheet) if mark.rect.top < feet[mark.page - 1])


@each_sheet
def test_nothing_stands_in_the_margins(bench, sheet):
    for mark in own(bench, sheet):
        width, height = (side * MM for side in page_sizes(bench.pdf(sheet))[mark.page - 1])
        left, top = (25, 15) if height > width else (15, 25)  # where the punch goes
        assert mark.rect.left >= left - SLACK, mark
        assert mark.rect.top >= top - SLACK, mark
        assert mark.rect.right <= width - 15 + SLACK, mark
        assert mark.rect.bottom <= foot(bench, sheet, mark.page) + SLACK, mark


@each_sheet
def test_letters_are_as_large_as_the_edition_promises(bench, sheet):
    sizes: Counter[float] = Counter()
    for mark in own(bench, sheet):
        if mark.kind == "text":
            sizes[round(mark.size, 1)] += mark.letters
    usual = sizes.most_common(1)[0][0]
    assert usual == (18 if is_large(sheet) else 12) or sheet[1] == "every-block"
    assert min(sizes) >= (18 if is_large(sheet) else 8.5)
    assert max(sizes) == (22 if is_large(sheet) else 24)
    feet = [mark.size for mark in bench.marks(sheet) if mark.kind == "text"]
    assert min(feet) >= (14 if is_large(sheet) else 8.5) - 0.01


@each_sheet
def test_text_can_be_read_on_what_lies_behind_it_also_without_colour(bench, sheet):
    drawn = bench.marks(sheet)
    least = 7 if is_large(sheet) else 4.5
    for mark in drawn:
        if mark.kind == "text":
            ground = behind(mark, mark.rect.left + 0.5, mark.rect.top, drawn)
            assert contrast(mark.colour, ground) >= least, (mark, ground)
            assert contrast(grey(mark.colour), grey(ground)) >= least, (mark, ground)


@each_sheet
def test_every_line_and_box_can_be_seen(bench, sheet):
    drawn = list(own(bench, sheet))
    seen = 0
    for mark in drawn:
        if mark.in_picture or not (is_rule(mark) or mark.kind == "frame"):
            continue
        assert rule_width(mark) >= 0.5 * MM - 0.005, mark
        grounds = _both_sides(mark, drawn)
        if mark.colour not in grounds:  # the rule around a filled head is a part of it
            assert max(contrast(mark.colour, ground) for ground in grounds) >= 3, (mark, grounds)
            seen += 1
    assert seen > 5


def _both_sides(mark: Mark, drawn: list[Mark]) -> list[str]:
    """The colours on both sides of a rule, or outside and inside of a frame's left side."""
    rect, by = mark.rect, rule_width(mark) / 2 + 0.2
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    if mark.kind == "frame":
        points = [(rect.left - by, y), (rect.left + 2 * by, y)]
    elif rect.width > rect.height:
        points = [(x, y - by), (x, y + by)]
    else:
        points = [(x - by, y), (x + by, y)]
    return [behind(mark, *point, drawn) for point in points]


@each_sheet
def test_boxes_to_tick_are_large_enough_and_stand_off_their_words(bench, sheet):
    side = 7 if is_large(sheet) else 5
    drawn = bench.marks(sheet)
    for box in drawn:
        if not _is_tick_box(box):
            continue
        assert (box.rect.width, box.rect.height) == pytest.approx((side, side), abs=0.05)
        after = [
            mark.rect.left - box.rect.right
            for mark in drawn
            if mark.kind == "text"
            and mark.page == box.page
            and mark.rect.left > box.rect.right - 1
            and box.rect.top < mark.rect.bottom < box.rect.bottom + 1
        ]
        assert min(after, default=3) >= 3 - 0.05, box


def _is_tick_box(mark: Mark) -> bool:
    square = abs(mark.rect.width - mark.rect.height) < 0.05
    return mark.kind == "frame" and square and not mark.is_round and mark.rect.width < 9


@each_sheet
def test_lines_to_write_on_are_far_enough_apart(bench, sheet):
    pitch = 12 if is_large(sheet) else 9
    drawn = [mark for mark in own(bench, sheet) if not mark.in_picture]
    lines = [
        mark for mark in drawn if mark.kind == "fill" and mark.rect.height < 0.5 < mark.rect.width
    ]
    for one, other in pairwise(sorted(lines, key=lambda m: (m.page, m.rect.left, m.rect.top))):
        if one.page != other.page or abs(one.rect.right - other.rect.right) > 0.1:
            continue
        if abs(one.rect.left - other.rect.left) > 0.1:
            continue
        between = [
            mark
            for mark in drawn
            if mark.page == one.page
            and mark.kind in ("text", "frame", "line")
            and one.rect.bottom < mark.rect.bottom < other.rect.top
        ]
        if not between:
            assert other.rect.top - one.rect.top >= pitch - 0.05, (one, other)


@pytest.mark.parametrize("sheet", list(product(("ink", "large-ink"), SHEETS)), ids="-".join)
def test_an_ink_saver_has_no_colour_and_fills_nothing(bench, sheet):
    for mark in bench.marks(sheet):
        if mark.kind == "picture":
            continue
        red, green, blue = bytes.fromhex(mark.colour[1:])
        assert red == green == blue, mark
        if mark.kind == "fill" and mark.rect.thickness >= THIN:
            assert red >= 0.95 * 255, mark


BLOCKS = """
  - {block: lines, prompt: Why?, count: 6}
  - {block: scale, prompt: How much?, low: none, high: all}
  - {block: checklist, items: [one], blank_items: 4}
  - {block: table, columns: [A, B], blank_rows: 3}
  - {block: menu, columns: [A, B], blank_rows: 3}
  - {block: compare, columns: [A, B], blank_rows: 3}
  - {block: contacts, blank_rows: 3}
  - {block: log, columns: [A, B], rows: [Day one, Day two, Day three]}
"""

MEASURES = [
    pytest.param(Edition(paper, large_print=large), large, id=f"{paper}-{large}")
    for paper, large in product(("letter", "a4"), (False, True))
]


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Edition], list[Mark]]:
    """The marks of a sheet with a little of all that is filled in, one page a block."""
    practice = Practice(tmp_path_factory.mktemp("filled") / "practice")
    path = practice.sheet(
        BLOCKS.lstrip("\n").replace("\n  -", "\n  - {block: page_break}\n  -"), HEAD
    )
    kept: dict[Edition, list[Mark]] = {}

    def measured(edition: Edition) -> list[Mark]:
        if edition not in kept:
            workshop = Workshop(practice.folders, None, edition)
            kept[edition] = marks(workshop.build(path, practice.folder / "out").path.read_bytes())
        return kept[edition]

    return measured


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_writing_lines_stand_at_their_pitch(measured, edition, large):
    wide = edition.text_width - 1
    page = [m for m in measured(edition) if m.page == 1 and is_rule(m) and m.rect.width > wide]
    tops = sorted(mark.rect.top for mark in page if mark.rect.height < 0.4)[-6:]
    gaps = [round(b - a, 2) for a, b in pairwise(tops)]
    assert gaps == [12 if large else 9] * 5


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_the_circles_of_a_scale_are_wide_enough(measured, edition, large):
    circles = [m for m in measured(edition) if m.page == 2 and m.kind == "frame" and m.is_round]
    assert len(circles) == 11
    assert min(mark.rect.width for mark in circles) >= (10 if large else 8)
    ordered = sorted(circles, key=lambda m: m.rect.left)
    assert len({round(mark.rect.top, 1) for mark in circles}) == 1
    assert all(b.rect.left - a.rect.right > 2.5 for a, b in pairwise(ordered))


@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_lines_of_ones_own_in_a_checklist_leave_room_for_a_hand(measured, edition, large):
    boxes = [m for m in measured(edition) if m.page == 3 and _is_tick_box(m)]
    lines = [m for m in measured(edition) if m.page == 3 and is_rule(m) and m.rect.height < 0.4]
    lines = [m for m in lines if m.rect.left > boxes[0].rect.right]
    assert (len(boxes), len(lines)) == (5, 4)
    tops = sorted(mark.rect.top for mark in lines)
    assert min(b - a for a, b in pairwise(tops)) >= (12 if large else 9) - 0.05


@pytest.mark.parametrize("page", range(4, 9))
@pytest.mark.parametrize(("edition", "large"), MEASURES)
def test_blank_rows_are_high_enough(measured, edition, large, page):
    drawn = [m for m in measured(edition) if m.page == page and m.kind == "line"]
    rules = [m for m in drawn if m.rect.width > m.rect.height and not m.in_picture]
    levels = sorted({round(mark.rect.top, 1) for mark in rules})
    heights = [b - a for a, b in pairwise(levels) if b - a > 0.3][1:]  # the first is the head's
    assert len(heights) == 3
    assert min(heights) >= (16 if large else 12)


def test_contrast_is_told_from_what_lies_behind_and_not_from_the_paper():
    area = Mark("fill", 1, 1, Rect(0, 0, 50, 10), "#1f5c63")
    word = Mark("text", 1, 2, Rect(5, 4, 5, 6), WHITE)
    assert behind(word, 5.5, 5, [area, word]) == "#1f5c63"
    assert behind(word, 60, 5, [area, word]) == WHITE
    early = Mark("text", 1, 0, Rect(5, 4, 5, 6), WHITE)
    assert behind(early, 5.5, 5, [area, early]) == WHITE
