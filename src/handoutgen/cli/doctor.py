"""`handoutgen doctor`: whether this machine and this folder are ready."""

import click

from handoutgen.folders import Folders


@click.command()
def doctor() -> None:
    """Check that this machine and this folder are ready."""
    from handoutgen.check.doctor import examine

    findings = list(examine(Folders()))
    for finding in findings:
        click.echo(f"{'ok     ' if finding.fine else 'PROBLEM'}  {finding.what}: {finding.words}")
        if finding.hint:
            click.echo("\n".join(f"         {line}" for line in finding.hint.splitlines()))
    if not all(finding.fine for finding in findings):
        raise click.exceptions.Exit(1)
