"""The ring: everything has its place, whatever the labels are and on either paper."""

from itertools import combinations, product
from math import hypot

import pytest

from handoutgen.compose.drawing import HEIGHT, LABEL_LEADING, LABEL_SIZE, PADDING_X, Box
from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.compose.measure import MM_PER_PT, count_lines
from handoutgen.compose.ring import (
    BADGE,
    BLANK_HEIGHT,
    NOTE_LEADING,
    NOTE_SIZE,
    TITLE_LEADING,
    TITLE_SIZE,
    Ring,
    lay_out_ring,
)
from support.geometry import HEADING, TEXT, apart, gap, inside, track

NOTE = "Step 6 leads back to step 1."

LONGEST = "The wish for closeness can fade when a body on alert feels more pain than it did before"
LABELS = {
    "short": ["Pain"] * 8,
    "usual": [
        "Pain flares up",
        "Stress can rise",
        "A body on alert can feel more pain",
        "The wish for closeness can fade",
        "There can be less comfort and support",
        "Mood can drop, and pain can weigh more",
        "Rest",
        "A small, welcome touch or shared moment",
    ],
    "longest": [LONGEST.ljust(90, "!")] * 8,
    "one long, others short": ["Pain", LONGEST, "Mood", "Rest", "Stress", "Sleep", "Touch", "Hope"],
    "long at the foot": ["Pain", "Mood", LONGEST, LONGEST, LONGEST, "Sleep", "Touch", "Hope"],
    "one huge word": ["W" * 90, *["Pain"] * 7],
    "huge words": ["W" * 90] * 8,
    "empty": [""] * 8,
}
TITLES = ["The spiral down", LONGEST, "W" * 90]
ALL = [
    pytest.param(paper, count, labels, blank, title, id=f"{paper}-{count}-{kind}-{blank}-{n}")
    for paper, count, (kind, labels), blank, (n, title) in product(
        PAPERS, range(3, 9), LABELS.items(), (False, True), enumerate(TITLES)
    )
]


def ring_of(paper: str, count: int, labels: list[str], blank: bool, title: str) -> Ring:
    width = Edition(paper).text_width
    return lay_out_ring(labels[:count], title, NOTE, width, TEXT, HEADING, blank)


def words_in_the_middle(ring: Ring, title: str) -> Box:
    """The room that the title above the waist and the note under it take."""
    above = count_lines(title, ring.centre.width, TITLE_SIZE, HEADING) * TITLE_SIZE * TITLE_LEADING
    below = count_lines(NOTE, ring.centre.width, NOTE_SIZE, TEXT) * NOTE_SIZE * NOTE_LEADING
    top = ring.waist - above * MM_PER_PT - 2.0  # the heading's lower margin
    return Box(ring.centre.x, top, ring.centre.width, ring.waist + below * MM_PER_PT - top)


@pytest.mark.parametrize(("paper", "count", "labels", "blank", "title"), ALL)
def test_everything_has_its_place(paper, count, labels, blank, title):
    ring = ring_of(paper, count, labels, blank, title)
    words = words_in_the_middle(ring, title)
    half = BADGE / 2

    assert ring.width == Edition(paper).text_width
    assert len(ring.boxes) == len(ring.arrows) == count
    for box in ring.boxes:  # with the number on its corner
        assert box.x - half >= -0.01
        assert box.y - half >= -0.01
        assert box.right <= ring.width + 0.01
        assert box.bottom <= ring.height + 0.01
        assert apart(box, words, 1)
    for one, other in combinations(ring.boxes, 2):
        assert apart(one, other, 3)

    for label, box in zip(labels, ring.boxes, strict=False):
        lines = count_lines(label, box.width - 2 * PADDING_X, LABEL_SIZE, TEXT)
        assert lines * LABEL_SIZE * LABEL_LEADING * MM_PER_PT + 2 <= box.height
        assert box.height >= (BLANK_HEIGHT if blank else HEIGHT)

    centre = ring.centre
    assert all(apart(centre, box) for box in ring.boxes)
    assert centre.width > 35
    assert words.y >= centre.y
    assert words.bottom <= centre.bottom

    for arrow, start, end in zip(
        ring.arrows, ring.boxes, [*ring.boxes[1:], ring.boxes[0]], strict=True
    ):
        points = [*track(arrow.path), *arrow.heads[0]]
        assert not any(inside(point, box) for point in points for box in ring.boxes)
        assert not any(inside(point, words) for point in points)
        assert all(0 <= x <= ring.width and 0 <= y <= ring.height for x, y in points)
        assert gap(points[0], start) == pytest.approx(1.6, abs=0.02)
        assert gap(arrow.heads[0][0], end) == pytest.approx(1.6, abs=0.02)


@pytest.mark.parametrize("count", range(3, 9))
def test_the_steps_go_round_clockwise(count):
    ring = ring_of("letter", count, LABELS["usual"], False, "Title")
    x, y = ring.width / 2, ring.height / 2
    middles = [(box.middle[0] - x, box.middle[1] - y) for box in ring.boxes]
    assert middles[0][0] == pytest.approx(0)
    assert middles[0][1] == min(down for _, down in middles)
    turns = [
        ax * by - ay * bx
        for (ax, ay), (bx, by) in zip(middles, [*middles[1:], middles[0]], strict=True)
    ]
    assert all(turn > 0 for turn in turns)


@pytest.mark.parametrize("count", range(3, 9))
def test_the_ring_is_even(count):
    ring = ring_of("a4", count, LABELS["short"], False, "Title")
    for step in range(1, (count + 1) // 2):
        right, left = ring.boxes[step], ring.boxes[count - step]
        assert right.y == left.y
        assert right.x + right.width + left.x == pytest.approx(ring.width)
    assert len({(box.width, box.height) for box in ring.boxes}) == 1


@pytest.mark.parametrize("count", range(3, 9))
def test_an_arrows_head_points_the_way_it_goes(count):
    ring = ring_of("letter", count, LABELS["usual"], False, "Title")
    for arrow in ring.arrows:
        (x, y), one, other = arrow.heads[0]
        base = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        assert hypot(x - base[0], y - base[1]) == pytest.approx(3.4, abs=0.02)
        assert hypot(one[0] - other[0], one[1] - other[1]) == pytest.approx(3.4 * 1.12, abs=0.03)
        before, last = track(arrow.path)[-2:]
        way = (last[0] - before[0], last[1] - before[1])
        head = (x - base[0], y - base[1])
        along = (way[0] * head[0] + way[1] * head[1]) / (hypot(*way) * hypot(*head))
        assert along > 0.97
        assert hypot(x - last[0], y - last[1]) < 3.4  # the line ends inside the head


@pytest.mark.parametrize("count", range(3, 9))
def test_the_room_in_the_middle_goes_down_to_the_last_box_or_arrow(count):
    ring = ring_of("letter", count, LABELS["usual"], False, "Title")
    if count % 2:
        lowest = ring.boxes[count // 2].middle[1]
        assert ring.centre.bottom == pytest.approx(lowest - 3.4)
    else:
        assert ring.centre.bottom == ring.boxes[count // 2].y
    assert ring.centre.y == ring.boxes[0].bottom


def test_a_longer_label_makes_a_higher_ring():
    def height(label: str) -> float:
        return ring_of("letter", 6, [label] * 6, False, "Title").height

    assert height("Pain") < height(LONGEST) < height("W" * 90)


def test_a_longer_title_makes_a_higher_ring_where_it_needs_the_room():
    heights = [ring_of("letter", 3, LABELS["short"], False, t).height for t in ("Pain", "W" * 90)]
    assert heights[0] < heights[1]


def test_boxes_of_a_blank_ring_have_room_to_write():
    blank = ring_of("letter", 6, [""] * 6, True, "My own")
    assert {box.height for box in blank.boxes} == {BLANK_HEIGHT}
    assert blank.boxes[0].width > ring_of("letter", 6, [""] * 6, False, "My own").boxes[0].width
