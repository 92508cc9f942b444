"""The command line's messages, for people who don't use it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from handoutgen.errors import Problem

COMBINED = "One file for the printer"
LOCKED = "Lock the files with a password"

_INSTEAD = (
    ("; its first row may be a client's, so it isn't shown", ""),
    ('name one with --columns name="Client Name"', "say below what each column is"),
    ("; the same command goes on from there", ""),
    ("the same command begins anew", "to start again begins anew"),
    ("give the same command again", "start the batch again"),
    ("--columns gives", "The choices below give"),
    ("--encrypt: ", ""),
    ("only with --encrypt", f"only with “{LOCKED}”"),
    ("--encrypt", f"“{LOCKED}”"),
    ("--combined", f"“{COMBINED}”"),
    ("--fillable", "“Fillable on a screen”"),
    ("'handoutgen packet' shows", "the list of packets shows"),
    ("'handoutgen list' shows", "the addresses of the sheets' pages show"),
)


def plain(text: str, roster: Path) -> str:
    """The text without the roster's place on the disk and the names of options."""
    text = text.replace(f"{roster}: ", "").replace(str(roster), "the roster")
    for words, others in _INSTEAD:
        text = text.replace(words, others)
    return text


def plainly(problems: Iterable[Problem], roster: Path) -> tuple[Problem, ...]:
    """The problems in such words, each once."""
    told = (
        replace(
            each,
            file="" if each.file == str(roster) else each.file,
            message=plain(each.message, roster),
            hint=plain(each.hint, roster),
        )
        for each in problems
    )
    return tuple(dict.fromkeys(told))
