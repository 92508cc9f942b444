"""A practice's pages on a port of this machine, as `handoutgen serve` offers them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from handoutgen.web.serving import Site
from handoutgen.web.studio import work
from handoutgen.web.studio.workers import Workers
from support.client import Client
from support.drawings import Drawings, shared_folder
from support.practice import HEAD, Practice
from support.terminal import BRAND, TINY


class LiveSite:
    """A site that answers: `link` lets a browser in, `practice` is the folder behind it."""

    def __init__(self, site: Site, cache: Path) -> None:
        self.url: str = site.url
        self.link: str = site.link
        self.app: Flask = site.app
        self.practice: Path = site.practice
        self.cache = cache

    def client(self) -> Client:
        """Another visitor, who came in through the start link."""
        return self.stranger().enter(self.link)

    def stranger(self) -> Client:
        """One who has no cookie yet."""
        return Client(self.url)


class _Hired:
    """The processes that draw for all sites of these tests, one site after the other: to start them
    takes longer than most of what they are asked for. What one site had drawn serves the others."""

    drawings: Drawings | None = None
    _workers: Workers | None = None

    def start(self) -> None:
        """They start with their first job."""

    def do(self, job: work.Job, soon: bool = True) -> Any:
        """What the job comes to; what another site had drawn of the same files is taken again."""
        if _Hired._workers is None:
            _Hired._workers = Workers(work.do, size=1)
        workers, drawings = _Hired._workers, _Hired.drawings
        if drawings is None:
            return workers.do(job, soon)
        return drawings.of(job, lambda job: workers.do(job, soon))

    def close(self) -> None:
        """They stay for the next site."""

    @classmethod
    def dismiss(cls) -> None:
        """End them."""
        if cls._workers:
            cls._workers.close()
        cls._workers = None


dismiss_workers = _Hired.dismiss
"""Ends the processes that drew for the sites, after all tests."""


@contextmanager
def open_site(practice: Path, cache: Path, shipped: Path | None = None) -> Iterator[LiveSite]:
    """Serve that practice for a while, with its own cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(cache))
        with Site(practice, 0, shipped) as site:
            site.app.extensions["handoutgen"].studio.workers = _Hired()
            yield LiveSite(site, cache)


def furnish(practice: Practice) -> None:
    """Give a practice its name and one handout, `tiny`, that is quick to print."""
    practice.write("_brand.yml", BRAND)
    practice.sheet(TINY, head=HEAD, name="tiny")


@pytest.fixture(scope="session")
def web_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all sites of these tests share, so that nothing is rendered for each anew."""
    _Hired.drawings = Drawings(shared_folder(tmp_path_factory.getbasetemp()) / "drawings")
    return tmp_path_factory.mktemp("web-cache")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """A site for the tests of one file, which must not change its practice's folder."""
    practice = Practice(tmp_path_factory.mktemp("site") / "practice")
    furnish(practice)
    with open_site(practice.folder, web_cache) as live:
        yield live


@pytest.fixture
def own_site(practice: Practice, web_cache: Path) -> Iterator[LiveSite]:
    """A site for one test, which may change the practice's folder; `practice` writes into it."""
    furnish(practice)
    with open_site(practice.folder, web_cache) as live:
        yield live
