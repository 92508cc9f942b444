"""Pages hold together: what is read as one stands on one page, and no page is nearly empty."""

from collections.abc import Sequence
from typing import Any, get_args

import pytest

from handoutgen.compose.document import compose_handout
from handoutgen.content.blocks import BLOCK_TYPES, AnyBlock, Block
from handoutgen.content.blocks.words import Text
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine
from support.balance import faults_of_balance, leaves_of
from support.press import CASES, SAMPLES, Case, Press

ENGINE = Engine()
KINDS = [get_args(model.model_fields["block"].annotation)[0] for model in BLOCK_TYPES]
KINDS.remove("page_break")  # prints nothing of its own
MOST = 26
"""How many lines stand above a block at most: each of its parts meets the page's end once."""

LINE = 30.72
"""In px: how far a short paragraph takes the next one down."""

NEW_PAGES = "main > section:nth-child(even) { break-before: page }"
FILLERS = NEW_PAGES + "".join(
    f" main > section:nth-last-child({2 * place}) p {{ padding-top: {(MOST - place) * LINE}px }}"
    for place in range(1, MOST)
)
"""The last filler is as high as the most paragraphs, each before it as one less."""

REST = Text(block="text", text="Rest a little.")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_pages_of_a_handout_hold_together(press, case):
    assert press.balance(case) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_holds_together_wherever_it_starts(press, kind):
    blocks = _sample_blocks(press, kind)
    assert blocks
    for block in blocks:
        places = MOST - _lines_above_that_change_nothing(press, block)
        laid_out = [each for _ in range(places) for each in (REST, block)]
        assert _faults(_lay_out(press, laid_out, FILLERS)) == []


def test_a_filler_is_as_high_as_paragraphs(press):
    fillers = _tops(_lay_out(press, [REST, REST] * MOST, FILLERS))
    assert fillers[MOST - 1] == pytest.approx(fillers[1] + (MOST - 2) * LINE, abs=0.5)
    for count in (1, 2, 20):  # below more, the safety text takes the last words with it
        paragraphs = _tops(_lay_out(press, [_paragraphs(count), REST], NEW_PAGES))[1]
        assert fillers[count] == pytest.approx(paragraphs, abs=0.5)


@pytest.mark.parametrize("count", range(16, 30))
def test_the_safety_text_never_stands_on_a_page_alone(press, count):
    for last in (REST, *_sample_blocks(press, "lines"), *_sample_blocks(press, "menu")):
        assert _faults(_lay_out(press, [_paragraphs(count), last])) == []


def _paragraphs(count: int) -> AnyBlock:
    return Text(block="text", text="Rest a little.\n\n" * count)


def _lines_above_that_change_nothing(press: Press, block: Block) -> int:
    """Below so many lines at most the whole block surely has room on a page."""
    _, *pages = (page._page_box for page in _lay_out(press, [block], NEW_PAGES).pages)
    own = [[leaf for leaf in leaves_of(page) if leaf.is_handout] for page in pages]
    if any(own[1:]):
        return 0
    free = pages[0].content_box_y() + pages[0].height - max(leaf.bottom for leaf in own[0])
    return min(max(0, int(free / LINE) - 3), MOST - 3)


def _tops(document: Any) -> list[float]:
    """Where the last words of the handout on each page begin."""
    pages = [leaves_of(page._page_box) for page in document.pages]
    return [[leaf.top for leaf in page if leaf.is_handout][-1] for page in pages]


def _sample_blocks(press: Press, kind: str) -> list[Block]:
    """The blocks of that type in the handouts that only the tests have."""
    handouts = [press.handout(Case(name, "letter", "default")) for name in SAMPLES]
    found = [block for handout in handouts for block in handout.blocks if block.block == kind]
    return found[:3]


def _lay_out(press: Press, blocks: Sequence[Block], css: str = "") -> Any:
    """The pages of a handout of these blocks."""
    case = Case("every-block", "letter", "default")
    workshop = press.workshop(case)
    handout = press.handout(case)
    composed = compose_handout(
        handout.model_copy(update={"blocks": blocks}),
        workshop.brand,
        workshop.edition,
        workshop.templates,
        workshop.library.cited_by(handout),
    )
    gate = AssetGate(press.folders, workshop.brand.files)
    return ENGINE.lay_out(composed.html, composed.css + css, gate, False)


def _faults(document: Any) -> list[str]:
    """How the pages of a document fail to hold together, full or not."""
    return [fault for fault in faults_of_balance(document) if not fault.endswith("% full")]
