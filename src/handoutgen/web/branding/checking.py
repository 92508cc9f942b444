"""Pictures and fonts are checked by a process of its own: a small file can be made to take all of
the memory, or minutes."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore

from handoutgen.content.branding.typefaces import FONT_KINDS, is_font
from handoutgen.folders import digest
from handoutgen.web.branding.uploads import Font, read_font, read_logo
from handoutgen.web.studio.alone import Alone
from handoutgen.web.studio.worker import BusyError, Limits, TooMuchError, Worker

_LIMITS = Limits(seconds=10, memory=512 << 20, answer=16 << 20)
_BUSY = "others' pictures and fonts are being checked"
_ROOM = BoundedSemaphore(2)
_PICTURES = Alone(
    *(_LIMITS, _ROOM, _BUSY, "this picture takes too long to check", "save it more simply")
)
_FONTS = Alone(
    *(_LIMITS, _ROOM, _BUSY, "this font takes too much time or memory to check", "choose another")
)


class Checker:
    """Checks the files of one brand in the making, and knows its fonts again.

    Raises HandoutgenError where a file can't be used, or no process can be had.
    """

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}
        self._worker: Worker | None = None
        self._is_closed = False

    def logo(self, data: bytes, name: str) -> str:
        """The same as `read_logo`."""
        found: str = _PICTURES.do(_logo, (data, name), self._note)
        return found

    def font(self, data: bytes, name: str, weight: int) -> Font:
        """The same as `read_font`."""
        found: Font = _FONTS.do(_font, (data, name, weight), self._note)
        self._known[digest(data)] = True
        return found

    def learn(self, paths: Iterable[Path]) -> None:
        """Check those of the files that are fonts, and weren't checked as they are now."""
        fonts: dict[str, bytes] = {}
        for path in paths:
            with suppress(OSError):
                if path.suffix.lower() in FONT_KINDS:
                    data = path.read_bytes()
                    fonts[digest(data)] = data
        new = [name for name in fonts if name not in self._known]
        if new:
            found = self._verdicts([fonts[name] for name in new])
            self._known.update(zip(new, found, strict=True))

    def is_font(self, data: bytes) -> bool:
        """Whether this can be read as a font; one of the library's own isn't learnt before."""
        found = self._known.get(digest(data))
        return is_font(data) if found is None else found

    def close(self) -> None:
        """End what is being checked."""
        self._is_closed = True
        if worker := self._worker:
            worker.kill()

    def _verdicts(self, fonts: list[bytes]) -> list[bool]:
        """Whether each of these can be used; one that takes too much can't."""
        try:
            found: list[bool] = _FONTS.do(_are_fonts, fonts, self._note)
            return found
        except BusyError:
            raise
        except TooMuchError:
            if len(fonts) == 1:
                return [False]
            return [found for font in fonts for found in self._verdicts([font])]

    def _note(self, worker: Worker | None) -> None:
        self._worker = worker
        if worker and self._is_closed:
            worker.kill()


def _logo(job: tuple[bytes, str]) -> str:
    return read_logo(*job)


def _font(job: tuple[bytes, str, int]) -> Font:
    return read_font(*job)


def _are_fonts(fonts: list[bytes]) -> list[bool]:
    return [is_font(data) for data in fonts]
