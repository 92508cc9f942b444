"""`handoutgen list`: what there is to print."""

import json
from typing import Any

import click

from handoutgen.cli.report import show_problems
from handoutgen.folders import Folders


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def list_command(as_json: bool) -> None:
    """List the handouts: id, title, whom for, how long."""
    from handoutgen.content.index import list_handouts

    entries, problems = list_handouts(Folders())
    if as_json:
        click.echo(json.dumps(entries, indent=2, ensure_ascii=False))
    else:
        click.echo(_table(entries), nl=False)
    show_problems(problems)
    if problems:
        raise click.exceptions.Exit(1)


def _table(entries: list[dict[str, Any]]) -> str:
    rows = [("ID", "TITLE", "FOR", "MINUTES")]
    rows += [(e["id"], e["title"], e["audience"], str(e["minutes"])) for e in entries]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "".join(
        "  ".join([*(f"{cell:<{wide}}" for cell, wide in zip(row, widths, strict=False)), row[3]])
        + "\n"
        for row in rows
    )
