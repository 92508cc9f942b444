"""Messages about a client's file with nothing of the client in them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from handoutgen.errors import Problem

_LETTER = re.compile(r"'.{1,8}?' \((U\+[0-9A-F]{4,6})\)", re.S)
_CITED = re.compile(r"^'.*' doesn't fit", re.S)
_NO_MORE = "this client's sheets can't be laid out with what is filled in"
_TELLING = 3
"""As many letters of a word are more than chance."""


def discreet(problem: Problem, values: Iterable[str]) -> Problem:
    """The problem without any letter or word of these values, which are one client's.

    A message that still has a word in common with them is replaced as a whole.
    """
    message = _LETTER.sub(r"the letter \1", problem.message)
    message = _CITED.sub("what is filled in doesn't fit", message)
    hint = problem.hint
    for value in values:
        words = [word for word in re.split(r"[\W_]+", value) if len(word) >= _TELLING]
        for word in filter(None, [value.strip(), *words]):
            said = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
            message = _NO_MORE if said.search(message) else message
            hint = "" if said.search(hint) else hint
    return replace(problem, message=message, hint=hint, excerpt="")
