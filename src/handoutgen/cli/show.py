"""`handoutgen show`: what one handout holds."""

import json

import click

from handoutgen.folders import Folders


@click.command()
@click.argument("handout", metavar="ID|FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def show(handout: str, as_json: bool) -> None:
    """Show what one handout holds, therapist notes too."""
    from handoutgen.content.describe import describe, outline
    from handoutgen.content.library import Library

    folders = Folders()
    path = folders.handout(handout)
    found = Library(folders).handout(path)
    if as_json:
        content = {"id": found.id, "file": folders.shown(path), **describe(found)}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        click.echo(outline(found, folders.shown(path)))
