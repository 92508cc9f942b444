"""The head of every handout, for lists: read once, then kept until its file changes.

Those of the shipped handouts come with them, so that also the first list is quick.
"""

from pathlib import Path
from typing import Any

from handoutgen import store
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders, digest

HEAD = ("title", "summary", "topics", "audience", "minutes", "version")
SHIPPED = "handouts/index.json"
_KEPT = "index.json"
_MOST_KEPT = 2000


def list_handouts(folders: Folders) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The head of each handout that can be read, by id, and the problems of the others.

    An entry has `id`, `title`, `summary`, `topics`, `audience`, `minutes` and `version`.
    """
    shipped = store.read(folders.shipped / SHIPPED)
    kept = store.load(_KEPT)
    known = {**kept, **shipped}
    entries, problems, fresh = [], [], {}
    for name, path in folders.handouts().items():
        try:
            key = f"{name} {digest(path.read_bytes())}"
            entry = known.get(key)
            if not isinstance(entry, dict) or entry.keys() != set(HEAD):
                entry = _read_head(folders, path)
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


def _read_head(folders: Folders, path: Path) -> dict[str, Any]:
    from handoutgen.content.library import Library
    from handoutgen.content.prose import plain

    handout = Library(folders).handout(path)
    head = handout.model_dump(mode="json", include=set(HEAD))
    return {**head, "title": plain(handout.title), "summary": plain(handout.summary)}
