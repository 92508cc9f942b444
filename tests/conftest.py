"""What every test can ask for."""

import gc

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from support.practice import practice
from support.press import IDS, plain_cases, press
from support.terminal import terminal

__all__ = ["practice", "press", "terminal"]


PRINTING = (
    "tests/measures/",
    *(f"tests/test_{name}.py" for name in ("balance", "editions", "handouts", "notes")),
    *(f"tests/{name}.py" for name in ("press/finish/test_browser", "test_pictures")),
    "tests/test_round_trip.py",
)
"""Where tests stand that ask for `press`."""

LONG = ("_browser.py", "/test_docs.py")
"""How the files end that take up to a minute: if they came last, one process would wait for the
other."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-editions",
        action="store_true",
        help="look at every handout in every edition on both papers, not at some that cover them",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "plain_case" in metafunc.fixturenames:
        every = metafunc.config.getoption("--all-editions")
        metafunc.parametrize("plain_case", plain_cases(IDS, every), ids=str)


def pytest_configure() -> None:
    """Laying pages out makes very many objects that nothing but the page's end frees: to look
    through all of them as often as Python does by itself takes a tenth of the time."""
    gc.set_threshold(50_000, 10, 50)


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end, so it isn't looked through again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Where several processes share the tests, those that look at the same PDFs stay together, and
    so do those of one file."""
    return Together(config, log)


class Together(LoadScopeScheduling):
    """Gives a process one file of tests after the other; all that ask for `press` are as one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "press" if path.startswith(PRINTING) else path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """For several processes what takes long comes first; and all that look at the same PDFs are
    where one process gets them, as another would print all that is printed for them once more."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: (not item.nodeid.startswith(PRINTING), not _is_long(item)))
    for item in items:
        found = getattr(item, "_fixtureinfo", None)
        given = found.name2fixturedefs.get("press", ()) if found else ()
        if given and given[-1].func.__module__ == "support.press":
            assert item.nodeid.startswith(PRINTING), f"{item.nodeid} belongs into PRINTING"


def _is_long(item: pytest.Item) -> bool:
    return item.nodeid.partition("::")[0].endswith(LONG)
