"""Answers given ahead of printing, with `--fill` or in a file, and written down as such a file.

They are a client's, so no message and no `repr` ever shows a value.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from handoutgen.content.blanks import Blank, Value, Values
from handoutgen.content.filling import Given, match
from handoutgen.content.source import Loc, Source, in_order, read_file, read_source
from handoutgen.content.typed import even, shown
from handoutgen.errors import ContentError, Problem, UsageError

SUFFIXES = (".yaml", ".yml", ".json")
"""How the name of a file of answers ends."""

_WRITE_FILL = "write --fill \"pain today=6\": the blank, then '=', then what goes there"
_CITED = re.compile(r"(?<!\w)'(?!name: value'|[!%]').*'(?!\w)", re.S)
_LOOK = "compare this line with those around it; in double quotes any text can stand"
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9.-]*")
_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was given, not yet matched to blanks; of two for one blank the later one wins."""

    given: tuple[Given, ...] = ()

    @classmethod
    def of(cls, values: Mapping[str, Value]) -> "Answers":
        """Answers by the names of their blanks; what is None was left open."""
        given = ((name.strip(), value) for name, value in values.items() if value is not None)
        return cls(tuple(Given("", name, even(_written(value))) for name, value in given))

    def __or__(self, later: "Answers") -> "Answers":
        return Answers(self.given + later.given)

    def __bool__(self) -> bool:
        return bool(self.given)

    def matched(
        self, blanks: Mapping[Path, Sequence[Blank]], handouts: Collection[str] = ()
    ) -> dict[Path, Values]:
        """What goes into the blanks of each handout's file, by their whole names.

        `handouts` are the ids of those that aren't filled in now: what is for them is let be.
        Raises ContentError, or UsageError where no file is to blame, with every answer that no
        blank takes.
        """
        return match(self.given, blanks, handouts)


def parse_fill(texts: Sequence[str]) -> Answers:
    """The answers of `--fill "pain today=6"`; raises UsageError for each that isn't written so."""
    given, problems = [], []
    for number, text in enumerate(texts, 1):
        blank, sign, value = text.partition("=")
        if sign and blank.strip():
            given.append(Given("", blank.strip(), even(value)))
            continue
        which = f"--fill number {number}" if len(texts) > 1 else "--fill"
        lacks = "doesn't name the blank before the '='" if sign else "has no '='"
        problems.append(Problem("", 0, 0, f"{which} {lacks}", _WRITE_FILL))
    if problems:
        raise UsageError(problems)
    return Answers(tuple(given))


def read_answers(path: Path) -> Answers:
    """The answers in a YAML or JSON file: by blank, or by handout and blank as `handoutgen answers`
    writes them. Those of a handout win over those for any; what is null was left open.

    Raises ContentError with every problem of the file, UsageError where it can't be such a file.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        hint = f"a file of answers is YAML or JSON; its name ends in {', '.join(SUFFIXES)}"
        raise UsageError(Problem(str(path), 0, 0, "this can't be a file of answers", hint))
    data = read_file(path, str(path))
    source = read_source(data, str(path))
    if suffix == ".json":
        source = _read_json(data, source)
    else:
        source.problems = [_discreet(problem) for problem in source.problems]
    found = list(_answers(source))
    problems = [each for each in found if isinstance(each, Problem)]
    if problems or source.problems:
        raise ContentError(in_order([*source.problems, *problems]))
    given = [each for each in found if isinstance(each, Given)]
    return Answers(tuple(sorted(given, key=lambda each: each.handout != "")))


def as_yaml(answers: Mapping[str, Mapping[str, Value]]) -> str:
    """The answers by handout and blank as YAML that any reader takes for the same texts."""
    lines = []
    for handout, blanks in answers.items():
        lines.append(f"{_key(handout)}:" if blanks else f"{_key(handout)}: {{}}")
        for blank, value in blanks.items():
            lines.append(f"  {_key(blank)}: {_scalar(value)}")
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    plain = _PLAIN_KEY.fullmatch(name) and name not in _NOT_TEXT
    return name if plain else _in_quotes(name)


def _scalar(value: Value) -> str:
    if not isinstance(value, str):
        return {None: "null", True: "true", False: "false"}[value]
    if "\n" not in value or even(value) != value:
        return _in_quotes(value)
    return "\n".join(["|-", *(line and f"    {line}" for line in value.split("\n"))])


def _in_quotes(text: str) -> str:
    """What JSON calls a string is a text in double quotes to YAML."""
    return json.dumps(text, ensure_ascii=False)


def _answers(source: Source) -> Iterator[Given | Problem]:
    for name, found in (source.data or {}).items():
        if isinstance(found, dict):
            for blank, value in found.items():
                yield from _answer(source, (name, blank), value)
        else:
            yield from _answer(source, (name,), found)


def _answer(source: Source, loc: Loc, value: Any) -> Iterator[Given | Problem]:
    """The answer at that place, or what is wrong there; nothing where the blank was left open."""
    mark = replace(source.mark(loc), text="")
    handout, blank = str(loc[0]) if loc[1:] else "", str(loc[-1]).strip()
    parts = value if isinstance(value, list) else [value]
    if not blank:
        yield mark.problem("the name of a blank is missing here", "write 'name: value'")
    elif any(isinstance(part, dict | list) for part in parts):
        hint = "a blank takes a text, a number, true or false, or a list of lines"
        yield mark.problem(f"'{shown(blank)}' isn't given as a text", hint)
    elif any(part is not None for part in parts):
        yield Given(handout.strip(), blank, even("\n".join(map(_written, parts))), mark)


def _written(value: str | bool | None) -> str:
    """What stands in the file for it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or ""


def _discreet(problem: Problem) -> Problem:
    """The reader's problem without what it cites from the file."""
    if not problem.excerpt:
        return problem
    return replace(problem, message=_CITED.sub("this", problem.message), hint=_LOOK, excerpt="")


def _read_json(data: bytes, places: Source) -> Source:
    """What a JSON file says, each value as the text that stands there, with the places found by
    reading it as YAML, which JSON nearly is."""
    source = Source(places.name, keys=places.keys, values=places.values)

    def as_dict(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                message = f"'{shown(key)}' stands in it twice in one place"
                source.problems.append(Problem(source.name, 0, 0, message, "keep one of the two"))
            found[key] = value
        return found

    try:
        found = json.loads(
            data, object_pairs_hook=as_dict, parse_int=str, parse_float=str, parse_constant=str
        )
    except json.JSONDecodeError as error:
        message = f"this isn't JSON as it stands: {error.msg[:1].lower()}{error.msg[1:]}"
        hint = "compare the quotes, commas and brackets here with the lines above"
        source.problems = [Problem(source.name, error.lineno, error.colno, message, hint)]
    except (RecursionError, ValueError):
        message = "this isn't JSON as it stands"
        hint = "it needs to be text saved as UTF-8, such as 'handoutgen answers --json' writes"
        source.problems = [Problem(source.name, 0, 0, message, hint)]
    else:
        if isinstance(found, dict):
            source.data = found
        else:
            hint = "it needs names and values, such as 'handoutgen answers --json' writes"
            source.problems = [Problem(source.name, 0, 0, "this file holds no answers", hint)]
    return source
