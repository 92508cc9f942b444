"""Reading a file of which only a part is ours: what we use is checked, the rest is let be."""

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from handoutgen.content.source import Loc, Source
from handoutgen.errors import Problem
from handoutgen.folders import Folders

FILE_LIMIT = 5_000_000
"""The most bytes that a picture or a font may have."""


class Settings:
    """The settings of one file, taken out one by one; faults are gathered on the way."""

    def __init__(self, source: Source, path: Path, folders: Folders) -> None:
        self.source = source
        self.path = path
        self.folders = folders
        self.problems: list[Problem] = list(source.problems)
        self.warnings: list[Problem] = []

    def problem(self, loc: Loc, message: str, hint: str = "", at: str = "value") -> None:
        """Notes what is wrong at that place."""
        self.problems.append(self.source.problem(loc, message, hint, at))

    def warn(self, loc: Loc, message: str, hint: str = "") -> None:
        """Notes what is odd about the key at that place, but does no harm."""
        self.warnings.append(self.source.problem(loc, message, hint, at="key"))

    def get(self, loc: Loc) -> Any:
        """Whatever stands there; None where nothing does."""
        found = self.source.data
        for part in loc:
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and isinstance(part, int) and part < len(found):
                found = found[part]
            else:
                return None
        return found

    def light(self, loc: Loc) -> Loc:
        """The place itself, or that of its variant for white paper where there are two."""
        found = self.get(loc)
        two = isinstance(found, dict) and ("light" in found or "dark" in found)
        return (*loc, "light") if two else loc

    def text(self, loc: Loc) -> str | None:
        """The text there; None where there is none."""
        found = self.get(loc)
        if found is None or isinstance(found, str):
            return found.strip() if found else found
        self.problem(loc, f"'{_name(loc)}' is one text, not a {_kind(found)}")
        return None

    def choice(self, loc: Loc, options: tuple[str, ...]) -> str | None:
        """The text there, which is one of those."""
        found = self.text(loc)
        if found is None or found in options:
            return found
        near = get_close_matches(found.lower(), options, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else ""
        self.problem(loc, f"'{_name(loc)}' is {or_(options)}, not '{found[:40]}'", hint)
        return None

    def mapping(self, loc: Loc, known: tuple[str, ...] = ()) -> dict[str, Any]:
        """The settings there, empty where there are none; a misspelt one of `known` is warned
        about.
        """
        found = self.get(loc)
        if isinstance(found, dict):
            self._warn_misspelt(loc, found, known)
            return found
        if found is not None:
            example = f"{known[0]}: ..." if known else "name: value"
            name = f"'{_name(loc)}'" if loc else "this file"
            self.problem(
                loc, f"{name} holds settings, not a {_kind(found)}", f"write them as '{example}'"
            )
        return {}

    def items(self, loc: Loc) -> list[Loc]:
        """The places of the list's items there."""
        found = self.get(loc)
        if found is not None and not isinstance(found, list):
            self.problem(
                loc, f"'{_name(loc)}' is a list, not a {_kind(found)}", "start each line with '- '"
            )
        return [(*loc, n) for n in range(len(found))] if isinstance(found, list) else []

    def file(
        self, loc: Loc, kinds: tuple[str, ...], roots: tuple[Path, ...]
    ) -> tuple[Path, bytes] | None:
        """The file that the text there names, from the folder of this one, and its content."""
        text = self.text(loc)
        if not text:
            return None
        try:
            return self._file(loc, text, kinds, roots)
        except (OSError, RuntimeError, ValueError):  # a loop of links, a NUL, no leave to read
            self.problem(loc, f"the file '{text[:80]}' can't be read")
            return None

    def _file(
        self, loc: Loc, text: str, kinds: tuple[str, ...], roots: tuple[Path, ...]
    ) -> tuple[Path, bytes] | None:
        target = (self.path.parent / text).resolve()
        shown = self.folders.shown(target)
        if not any(target.is_relative_to(root.resolve()) for root in roots):
            self.problem(
                loc,
                f"'{text}' lies outside the folder of {self.source.name}",
                "copy the file into that folder and give its path from there",
            )
        elif target.suffix.lower() not in kinds:
            self.problem(loc, f"'{text}' can't be used here", f"its name ends in {or_(kinds)}")
        elif not target.is_file():
            self.folders.reads[str(target)] = None
            hint = f"it was looked for at {shown}"
            if "\\" in text:
                hint = "put '/' between folder and file"
            self.problem(loc, f"there is no file '{text}'", hint)
        elif target.stat().st_size > FILE_LIMIT:
            self.problem(loc, f"'{text}' is larger than {FILE_LIMIT // 1_000_000} MB")
        else:
            return target, self.folders.read(target)
        return None

    def _warn_misspelt(self, loc: Loc, found: dict[str, Any], known: tuple[str, ...]) -> None:
        for key in found:
            near = get_close_matches(str(key).lower(), known, 1, 0.75)
            if key not in known and near and near[0] not in found:
                hint = f"did you mean '{near[0]}'?"
                self.warn((*loc, key), f"'{key}' is not a setting of a brand", hint)


def _name(loc: Loc) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _kind(found: object) -> str:
    if isinstance(found, dict):
        return "group of settings"
    return "list" if isinstance(found, list) else "text"


def or_(words: tuple[str, ...]) -> str:
    """The words as a choice: "a, b or c"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
