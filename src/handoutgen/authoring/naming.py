"""The names of new files, made from their titles."""

import re
import unicodedata
from collections.abc import Container

from handoutgen.folders import Folders

_LONGEST = 48
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def handout_id(title: str, folders: Folders) -> str:
    """An id for a new handout of that title, that no handout has."""
    return free_id(title, {*folders.handouts(), "references"}, "my-sheet")


def packet_id(title: str, folders: Folders) -> str:
    """An id for a new packet of that title, that no packet has."""
    return free_id(title, folders.packets(), "my-packet")


def free_id(title: str, taken: Container[str], otherwise: str) -> str:
    """The title in small letters, digits and hyphens, with a number where it is taken."""
    bare = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    bare = re.sub(r"['’]", "", bare)
    name = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    name = name or otherwise
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
