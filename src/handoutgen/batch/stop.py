"""Ctrl-C and SIGTERM end a batch between two files, with all in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, Self


class Stopped(KeyboardInterrupt):
    """The batch was told to stop: `number` is that of the signal, `told` says how far it got."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number
        self.told = ""


class Brake:
    """While it is entered, a signal to stop raises Stopped: at once, or, while a file is put in its
    place, right after that. Only the main thread hears signals."""

    def __init__(self) -> None:
        self._heard = 0
        self._held = False
        self._usual: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if current_thread() is main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._usual[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        for number, usual in self._usual.items():
            signal.signal(number, usual)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is done inside is done whole."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._heard:
            raise Stopped(self._heard)

    def let_go(self) -> None:
        """The work is done: from now on a signal changes nothing."""
        self._held = True

    def _hear(self, number: int, _: FrameType | None) -> None:
        first, self._heard = not self._heard, self._heard or number
        if first and not self._held:
            raise Stopped(number)
