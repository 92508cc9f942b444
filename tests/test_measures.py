"""The measures of worksheets, read back out of the finished PDF: what a hand and an eye need.

The run measures each handout in the plain edition and some in each other one; with
`--all-editions` all of them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise, product

import pytest
from PIL import Image

from handoutgen.compose.edition import Edition
from handoutgen.compose.palette import grey
from handoutgen.content.branding import colour
from handoutgen.content.handout import Handout
from handoutgen.pipeline import Workshop
from support.marks import (
    MM,
    THIN,
    WHITE,
    Mark,
    Rect,
    Widget,
    behind,
    is_rule,
    marks,
    rule_width,
    widgets,
    words,
)
from support.pdf import page_pictures, page_sizes
from support.practice import HEAD, Practice
from support.press import CASES, IDS, Case, Press, cases_of_editions

SLACK = 0.15  # in mm: half a rule's thickness
DPI = 200
LOOKS = product((False, True), repeat=3)
FULL = [Case("every-block", "letter", "default", *look) for look in LOOKS]
"""A sheet with every block, in every edition."""

contrast = lru_cache(maxsize=None)(colour.contrast)


def cases_to_measure(every: bool) -> dict[str, list[Case]]:
    """The cases by the name under which a test asks for them."""
    editions = [*cases_of_editions(IDS, every), *FULL]
    plain = CASES if every else [CASES[4 * n + n % 4] for n in range(len(IDS))]
    cases = [*plain, *editions]
    return {
        "case": cases,
        "form": [case for case in cases if case.fillable],
        "printed": [case for case in cases if not case.fillable],
        "saver": [case for case in cases if case.ink_saver],
        "seen": [*(CASES if every else ()), *editions],
    }


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, cases in cases_to_measure(metafunc.config.getoption("--all-editions")).items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, cases, ids=str)


class Sheet:
    """One printed case, and what is drawn on its pages."""

    def __init__(self, press: Press, case: Case) -> None:
        self.pdf = press.pdf(case)
        self.large = case.large_print
        self.sizes = case.edition.sizes
        self.drawn = marks(self.pdf)
        self.papers = [(width * MM, height * MM) for width, height in page_sizes(self.pdf)]
        self.feet = [height - case.edition.margins["bottom"] for _, height in self.papers]

    @cached_property
    def own(self) -> list[Mark]:
        """All but the running footer."""
        return [mark for mark in self.drawn if mark.rect.top < self.feet[mark.page - 1]]

    @cached_property
    def frames(self) -> list[Mark]:
        return [mark for mark in self.own if mark.kind == "frame" and not mark.in_picture]

    @cached_property
    def words(self) -> list[list[Rect]]:
        return words(self.pdf)

    @cached_property
    def widgets(self) -> list[Widget]:
        return widgets(self.pdf)

    @cached_property
    def areas(self) -> list[Mark]:
        return [mark for mark in self.drawn if mark.kind == "fill"]

    def behind(self, mark: Mark, x: float, y: float) -> str:
        return behind(mark, x, y, self.areas)


class Places:
    """What there is to fill in on a handout, as its form tells."""

    def __init__(self, press: Press, handout: str) -> None:
        case = Case(handout, "letter", "default", fillable=True)
        composed = press.workshop(case).compose(press.folders.handout(handout))
        read = press.handout(case)
        self.ticks = sum(blank.kind == "tick" for blank in composed.blanks)
        self.samples = _samples(read)
        self.options = sum(len(blank.options) for blank in composed.blanks)
        inputs = re.findall(r'class="entry ([\w-]+)"(?: style="height: ([^"]+)")?', composed.html)
        self.lines = [
            int(height.removeprefix("calc(").split()[0])
            for kind, height in inputs
            if kind == "entry-lines"
        ]
        self.areas = [
            float(height.removesuffix("mm")) for kind, height in inputs if kind == "entry-area"
        ]
        self.cells = sum(kind in ("entry-cell", "entry-cell-beside") for kind, _ in inputs)


def _samples(handout: Handout) -> int:
    """How many boxes only show what the others mean."""
    return sum(bool(getattr(block, "tick", "")) for block in handout.blocks)


@pytest.fixture(scope="session")
def read(press: Press) -> Callable[[Case], Sheet]:
    """Reads each case once."""
    return lru_cache(maxsize=None)(lambda case: Sheet(press, case))


@pytest.fixture(scope="session")
def places(press: Press) -> Callable[[Case], Places]:
    """Counts the places of each handout once."""
    by_handout = lru_cache(maxsize=None)(lambda handout: Places(press, handout))
    return lambda case: by_handout(case.id)


def test_each_edition_is_measured() -> None:
    cases = cases_to_measure(every=False)["case"]
    plain = [case for case in cases if case == case.standard]
    assert {case.id for case in plain} >= set(IDS)
    assert {(case.paper, case.brand) for case in plain} == {(c.paper, c.brand) for c in CASES}
    assert len({case.edition for case in cases}) == 2 * 2**3
    assert set(cases_to_measure(every=True)["case"]) >= {*CASES, *cases_of_editions(IDS, True)}


def test_nothing_stands_in_the_margins(read, case):
    sheet = read(case)
    here = [(mark.page, mark.rect) for mark in sheet.own]
    here += [(widget.page, widget.rect) for widget in sheet.widgets]
    for page, rects in enumerate(sheet.words, 1):
        here += [(page, rect) for rect in rects if rect.bottom < sheet.feet[page - 1]]
    for page, rect in here:
        width, height = sheet.papers[page - 1]
        left, top = (25, 15) if height > width else (15, 25)  # where the punch goes
        assert rect.left >= left - SLACK, (page, rect)
        assert rect.top >= top - SLACK, (page, rect)
        assert rect.right <= width - 15 + SLACK, (page, rect)
        assert rect.bottom <= sheet.feet[page - 1] + SLACK, (page, rect)


def test_the_footer_keeps_to_the_sides_and_to_the_paper(read, case):
    sheet = read(case)
    for page, rects in enumerate(sheet.words, 1):
        width, height = sheet.papers[page - 1]
        foot = [rect for rect in rects if rect.top >= sheet.feet[page - 1] - SLACK]
        assert foot
        for rect in foot:
            assert rect.left >= (25 if height > width else 15) - SLACK, (page, rect)
            assert rect.right <= width - 15 + SLACK, (page, rect)
            assert rect.bottom <= height - 4, (page, rect)


def test_letters_are_as_large_as_the_edition_promises(read, case):
    sheet = read(case)
    sizes: Counter[float] = Counter()
    for mark in sheet.own:
        if mark.kind == "text":
            sizes[round(mark.size, 1)] += mark.letters
    apart = {sheet.sizes.type[name] for name in ("table", "small")} - {18}
    usual = max(sizes.keys() - apart, key=sizes.__getitem__)  # what stands in no table
    assert usual == (18 if sheet.large else 12), sizes
    assert min(sizes) >= (18 if sheet.large else 8.5), sizes
    assert max(sizes) == (22 if sheet.large else 24), sizes
    feet = [mark.size for mark in sheet.drawn if mark.kind == "text" and mark not in sheet.own]
    assert min(feet) >= (14 if sheet.large else 8.5) - 0.01


def test_text_can_be_read_on_what_lies_behind_it_also_by_the_luma_of_the_inks(read, case):
    sheet = read(case)
    least = 7 if sheet.large else 4.5
    for mark in sheet.drawn:
        if mark.kind == "text":
            ground = sheet.behind(mark, mark.rect.left + 0.5, mark.rect.top)
            assert contrast(mark.colour, ground) >= least, (mark, ground)
            assert contrast(grey(mark.colour), grey(ground)) >= least, (mark, ground)


def test_text_can_be_read_on_a_page_that_is_printed_in_grey(read, seen):
    sheet = read(seen)
    for picture, rects in zip(page_pictures(sheet.pdf, DPI), sheet.words, strict=True):
        page = picture.convert("L")
        for rect in rects:
            if rect.width and rect.height:
                dark, light = _shades(page, rect)
                assert contrast(dark, light) >= 4.5, rect


def _shades(page: Image.Image, rect: Rect) -> tuple[str, str]:
    """What 5 % of a place are as dark as, and 5 % as light."""
    scale, room = DPI / 25.4, 0.3
    sides = (rect.left - room, rect.top - room, rect.right + room, rect.bottom + room)
    left, top, right, bottom = (round(side * scale) for side in sides)
    shades = page.crop((left, top, right, bottom)).histogram()
    return _shade(shades, 0.05), _shade(shades, 0.95)


def _shade(shades: list[int], share: float) -> str:
    left = share * sum(shades)
    for shade, count in enumerate(shades):
        left -= count
        if left <= 0:
            return f"#{shade:02x}{shade:02x}{shade:02x}"
    return WHITE


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
    title = max((m for m in sheet.own if m.kind == "text" and m.page == 1), key=lambda m: m.size)
    for mark in sheet.own:
        is_logo = mark.page == 1 and mark.rect.bottom < title.rect.top
        if mark.in_picture and mark.kind == "line" and not is_logo:
            assert mark.width >= 0.5 * MM - 0.005, mark
            ground = sheet.behind(mark, mark.rect.left - 0.3, mark.rect.top)
            assert contrast(mark.colour, ground) >= 3, (mark, ground)


def test_boxes_to_tick_are_large_enough_and_stand_off_their_words(read, places, case):
    sheet = read(case)
    side = 7 if sheet.large else 5
    boxes = list(filter(_is_tick_box, sheet.frames))
    assert len(boxes) == places(case).ticks + places(case).samples
    for box in boxes:
        assert (box.rect.width, box.rect.height) == pytest.approx((side, side), abs=0.05)
        after = [
            mark.rect.left - box.rect.right
            for mark in sheet.own
            if mark.kind == "text"
            and mark.page == box.page
            and mark.rect.left > box.rect.right - 1
            and box.rect.top < mark.rect.bottom < box.rect.bottom + 1
        ]
        assert min(after, default=3) >= 3 - 0.05, box


def _is_tick_box(mark: Mark) -> bool:
    square = abs(mark.rect.width - mark.rect.height) < 0.05
    return mark.kind == "frame" and square and not mark.is_round and mark.rect.width < 9


def test_circles_are_wide_enough(read, places, case):
    sheet = read(case)
    badge = sheet.sizes.lengths["badge"]
    rings = [mark.rect.width for mark in sheet.frames if mark.is_round]
    circles = [width for width in rings if abs(width - badge) > 0.05]
    assert len(circles) == places(case).options
    assert min(circles, default=8) >= 8


def test_lines_to_write_on_are_far_enough_apart(read, places, printed):
    sheet = read(printed)
    pitch = 12 if sheet.large else 9
    drawn = [mark for mark in sheet.own if not mark.in_picture]
    columns = defaultdict(list)
    for mark in drawn:
        if mark.kind == "fill" and mark.rect.height < 0.5 < mark.rect.width:
            place = (mark.page, round(mark.rect.left, 1), round(mark.rect.right, 1))
            columns[place].append(mark)
    gaps = []
    for (page, *_), lines in columns.items():
        for one, other in pairwise(sorted(lines, key=lambda mark: mark.rect.top)):
            between = [
                mark
                for mark in drawn
                if mark.page == page
                and mark.kind in ("text", "frame", "line")
                and one.rect.bottom < mark.rect.bottom < other.rect.top
            ]
            if not between:
                gaps.append(other.rect.top - one.rect.top)
    assert min(gaps, default=pitch) >= pitch - 0.05
    exact = [gap for gap in gaps if gap == pytest.approx(pitch, abs=0.05)]
    assert len(exact) >= sum(count - 1 for count in places(printed).lines)


def test_blank_rows_are_high_enough_for_a_hand(read, places, case):
    sheet = read(case)
    heights = [height for cells in _blank_rows(sheet) for height in cells]
    assert len(heights) >= places(case).cells
    assert min(heights, default=16) >= (16 if sheet.large else 12)


def _blank_rows(sheet: Sheet) -> Iterator[list[float]]:
    """How high the cells are in each row of a table that has words in its first cell at most; the
    first one is left out where it has words."""
    rows = defaultdict(list)
    for page, top, bottom, left, has_words in _cells(sheet):
        rows[page, top, bottom].append((left, has_words))
    for (_, top, bottom), cells in rows.items():
        (_, first), *others = sorted(cells)
        if not any(has_words for _, has_words in others) and (others or not first):
            yield [bottom - top] * (len(others) + (not first))


def _cells(sheet: Sheet) -> Iterator[tuple[int, float, float, float, bool]]:
    """The page, top, bottom and left edge of each cell of a table, and whether it has words."""
    columns, sides = defaultdict(set), defaultdict(list)
    texts = [mark for mark in sheet.own if mark.kind == "text"]
    for mark in sheet.own:
        rect = mark.rect
        if mark.kind == "line" and not mark.in_picture and rect.width > rect.height:
            place = (mark.page, round(rect.left, 1), round(rect.right, 1))
            columns[place].add(round(rect.top, 1))
        elif mark.kind == "line" and not mark.in_picture:
            sides[mark.page].append(rect)
    for (page, left, right), tops in columns.items():
        for top, bottom in pairwise(sorted(tops)):
            middle = (top + bottom) / 2
            is_cell = any(
                side.top < middle < side.bottom
                and min(abs(side.left - left), abs(side.left - right)) < 0.5
                for side in sides[page]
            )
            has_words = any(
                text.page == page
                and left < text.rect.left < right
                and top < text.rect.bottom < bottom
                for text in texts
            )
            if is_cell:
                yield page, top, bottom, left, has_words


def test_fields_are_large_enough_to_hit(read, form):
    sheet = read(form)
    assert sheet.widgets
    for widget in sheet.widgets:
        if widget.kind == "line":
            assert widget.rect.height >= 5.3, widget  # that is the line printed in its place
        elif widget.kind == "choice":
            assert widget.rect.thickness >= 8, widget
        elif widget.kind == "tick":
            assert _frame_around(sheet, widget, _is_tick_box), widget


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


def test_an_ink_saver_has_no_colour_and_fills_nothing(read, saver):
    for mark in read(saver).drawn:
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
