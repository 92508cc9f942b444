"""What doesn't hold together on a page is seen."""

import pytest

from handoutgen.folders import Folders
from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine
from support.balance import faults_of_balance

PAGE = "@page { size: 300px; margin: 50px } body { margin: 0; font-size: 20px; line-height: 20px } "
REST = "<p style='height: 60px; margin: 0'>Rest</p>"
"""A paragraph, three of which fill nearly the whole page."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def faults(engine, tmp_path):
    def look(html: str, css: str = "") -> list[str]:
        gate = AssetGate(Folders(tmp_path))
        page = f"<main>{html}</main>"
        return list(faults_of_balance(engine.lay_out(page, PAGE + css, gate, False)))

    return look


def test_pages_that_hold_together(faults):
    assert faults(REST * 3 + "<h2>Sleep</h2>" + REST, "h2 { break-before: page }") == []


@pytest.mark.parametrize("lead", ["<h2>Sleep</h2>", "<p class=question>Sleep</p>"])
def test_a_heading_at_the_foot_of_a_page(faults, lead):
    css = "h2, p { margin: 0; font: inherit } h2, .question { break-after: page }"
    assert faults(REST + lead + REST, css) == ["page 1 ends with 'Sleep'"]


def test_a_tables_head_without_a_row(faults):
    table = "<table><thead><tr><th>Day</th></tr></thead><tbody><tr><td>One</td></tr></table>"
    css = "thead { display: table-row-group; break-after: page }"
    assert faults(REST + table + REST, css) == ["page 1 ends with 'Day'"]


@pytest.mark.parametrize(
    "whole",
    [
        "<ul><li>{}</li></ul>",
        "<table><tr><td>{}</td></tr></table>",
        "<div class=callout-body>{}</div>",
        "<ol><li class=plan-step>{}</li></ol>",
        "<section class=block-lines>{}</section>",
    ],
)
def test_what_is_split_over_two_pages(faults, whole):
    inside = REST + "<p style='height: 60px; border: solid'></p>"
    (fault,) = faults(REST * 2 + whole.format(inside), "* { margin: 0 }")
    assert fault == "'Rest' goes over the end of page 1"


def test_a_tables_head_may_repeat(faults):
    rows = f"<tr><td>{REST}</td></tr>" * 5
    table = f"<table><thead><tr><th>Day</th></tr></thead><tbody>{rows}</tbody></table>"
    assert faults(table) == []


def test_pages_that_are_nearly_empty(faults):
    css = "b { display: block; break-before: page } b + b { height: 10px; line-height: 10px }"
    assert faults(REST * 2 + "<b>One</b><b>Two</b>", css) == [
        "page 2 is only 10% full",
        "page 3 is only 5% full",
    ]


def test_a_page_for_the_safety_text_alone(faults):
    safety = "</main><footer style='break-before: page'>Call.</footer><main>"
    assert faults(REST * 2 + safety) == ["page 2 has nothing of the handout"]
