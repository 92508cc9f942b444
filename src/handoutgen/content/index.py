"""The head of every handout and the words in it, for lists: read once, then kept until it changes.

Those of the shipped handouts come with them, so that also the first list is quick.
"""

import re
from pathlib import Path
from typing import Any, TypeGuard

from handoutgen import store
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders, digest

HEAD = ("title", "summary", "topics", "audience", "minutes", "version")
AUDIENCES = ("client", "partners", "therapist")
SHIPPED = "handouts/index.json"
_KEPT = "index.json"
_MOST_KEPT = 2000
_USES = re.compile(rb"\buse[\"']?\s*:\s*[\"']?([a-z0-9][a-z0-9-]*)")
_NOT_SAID = {"block", "evidence", "sources", "tone", "safety", "direction", "file"}
"""Fields of a block that hold no words for the reader."""


def list_handouts(folders: Folders) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The head of each handout that can be read, by id, and the problems of the others.

    An entry has `id`, `title`, `summary`, `topics`, `audience`, `minutes` and `version`.
    """
    entries, problems = read_index(folders)
    return [head(entry) for entry in entries], problems


def head(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry of the index without the words of the body."""
    return {name: value for name, value in entry.items() if name != "words"}


def read_index(folders: Folders) -> tuple[list[dict[str, Any]], list[Problem]]:
    """As `list_handouts`; an entry also has `words`: those of the blocks, each once."""
    shipped = store.read(folders.shipped / SHIPPED)
    kept = store.load(_KEPT)
    known = {**kept, **shipped}
    entries, problems, fresh = [], [], {}
    for name, path in folders.handouts().items():
        try:
            key = f"{name} {_fingerprint(folders, path)}"
            entry = known.get(key)
            if not _is_whole(entry):
                entry = _read(folders, path)
        except OSError as error:
            problems.append(Problem(folders.shown(path), 0, 0, f"can't be read: {error.strerror}"))
        except ContentError as error:
            problems += [problem for problem in error.problems if problem not in problems]
        else:
            fresh[key] = entry
            entries.append({"id": name, **entry})
    new = {key: entry for key, entry in fresh.items() if known.get(key) != entry}
    if new:
        recent = list(kept.items())[-_MOST_KEPT:]
        store.keep(_KEPT, {**dict(recent), **new})
    return entries, problems


def _is_whole(entry: Any) -> TypeGuard[dict[str, Any]]:
    is_entry = isinstance(entry, dict) and entry.keys() == {*HEAD, "words"}
    return is_entry and isinstance(entry["words"], str)


def _fingerprint(folders: Folders, path: Path) -> str:
    """Differs whenever the handout or a content block that it may use does; nothing is parsed."""
    data = path.read_bytes()
    for name in sorted(set(_USES.findall(data))):
        used = folders.find(f"handouts/blocks/{name.decode()}.yaml")
        data += b"\0" + (used.read_bytes() if used else b"")
    return digest(data)


def _read(folders: Folders, path: Path) -> dict[str, Any]:
    from handoutgen.content.describe import texts_in
    from handoutgen.content.library import Library
    from handoutgen.content.prose import plain
    from handoutgen.content.search import words_of

    handout = Library(folders).handout(path)
    words = {
        word
        for block in handout.blocks
        if block.block != "references"
        for text in texts_in(block.model_dump(exclude=_NOT_SAID))
        for word in words_of(plain(text))
    }
    entry = handout.model_dump(mode="json", include=set(HEAD))
    said = {"title": plain(handout.title), "summary": plain(handout.summary)}
    return {**entry, **said, "words": " ".join(sorted(words))}
