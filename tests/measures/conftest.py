"""Which sheets are measured, and what is read back out of each finished PDF.

The run measures each handout in the plain edition and some in each other one; with
`--all-editions` all of them.
"""

from collections.abc import Callable
from functools import cache

import pytest

from support.press import Case, Press
from support.sheets import Places, Sheet, cases_to_measure


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name, cases in cases_to_measure(metafunc.config.getoption("--all-editions")).items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, cases, ids=str)


@pytest.fixture(scope="session")
def read(press: Press) -> Callable[[Case], Sheet]:
    """Reads each case once."""
    return cache(lambda case: Sheet(press, case))


@pytest.fixture(scope="session")
def places(press: Press) -> Callable[[Case], Places]:
    """Counts the places of each handout once."""
    by_handout = cache(lambda handout: Places(press, handout))
    return lambda case: by_handout(case.id)
