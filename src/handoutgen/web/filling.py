"""The blanks of a sheet as a form on a page: grouped as they stand, with what is wrong by field.

What is typed is a client's: it goes from the form to the pages, and is kept nowhere here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handoutgen.compose.form import slug
from handoutgen.content.blanks import Blank
from handoutgen.content.handout import Handout
from handoutgen.content.prose import plain
from handoutgen.content.typed import shown
from handoutgen.errors import Problem

PREFIX = "blank:"
"""How the name of a field begins; the names of its blanks follow."""

HEAD_GROUP = "At the top of the sheet"
FEW = 12
"""So many fields are shown without being folded away."""

_ALIKE = "|"
_MOST_ALIKE = 100
"""Blanks that one field fills in; more are not from a sheet."""
_NUMBER = re.compile(r"-\d+$")
_LETTER = re.compile(r"no font here can draw '(.)'", re.S)

Answers = tuple[tuple[str, str], ...]
"""What was typed, by the whole names of the blanks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field: `name` is both its name and its id on the page."""

    name: str
    label: str
    kind: str
    options: tuple[str, ...]
    value: str = field(repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Fields about the same thing, such as a row of a table; `of` may be empty."""

    of: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one part of the sheet, under its heading."""

    title: str
    parts: tuple[Part, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All fields in it."""
        return tuple(entry for part in self.parts for entry in part.entries)

    @property
    def is_needed(self) -> bool:
        """Whether something in it was filled in or needs a change."""
        return any(entry.value or entry.problem for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong: what is about one field, by the field's name, and all the rest."""

    by_field: Mapping[str, str]
    labels: Mapping[str, str]
    rest: tuple[Problem, ...]


def answers_in(form: Mapping[str, str]) -> Answers:
    """What was typed into the fields of a form."""
    return tuple(
        (blank, value)
        for name, value in form.items()
        if name.startswith(PREFIX) and value.strip()
        for blank in name.removeprefix(PREFIX).split(_ALIKE, _MOST_ALIKE)[:_MOST_ALIKE]
    )


def groups_of(
    blanks: Sequence[Blank],
    handout: Handout,
    answers: Answers = (),
    problems: Mapping[str, str] | None = None,
) -> tuple[Group, ...]:
    """The blanks as groups of fields, in the order of the page, with what was typed."""
    values, problems = dict(answers), problems or {}
    headings = _headings(handout)
    grouped: dict[str, dict[str, list[Entry]]] = {}
    title = ""
    for names, blank in _fields(blanks):
        title = _title(blank, headings, title)
        name = PREFIX + _ALIKE.join(names)
        entry = Entry(
            name,
            _capital(blank.said),
            blank.kind,
            blank.options,
            values.get(blank.name, ""),
            problems.get(name, ""),
        )
        grouped.setdefault(title, {}).setdefault(_of(blank), []).append(entry)
    return tuple(
        Group(title, tuple(Part(of, tuple(entries)) for of, entries in parts.items()))
        for title, parts in grouped.items()
    )


def told_by_field(problems: Iterable[Problem], blanks: Sequence[Blank], answers: Answers) -> Told:
    """Which of the problems are about one of the fields that were filled in."""
    values = dict(answers)
    filled = [each for each in _fields(blanks) if each[1].name in values]
    by_field: dict[str, str] = {}
    labels: dict[str, str] = {}
    rest = []
    for problem in problems:
        found = _about(problem, filled, values)
        if found is None:
            rest.append(problem)
            continue
        names, blank = found
        name = PREFIX + _ALIKE.join(names)
        by_field.setdefault(name, _words(problem, blank))
        labels[name] = _capital(blank.said)
    return Told(by_field, labels, tuple(rest))


def _fields(blanks: Sequence[Blank]) -> list[tuple[list[str], Blank]]:
    """The blanks that get a field, each with the names of those that the field fills in: in the
    text of a block, those that say the same are one to who fills them in."""
    found: dict[tuple[str, str], tuple[list[str], Blank]] = {}
    for blank in blanks:
        key = (_block(blank), blank.said) if blank.prose else ("", blank.name)
        found.setdefault(key, ([], blank))[0].append(blank.name)
    return list(found.values())


def _block(blank: Blank) -> str:
    """The name of the blank's block; "" for what stands at the top of the sheet."""
    parts = blank.name.split(".")
    return parts[1] if len(parts) > 2 else ""


def _headings(handout: Handout) -> dict[str, str]:
    """The blocks' titles by the words that their blanks' names have; "" where a block has none and
    so belongs to the one before."""
    found: dict[str, str] = {}
    for block in handout.blocks:
        title = plain(block.title) if block.title else ""
        named = block.title or getattr(block, "prompt", None) or block.block.replace("_", " ")
        found.setdefault(slug(plain(named)), title)
    return found


def _title(blank: Blank, headings: Mapping[str, str], before: str) -> str:
    block = _block(blank)
    if not block:
        return HEAD_GROUP
    title = headings.get(block) or headings.get(_NUMBER.sub("", block)) or ""
    if not title and before in ("", HEAD_GROUP):
        return "On the sheet"
    return title or before


def _of(blank: Blank) -> str:
    """What the blank is about beside the words next to it, such as the row of a table."""
    if blank.prose or not blank.label.endswith(f": {blank.said}"):
        return ""
    return blank.label.removesuffix(f": {blank.said}")


def _about(
    problem: Problem, filled: Sequence[tuple[list[str], Blank]], values: Mapping[str, str]
) -> tuple[list[str], Blank] | None:
    """The one field that the problem is about."""
    letter = _LETTER.match(problem.message)
    if letter:
        found = [each for each in filled if letter[1] in values[each[1].name]]
    else:
        found = [each for each in filled if _names(problem, [shown(name) for name in each[0]])]
        found = found or [each for each in filled if _names(problem, [each[1].said])]
    return found[0] if len(found) == 1 else None


def _names(problem: Problem, words: Iterable[str]) -> bool:
    starts = ("'{}' ", "what is filled in for '{}' ")
    return any(problem.message.startswith(start.format(word)) for word in words for start in starts)


def _words(problem: Problem, blank: Blank) -> str:
    """The problem's words, with the blank called as it is on the sheet."""
    message = problem.message.replace(f"'{shown(blank.name)}'", f"'{blank.said}'")
    parts = [_capital(each).rstrip(".") + "." for each in (message, problem.hint) if each]
    return " ".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
