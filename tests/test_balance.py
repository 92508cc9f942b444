"""Pages hold together: what is read as one stands on one page, and no page is nearly empty."""

from collections.abc import Sequence
from typing import get_args

import pytest

from handoutgen.compose.document import compose_handout
from handoutgen.content.blocks import BLOCK_TYPES, AnyBlock, Block
from handoutgen.content.blocks.words import Text
from handoutgen.press.assets import AssetGate
from support.balance import faults_of_balance
from support.press import CASES, SAMPLES, Case, Press

KINDS = [get_args(model.model_fields["block"].annotation)[0] for model in BLOCK_TYPES]
KINDS.remove("page_break")  # prints nothing of its own
ABOVE = range(1, 27)
"""How many short paragraphs stand above a block: each of its parts meets the page's end once."""

NEW_PAGES = "main > section:nth-child(even) { break-before: page }"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_pages_of_a_handout_hold_together(press, case):
    assert press.balance(case) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_holds_together_wherever_it_starts(press, kind):
    blocks = _sample_blocks(press, kind)
    assert blocks
    for block in blocks:
        above = [_paragraphs(count) for count in ABOVE]
        laid_out = [each for filler in above for each in (filler, block)]
        assert _faults(press, laid_out, NEW_PAGES) == []


@pytest.mark.parametrize("count", range(16, 30))
def test_the_safety_text_never_stands_on_a_page_alone(press, count):
    for last in (_paragraphs(1), *_sample_blocks(press, "lines"), *_sample_blocks(press, "menu")):
        assert _faults(press, [_paragraphs(count), last]) == []


def _paragraphs(count: int) -> AnyBlock:
    return Text(block="text", text="Rest a little.\n\n" * count)


def _sample_blocks(press: Press, kind: str) -> list[Block]:
    """The blocks of that type in the handouts that only the tests have."""
    handouts = [press.handout(Case(name, "letter", "default")) for name in SAMPLES]
    found = [block for handout in handouts for block in handout.blocks if block.block == kind]
    return found[:3]


def _faults(press: Press, blocks: Sequence[Block], css: str = "") -> list[str]:
    """How the pages of a handout of these blocks fail to hold together, full or not."""
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
    document = workshop.engine.lay_out(composed.html, composed.css + css, gate, False)
    return [fault for fault in faults_of_balance(document) if not fault.endswith("% full")]
