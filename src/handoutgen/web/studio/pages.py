"""Where pages for the browser are made: rendered by workers, and kept in memory while fresh.

Memory is bounded: what is kept by `memory`, what is under way by the number of workers and the
largest answer of one, what waits by the length of the line and of what may be asked.
"""

import json
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import astuple, dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from handoutgen.errors import HandoutgenError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.press.pictures import Page
from handoutgen.web.studio import work
from handoutgen.web.studio.cards import Cards
from handoutgen.web.studio.kept import Kept, Look, Thing
from handoutgen.web.studio.work import Ask, Job, Made
from handoutgen.web.studio.workers import BusyError, Limits, TooMuchError, Workers, result_of

if TYPE_CHECKING:
    from handoutgen.content.blanks import Blank

__all__ = ["Ask", "BusyError", "Limits", "Page", "Pages", "Studio", "TooMuchError"]

PAGE_WIDTH = 1100
CARD_WIDTH = 420
"""In pixels."""
_MEMORY = 96 << 20
_LONGEST = 1_000_000
"""Letters of one document in the making, with its answers."""

_Key = tuple[Ask | str, str | None]


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished document: its PDF, its pages as pictures, and the token that addresses name."""

    token: str = field(repr=False)
    pdf: bytes = field(repr=False)
    file_name: str
    title: str
    pages: tuple[Page, ...]
    blanks: "tuple[Blank, ...]"
    warnings: tuple[Problem, ...]


class Studio:
    """Makes the pages of one practice; any number of threads may ask.

    `workers` is how many processes render, `memory` how many bytes of what they made are kept.
    """

    def __init__(
        self,
        practice: Path,
        shipped: Path | None = None,
        *,
        workers: int | None = None,
        limits: Limits | None = None,
        memory: int = _MEMORY,
    ) -> None:
        folders = Folders(practice, shipped)
        self._practice, self._shipped = folders.practice, folders.shipped
        warm = partial(work.warm, self._practice, self._shipped)
        self.workers = Workers(work.do, warm, workers, limits)
        self.kept = Kept(memory)
        self._cards = Cards(self._practice, self._shipped, CARD_WIDTH)
        self._secret = secrets.token_bytes(32)
        self._lock = Lock()
        self._under_way: dict[_Key, Future[Any]] = {}

    def start(self) -> None:
        """Start the workers, so that the first one to ask finds them ready."""
        self.workers.start()

    def pages(self, ask: Ask, owner: str = "") -> Pages:
        """The document with its pages, rendered or as it was kept.

        What has answers or is in the making is kept for that owner alone. Raises HandoutgenError,
        and TooMuchError where it takes too much time or memory, or too many ask at once.
        """
        _check(ask)
        ask = ask.settled()
        whose = owner if ask.is_private else None

        def make() -> Thing:
            look = Look()
            made: Made = self.workers.do(Job(self._practice, self._shipped, ask, PAGE_WIDTH))
            return _kept(made, look, self._token(ask, whose, made), whose)

        found: Pages = self._shared((ask, whose), make)
        return found

    def find(self, token: str, owner: str) -> Pages | None:
        """The document of that token, as it was made, where it is kept and isn't another's."""
        thing = self.kept.find(token, owner)
        return thing.content if thing else None

    def card(self, handout: str) -> bytes:
        """The first page of a handout, small, as a PNG; raises as `pages` does."""

        def make() -> Thing:
            if card := self._cards.load(handout):
                return card
            look = Look()
            ask = Ask(handout=handout)
            job = Job(self._practice, self._shipped, ask, CARD_WIDTH, is_card=True)
            made: Made = self.workers.do(job, soon=False)
            png = made.pages[0].png
            card = Thing(png, len(png), look.note(made.reads))
            self._cards.save(handout, card)
            return card

        _check(Ask(handout=handout))
        found: bytes = self._shared((handout, None), make)
        return found

    def forget(self, owner: str) -> None:
        """Let go of all that is kept for that owner, also of what is being made now."""
        with self._lock:
            for key in [key for key in self._under_way if key[1] == owner]:
                del self._under_way[key]
            self.kept.forget(owner)

    def close(self) -> None:
        """End the workers and let go of everything."""
        self.workers.close()
        self.kept.clear()

    def _shared(self, key: _Key, make: Callable[[], Thing]) -> Any:
        """What is kept under the key, else made; those who ask at the same time share it."""
        while True:
            if thing := self.kept.get(key):
                return thing.content
            with self._lock:
                under_way = self._under_way.get(key)
                if under_way is None:
                    if thing := self.kept.get(key):  # finished meanwhile
                        return thing.content
                    own = self._under_way[key] = Future()
            if under_way is None:
                return self._made(key, own, make)
            shared: Thing = result_of(under_way)
            if shared.is_fresh():  # or a file was changed after that one began
                return shared.content

    def _made(self, key: _Key, own: "Future[Any]", make: Callable[[], Thing]) -> Any:
        outcome: Thing | HandoutgenError = HandoutgenError("this wasn't finished")
        try:
            outcome = make()
        except HandoutgenError as error:
            outcome = error
        finally:
            with self._lock:
                if self._under_way.get(key) is own:  # not forgotten meanwhile
                    if isinstance(outcome, Thing):
                        self.kept.put(key, outcome)
                    del self._under_way[key]
            own.set_result(outcome)
        return result_of(own).content

    def _token(self, ask: Ask, owner: str | None, made: Made) -> str:
        """A name that tells nothing and that nobody can guess."""
        words = json.dumps([owner, astuple(ask)], default=str).encode()
        return blake2b(words + b"\0" + made.pdf, digest_size=24, key=self._secret).hexdigest()


def _kept(made: Made, look: Look, token: str, owner: str | None) -> Thing:
    pages = Pages(
        token, made.pdf, made.file_name, made.title, made.pages, made.blanks, made.warnings
    )
    words = sum(len(page.words) for page in made.pages) + 500 * len(made.blanks)
    size = len(made.pdf) + sum(len(page.png) for page in made.pages) + words
    return Thing(pages, size, look.note(made.reads), owner, token)


def _check(ask: Ask) -> None:
    """Raise UsageError where nothing is asked for, TooMuchError where too much is."""
    kinds = sum(map(bool, (ask.handout, ask.sheet, ask.packet)))
    if kinds > 1:
        raise ValueError("an Ask is for one of handout, sheet and packet")
    if not kinds:
        raise UsageError("there is nothing to be shown yet")
    texts = (ask.handout, ask.sheet, ask.packet, ask.name)
    answers = sum(len(name) + len(text) for name, text in ask.answers)
    if sum(map(len, texts)) + answers > _LONGEST:
        raise TooMuchError("this is too much text for one document", "make two documents of it")
