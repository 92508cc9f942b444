"""`handoutgen list`: what there is to print, and which sheet is about what."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from handoutgen.cli.report import show_problems
from handoutgen.errors import Problem, UsageError
from handoutgen.folders import Folders

_GAP = 2
_NARROWEST = 12


@click.command("list")
@click.option("--topic", metavar="TOPIC", help="Only those about this topic.")
@click.option("--audience", metavar="WHO", help="Only those for client, partners or therapist.")
@click.option("--search", "words", metavar="WORDS", help="Only those with these words, best first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def list_command(topic: str | None, audience: str | None, words: str | None, as_json: bool) -> None:
    """List the handouts: id, title, whom for, how long."""
    from handoutgen.content.index import AUDIENCES, head, read_index

    entries, problems = read_index(Folders())
    topics = {each for entry in entries for each in entry["topics"]}
    if words is not None:
        entries = _found(entries, words)
    if topic is not None:
        topic = _known(topic, topics, "topic")
        entries = [entry for entry in entries if topic in entry["topics"]]
    if audience is not None:
        audience = _known(audience, AUDIENCES, "audience")
        entries = [entry for entry in entries if entry["audience"] == audience]
    if as_json:
        click.echo(json.dumps([head(entry) for entry in entries], indent=2, ensure_ascii=False))
    elif entries or (topic, audience, words) == (None, None, None):
        click.echo(_table(entries, _width()), nl=False)
    else:
        click.echo("No handout is like that; 'handoutgen list' shows all.", err=True)
    show_problems(problems)
    if problems:
        raise click.exceptions.Exit(1)


def _known(name: str, known: Iterable[str], what: str) -> str:
    """The name as it is written in the library; raises UsageError where it isn't there."""
    names = {each.casefold(): each for each in sorted(known)}
    if name.casefold() in names:
        return names[name.casefold()]
    from difflib import get_close_matches

    near = get_close_matches(name.casefold(), names, 1, 0.5)
    guess = f"; did you mean '{names[near[0]]}'?" if near else ""
    listed = f"{what}s: {', '.join(names.values())}" if names else ""
    raise UsageError(Problem("", 0, 0, f"there is no {what} '{name}'{guess}", listed))


def _found(entries: list[dict[str, Any]], words: str) -> list[dict[str, Any]]:
    from handoutgen.content.search import search

    found, corrected = search(entries, words)
    for word, near in corrected.items():
        taken = "; taken for " + " or ".join(f"'{each}'" for each in near) if near else ""
        click.echo(f"No handout has the word '{word}'{taken}.", err=True)
    return found


def _width() -> int | None:
    """The columns of the terminal, or nothing where the output goes elsewhere."""
    if not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _table(entries: list[dict[str, Any]], width: int | None) -> str:
    """Rows in columns; on a narrow terminal the titles are cut."""
    rows = [("ID", "TITLE", "FOR", "MINUTES")]
    rows += [(e["id"], e["title"], e["audience"], str(e["minutes"])) for e in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    if width and (over := sum(widths) + 3 * _GAP - width) > 0:
        widths[1] = min(widths[1], max(widths[1] - over, _NARROWEST))
    return "".join(
        (" " * _GAP)
        .join(f"{_cut(cell, wide):<{wide}}" for cell, wide in zip(row, widths, strict=True))
        .rstrip()
        + "\n"
        for row in rows
    )


def _cut(cell: str, width: int) -> str:
    return cell if len(cell) <= width else cell[: width - 1].rstrip() + "…"
