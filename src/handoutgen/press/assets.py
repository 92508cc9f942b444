"""What the engine may read: known kinds of files, in the practice's folder and the library.

Everything the engine asks for goes through one gate. What is refused is also kept, because the
engine draws on in silence when it happens inside a drawing.
"""

import re
import stat
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import url2pathname

from handoutgen.errors import PressError, Problem
from handoutgen.folders import Folders
from handoutgen.press.gate.grey import without_colour
from handoutgen.press.gate.inline import inline_file
from handoutgen.press.gate.kinds import MIMES, check_content, check_size, word
from handoutgen.press.gate.unfit import UnfitError

PRACTICE_ROOTS = ("images", "handouts", "templates")
SHIPPED_ROOTS = ("handouts", "templates")
ODD = re.compile(r"[\0-\x1f\x7f\\\ud800-\udfff]")
SHOWN = 80
LISTED = 500

MOVE_IT = "Save it in the practice folder, under 'images', and name it from there: 'images/{}'."
NO_NETWORK = (
    "handoutgen never uses the network. Save the picture into the practice folder, under "
    "'images', and name it from there: 'images/...'."
)


class RefusedError(PressError):
    """The engine asked for something that it may not have; carries one problem."""


class AssetGate:
    """Reads for the engine, and refuses whatever isn't a known file in a known place.

    With `in_grey` pictures are handed over without colour.
    """

    def __init__(self, folders: Folders, also: Iterable[Path] = (), in_grey: bool = False) -> None:
        self.folders = folders
        self.in_grey = in_grey
        self.also = {path.resolve() for path in also}
        self.refused: list[Problem] = []

    def read(self, url: str) -> tuple[bytes, str]:
        """The content and MIME type of what lies at the address."""
        try:
            if url[:5].lower() == "data:":
                return self._inline(url)
            found = self._file(self._path(url))
            return without_colour(*found) if self.in_grey else found
        except RefusedError as error:
            self.refused += (each for each in error.problems if each not in self.refused)
            raise

    def _inline(self, url: str) -> tuple[bytes, str]:
        try:
            data, mime = inline_file(url)
            check_content(data, mime)
        except UnfitError as error:
            said = f"the picture written as '{url[:40]}...' {error.message}"
            raise _refusal(said, error.hint) from None
        return data, mime

    def _path(self, url: str) -> Path:
        """The absolute path that a `file:` address names, with nothing odd in it."""
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = SplitResult("", "", "", "", "")
        if parts.scheme != "file" or parts.netloc or parts.path.startswith("//"):
            raise _refusal(f"'{url[:SHOWN]}' isn't a file in the practice folder", NO_NETWORK)
        path = Path(name := url2pathname(parts.path))
        odd = ODD.search(unquote(parts.path)) or ":" in name.removeprefix(path.drive)
        if odd or ".." in path.parts or not path.is_absolute():
            raise _refusal(
                f"'{url[:SHOWN]}' has a part that a file's name can't have here",
                "Rename the file with letters, digits, '-' and '_' alone, and without '..'.",
            )
        return path

    def _file(self, path: Path) -> tuple[bytes, str]:
        """The file there, or in the shipped library at the same place."""
        candidates = list(self._candidates(path))
        mime = MIMES.get(path.suffix.lower())
        if mime is None:
            kinds = ", ".join(MIMES)
            said = "is of a kind that can't be used"
            raise _refusal(said, f"Use one of: {kinds}.", self._at(path))
        for candidate in candidates:
            data = self._content(candidate, mime)
            if data is not None:
                return data, mime
        raise self._missing(path, candidates, word(mime))

    def _candidates(self, path: Path) -> Iterator[Path]:
        """Where to look for the file; raises where a file may never be taken from."""
        if _real(path) in self.also:
            yield path
            return
        layer = self._layer(path)
        if layer is None:
            raise _refusal(
                "lies outside the folders that pictures and fonts are taken from, or is hidden",
                MOVE_IT.format(path.name.lstrip(".")),
                self._at(path),
            )
        relative = path.relative_to(layer)
        for below in self.folders.layers[self.folders.layers.index(layer) :]:
            if self._is_open(below, relative):
                yield below / relative

    def _layer(self, path: Path) -> Path | None:
        """The layer that the path lies in, None where it's in no open folder or is hidden."""
        around = [layer for layer in self.folders.layers if path.is_relative_to(layer)]
        # One layer may lie inside the other: the inner one counts.
        layer = max(around, key=lambda each: len(each.parts), default=None)
        if layer is None or not self._is_open(layer, path.relative_to(layer)):
            return None
        return layer

    def _is_open(self, layer: Path, relative: Path) -> bool:
        roots = PRACTICE_ROOTS if layer == self.folders.practice else SHIPPED_ROOTS
        hidden = any(part.startswith(".") for part in relative.parts)
        return len(relative.parts) > 1 and relative.parts[0] in roots and not hidden

    def _content(self, path: Path, mime: str) -> bytes | None:
        """What the file holds, None if there is no such file."""
        try:
            found = path.stat()
        except (OSError, ValueError):
            self.folders.reads[str(path)] = None
            return None
        self._check_link(path)
        try:
            # A pipe or a device could be waited for without end, so it is never opened.
            if not stat.S_ISREG(found.st_mode):
                raise UnfitError("isn't a file", "Put a real file in its place.")
            check_size(found.st_size, mime)
            data = self.folders.read(path)
            check_content(data, mime)
        except UnfitError as error:
            raise _refusal(error.message, error.hint, self._at(path), error.line) from None
        except OSError as error:
            said = f"can't be opened ({error.strerror})"
            raise _refusal(said, "Check who may read it.", self._at(path)) from None
        return data

    def _check_link(self, path: Path) -> None:
        """Refuses a link that leads out of the open folders."""
        real = _real(path)
        if real not in self.also and self._layer(real) is None:
            raise _refusal(
                "is a link out of the folders that pictures and fonts are taken from",
                "Put a copy of the file itself in its place.",
                self._at(path),
            )

    def _missing(self, path: Path, candidates: list[Path], kind: str) -> RefusedError:
        """Says where the file was looked for, and what there is of a similar name."""
        name = self._at(path).removeprefix("shipped:")
        places = " and in ".join(f"'{self._at(each.parent)}'" for each in candidates)
        folders = dict.fromkeys(each.parent for each in candidates)
        folders[self.folders.practice / "images"] = None
        there = {each.name: self._at(each) for folder in folders for each in _files(folder)}
        lower = {name.lower(): name for name in there}
        close = get_close_matches(path.name.lower(), lower, 1, 0.6)
        hint = f"Looked in {places}."
        if close:
            hint += f" Did you mean '{there[lower[close[0]]].removeprefix('shipped:')}'?"
        return _refusal(f"there is no {kind} '{name}'", hint)

    def _at(self, path: Path) -> str:
        return self.folders.shown(path)


def _refusal(message: str, hint: str, file: str = "", line: int = 0) -> RefusedError:
    return RefusedError(Problem(file, line, 0, message, hint))


def _real(path: Path) -> Path:
    """The path with its links followed; as it is where they lead nowhere."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def _files(folder: Path) -> list[Path]:
    """The usable files right in a folder, as many as are worth comparing."""
    try:
        found = sorted(folder.iterdir())[:LISTED]
    except OSError:
        return []
    return [each for each in found if each.suffix.lower() in MIMES and each.name[0] != "."]
