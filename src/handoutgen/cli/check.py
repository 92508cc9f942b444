"""`handoutgen check`: whether the handouts are fit to be given to a client."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from handoutgen.cli.report import counted
from handoutgen.folders import Folders

if TYPE_CHECKING:
    from handoutgen.check.library import Report


@click.command()
@click.argument("handouts", nargs=-1, metavar="[ID|FILE]...")
@click.option("--strict", is_flag=True, help="Let warnings fail the check.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
def check(handouts: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Check how handouts read, and whether anything is missing; all where none is named."""
    from handoutgen.check.library import check as look_over

    folders = Folders()
    named = [folders.handout(name) for name in handouts]
    report = look_over(folders, dict.fromkeys(named or folders.handouts().values()))
    if as_json:
        click.echo(json.dumps(_data(report), indent=2, ensure_ascii=False))
    else:
        for finding in report.findings:
            click.echo(str(finding))
        click.echo(_summary(report))
    if report.count("error") or (strict and report.findings):
        raise click.exceptions.Exit(1)


def _summary(report: "Report") -> str:
    errors, warnings = report.count("error"), report.count("warning")
    found = f"{counted(errors, 'error')}, {counted(warnings, 'warning')}"
    return f"{counted(len(report.handouts), 'handout')} checked: " + (
        found if report.findings else "all is well"
    )


def _data(report: "Report") -> dict[str, object]:
    findings = [{"severity": f.severity, **asdict(f.problem)} for f in report.findings]
    return {"handouts": [asdict(checked) for checked in report.handouts], "findings": findings}
