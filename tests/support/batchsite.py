"""A site of a practice with one small packet, whose batches are quick."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from support.client import Answer, Client, Files
from support.clinic import COLUMNS, roster_text
from support.practice import HEAD, Practice
from support.site import LiveSite, open_site
from support.terminal import BRAND

BLANK = "  - block: text\n    text: On [[day]].\n"
BAD = ("", "", "2026-03-05", "Dr. Sample", "day")
"""A row that has no name and no code."""


def furnish(practice: Practice) -> None:
    """Give a practice the packet `small`."""
    practice.write("_brand.yml", BRAND)
    practice.sheet(BLANK, head=HEAD, name="one")
    practice.write("handouts/packets/small.yaml", "title: Small\nhandouts: [one]\n")


def csv_of(
    rows: Iterable[Sequence[str]], columns: Sequence[str] = COLUMNS, name: str = "clients.csv"
) -> Files:
    """A roster as a form sends it."""
    return {"roster": (name, roster_text(rows, columns).encode())}


class Staff:
    """A visitor of the batch page without a browser."""

    def __init__(self, client: Client, practice: Path) -> None:
        self.client = client
        self.practice = practice

    def page(self) -> Answer:
        """The page as it is now."""
        return self.client.get("/batch")

    @property
    def words(self) -> str:
        """What the page says, on one line."""
        return words_of(self.page().text)

    def upload(self, files: Files, **fields: str) -> Answer:
        """Send a roster for the small packet."""
        return self.client.post("/batch/roster", {"packet": "small", **fields}, files)

    def start(self, **fields: str) -> Answer:
        """Have the files made, with the choices that are given."""
        return self.client.post("/batch/start", {"packet": "small", **fields})

    @property
    def job(self) -> str:
        """The batch's name in addresses."""
        found = re.search(r'data-job="(\w+)"|/batch/(\w{24})/', self.page().text)
        assert found, self.words
        return found[1] or found[2]

    def follow(self, job: str = "") -> list[tuple[str, str]]:
        """The events of the batch until it is over."""
        with self.client.events(f"/batch/{job or self.job}/events") as events:
            return list(events)

    def made(self) -> list[Path]:
        """The files of all batches of the practice."""
        return sorted(self.practice.glob("output/*/*/*.pdf"))


def words_of(html: str) -> str:
    """What a page says, on one line."""
    text = re.sub(r"<(script|style|option|noscript)[^>]*>.*?</\1>", " ", html, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    return " ".join(text.replace("&#39;", "'").replace("&#34;", '"').split())


@pytest.fixture(scope="module")
def batch_site(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """A site for the tests of one file."""
    practice = Practice(tmp_path_factory.mktemp("batches") / "practice")
    furnish(practice)
    with open_site(practice.folder, web_cache) as live:
        yield live


@pytest.fixture
def staff(batch_site: LiveSite) -> Staff:
    """Another visitor of that site."""
    return Staff(batch_site.client(), batch_site.practice)
