"""Which answer goes into which blank, and whether it fits there.

The answers are a client's, so no message and no `repr` ever shows one.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from handoutgen.content.blanks import Blank, Values
from handoutgen.content.typed import shown, stray
from handoutgen.errors import ContentError, Problem, UsageError

if TYPE_CHECKING:
    from handoutgen.content.source import Mark

_TICKED = {"true", "yes", "x", "on", "1"}
_NOT_TICKED = {"false", "no", "off", "0", ""}
_MOST_LISTED = 150
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was given, not yet matched to a blank.

    `handout` is "" where it holds for any; `mark` is None where it doesn't stand in a file.
    """

    handout: str
    blank: str
    value: str = field(repr=False)
    mark: "Mark | None" = None

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem with this answer, told where it stands."""
        return self.mark.problem(message, hint) if self.mark else Problem("", 0, 0, message, hint)


def match(
    answers: Iterable[Given], blanks: Mapping[Path, Sequence[Blank]], handouts: Collection[str]
) -> dict[Path, Values]:
    """What goes into the blanks of each handout's file that any answer is for.

    An answer names a blank by its whole name, by its name within the handout, by the words beside
    it or by the question; of two for one blank the later one wins. `handouts` are the ids of those
    that aren't filled in now: what is for them is let be. Raises ContentError, or UsageError where
    no file is to blame, with every answer that no blank takes.
    """
    values: dict[Path, dict[str, str | bool]] = {path: {} for path in blanks}
    problems: dict[Problem, Given] = {}
    for given in answers:
        named = {path: meant(path.stem, some, given) for path, some in blanks.items()}
        for path, found in named.items():
            for blank, value in _put(found, given):
                if isinstance(value, Problem):
                    problems[value] = given
                elif value:
                    values[path][blank.name] = value
                else:
                    values[path].pop(blank.name, None)
        if not any(named.values()) and (problem := _unknown(given, blanks, handouts)):
            problems[problem] = given
    if problems:
        in_a_file = any(given.mark for given in problems.values())
        raise (ContentError if in_a_file else UsageError)(_listed_once(problems))
    return {path: found for path, found in values.items() if found}


def meant(handout: str, blanks: Sequence[Blank], given: Given) -> list[Blank]:
    """The blanks of a handout that the answer names."""
    if given.handout not in ("", handout):
        return []
    name = given.blank.casefold()
    for whole in (name, f"{handout}.{name}"):
        if found := [blank for blank in blanks if blank.name == whole]:
            return found
    words = _words(given.blank)
    said = [blank for blank in blanks if words and _words(blank.said) == words]
    return said or [blank for blank in blanks if words and _words(blank.label) == words]


def _put(found: Sequence[Blank], given: Given) -> Iterable[tuple[Blank, str | bool | Problem]]:
    """What the answer puts into each of the blanks that it names, or why it can't."""
    if len(found) > 1 and not all(blank.prose for blank in found):
        message = f"'{shown(given.blank)}' is said beside {len(found)} blanks"
        hint = f"name one of them: {', '.join(blank.name for blank in found)}"
        return [(found[0], given.problem(message, hint))]
    return [(blank, taken(blank, given)) for blank in found]


def taken(blank: Blank, given: Given) -> str | bool | Problem:
    """The answer as that blank takes it, empty or False where it leaves the blank open."""
    name, text = shown(given.blank), given.value
    if odd := stray(text):
        message = f"'{name}' is given a character that can't be printed (U+{ord(odd):04X})"
        return given.problem(message, "delete it, or type the text again")
    if blank.kind == "tick":
        if text.casefold() in _TICKED | _NOT_TICKED:
            return text.casefold() in _TICKED
        return given.problem(f"'{name}' is a box to tick", "give it true or false")
    if blank.kind == "choice" and text and text not in blank.options:
        alike = [option for option in blank.options if option.casefold() == text.casefold()]
        if len(alike) == 1:
            return alike[0]
        message = f"'{name}' is a choice, and what it is given isn't an option"
        return given.problem(message, f"give it one of: {', '.join(blank.options)}")
    if blank.kind == "line" and "\n" in text:
        message = f"'{name}' is one line, and what it is given has several"
        return given.problem(message, "put it all on one line")
    return text


def _unknown(
    given: Given, blanks: Mapping[Path, Sequence[Blank]], handouts: Collection[str]
) -> Problem | None:
    """What is wrong with an answer that names no blank; nothing where it is for a handout that
    isn't filled in now."""
    among = {path.stem: some for path, some in blanks.items()}
    owner = given.handout or given.blank.partition(".")[0]
    if owner in handouts and owner not in among:
        return None
    if given.handout and given.handout not in among:
        guess = _guess(given.handout, {*among, *handouts})
        message = f"there is no handout '{shown(given.handout)}' to fill in{guess}"
        return given.problem(message, "'handoutgen list' shows all handouts")
    if owner in among:
        among = {owner: among[owner]}
    every = [blank for some in among.values() for blank in some]
    names = [blank.name if len(among) > 1 else blank.name.partition(".")[2] for blank in every]
    guess = _guess(given.blank, [*names, *(blank.said for blank in every)])
    listed = f"blanks: {', '.join(names)}" if names else "there are no blanks to fill in"
    if len(names) > _MOST_LISTED:
        listed = "'handoutgen show ID' lists the blanks of a handout"
    return given.problem(f"there is no blank '{shown(given.blank)}'{guess}", listed)


def _listed_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with a way out that several of them share at the last of these."""
    last = {problem.hint: problem for problem in problems}
    return [p if last[p.hint] is p else replace(p, hint="") for p in problems]


def _words(text: str) -> str:
    """The text for comparing, whatever its case and what stands between the words."""
    return _BETWEEN.sub("-", unicodedata.normalize("NFKC", text).casefold()).strip("-")


def _guess(name: str, known: Iterable[str]) -> str:
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), folded, 1, 0.6)
    return f"; did you mean '{folded[near[0]]}'?" if near else ""
