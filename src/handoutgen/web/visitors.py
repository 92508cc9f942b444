"""Who is at the page: one visitor a browser, and what is kept for each, in memory alone."""

import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, TypeVar

from handoutgen.errors import HandoutgenError
from handoutgen.folders import digest

T = TypeVar("T")

_MOST = 200
"""So many visitors are known at once; the one who was away longest is forgotten first."""
_IDLE = 12 * 3600
"""Seconds after which a visitor who does nothing is forgotten."""


@dataclass
class Visitor:
    """One browser, known by its cookie.

    `id` is safe to use as a name on this side; `csrf` stands in each of the visitor's forms;
    `kept` has what each page keeps for this visitor, by the page's name. Hold `lock` to change it.
    """

    id: str
    csrf: str = field(repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False)
    lock: RLock = field(default_factory=RLock, repr=False)
    seen: float = field(default_factory=time.monotonic, repr=False)
    is_closed: bool = False

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """What is kept under that name, made now where there is nothing yet.

        Raises HandoutgenError after `close`, since nobody would let go of it any more.
        """
        with self.lock:
            if self.is_closed:
                raise HandoutgenError("this page was closed; load it again")
            if name not in self.kept:
                self.kept[name] = make()
            found: T = self.kept[name]
            return found

    def close(self) -> None:
        """Let go of all that is kept; what has a `close` is closed."""
        with self.lock:
            self.is_closed = True
            for each in self.kept.values():
                with suppress(Exception):  # one that fails doesn't keep the others
                    getattr(each, "close", lambda: None)()
            self.kept.clear()


class Visitors:
    """All visitors, by the words in their cookies; `leave` is told the id of each who goes."""

    def __init__(self, leave: Callable[[str], None] = lambda _: None) -> None:
        self._known: dict[str, Visitor] = {}
        self._leave = leave
        self._lock = Lock()

    def welcome(self) -> tuple[str, Visitor]:
        """A new visitor, and the word for the cookie."""
        word = secrets.token_urlsafe(32)
        visitor = Visitor(secrets.token_hex(8), secrets.token_urlsafe(32))
        with self._lock:
            self._known[_name(word)] = visitor
            gone = self._gone()
        self._let_go(gone)
        return word, visitor

    def find(self, word: str) -> Visitor | None:
        """The visitor whose cookie has that word."""
        with self._lock:
            visitor = self._known.get(_name(word))
            if visitor and time.monotonic() - visitor.seen <= _IDLE:
                visitor.seen = time.monotonic()
                return visitor
        return None

    def close(self) -> None:
        """Forget them all."""
        with self._lock:
            gone = list(self._known.values())
            self._known.clear()
        self._let_go(gone)

    def _gone(self) -> list[Visitor]:
        """Take out those who were away too long, and those that are too many."""
        old = time.monotonic() - _IDLE
        order = sorted(self._known, key=lambda name: self._known[name].seen)
        many = len(order) - _MOST
        names = [n for place, n in enumerate(order) if place < many or self._known[n].seen < old]
        return [self._known.pop(name) for name in names]

    def _let_go(self, gone: list[Visitor]) -> None:
        for visitor in gone:
            visitor.close()
            self._leave(visitor.id)


def _name(word: str) -> str:
    """What stands for the word in memory, so that looking it up takes the same time for any."""
    return digest(word.encode("utf-8", "replace"))
