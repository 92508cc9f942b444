"""What one visitor is making: the sheet, the steps that led to it, and what wasn't saved yet."""

import time
from dataclasses import dataclass, field

from handoutgen.authoring.sheet import Manuscript
from handoutgen.errors import ContentError, Problem

_STEPS = 50
_LETTERS = 3_000_000
"""The most steps that can be taken back, and the most letters that are kept for that."""
_AT_ONCE = 20.0
"""Seconds within which changes to the same words are one step."""


@dataclass(frozen=True, slots=True)
class State:
    """The sheet at one moment, with a key for each of its parts that goes along when it moves."""

    sheet: Manuscript = field(repr=False)
    keys: tuple[int, ...]


@dataclass
class Desk:
    """The sheet that a visitor makes, one at a time.

    `name` is what it is to be saved as, and `opened` the fingerprint of the practice's file of that
    name; `saved` is the text that was saved or opened last. `revision` counts the changes, so that
    a page that was loaded before one is known. `open` is the part that is shown with its words,
    `looked_at` the sheet whose parts can be added, `printed` the last text that could be printed.
    `unfit` has words that were typed and couldn't be put in: field -> text, by the key of the part,
    0 for the head. `said` is what the next page is to tell.
    """

    state: State | None = field(default=None, repr=False)
    name: str = ""
    origin: str = ""
    opened: str | None = None
    saved: str = field(default="", repr=False)
    revision: int = 0
    open: int | None = None
    looked_at: str = ""
    said: str = ""
    printed: str = field(default="", repr=False)
    unfit: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)
    _past: list[State] = field(default_factory=list, repr=False)
    _future: list[State] = field(default_factory=list, repr=False)
    _last: tuple[str, float] = ("", 0.0)
    _next_key: int = 1

    @property
    def sheet(self) -> Manuscript:
        """The sheet as it is now."""
        return self._here.sheet

    @property
    def keys(self) -> tuple[int, ...]:
        """The key of each part, in order."""
        return self._here.keys

    @property
    def _here(self) -> State:
        if self.state is None:
            raise ContentError(Problem("", 0, 0, "there is no sheet in the making", _BEGIN))
        return self.state

    @property
    def is_changed(self) -> bool:
        """Whether there is something that isn't saved."""
        return self.state is not None and (self.sheet.text != self.saved or bool(self.unfit))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._future)

    def begin(self, sheet: Manuscript, name: str, origin: str, opened: str | None) -> None:
        """Start with that sheet; `origin` is the id of the one it is made from."""
        self.state = State(sheet, self._new_keys(sheet.count))
        self.name, self.origin, self.opened = name, origin, opened
        self.saved = sheet.text if origin else ""
        self.open, self.printed, self.looked_at, self._last = None, "", "", ("", 0.0)
        for kept in (self.unfit, self._past, self._future):
            kept.clear()
        self.revision += 1

    def number(self, key: int) -> int:
        """Where the part with that key stands; raises ContentError where it is gone."""
        if key not in self.keys:
            hint = "look at the parts as they are now, and try it again"
            raise ContentError(Problem("", 0, 0, "this part isn't in the sheet any more", hint))
        return self.keys.index(key)

    def change(
        self, sheet: Manuscript, keys: tuple[int, ...] | None = None, what: str = ""
    ) -> bool:
        """Go on with another state of the sheet; False where it is the same.

        `what` names the words that were changed: a change to the same ones soon after belongs to
        the same step.
        """
        keys = self.keys if keys is None else keys
        if sheet.count != len(keys):  # never so, but a wrong key would be worse than a new one
            keys = self._new_keys(sheet.count)
        if sheet.text == self.sheet.text:
            return False
        now = time.monotonic()
        if not (what and self._last[0] == what and now - self._last[1] < _AT_ONCE):
            self._past.append(self._here)
            self._tidy()
        self._last = (what, now)
        self._future.clear()
        self._go(State(sheet, keys))
        return True

    def insert(self, sheet: Manuscript, at: int) -> int:
        """Go on with a sheet that has new parts at that number; returns the first one's key."""
        new = self._new_keys(sheet.count - len(self.keys))
        self.change(sheet, (*self.keys[:at], *new, *self.keys[at:]))
        return new[0] if new else 0

    def undo(self) -> bool:
        """Take the last step back."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Take the step again that was taken back last."""
        return self._step(self._future, self._past)

    def _step(self, source: list[State], target: list[State]) -> bool:
        if not source:
            return False
        target.append(self._here)
        self._last = ("", 0.0)
        self.unfit.clear()
        self._go(source.pop())
        return True

    def _go(self, state: State) -> None:
        self.state = state
        self.revision += 1
        if self.open not in state.keys:
            self.open = None
        self.unfit = {key: texts for key, texts in self.unfit.items() if key in (0, *state.keys)}

    def _new_keys(self, count: int) -> tuple[int, ...]:
        first = self._next_key
        self._next_key += count
        return tuple(range(first, first + count))

    def _tidy(self) -> None:
        del self._past[:-_STEPS]
        while len(self._past) > 1 and sum(len(s.sheet.text) for s in self._past) > _LETTERS:
            del self._past[0]


_BEGIN = "begin a new one, or choose one to adapt"
