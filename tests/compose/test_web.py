"""The web: everything has its place, whatever the labels are and on either paper."""

from itertools import combinations, pairwise, product
from math import hypot

import pytest

from handoutgen.compose.drawing import Arrow, Box
from handoutgen.compose.edition import PAPERS, Edition
from handoutgen.compose.measure import MM_PER_PT, count_lines, longest_word
from handoutgen.compose.sizes import LARGE, STANDARD, Sizes
from handoutgen.compose.web import Web, lay_out_web
from support.geometry import TEXT, apart, gap, inside, track

LONGEST = "The wish for closeness can fade when a body on alert feels more pain than it did before"
LABELS = {
    "short": ["Pain"] * 6,
    "longest": [LONGEST.ljust(90, "!")] * 6,
    "one long": ["Pain", LONGEST, "Mood", "Rest", "Stress", "Sleep"],
    "long at the foot": ["Pain", "Mood", LONGEST, LONGEST, "Touch", "Hope"],
    "huge words": ["W" * 90] * 6,
}
CENTRES = {"none": None, "short": "Closeness", "long": LONGEST, "huge": "W" * 90}
SIZES = {"standard": STANDARD, "large": LARGE}
ALL = [
    pytest.param(paper, labels[:count], centre, sizes, id=f"{paper}-{count}-{kind}-{middle}-{size}")
    for paper, count, (kind, labels), (middle, centre), (size, sizes) in product(
        PAPERS, range(3, 7), LABELS.items(), CENTRES.items(), SIZES.items()
    )
]


def web_of(
    labels: list[str], centre: str | None, paper: str = "letter", sizes: Sizes = STANDARD
) -> Web:
    return lay_out_web(labels, centre, Edition(paper).text_width, TEXT, sizes)


def everything(arrow: Arrow) -> list[tuple[float, float]]:
    return [*track(arrow.path), *(corner for head in arrow.heads for corner in head)]


def ends(web: Web) -> list[tuple[Box, Box]]:
    """The boxes that each arrow has to join: neighbours all the way round, then the centre's."""
    centre = [(web.centre, box) for box in web.boxes] if web.centre else []
    return [*pairwise([*web.boxes, web.boxes[0]]), *centre]


@pytest.mark.parametrize(("paper", "labels", "centre", "sizes"), ALL)
def test_everything_has_its_place(paper, labels, centre, sizes):
    web = web_of(labels, centre, paper, sizes)
    boxes = [*web.boxes, web.centre] if web.centre else [*web.boxes]
    assert web.width == Edition(paper).text_width
    assert len(web.boxes) == len(labels)
    assert (web.centre is None) is (centre is None)
    for label, box in zip([*labels, centre], boxes, strict=False):
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= web.width + 0.01
        assert box.bottom <= web.height + 0.01
        size, leading = sizes.type["label"], sizes.leadings["leading-label"]
        lines = count_lines(label, box.width - 2 * sizes.lengths["web-x"], size, TEXT)
        needed = lines * size * leading * MM_PER_PT + 2
        assert box.height >= max(sizes.lengths["drawn-height"], needed)
    for one, other in combinations(boxes, 2):
        assert apart(one, other, 3)

    for arrow, (start, end) in zip(web.arrows, ends(web), strict=True):
        points = everything(arrow)
        assert not any(inside(point, box) for point in points for box in boxes)
        assert all(0 <= x <= web.width and 0 <= y <= web.height for x, y in points)
        tail, tip = (head[0] for head in arrow.heads)
        assert gap(tail, start) == pytest.approx(1.6, abs=0.02)
        assert gap(tip, end) == pytest.approx(1.6, abs=0.02)


@pytest.mark.parametrize(("paper", "labels", "centre", "sizes"), ALL)
def test_arrows_keep_clear_of_each_other(paper, labels, centre, sizes):
    arrows = [everything(arrow) for arrow in web_of(labels, centre, paper, sizes).arrows]
    for one, other in combinations(arrows, 2):
        assert min(hypot(ax - bx, ay - by) for ax, ay in one for bx, by in other) > 2.5


@pytest.mark.parametrize(("paper", "labels", "centre", "sizes"), ALL)
def test_an_arrow_points_outward_at_both_ends_and_shows_its_line(paper, labels, centre, sizes):
    for arrow in web_of(labels, centre, paper, sizes).arrows:
        line = track(arrow.path)
        for head, (before, last) in zip(arrow.heads, [line[1::-1], line[-2:]], strict=True):
            base = ((head[1][0] + head[2][0]) / 2, (head[1][1] + head[2][1]) / 2)
            way = (last[0] - before[0], last[1] - before[1])
            along = (head[0][0] - base[0], head[0][1] - base[1])
            assert hypot(*along) == pytest.approx(3.4, abs=0.02)
            cosine = (way[0] * along[0] + way[1] * along[1]) / (hypot(*way) * hypot(*along))
            assert cosine > 0.96
            assert hypot(head[0][0] - last[0], head[0][1] - last[1]) < 3.4
        (x0, y0), (x1, y1) = (head[0] for head in arrow.heads)
        assert hypot(x1 - x0, y1 - y0) > 2 * 3.4 + 2.5


@pytest.mark.parametrize("count", range(3, 7))
def test_the_web_is_even(count):
    web = web_of(LABELS["short"][:count], "Closeness", "a4")
    assert web.centre
    assert web.centre.middle[0] == pytest.approx(web.width / 2)
    assert web.boxes[0].middle[0] == pytest.approx(web.width / 2)
    for number in range(1, (count + 1) // 2):
        right, left = web.boxes[number], web.boxes[count - number]
        assert right.y == left.y
        assert right.right + left.x == pytest.approx(web.width)
        assert right.x > left.x
    if count % 2 == 0:
        foot = web.boxes[count // 2]
        assert web.centre.y - web.boxes[0].bottom == pytest.approx(foot.y - web.centre.bottom)


def test_a_longer_label_makes_a_higher_web():
    heights = [web_of([label] * 5, "x").height for label in ("Pain", LONGEST, "W" * 90)]
    assert heights == sorted(set(heights))
    heights = [web_of(["Pain"] * 3, centre).height for centre in (None, "x", LONGEST, "W" * 90)]
    assert heights == sorted(set(heights))


def test_in_large_print_the_centre_has_room_for_its_word_and_the_boxes_take_the_rest():
    web = web_of(["Pain"] * 3, "Closeness", "a4", LARGE)
    assert web.centre
    inner = web.centre.width - 2 * LARGE.lengths["web-x"]
    assert inner > longest_word("Closeness", LARGE.type["label"], TEXT)
    roomy = web_of(["Pain"] * 3, None, "a4", LARGE)
    assert web_of(["Pain"] * 3, "Closeness", "a4").boxes[0].width < web.boxes[0].width
    assert web.boxes[0].width < roomy.boxes[0].width
