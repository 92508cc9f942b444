"""Chromium without a window, started once; nothing outside this machine is asked."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from support.browser import Browser
from support.tools import require

WIDE = (1200, 900)
"""The window that each test begins with."""
START = (
    *("--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--force-device-scale-factor=1",
    f"--window-size={WIDE[0]},{WIDE[1]}",
)
PREFERENCES = {
    "download.prompt_for_download": False,
    "plugins.always_open_pdf_externally": True,
    "credentials_enable_service": False,
}
FORGET = "try { sessionStorage.clear() } catch { /* an empty page has none */ }"


@pytest.fixture(scope="session")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """The process behind each `browser`, started once."""
    require("chromium", "chromedriver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for word in START:
        options.add_argument(word)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.add_experimental_option("prefs", PREFERENCES)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # Its own home, so that nothing of the user's is read; the path, so that none is looked for.
    env = {**os.environ, "HOME": str(tmp_path_factory.mktemp("chrome"))}
    service = Service(shutil.which("chromedriver"), env=env)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")  # the driver is on this machine
        driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


def clear(tab: Browser) -> None:
    """Leave no page, choice, cookie or word of what was done in the tab before."""
    tab.without_javascript(False)
    tab.cdp("Storage.clearDataForOrigin", origin="*", storageTypes="all")
    tab.driver.execute_script(FORGET)
    tab.driver.get("about:blank")
    tab.cdp("Page.resetNavigationHistory")
    tab.cdp("Network.clearBrowserCache")
    tab.cdp("Emulation.clearDeviceMetricsOverride")
    tab.cdp("Emulation.setEmulatedMedia", features=[])
    tab.cdp("Input.dispatchMouseEvent", type="mouseMoved", x=0, y=0)
    tab.complaints()


@pytest.fixture
def browser(chrome: webdriver.Chrome, tmp_path: Path) -> Iterator[Browser]:
    """A tab as new, with no cookies; at the end the console must have been told of nothing that the
    test has not looked at."""
    tab = Browser(chrome, tmp_path / "downloads")
    for other in chrome.window_handles[1:]:
        chrome.switch_to.window(other)
        chrome.close()
    chrome.switch_to.window(chrome.window_handles[0])
    clear(tab)
    yield tab
    tab.assert_quiet()
