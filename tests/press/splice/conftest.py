"""A practice of a few small sheets, whose bases are rendered once for all tests of splicing."""

import pytest

from support.practice import Practice
from support.spliced import Copier, write_sheets


@pytest.fixture(scope="session")
def copier(tmp_path_factory: pytest.TempPathFactory) -> Copier:
    """Makes files of clients both ways."""
    folder = tmp_path_factory.mktemp("spliced")
    practice = Practice(folder / "practice")
    write_sheets(practice)
    return Copier(practice, folder / "cache")
