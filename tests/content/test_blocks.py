"""The block types: what each takes, and what it says when something doesn't fit."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from handoutgen.content.blocks import BLOCK_TYPES, AnyBlock, Id

BLOCK: TypeAdapter[Any] = TypeAdapter(AnyBlock)
NAMES = {
    "text": {"text": "x"},
    "callout": {"text": "x"},
    "checklist": {"items": ["x"]},
    "action_plan": {"steps": [{"title": "x"}]},
    "script": {"say": ["x"]},
    "cycle": {"title": "x", "steps": ["a", "b", "c"]},
    "menu": {"columns": ["a", "b"], "blank_rows": "1"},
    "table": {"columns": ["a", "b"], "blank_rows": "1"},
    "scale": {"prompt": "x", "low": "a", "high": "b"},
    "lines": {"prompt": "x"},
    "references": {},
}


def block(name: str, **fields: Any) -> Any:
    return BLOCK.validate_python({"block": name, **NAMES[name], **fields})


def refusal(name: str, **fields: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        block(name, **fields)
    (error,) = caught.value.errors()
    return str(error["ctx"]["error"]) if error["type"] == "value_error" else str(error["type"])


def test_every_type_is_known_by_its_name():
    assert [kind.model_fields["block"].annotation.__args__[0] for kind in BLOCK_TYPES] == [*NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_a_block_needs_little_and_takes_no_unknown_field(name):
    assert block(name).block == name
    assert block(name, title=" Mine ", intro="A *word* first").title == "Mine"
    assert refusal(name, colour="red") == "extra_forbidden"


@pytest.mark.parametrize("name", NAMES)
def test_a_block_never_changes_once_read(name):
    with pytest.raises(ValidationError):
        block(name).title = "other"


@pytest.mark.parametrize(
    ("name", "field", "least", "most"),
    [
        ("checklist", "blank_items", 0, 20),
        ("checklist", "columns", 1, 2),
        ("script", "own_lines", 0, 8),
        ("table", "blank_rows", 1, 30),
        ("scale", "start", 0, 1),
        ("scale", "end", 3, 10),
        ("lines", "count", 1, 24),
    ],
)
def test_numbers_are_read_as_they_are_written_and_have_limits(name, field, least, most):
    for number in (least, most):
        assert getattr(block(name, **{field: str(number)}), field) == number
    if least:
        assert refusal(name, **{field: str(least - 1)}) in ("greater_than_equal", NO_ROWS)
    assert refusal(name, **{field: str(most + 1)}) == "less_than_equal"


@pytest.mark.parametrize(
    ("name", "field", "least", "most"),
    [
        ("checklist", "items", 1, 40),
        ("script", "say", 1, 12),
        ("action_plan", "details", 0, 4),
        ("action_plan", "follow_up", 0, 3),
        ("cycle", "steps", 3, 8),
        ("menu", "columns", 2, 4),
        ("table", "columns", 2, 6),
    ],
)
def test_lists_have_a_least_and_a_greatest_length(name, field, least, most):
    for count in (least, most):
        assert len(getattr(block(name, **{field: ["x"] * count}), field)) == count
    if least:
        assert refusal(name, **{field: ["x"] * (least - 1)}) in ("too_short", NO_RING)
    assert refusal(name, **{field: ["x"] * (most + 1)}) == "too_long"


NO_RING = "a ring needs 3 to 8 'steps' | for empty boxes write 'blank: true' and 'boxes: 6'"
NO_ROWS = "nothing stands under the columns | add 'rows' or 'blank_rows: 5'"


def test_a_ring_is_filled_or_blank():
    assert block("cycle").boxes is None
    assert block("cycle", steps=[], blank="true", boxes="8").boxes == 8
    assert block("cycle", blank="true", boxes="3").blank
    assert refusal("cycle", steps=[]) == NO_RING
    assert refusal("cycle", steps=[], blank="true") == NO_RING
    assert refusal("cycle", boxes="3") == (
        "'boxes' goes with 'blank: true' | list the 'steps' instead"
    )
    assert refusal("cycle", blank="true", boxes="4") == (
        "'boxes' and the number of 'steps' differ | leave 'boxes' out"
    )
    assert refusal("cycle", steps=[], blank="true", boxes="2") == "greater_than_equal"
    assert refusal("cycle", steps=[], blank="true", boxes="9") == "less_than_equal"
    assert refusal("cycle", direction="left") == "literal_error"


@pytest.mark.parametrize("name", ["menu", "table"])
def test_rows_fit_their_columns(name):
    rows = [["a", "b"], ["c", "d"]]
    assert block(name, rows=rows, blank_rows="0").rows == rows
    assert refusal(name, blank_rows="0") == NO_ROWS
    assert refusal(name, rows=[*rows, ["a", "b", "c"]]) == (
        "row 3 has 3 cells, but there are 2 columns"
        " | give each row one cell a column; a cell with a comma goes in quotes"
    )


def test_a_callout_has_one_of_two_tones():
    assert [block("callout", tone=tone).tone for tone in ("note", "care")] == ["note", "care"]
    assert refusal("callout", tone="loud") == "literal_error"


def test_text_in_a_block_is_checked_wherever_it_stands():
    step = {"title": "x", "options": ["fine", "<b>not</b>"]}
    for name, fields in (
        ("action_plan", {"steps": [step]}),
        ("table", {"rows": [["a", "<b>not</b>"]]}),
        ("scale", {"low": "<b>not</b>"}),
        ("text", {"intro": "<b>not</b>"}),
    ):
        assert refusal(name, **fields).startswith("'<b>' looks like HTML")


@pytest.mark.parametrize("name", ["a", "7", "my-sheet-2", "a" * 64])
def test_good_ids(name):
    assert TypeAdapter(Id).validate_python(name) == name


@pytest.mark.parametrize(
    "name", ["", "-a", "A", "a_b", "a b", "../a", "a/b", "a.b", "é", "a" * 65, "a\n", "a\x00"]
)
def test_bad_ids(name):
    with pytest.raises(ValidationError):
        TypeAdapter(Id).validate_python(name)


def test_a_blank_has_no_place_in_a_ring():
    assert refusal("cycle", steps=["One", "[[two]]", "Three"]) == (
        "a blank doesn't fit into a ring's box"
        " | write 'blank: true' to leave every box open for writing"
    )
