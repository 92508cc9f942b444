"""A form that is opened in the viewer of Chromium, with some fields filled in ahead."""

import base64
import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, ImageChops

from handoutgen.compose.edition import Edition
from handoutgen.pipeline import Workshop
from support.formpage import fields
from support.pdf import page_pictures
from support.press import BRANDS, ROOT, Press
from support.tools import require

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""

SHEET = "action-plan"
FIRST, LAST = f"{SHEET}.this-week.1", f"{SHEET}.this-month.2"
VALUES: dict[str, str | bool] = {
    f"{SHEET}.name": "Zoë Łącka",
    f"{FIRST}.own": "Được nghỉ – “so” … ½ €",
    f"{FIRST}.own-tick": True,
    f"{FIRST}.how-sure-am-i-that-i-can-do-this": "6",
    f"{LAST}.where": "İzmir, café",
    f"{LAST}.pick-one-of-those-times-and-keep-it-free": True,
    f"{LAST}.how-sure-am-i-that-i-can-do-this": "10",
    f"{SHEET}.on-my-review-day.answer": "Zażółć gęślą jaźń – “slowly” and at the table … " * 3,
}
DPI = 96
"""What the viewer shows at its zoom of 100."""

START = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"),
    *("--force-device-scale-factor=1", "--hide-scrollbars", "--window-size=900,3300"),
)
"""The window has room for all pages below one another. No port is opened, no name is looked up."""

SECONDS = 60
"""What a loaded machine may take until all is shown; it is done in some three."""


class Browser:
    """A Chromium that is spoken to in the DevTools protocol, through two pipes."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.deadline = time.monotonic() + SECONDS
        self._count = 0
        self._read = b""

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """What it answers to a call."""
        self._count += 1
        call: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if session:
            call["sessionId"] = session
        assert self.process.stdin
        self.process.stdin.write(json.dumps(call).encode() + b"\0")
        self.process.stdin.flush()
        while True:
            told = self._message()
            if told.get("id") == self._count:
                assert "error" not in told, f"{method}: {told['error']}"
                return dict(told["result"])

    def _message(self) -> dict[str, Any]:
        """The next thing that it says, an answer or an event."""
        assert self.process.stdout
        while b"\0" not in self._read:
            left = max(0.0, self.deadline - time.monotonic())
            assert select.select([self.process.stdout], [], [], left)[0], "Chromium says nothing"
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            assert more, "Chromium has ended"
            self._read += more
        message, _, self._read = self._read.partition(b"\0")
        return dict(json.loads(message))

    def views(self, path: Path) -> Iterator[list[Image.Image]]:
        """The pages of a PDF as the viewer shows them, looked at anew until the time is up."""
        address = f"{path.as_uri()}#toolbar=0&navpanes=0&zoom=100"
        target = self.ask("Target.createTarget", url=address)["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        while True:
            yield sheets(base64.b64decode(self.ask("Page.captureScreenshot", session)["data"]))
            if time.monotonic() > self.deadline - 5:
                return
            time.sleep(0.2)


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Chromium with nothing of the user's own, gone afterwards with all that it has started."""
    words = ["chromium", *START, f"--user-data-dir={folder / 'profile'}", "about:blank"]
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
            with suppress(AssertionError, subprocess.TimeoutExpired):  # it may end unanswered
                browser.ask("Browser.close")
                process.wait(5)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def sheets(shot: bytes) -> list[Image.Image]:
    """The pages in a picture of the viewer: what is white at the left edge, on darker ground."""
    with Image.open(BytesIO(shot)) as picture:
        image = picture.convert("RGB")
    white = image.convert("L").point(lambda grey: 255 * (grey > 240))
    left, _, right, _ = white.getbbox() or (0, 0, 0, 0)
    found, top = [], 0
    for is_white, run in groupby(white.crop((left + 4, 0, left + 5, white.height)).tobytes()):
        bottom = top + len(list(run))
        if is_white:
            found.append(image.crop((left, top, right, bottom)))
        top = bottom
    return found


def places(path: Path, height: int) -> Iterator[tuple[str, str, int, Box]]:
    """Each field, the option of a choice, the page, and where it stands in the page's picture."""
    with pikepdf.open(path) as pdf:
        pages = {
            widget.objgen: number
            for number, page in enumerate(pdf.pages)
            for widget in page.get("/Annots", ())
        }
        for name, field in fields(pdf).items():
            for widget in field.get("/Kids", [field]):
                option = ""
                if "/Kids" in field:
                    (option,) = (str(state)[1:] for state in widget.AP.N if state != "/Off")
                left, bottom, right, top = (float(edge) * DPI / 72 for edge in widget.Rect)
                box = (round(left), round(height - top), round(right), round(height - bottom))
                yield name, option, pages[widget.objgen], box


def change(before: Image.Image, after: Image.Image) -> float:
    """How much of a picture, from 0 to 1, is clearly another grey than before."""
    difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    marked = difference.point(lambda grey: 255 * (grey > 96)).histogram()[255]
    return marked / (before.width * before.height)


def faults(path: Path, shown: list[Image.Image]) -> list[str]:
    """What the viewer doesn't show as it should, held against the printed pages with no field."""
    printed = page_pictures(path.read_bytes(), DPI)
    if [page.size for page in shown] != [page.size for page in printed]:
        return [f"there are other pages: {[page.size for page in shown]}"]
    found = []
    for number, (before, after) in enumerate(zip(printed, shown, strict=True), 1):
        if change(before, after) > 0.01:  # what is filled in takes less, the page's text more
            found.append(f"page {number} is another one")
    for name, option, page, box in places(path, printed[0].height):
        value = VALUES.get(name, "")
        is_filled = value == option if option else bool(value)
        if (change(printed[page].crop(box), shown[page].crop(box)) > 0.01) != is_filled:
            found.append(f"{name} {option} {'is empty' if is_filled else 'has something in it'}")
    return found


def test_a_form_is_shown_with_what_is_filled_in(press: Press, tmp_path: Path) -> None:
    require("chromium")
    brand = ROOT / "templates/brands" / BRANDS[0] / "_brand.yml"
    workshop = Workshop(press.folders, brand, Edition(fillable=True))
    form = workshop.build(press.folders.handout(SHEET), tmp_path, VALUES).path
    assert set(VALUES) <= {name for name, *_ in places(form, 0)}
    for printed in page_pictures(form.read_bytes(), DPI):
        assert change(printed, Image.new("RGB", printed.size, "white")) > 0.02
    with chromium(tmp_path) as browser:
        for shown in browser.views(form):
            found = faults(form, shown)
            if not found:
                break
    assert found == []
