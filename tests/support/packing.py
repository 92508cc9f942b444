"""Packets in the making: the sheets that tests put in, and what their page says."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf

from support.client import Answer, Client
from support.practice import HEAD, Practice
from support.site import LiveSite, furnish, open_site
from support.terminal import TINY

PART = {"HX-Request": "true"}
SHEETS = {"one": "First sheet", "two": "Second sheet", "three": "Third sheet"}
SETTINGS = {"title": "For Mondays", "summary": "", "cover": "yes", "contents": "yes"}
PACKET = """\
# what we use in the first month
title: The first month
handouts:
  - one # to begin with
  # then
  - two
"""


def write_sheets(practice: Practice) -> None:
    """Give a practice three sheets that are quick to print."""
    furnish(practice)
    for name, title in SHEETS.items():
        practice.sheet(TINY, HEAD.replace("A test sheet", title), name)


def with_sheets(site: LiveSite, *names: str) -> Client:
    """Another visitor, who has put these sheets into the packet."""
    client = site.client()
    for name in names:
        assert client.post("/packet/add", {"sheet": name}).status == 303
    return client


def rows(page: Answer) -> list[str]:
    """The ids of the sheets in the list."""
    return [tag["data-key"] for tag in page.tags("li") if "data-key" in tag]


def listed(client: Client) -> list[str]:
    """The ids of the sheets in the visitor's packet."""
    return rows(client.get("/packet"))


def titles(data: bytes) -> list[str]:
    """The bookmarks of a PDF."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def words(page: Answer) -> str:
    """What an answer says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@contextmanager
def packing_site(folder: Path, cache: Path) -> Iterator[LiveSite]:
    """The site of a practice with 17 sheets and two packets, of which one each can't be read."""
    practice = Practice(folder)
    write_sheets(practice)
    practice.write("handouts/packets/first-month.yaml", PACKET)
    practice.write("handouts/packets/broken.yaml", "title: Broken\nhandouts: [nowhere]\n")
    for number in range(12):
        practice.sheet(TINY, name=f"more-{number}")
    practice.sheet("  - {block: nothing}\n", name="unreadable")
    with open_site(practice.folder, cache) as live:
        yield live
