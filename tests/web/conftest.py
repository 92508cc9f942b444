"""What the tests of the pages can ask for: a site that answers, and a browser."""

from support.bytecode import kept_templates
from support.chrome import browser, chrome
from support.site import dismiss_workers, own_site, site, web_cache
from support.tinysite import tiny

__all__ = ["browser", "chrome", "kept_templates", "own_site", "site", "tiny", "web_cache"]


def pytest_sessionfinish() -> None:
    dismiss_workers()
