"""Which column is which: headers as practice systems name them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handoutgen.content.typed import shown
from handoutgen.errors import ContentError, Problem, UsageError

NAMES = ("preferred name", "first name", "last name", "name")
"""The fields that say who a client is."""

FIELDS: dict[str, tuple[str, ...]] = {
    "preferred name": ("preferred name", "client preferred name", "goes by"),
    "first name": ("first name", "client first name", "patient first name", "given name"),
    "last name": ("last name", "client last name", "patient last name", "family name", "surname"),
    "name": ("client name", "name", "full name", "patient name", "client", "patient"),
    "code": ("code", "client code", "client id", "patient code", "patient id"),
    "therapist": (
        *("therapist", "primary therapist", "primary clinician", "clinician"),
        *("counselor", "counsellor", "therapist name", "clinician name"),
    ),
    "date": ("date", "session date"),
    "next session": (
        *("next session", "next session date", "next appointment", "next appointment date"),
        *("next appt", "next visit"),
    ),
    "language": ("preferred language", "language"),
    "packet": ("packet",),
    "handouts": ("handouts", "handout"),
    "paper": ("paper", "paper size"),
    "edition": ("edition", "editions"),
    "large print": ("large print",),
    "ink saver": ("ink saver",),
    "fillable": ("fillable",),
    "password": ("password", "pdf password"),
}
"""Every field and the headers that it is found under, the best one first."""

_HINT = 'the first row has to be the headers; name one with --columns name="Client Name"'


@dataclass(frozen=True, slots=True)
class Columns:
    """`at` is the place of each field's column, `others` place and header of those not known."""

    at: Mapping[str, int]
    others: tuple[tuple[int, str], ...] = field(repr=False)


def folded(text: str) -> str:
    """A header for comparing: only its letters and digits, and these in small ones."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return "".join(filter(str.isalnum, text))
    return "".join(each for each in text if unicodedata.category(each)[0] in "LNM")


_KNOWN = {folded(header) for headers in FIELDS.values() for header in headers}


def known_among(cells: Sequence[str], given: Mapping[str, str]) -> int:
    """How many of the cells are headers of a field, by themselves or as `--columns` gives them."""
    known = _KNOWN | {folded(header) for header in given.values()} - {""}
    return sum(folded(cell) in known for cell in cells)


def find_columns(header: Sequence[str], given: Mapping[str, str], name: str) -> Columns:
    """The columns of that header; `given` maps a field to its header, as `--columns` does, or to
    nothing where no column has it.

    Where a name is given, no other column is asked for it. Raises UsageError for what is given
    wrong, ContentError where a header stands there twice or no column has a name or a code.
    """
    where = _places(header)
    listed = _listed(header) if known_among(header, given) else _HIDDEN
    at = _given(header, given, name, listed)
    passed = {*(NAMES if "name" in at else ()), *_set_aside(given)}
    for each, headers in FIELDS.items():
        if each not in at and each not in passed:
            found = (where[folded(one)] for one in headers if folded(one) in where)
            if (place := next((n for n in found if n not in at.values()), None)) is not None:
                at[each] = place
    if any("@" in each for each in header):
        raise ContentError(Problem(name, 0, 0, "the first row isn't one of headers", _HINT))
    if not at.keys() & {*NAMES, "code"}:
        message = "no column is known to have a name or a code"
        raise ContentError(Problem(name, 0, 0, f"{message}; {listed}", _HINT))
    if twice := list(_twice(header)):
        message = f"the header '{shown(twice[0])}' stands there twice"
        raise ContentError(Problem(name, 0, 0, message, "give each column a header of its own"))
    rest = ((n, each) for n, each in enumerate(header) if each and n not in at.values())
    return Columns(at, tuple(rest))


def _given(
    headers: Sequence[str], given: Mapping[str, str], name: str, listed: str
) -> dict[str, int]:
    """The columns that are named on the command line; raises UsageError for all that aren't."""
    at: dict[str, int] = {}
    problems: list[Problem] = []
    where = _places(headers)
    fields = {folded(each): each for each in FIELDS}
    for each, header in given.items():
        if not header:
            continue
        known, place = fields.get(folded(each)), where.get(folded(header) or header)
        if known is None:
            message = f"there is no field '{shown(each)}' for --columns{_guess(each, FIELDS)}"
            problems.append(Problem("", 0, 0, message, f"fields: {', '.join(FIELDS)}"))
        elif place is None:
            guess = "" if listed == _HIDDEN else _guess(header, headers)
            message = f"there is no header '{shown(header)}'{guess}"
            problems.append(Problem(name, 0, 0, message, listed))
        elif place in at.values() or known in at:
            message = f"--columns gives two headers for one field, or one header for two: '{known}'"
            problems.append(Problem("", 0, 0, message, "give each field a header of its own"))
        else:
            at[known] = place
    if problems:
        raise UsageError(problems)
    return at


def _set_aside(given: Mapping[str, str]) -> Iterator[str]:
    """The fields that no column has, whatever its header is."""
    return (each for each, header in given.items() if not header)


_HIDDEN = "its first row may be a client's, so it isn't shown"


def _places(header: Sequence[str]) -> dict[str, int]:
    return {folded(each) or each: place for place, each in enumerate(header) if each}


def _listed(header: Sequence[str]) -> str:
    return f"headers: {', '.join(shown(each) for each in header if each)}"


def _guess(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    plain = {folded(each): each for each in known if folded(each)}
    near = get_close_matches(folded(name), plain, 1, 0.6)
    return f"; did you mean '{shown(plain[near[0]])}'?" if near else ""


def _twice(header: Sequence[str]) -> Iterator[str]:
    seen = set()
    for each in filter(None, header):
        key = folded(each) or each
        if key in seen:
            yield each
        seen.add(key)
