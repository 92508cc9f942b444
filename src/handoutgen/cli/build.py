"""`handoutgen build`: make the PDFs, only those that aren't up to date."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handoutgen.cli.options import (
    Choices,
    edition_options,
    fill_options,
    given_answers,
    output_option,
)
from handoutgen.cli.report import counted, show_problems
from handoutgen.errors import HandoutgenError, UsageError
from handoutgen.folders import Folders
from handoutgen.press.record import Job, Record

if TYPE_CHECKING:
    from handoutgen.content.blanks import Values


@click.command()
@click.argument("handouts", nargs=-1, metavar="[ID|FILE]...")
@output_option
@edition_options
@fill_options
@click.option(
    "--workers",
    type=click.IntRange(1, 60),
    metavar="N",
    help="How many processes share the work; by default as many as there are cores.",
)
def build(
    handouts: tuple[str, ...],
    output: Path,
    brand: Path | None,
    choices: Choices,
    fill: tuple[str, ...],
    fill_from: Path | None,
    workers: int | None,
) -> None:
    """Make handouts into PDFs; all of them where none is named."""
    folders = Folders()
    key = (str(folders.practice), str(brand.absolute()) if brand else "", *choices.words)
    asked = _asked(handouts, folders)
    values = _filled(asked, folders, brand, fill, fill_from) if fill or fill_from else {}
    jobs = []
    for path in asked:
        suffixes = (*choices.suffixes, *(["filled"] if path in values else []))
        jobs.append(Job(output / folders.pdf_name(path, suffixes), path, key))
    record = Record(output)
    stale = [job for job in jobs if job.handout in values or not record.is_fresh(job)]
    failed = _make(stale, values, folders, brand, choices, workers, record) if stale else []
    words = f"{counted(len(stale) - len(failed), 'handout')} built"
    if unchanged := len(jobs) - len(stale):
        words += f", {unchanged} unchanged"
    if failed:
        words += f", {len(failed)} failed: {', '.join(failed)}"
    if len(failed) < len(jobs):
        words += f". They are in {output}/"
    click.echo(words)
    if failed:
        raise click.exceptions.Exit(1)


def _asked(names: tuple[str, ...], folders: Folders) -> list[Path]:
    if not names:
        return list(folders.handouts().values())
    found: dict[str, Path] = {}
    for name in names:
        path = folders.handout(name)
        if found.setdefault(path.stem, path) != path:
            raise UsageError(
                f"'{found[path.stem]}' and '{path}' would both become {path.stem}.pdf;"
                " build them into different folders with -o"
            )
    return list(found.values())


def _filled(
    asked: list[Path],
    folders: Folders,
    brand: Path | None,
    fill: tuple[str, ...],
    fill_from: Path | None,
) -> "dict[Path, Values]":
    """What goes into the blanks of which handout; every answer that fits none is an error."""
    from handoutgen.pipeline import Desk, fill_in

    return fill_in(Desk(folders, brand), asked, given_answers(fill, fill_from))


def _make(
    jobs: list[Job],
    values: "dict[Path, Values]",
    folders: Folders,
    brand: Path | None,
    choices: Choices,
    workers: int | None,
    record: Record,
) -> list[str]:
    """Build what isn't up to date; returns the names of those that failed.

    What is filled in for a client leaves no trace in the record.
    """
    from handoutgen.content.brand import DEFAULT, read_brand
    from handoutgen.crew import Plan, Task, build_many, crew_size

    found = read_brand(folders, brand)
    show_problems(found.warnings)
    plan = Plan(folders.practice, folders.shipped, brand, choices.edition())
    tasks = [Task(job.handout, values.get(job.handout)) for job in jobs]
    size = crew_size(len(jobs), workers)
    failed = []
    try:
        with closing(build_many(plan, tasks, jobs[0].target.parent, size)) as outcomes:
            for job, outcome in zip(jobs, outcomes, strict=True):
                if isinstance(outcome, HandoutgenError):
                    show_problems(outcome.problems)
                    failed.append(job.handout.stem)
                    continue
                if job.handout not in values:
                    record.add(job, outcome.reads)  # first: told means recorded
                click.echo(f"{job.target}  {counted(outcome.pages, 'page')}")
    finally:
        record.save()
    if found.path == folders.shipped / DEFAULT and len(failed) < len(jobs):
        click.echo(
            f"These sheets carry the sample practice '{found.name}'."
            " Put your own in a _brand.yml here."
        )
    return failed
