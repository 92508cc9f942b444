"""The scripts by others are the ones that were published, and come with their licences."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \|.* in `(?P<licence>[^`]+)`.*\| `(?P<sum>\w{64})` \|$", re.M
)


@pytest.mark.parametrize("folder", ["src/handoutgen/web/static/vendor", "tests/data/axe"])
def test_each_script_is_as_it_was_published(folder: str) -> None:
    place = ROOT / folder
    rows = list(ROW.finditer((place / "README.md").read_text(encoding="utf-8")))
    assert {row["file"] for row in rows} == {path.name for path in place.glob("*.js")} != set()
    for row in rows:
        assert hashlib.sha256((place / row["file"]).read_bytes()).hexdigest() == row["sum"]
        assert (place / row["licence"]).stat().st_size > 500
