"""What the tests of the pages can ask for: a site that answers, and a browser."""

from collections.abc import Iterator

import pytest

from handoutgen.compose.compiled import Compiled
from handoutgen.web.app import App
from support.chrome import browser, chrome
from support.site import dismiss_workers, own_site, site, web_cache
from support.tinysite import tiny

__all__ = ["browser", "chrome", "own_site", "site", "tiny", "web_cache"]


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """The next site takes what the templates of one were compiled to."""
    options = {**App.jinja_options, "bytecode_cache": Compiled()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(App, "jinja_options", options)
        yield


def pytest_sessionfinish() -> None:
    dismiss_workers()
