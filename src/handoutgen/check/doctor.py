"""The state of the machine and of the practice's folder, told without the engine being there."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handoutgen import __version__, store
from handoutgen.errors import HandoutgenError
from handoutgen.folders import Folders
from handoutgen.press import libraries


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, whether it is fine, and what to do where it isn't."""

    what: str
    fine: bool
    words: str
    hint: str = ""


def examine(folders: Folders) -> Iterator[Finding]:
    """Look at everything that a build needs, and go on after what is missing."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("handoutgen", True, f"{__version__}, Python {python}")
    yield _engine()
    yield _fonts(folders)
    yield _brand(folders)
    yield _library(folders)
    yield _writable("output folder", folders.practice / "output")
    yield _writable("cache folder", store.cache_folder())


def _engine() -> Finding:
    lacking = libraries.missing()
    slow_only = lacking == ["HarfBuzz subset"]
    if slow_only:
        words = "works, but slowly: HarfBuzz subset is missing"
    elif lacking:
        words = f"missing: {', '.join(lacking)}"
    else:
        words = "Pango and its companions are here"
    hint = libraries.how_to_install() if lacking else ""
    return Finding("engine", not lacking or slow_only, words, hint)


def _fonts(folders: Folders) -> Finding:
    found = sorted((folders.shipped / "templates" / "fonts").glob("*.ttf"))
    if not found:
        return Finding("fonts", False, "the bundled fonts are gone", "install handoutgen again")
    return Finding("fonts", True, f"{len(found)} bundled")


def _brand(folders: Folders) -> Finding:
    from handoutgen.content.brand import read_brand

    try:
        brand = read_brand(folders, None)
    except HandoutgenError as error:
        return Finding("brand", False, "can't be used", str(error))
    words = f"{brand.name}, from {folders.shown(brand.path)}"
    return Finding("brand", True, words, "\n".join(map(str, brand.warnings)))


def _library(folders: Folders) -> Finding:
    from handoutgen.content.index import list_handouts

    entries, problems = list_handouts(folders)
    if problems:
        hint = "\n".join(map(str, problems))
        return Finding("library", False, "some handouts can't be read", hint)
    return Finding("library", True, f"{len(entries)} handouts")


def _writable(what: str, folder: Path) -> Finding:
    """Whether files can be put there, or the folder made, without making anything."""
    standing = folder
    while not standing.exists() and standing != standing.parent:
        standing = standing.parent
    fine = standing.is_dir() and os.access(standing, os.W_OK | os.X_OK)
    hint = "" if fine else "choose another place, or change who may write there"
    return Finding(what, fine, str(folder) if fine else f"can't write to {folder}", hint)
