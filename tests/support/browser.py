"""What the tests do in a browser."""

import base64
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from support import looks
from support.client import Client
from support.keyboard import Keyboard

T = TypeVar("T")

SECONDS = 60
"""What a loaded machine may take until a page shows what it should."""


class Browser:
    """A tab of Chromium, as new for each test and without cookies."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver = driver
        self.folder = folder
        self.keyboard = Keyboard(driver)
        self._site = ""
        self._scripts = True
        self._media: dict[str, str] = {}
        self._downloads = 0

    # -- where it is

    def open(self, address: str) -> None:
        """Go to an address, or to a path of the site that was opened last."""
        self._site = urljoin(self._site, address)
        self.driver.get(self._site)

    def enter(self, link: str, path: str = "") -> None:
        """Come in through a site's start link; with a path only its cookie is fetched from there,
        and that page is the first to be opened."""
        if not path:
            self.open(link)
            self.until(lambda: self.path != urlsplit(link).path, "the start link leads nowhere")
            return
        cookies = Client(urljoin(link, "/").rstrip("/")).get(link).cookies
        assert cookies, "the start link gives no cookie"
        for each in cookies:
            same = {"sameSite": each["samesite"]} if each["samesite"] else {}
            flags = {"httpOnly": bool(each["httponly"]), "path": each["path"] or "/", **same}
            self.cdp("Network.setCookie", name=each.key, value=each.value, url=link, **flags)
        self.open(urljoin(link, path))

    @property
    def path(self) -> str:
        """The path of the page that is open."""
        return urlsplit(self.driver.current_url).path

    # -- what is there

    def find(self, css: str) -> WebElement:
        """The first element that matches, shown or not."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """All elements that match, shown or not."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def texts(self, css: str) -> list[str]:
        """What each element that matches says, as far as it shows."""
        found: list[str] = self.driver.execute_script(looks.once(looks.TEXTS), css)
        return found

    def until(self, what: Callable[[], T], otherwise: str, seconds: float = SECONDS) -> T:
        """Look again and again until it is true, whatever is swapped in the page meanwhile."""
        end, pause = time.monotonic() + seconds, 0.02
        while True:
            try:
                if found := what():
                    return found
            except WebDriverException as error:
                if not looks.is_passing(error):
                    raise
            assert time.monotonic() < end, f"{otherwise} (at {self.path})"
            time.sleep(pause)
            pause = min(0.05, pause * 1.2)

    def _await(self, look: str, otherwise: str, seconds: float, *asked: str) -> Any:
        """What the look comes to; where scripts run, it waits in the page."""

        def look_now() -> Any:
            return self.driver.execute_script(looks.once(look), *asked)

        def looked() -> Any:
            found = look_now()
            if found or not self._scripts:
                return found
            waiting = looks.waiting(look, asked, seconds)
            self.cdp("Runtime.evaluate", expression=waiting, awaitPromise=True)
            return look_now()

        return self.until(looked, otherwise, seconds)

    def wait_for(self, css: str, text: str = "", seconds: float = SECONDS) -> WebElement:
        """The first element that matches, shows, and has that text in it, once there is one."""
        otherwise = f"nothing matches {css!r} with {text!r}"
        found: WebElement = self._await(looks.FOUND, otherwise, seconds, css, text)
        return found

    def wait_gone(self, css: str, seconds: float = SECONDS) -> None:
        """Wait until nothing that matches is shown."""
        self._await(looks.GONE, f"{css!r} stays", seconds, css, "")

    def wait_settled(self) -> None:
        """Wait until htmx has put what it asked for into the page."""
        self._await(looks.SETTLED, "htmx still waits", SECONDS, "html", "")

    # -- what is done

    def _do(self, css: str, what: Callable[[WebElement], object]) -> None:
        """Do something with the first element that matches and shows, or with the one that is put
        in its place meanwhile."""

        def done() -> bool:
            element = self.wait_for(css)
            try:
                what(element)
            except WebDriverException as error:
                if not looks.is_absent(error):
                    raise
                return False
            return True

        self.until(done, f"{css!r} doesn't stay")

    def click(self, css: str) -> None:
        """Click the first element that matches and shows."""
        self._do(css, WebElement.click)

    def type(self, css: str, text: str) -> None:
        """Put text into a field, in place of what is in it."""

        def typed(field: WebElement) -> None:
            field.clear()
            field.send_keys(text)

        self._do(css, typed)

    def choose(self, css: str, value: str) -> None:
        """Choose an option of a list by its value."""
        option = f'option[value="{value}"]'
        self._do(css, lambda field: field.find_element(By.CSS_SELECTOR, option).click())

    def upload(self, css: str, path: Path) -> None:
        """Give a file to a field for files, which may be hidden behind a button."""
        self.find(css).send_keys(str(path))

    def download(self, click: str | WebElement | Callable[[], object]) -> Path:
        """Click something, and return the whole file that comes of it."""
        self._downloads += 1
        folder = self.folder / str(self._downloads)
        folder.mkdir(parents=True)
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        if isinstance(click, str):
            self.click(click)
        elif isinstance(click, WebElement):
            click.click()
        else:
            click()
        seen = -1

        def whole() -> Path | None:
            nonlocal seen
            files = list(folder.iterdir())
            if len(files) != 1 or files[0].suffix == ".crdownload" or files[0].name[0] == ".":
                return None
            before, seen = seen, files[0].stat().st_size
            return files[0] if seen == before > 0 else None

        path = self.until(whole, "nothing is downloaded")
        assert path is not None
        if path.suffix == ".pdf":
            content = path.read_bytes()
            assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
        return path

    # -- how it is looked at

    def cdp(self, method: str, **parameters: Any) -> Any:
        """Call the browser in the DevTools protocol."""
        return self.driver.execute_cdp_cmd(method, parameters)

    def at_width(self, width: int, height: int = 800) -> None:
        """Make it a phone of that width in CSS pixels; 0 is the wide window again."""
        if not width:
            self.cdp("Emulation.clearDeviceMetricsOverride")
            return
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
        self.cdp("Emulation.setDeviceMetricsOverride", **size)

    def assert_no_sideways_scrolling(self, width: int) -> None:
        """Nothing reaches beyond that width, so a phone needn't be scrolled sideways."""
        found = self.driver.execute_script(looks.TOO_WIDE, width)
        assert found == [], "\n".join(found)

    def dark(self, wanted: bool = True) -> None:
        """Prefer dark colours, or light ones again."""
        self._prefer("prefers-color-scheme", "dark" if wanted else "light")

    def still(self, wanted: bool = True) -> None:
        """Prefer pages on which nothing moves."""
        self._prefer("prefers-reduced-motion", "reduce" if wanted else "no-preference")

    def _prefer(self, name: str, value: str) -> None:
        self._media[name] = value
        features = [{"name": name, "value": value} for name, value in self._media.items()]
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def without_javascript(self, wanted: bool = True) -> None:
        """Run no script of the pages that are opened from now on."""
        self._scripts = not wanted
        self.cdp("Emulation.setScriptExecutionDisabled", value=wanted)

    def screenshot(self, path: Path, whole: bool = True) -> Path:
        """Keep a picture of the page, whole or what is in the window."""
        shot = self.cdp("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

    # -- what it complains of

    def complaints(self) -> list[str]:
        """What the console was told of since the last look, from warnings on: errors of scripts,
        what the policy forbids, and what could not be loaded (an icon that a browser asks for of
        its own accord is no fault)."""
        told = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [
            f"{entry['source']}: {entry['message']}"
            for entry in told
            if entry["level"] in ("WARNING", "SEVERE")
            and "/favicon.ico - Failed to load" not in entry["message"]
        ]

    def assert_quiet(self) -> None:
        """The console was told of nothing."""
        assert (found := self.complaints()) == [], "\n".join(found)
