"""What is kept in memory of what was made: only so much, and only while its files are unchanged."""

import os
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from handoutgen.folders import Reads
from handoutgen.press.record import Record

Noted = dict[str, tuple[list[int] | None, str | None]]
"""All that was read for something: each path, with the file's state and its digest."""

_NOWHERE = Path(os.devnull) / "handoutgen"
_OF_ONE = 12
"""As many things are kept that are for one visitor alone, those looked at last."""
_PATH = 300
"""About as many bytes go into noting one path."""


class Look(Record):
    """One look at files, as the record of builds has it, but kept nowhere.

    To be made before the files that it is to note are read.
    """

    def __init__(self) -> None:
        super().__init__(_NOWHERE)

    def note(self, reads: Reads) -> Noted:
        """The paths with how they look."""
        return {path: (self._state(path), known) for path, known in reads.items()}

    def still(self, noted: Noted) -> Noted | None:
        """The same notes as of now, or None where a file isn't what it was."""
        if all(self._is_same(path, *known) for path, known in noted.items()):
            return {path: (self._state(path), known) for path, (_, known) in noted.items()}
        return None


@dataclass(slots=True)
class Thing:
    """Something made, the token that names it, whose it is (None: anyone's), and what was read."""

    content: Any = field(repr=False)
    size: int
    noted: Noted = field(repr=False)
    owner: str | None = field(default=None, repr=False)
    token: str = field(default="", repr=False)

    @property
    def weight(self) -> int:
        """About as many bytes as it takes to keep it."""
        return self.size + _PATH * len(self.noted)

    def is_fresh(self) -> bool:
        """Whether all that was read for it is unchanged."""
        noted = Look().still(self.noted)
        if noted is not None:
            self.noted = noted
        return noted is not None


class Kept:
    """Things by their keys, at most so many bytes of them; what was asked for last stays."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Any, Thing] = OrderedDict()
        self._tokens: dict[str, Any] = {}
        self._lock = Lock()
        self._weight = 0

    @property
    def weight(self) -> int:
        """About as many bytes as all of it takes."""
        return self._weight

    def get(self, key: Any) -> Thing | None:
        """What is kept under that key, where it is fresh."""
        with self._lock:
            thing = self._things.get(key)
        if thing is None:
            return None
        is_fresh = thing.is_fresh()  # with other threads free to go on
        with self._lock:
            if self._things.get(key) is thing:
                if is_fresh:
                    self._things.move_to_end(key)
                else:
                    self._drop(key)
        return thing if is_fresh else None

    def find(self, token: str, owner: str) -> Thing | None:
        """What has that token, fresh or not, where it isn't another's."""
        with self._lock:
            key = self._tokens.get(token)
            thing = self._things.get(key) if key is not None else None
            if thing is None or thing.owner not in (None, owner):
                return None
            self._things.move_to_end(key)
            return thing

    def put(self, key: Any, thing: Thing) -> None:
        """Keep it, and let go of what was not asked for longest where there is too much."""
        with self._lock:
            self._drop(key)
            self._things[key] = thing
            self._weight += thing.weight
            if thing.token:
                self._tokens[thing.token] = key
            if thing.owner is not None:
                own = [each for each, t in self._things.items() if t.owner == thing.owner]
                for each in own[:-_OF_ONE]:
                    self._drop(each)
            while self._weight > self._most and len(self._things) > 1:
                self._drop(next(iter(self._things)))

    def forget(self, owner: str) -> None:
        """Let go of all that is that owner's."""
        with self._lock:
            for key in [key for key, thing in self._things.items() if thing.owner == owner]:
                self._drop(key)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._things.clear()
            self._tokens.clear()
            self._weight = 0

    def _drop(self, key: Any) -> None:
        thing = self._things.pop(key, None)
        if thing:
            self._weight -= thing.weight
            if self._tokens.get(thing.token) == key:
                del self._tokens[thing.token]
