"""Others that make a client's file: pikepdf from the finished one, Typst and Chromium anew."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from bench import browser
from bench.clients import Client, clients
from bench.rounds import seconds_of
from bench.splicing import one_file
from bench.typesetting import STRIP
from handoutgen.batch.folder import Folder

if TYPE_CHECKING:
    from bench.subject import Subject

_DRAWING = re.compile(
    rb"(\d+) 0 obj\n<<(?:(?!endobj).)*?/Form\b.*?>>\s*stream\n(.*?)\nendstream", re.S
)
_FILL = """
for (const [line, text] of Object.entries(%s)) {
  for (const place of document.querySelectorAll(`.${line} .field-line`)) {
    place.innerHTML = '<span class="answer"></span>';
    place.firstChild.textContent = text;
  }
}
"""


class Pikepdf:
    """Opens a finished file, changes the same texts that a splice does, and saves it."""

    def __init__(self, subject: "Subject", folder: Path) -> None:
        some = clients(20)
        self._source = folder / "finished.pdf"
        self._target = folder / "pikepdf.pdf"
        self._source.write_bytes(one_file(subject, some[0]))
        base = subject.base()
        self._changes = cycle([drawings(base.tail(client)) for client in some[1:]])

    def run(self) -> float:
        """The seconds for one client."""
        changes = next(self._changes)

        def work() -> None:
            with pikepdf.open(self._source) as pdf:
                for number, drawing in changes.items():
                    pdf.get_object(number, 0).write(drawing)
                pdf.save(self._target)

        return seconds_of(work)


def drawings(tail: bytes) -> dict[int, bytes]:
    """What a splice draws for one client: the content of each drawing, by its object's number."""
    return {int(found[1]): found[2] for found in _DRAWING.finditer(tail)}


class Typst:
    """Compiles the same content, the compiler and all that it remembers kept from client to client.

    Raises ImportError where it isn't installed.
    """

    def __init__(self, subject: "Subject", folder: Folder, source: Path) -> None:
        import typst

        self._folder = folder
        self._clients = cycle(clients(100))
        self._compiler = typst.Compiler(
            source, font_paths=[subject.fonts], ignore_system_fonts=True
        )

    def run(self) -> float:
        """The seconds for one client."""
        client = next(self._clients)
        return seconds_of(lambda: self._folder.put("typst", [self.pdf(client)]))

    def pdf(self, client: Client) -> bytes:
        """That client's file."""
        made = self._compiler.compile(format="pdf", sys_inputs=dict(client), pdf_standards=["ua-1"])
        assert isinstance(made, bytes)
        return made


class Chromium:
    """Prints the same page, which stays open; a script puts each client's texts into it."""

    def __init__(self, page: browser.Browser, folder: Folder) -> None:
        self._page = page
        self._folder = folder
        self._clients = cycle(clients(100))

    def run(self) -> float:
        """The seconds for one client."""
        client = next(self._clients)
        return seconds_of(lambda: self._folder.put("chromium", [self.pdf(client)]))

    def pdf(self, client: Client) -> bytes:
        """That client's file."""
        said = {name: client[key] for name, key in STRIP.items()}
        self._page.run(_FILL % json.dumps(said))
        return self._page.print()


@contextmanager
def chromium(subject: "Subject", folder: Folder, at: Path) -> Iterator[Chromium]:
    """A Chromium with the packet's page open; raises BrowserError where there is none."""
    command = browser.find()
    if not command:
        raise browser.BrowserError("there is no Chromium here")
    page = at / "packet.html"
    page.write_text(subject.web_page, "utf-8")
    with browser.chromium(command, at) as found:
        found.open(page)
        yield Chromium(found, folder)
