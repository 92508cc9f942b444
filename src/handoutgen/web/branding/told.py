"""What is wrong with a brand in the making, by the field of the form that it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from handoutgen.content.source import Loc
from handoutgen.errors import Problem
from handoutgen.web.branding.file import COLOURS, FIELDS, NAME, BrandFile

LOGO, FONTS = "logo", "fonts"
"""What is not one field of the form but a part of it."""


@dataclass(slots=True)
class Told:
    """Problems by field, those of no field, and what is odd but does no harm."""

    fields: dict[str, list[Problem]] = field(default_factory=dict)
    others: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether something is wrong."""
        return bool(self.fields or self.others)

    @property
    def count(self) -> int:
        """How many things are wrong."""
        return sum(map(len, self.fields.values())) + len(self.others)

    def add(self, problems: Iterable[Problem], file: BrandFile) -> None:
        """Put each where it belongs, by its place in the file."""
        fields = _fields_by_place(file)
        logo = file.logo()
        for problem in problems:
            name = fields.get((problem.line, problem.column), "") if problem.line else ""
            if problem.file != NAME and problem.file:
                name = LOGO if problem.file == logo else ""
            if name:
                self.fields.setdefault(name, []).append(problem)
            else:
                self.others.append(problem)


def without_path(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """The problems with files named as they will be in the practice's folder."""
    start = f"{folder}/"

    def short(words: str) -> str:
        return words.replace(start, "")

    return [
        replace(each, file=short(each.file), message=short(each.message), hint=short(each.hint))
        for each in problems
    ]


def _fields_by_place(file: BrandFile) -> dict[tuple[int, int], str]:
    places = {loc: name for name in reversed(FIELDS) if (loc := file.place(name))}
    for name in COLOURS:
        if file.is_named(name):
            palette: Loc = ("color", "palette", file.value(name))
            places[palette] = name
            places[file.settings.light(palette)] = name
    source = file.settings.source
    found = {}
    for marks in (source.keys, source.values):
        for loc, mark in marks.items():
            if name := places.get(loc) or _part(loc):
                found[mark.line, mark.column] = name
    return found


def _part(loc: Loc) -> str:
    if loc[:1] == ("logo",):
        return LOGO
    return FONTS if loc[:2] == ("typography", "fonts") else ""
