"""What a row chooses for its client: paper, edition, packet, handouts, password."""

import re
import unicodedata
from collections.abc import Mapping

from handoutgen.content.roster.cells import RowError, tidy

FLAGS = {"large print": "large-print", "ink saver": "ink-saver", "fillable": "fillable"}
"""The fields of one yes or no, and the edition that each stands for."""

_YES = {"yes", "y", "true", "x", "on", "1", "✓", "✔"}
_NO = {"no", "n", "false", "off", "0"}
_PAPERS = {"letter": "letter", "usletter": "letter", "a4": "a4", "dina4": "a4"}
_LOOKS = {"largeprint": "large-print", "inksaver": "ink-saver", "fillable": "fillable"}
_LOOKS["notes"] = "notes"
_PLAIN = {"standard", "plain"}
_LOOK = re.compile("|".join((*_LOOKS, *_PLAIN, "and")))
_NAMES = "'large print', 'ink saver' or 'fillable'"
_BETWEEN = re.compile(r"[\W_]+")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LONGEST_PASSWORD = 127


def paper_of(text: str) -> str:
    """`letter` or `a4`, or nothing where the cell is empty."""
    words = _BETWEEN.sub("", text.casefold())
    if words not in _PAPERS and text:
        raise RowError("the paper isn't known", "write 'Letter' or 'A4', or leave it empty")
    return _PAPERS.get(words, "")


def looks_of(edition: str, flags: Mapping[str, str]) -> frozenset[str] | None:
    """The editions that the row asks for, none of them for the standard one; None where it says
    nothing. `flags` are the cells of the fields in `FLAGS`."""
    said = {flag: text.casefold() for flag, text in flags.items() if text}
    for flag, text in said.items():
        if text not in _YES | _NO:
            raise RowError(
                f"'{flag}' is neither yes nor no", "write 'yes' or 'no', or leave it empty"
            )
    words = _BETWEEN.sub("", edition.casefold())
    found = _LOOK.findall(words)
    chosen = {_LOOKS[word] for word in found if word in _LOOKS}
    plain = not _PLAIN.isdisjoint(found)
    if "".join(found) != words or (edition and not (chosen or plain)):
        raise RowError(
            "the edition isn't known", f"write {_NAMES}, with commas between, or 'standard'"
        )
    chosen |= {FLAGS[flag] for flag, text in said.items() if text in _YES}
    if plain and chosen:
        raise RowError("the edition is the standard one and yet another", "keep one of the two")
    return frozenset(chosen) if said or edition else None


def ids_of(text: str, what: str) -> tuple[str, ...]:
    """The ids that stand in the cell; `what` is the word for what they name."""
    ids = tuple(re.split(r"[\s,;+|]+", text.casefold().strip(",;+|"))) if text else ()
    if not all(map(_ID.fullmatch, ids)):
        command = "packet" if what == "packet" else "list"
        hint = f"write names as 'handoutgen {command}' shows them, with commas between"
        raise RowError(f"no {what} can be called what stands there", hint)
    if len(set(ids)) < len(ids):
        raise RowError(f"a {what} is named twice", "name each once")
    return ids


def packet_of(text: str) -> str:
    """The id of the packet, or nothing where the cell is empty."""
    ids = ids_of(text, "packet")
    if len(ids) > 1:
        raise RowError("there is more than one packet", "name one, or list sheets under 'handouts'")
    return "".join(ids)


def password_of(cell: str) -> str:
    """The password, composed (NFC) and without the blanks around it."""
    password = tidy(cell)
    if "\n" in password or password != unicodedata.normalize("NFC", cell.strip()):
        raise RowError(
            "the password has a character that can't be typed", "type it anew on one line"
        )
    if len(password.encode()) > _LONGEST_PASSWORD:
        hint = f"it has {_LONGEST_PASSWORD} letters at most, fewer where some have accents"
        raise RowError("the password is too long", hint)
    return password
