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
    from handoutgen.pipeline import Desk

    folders = Folders()
    path = folders.handout(handout)
    desk = Desk(folders)
    found, blanks = desk.library.handout(path), desk.compose(path).blanks
    if as_json:
        content = {"id": found.id, "file": folders.shown(path), **describe(found, blanks)}
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        click.echo(outline(found, folders.shown(path), blanks))
