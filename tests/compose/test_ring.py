"""The ring: everything has its place, whatever the labels are and on either paper."""

from base64 import b64decode
from itertools import combinations, product
from math import hypot

import pytest

from handoutgen.compose.drawing import Box, picture
from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.compose.measure import MM_PER_PT, Measure, count_lines
from handoutgen.compose.ring import TITLE_GAP, Ring, lay_out_ring
from handoutgen.compose.sizes import LARGE, STANDARD, Sizes
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
SIZES = {"standard": STANDARD, "large": LARGE}
ALL = [
    pytest.param(
        paper, count, labels, blank, title, sizes, id=f"{paper}-{count}-{kind}-{blank}-{n}-{size}"
    )
    for paper, count, (kind, labels), blank, (n, title), (size, sizes) in product(
        PAPERS, range(3, 9), LABELS.items(), (False, True), enumerate(TITLES), SIZES.items()
    )
]


def ring_of(
    paper: str, count: int, labels: list[str], blank: bool, title: str, sizes: Sizes = STANDARD
) -> Ring:
    width = Edition(paper).text_width
    return lay_out_ring(labels[:count], title, NOTE, width, TEXT, HEADING, blank, sizes)


def set_height(words: str, width: float, kind: str, sizes: Sizes, measure: Measure = TEXT) -> float:
    """How high words of that kind are, by their own size and leading, in mm."""
    size, leading = sizes.type[kind], sizes.leadings[f"leading-{kind}"]
    return count_lines(words, width, size, measure) * size * leading * MM_PER_PT


@pytest.mark.parametrize(("paper", "count", "labels", "blank", "title", "sizes"), ALL)
def test_everything_has_its_place(paper, count, labels, blank, title, sizes):
    ring = ring_of(paper, count, labels, blank, title, sizes)
    half = sizes.lengths["badge"] / 2
    needed = set_height(title, ring.title.width, "ring-title", sizes, HEADING)
    assert ring.title.height == pytest.approx(needed + TITLE_GAP)
    assert ring.note.height >= set_height(NOTE, ring.note.width, "ring-note", sizes) - 0.01

    assert ring.width == Edition(paper).text_width
    assert len(ring.boxes) == len(ring.arrows) == count
    for box in ring.boxes:  # with the number on its corner
        assert box.x - half >= -0.01
        assert box.y - half >= -0.01
        assert apart(Box(box.x - half, box.y - half, 2 * half, 2 * half), ring.title)
        assert box.right <= ring.width + 0.01
        assert box.bottom <= ring.height + 0.01
        assert apart(box, ring.title, 1)
        assert apart(box, ring.note, 1)
    for one, other in combinations(ring.boxes, 2):
        assert apart(one, other, 3)

    for label, box in zip(labels, ring.boxes, strict=False):
        inner = box.width - 2 * sizes.lengths["ring-x"]
        assert set_height(label, inner, "label", sizes) + 2 <= box.height
        assert box.height >= sizes.lengths["drawn-blank" if blank else "drawn-height"]
        assert inner >= 8 * sizes.type["label"] * MM_PER_PT  # room for words, not for letters

    for place in (ring.title, ring.note):
        assert 0 <= place.x < place.right <= ring.width + 0.01
        assert 0 <= place.y < place.bottom <= ring.height + 0.01
        assert place.width > 35
    assert apart(ring.title, ring.note)

    for arrow, start, end in zip(
        ring.arrows, ring.boxes, [*ring.boxes[1:], ring.boxes[0]], strict=True
    ):
        points = [*track(arrow.path), *arrow.heads[0]]
        assert not any(inside(point, box) for point in points for box in ring.boxes)
        assert not any(
            inside(point, place) for point in points for place in (ring.title, ring.note)
        )
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
def test_the_words_stand_in_the_middle_of_the_room_inside(count):
    ring = ring_of("letter", count, LABELS["usual"], False, "Title")
    foot = ring.boxes[count // 2]
    floor = foot.middle[1] - 3.4 if count % 2 else foot.y  # the last arrow's head, or box
    above = ring.title.y - ring.boxes[0].bottom
    assert above == pytest.approx(floor - ring.note.bottom)
    assert ring.title.bottom == pytest.approx(ring.note.y)


@pytest.mark.parametrize("count", range(3, 9))
def test_in_large_print_the_title_stands_above_and_the_note_below(count):
    ring = ring_of("letter", count, LABELS["usual"], False, "Title", LARGE)
    assert ring.title.width == ring.note.width == ring.width
    assert ring.title.bottom <= min(box.y for box in ring.boxes)
    assert ring.note.y >= max(box.bottom for box in ring.boxes)
    standard = ring_of("letter", count, LABELS["usual"], False, "Title")
    assert ring.boxes[0].width > standard.boxes[0].width


def test_a_longer_label_makes_a_higher_ring():
    def height(label: str) -> float:
        return ring_of("letter", 6, [label] * 6, False, "Title").height

    assert height("Pain") < height(LONGEST) < height("W" * 90)


def test_a_longer_title_makes_a_higher_ring_where_it_needs_the_room():
    heights = [ring_of("letter", 3, LABELS["short"], False, t).height for t in ("Pain", "W" * 90)]
    assert heights[0] < heights[1]


def test_boxes_of_a_blank_ring_have_room_to_write():
    blank = ring_of("letter", 6, [""] * 6, True, "My own")
    assert {box.height for box in blank.boxes} == {STANDARD.lengths["drawn-blank"]}
    assert blank.boxes[0].width > ring_of("letter", 6, [""] * 6, False, "My own").boxes[0].width
    large = ring_of("letter", 6, [""] * 6, True, "My own", LARGE)
    assert {box.height for box in large.boxes} == {LARGE.lengths["drawn-blank"]}


def test_arrows_are_filled_with_their_colour_or_outlined_in_it():
    ring = ring_of("letter", 3, LABELS["short"], False, "Title")

    def heads(inside: str) -> list[str]:
        address = picture(ring.arrows, ring.width, ring.height, "#1f5c63", inside)
        svg = b64decode(address.partition(",")[2]).decode()
        assert svg.count('fill="none" stroke="#1f5c63"') == 3
        return [part.partition("/>")[0] for part in svg.split("<polygon ")[1:]]

    assert all(head.endswith('fill="#1f5c63"') for head in heads(""))
    assert all('fill="#ffffff" stroke="#1f5c63"' in head for head in heads("#ffffff"))
    assert len(heads("#ffffff")) == 3
