"""A headless Chromium kept open and spoken to in the DevTools protocol, through two pipes."""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
START = (
    *("--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"),
)
"""No port is opened, no name is looked up."""
SECONDS = 60
"""After this long without an answer something is wrong."""


class BrowserError(Exception):
    """The browser doesn't do what it was asked."""


class Browser:
    """One open page of a Chromium."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self._count = 0
        self._read = b""
        self._events: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = ""
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        self._ask("Page.enable")

    def open(self, path: Path) -> None:
        """Load a page, with its fonts and pictures."""
        self._events.clear()
        self._ask("Page.navigate", url=path.as_uri())
        while "Page.loadEventFired" not in self._events:
            self._message()
        self.run("document.fonts.ready.then(() => true)")

    def run(self, script: str) -> Any:
        """What the script comes to."""
        told = self._ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise BrowserError("the script failed")
        return told["result"].get("value")

    def print(self) -> bytes:
        """The page as a tagged PDF, on the paper that its style sheet asks for."""
        told = self._ask(
            "Page.printToPDF", preferCSSPageSize=True, printBackground=True, generateTaggedPDF=True
        )
        return base64.b64decode(told["data"])

    def close(self) -> None:
        """Ask the browser to end."""
        with suppress(BrowserError, OSError, subprocess.TimeoutExpired):  # it may end unanswered
            self._session = ""
            self._ask("Browser.close")
            self.process.wait(5)

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        call: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if getattr(self, "_session", ""):
            call["sessionId"] = self._session
        if not self.process.stdin:
            raise BrowserError("it has no pipe")
        self.process.stdin.write(json.dumps(call).encode() + b"\0")
        self.process.stdin.flush()
        while True:
            told = self._message()
            if told.get("id") == self._count:
                if "error" in told:
                    raise BrowserError(f"{method}: {told['error']}")
                return dict(told["result"])

    def _message(self) -> dict[str, Any]:
        """The next thing that it says, an answer or an event."""
        if not self.process.stdout:
            raise BrowserError("it has no pipe")
        deadline = time.monotonic() + SECONDS
        while b"\0" not in self._read:
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self.process.stdout], [], [], left)[0]:
                raise BrowserError("it says nothing")
            more = os.read(self.process.stdout.fileno(), 1 << 20)
            if not more:
                raise BrowserError("it has ended")
            self._read += more
        message, _, self._read = self._read.partition(b"\0")
        told = dict(json.loads(message))
        self._events.append(told.get("method", ""))
        return told


def find() -> str | None:
    """The command of a Chromium on this machine."""
    return next((name for name in NAMES if shutil.which(name)), None)


def version(command: str) -> str:
    """What it calls itself, without what a distribution adds."""
    said = subprocess.run([command, "--version"], capture_output=True, text=True).stdout
    return " ".join(said.split()[:2])


@contextmanager
def chromium(command: str, folder: Path) -> Iterator[Browser]:
    """Chromium with nothing of the user's own, gone afterwards with all that it has started.

    Raises BrowserError where it doesn't start.
    """
    words = [command, *START, f"--user-data-dir={folder / 'profile'}", "about:blank"]
    if os.geteuid() == 0:
        words.insert(1, "--no-sandbox")  # it refuses to start with one as root
    with subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@" 3<&0 4>&1 </dev/null >&2', "sh", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    ) as process:
        try:
            browser = Browser(process)
            yield browser
            browser.close()
        except OSError as error:  # its end of a pipe is closed
            raise BrowserError("it has ended") from error
        finally:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
