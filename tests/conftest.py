"""What every test can ask for."""

import pytest

from support.practice import practice
from support.press import press
from support.terminal import terminal

__all__ = ["practice", "press", "terminal"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-editions",
        action="store_true",
        help="look at every handout in every edition on both papers, not at some that cover them",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, those that look at the same PDFs stay together, and
    so do those of one file."""
    for item in items:
        prints = "press" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("press" if prints else str(item.path)))
