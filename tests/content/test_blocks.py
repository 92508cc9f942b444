"""The block types: what each takes, and what it says when something doesn't fit."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from handoutgen.content.blocks import BLOCK_TYPES, AnyBlock, Id

BLOCK: TypeAdapter[Any] = TypeAdapter(AnyBlock)
NAMES = {
    "text": {"text": "x"},
    "callout": {"text": "x"},
    "steps": {"steps": [{"title": "x"}, {"title": "y"}]},
    "checklist": {"items": ["x"]},
    "action_plan": {"steps": [{"title": "x"}]},
    "script": {"say": ["x"]},
    "cycle": {"title": "x", "steps": ["a", "b", "c"]},
    "web": {"title": "x", "factors": ["a", "b", "c"]},
    "zones": {key: {"title": "x", "meaning": "y"} for key in ("green", "amber", "red")},
    "menu": {"columns": ["a", "b"], "blank_rows": "1"},
    "table": {"columns": ["a", "b"], "blank_rows": "1"},
    "compare": {"columns": ["a", "b"], "blank_rows": "1"},
    "routine": {"parts": [{"time": "x"}, {"time": "y"}]},
    "log": {"rows": ["x"], "columns": ["a"]},
    "scale": {"prompt": "x", "low": "a", "high": "b"},
    "lines": {"prompt": "x"},
    "box": {"prompt": "x"},
    "agreement": {"points": ["x"], "signers": ["y"]},
    "contacts": {"blank_rows": "1"},
    "image": {"file": "x.png", "alt": "y"},
    "page_break": {},
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
        ("compare", "blank_rows", 1, 30),
        ("contacts", "blank_rows", 1, 12),
        ("box", "height", 20, 200),
        ("agreement", "blank_points", 0, 6),
        ("image", "width", 10, 100),
    ],
)
def test_numbers_are_read_as_they_are_written_and_have_limits(name, field, least, most):
    for number in (least, most):
        assert getattr(block(name, **{field: str(number)}), field) == number
    if least:
        assert refusal(name, **{field: str(least - 1)}) in ("greater_than_equal", NO_ROWS, NOBODY)
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
        ("compare", "columns", 2, 2),
        ("log", "columns", 1, 8),
        ("log", "rows", 1, 31),
        ("agreement", "points", 1, 12),
        ("agreement", "signers", 1, 4),
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
NOBODY = "nobody is named here | add 'contacts' or 'blank_rows: 3'"


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


@pytest.mark.parametrize("name", ["menu", "table", "compare"])
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


@pytest.mark.parametrize(
    ("name", "field", "part", "least", "most"),
    [
        ("steps", "steps", {"title": "x"}, 2, 10),
        ("routine", "parts", {"time": "x"}, 2, 6),
        ("contacts", "contacts", {"name": "x", "how": "y"}, 1, 12),
    ],
)
def test_parts_have_a_least_and_a_greatest_number(name, field, part, least, most):
    for count in (least, most):
        assert len(getattr(block(name, **{field: [part] * count}), field)) == count
    fewer = {field: [part] * (least - 1), **({"blank_rows": "0"} if name == "contacts" else {})}
    assert refusal(name, **fewer) in ("too_short", NOBODY)
    assert refusal(name, **{field: [part] * (most + 1)}) == "too_long"
    odd = [{**part, "colour": "red"}, *[part] * (least - 1)]
    assert refusal(name, **{field: odd}) == "extra_forbidden"


def test_there_are_always_three_zones_with_a_few_signs_and_lines_each():
    zone = {"title": "x", "meaning": "y", "examples": ["z"] * 10, "blank_items": "8"}
    assert block("zones", red=zone).red.blank_items == 8
    assert refusal("zones", red={**zone, "blank_items": "9"}) == "less_than_equal"
    assert refusal("zones", red={**zone, "examples": ["z"] * 11}) == "too_long"
    assert refusal("zones", amber={"title": "x"}) == "missing"
    assert refusal("zones", amber=None) == "model_type"


def test_a_picture_is_of_a_known_kind_and_always_described():
    assert block("image").width == 100
    for file in ("walk by the sea.JPG", "images/walk by the sea.JPG"):
        assert block("image", file=file).address == "images/walk by the sea.JPG"
    assert block("image", file="a/images/b.svg").address == "images/a/images/b.svg"
    assert refusal("image", file="walk.gif") == (
        "'walk.gif' isn't a kind of picture that can be used"
        " | save it as one of .png, .jpg, .jpeg, .svg"
    )
    assert refusal("image", alt=" ") == "string_too_short"
    assert refusal("image", alt=None) == "string_type"


def test_a_log_is_upright_and_by_the_day_unless_it_says_so():
    assert (block("log").first, block("log").landscape) == ("Day", False)
    assert block("log", landscape="true", first="Time").landscape


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
