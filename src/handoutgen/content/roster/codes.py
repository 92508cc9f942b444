"""Which codes can name a client's file."""

import re
import unicodedata
from collections.abc import Iterable

from handoutgen.content.roster.cells import RowError

_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")
_ROW = re.compile(r"row-(\d{4,})", re.IGNORECASE)
_RESERVED = {"con", "prn", "aux", "nul"} | {
    f"{each}{n}" for each in ("com", "lpt") for n in range(10)
}
_SHORTEST_PART = 3

_BETWEEN = re.compile(r"[\W_]+")
_RUN = re.compile(r"[a-z]+|\d+")
_PLAINER = str.maketrans(
    {"ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ø": "o", "Ø": "o", "ı": "i"}
    | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
)


def stem_of(code: str, row: int, names: Iterable[str]) -> str:
    """The name of the file, without `.pdf`: the code, or the row's number where there is none.

    `names` are all that the row calls the client. Raises RowError for a code that can't be a file's
    name, is that of another row's file, or would tell who the client is.
    """
    if not code:
        return f"row-{row:04}"
    if not _CODE.fullmatch(code):
        hint = "a code has up to 64 letters (A to Z), digits, '-', '_' and '.', and begins with"
        raise RowError("the code can't name a file", f"{hint} a letter, a digit or '_'")
    if code.partition(".")[0].casefold() in _RESERVED:
        hint = "no file can be called that there: choose another code"
        raise RowError("the code is a word that Windows keeps for itself", hint)
    if (other := _ROW.fullmatch(code)) and int(other[1]) != row:
        hint = "choose another code, or leave it empty"
        raise RowError(f"the code is what the file of row {int(other[1])} is called", hint)
    if any(_tells(code, name) for name in names):
        hint = "a file must not tell whose it is: choose another code, or leave it empty"
        raise RowError("the client's name is in the code", hint)
    return code


def _tells(code: str, name: str) -> bool:
    """Whether the code has the name in it, in any order, or one of the name's parts as a word."""
    parts = _in_latin(name).split()
    plain = _in_latin(code)
    words = {*_RUN.findall(plain), *plain.split()}
    whole = "".join(parts)
    if any(part in words for part in parts if len(part) >= _SHORTEST_PART or part == whole):
        return True
    pairs = [one + other for one, other in zip(parts, [*parts[1:], *parts[:1]], strict=True)]
    within = plain.replace(" ", "")
    return any(each in within for each in (whole, *pairs) if len(each) >= _SHORTEST_PART)


def _in_latin(text: str) -> str:
    """The text in small letters without accents, with one space for all that stands between."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAINER))
        text = "".join(each for each in text if not unicodedata.combining(each))
    return _BETWEEN.sub(" ", text.casefold()).strip()
