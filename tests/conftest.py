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
