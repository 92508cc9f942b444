"""What docs/check.md says of the rules is so."""

import re

import pytest

from handoutgen.check.headings import LONGEST_UNTITLED
from handoutgen.check.readability import AIM, LIMIT
from handoutgen.check.structure import structure
from handoutgen.content.source import read_source
from support.checking import desk, told
from support.documents import ROOT, blocks, sections, tables
from support.practice import Practice

PAGE = ROOT / "docs/check.md"
SECTIONS = sections(PAGE)
PARTS = {row[0]: row[1] for row in tables(SECTIONS["Structure"])[0]}
STARTS = re.findall(r'"([^"]+)"', PARTS["summary"])


def test_the_limits_are_those_of_the_rules() -> None:
    assert f"above {AIM:g} is a warning, above {LIMIT:g} an error" in SECTIONS["Reading level"]
    assert f"more than {LONGEST_UNTITLED} words" in SECTIONS["Headings"]


@pytest.mark.parametrize("start", STARTS)
def test_a_callout_that_starts_so_sums_up(practice: Practice, start: str) -> None:
    sheet = desk(practice, f'  - {{block: callout, text: "**{start}:** rest."}}\n')
    assert not any("summary" in line for line in told(structure(sheet)))


def test_six_starts_are_named() -> None:
    assert len(STARTS) == 6


def test_the_example_of_a_list_can_be_read() -> None:
    (block,) = blocks(PAGE)
    source = read_source(block.text.encode(), "words.yaml")
    assert (source.problems, source.data) == ([], {"client, clients": "person", "just": None})
