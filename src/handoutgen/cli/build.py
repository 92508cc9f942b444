"""`handoutgen build`: make the PDFs, only those that aren't up to date."""

from contextlib import closing
from pathlib import Path

import click

from handoutgen.cli.report import counted, show_problems
from handoutgen.errors import HandoutgenError, UsageError
from handoutgen.folders import Folders
from handoutgen.press.record import Job, Record


@click.command()
@click.argument("handouts", nargs=-1, metavar="[ID|FILE]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the PDFs.",
)
@click.option(
    "--brand",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Brand file to use instead of _brand.yml.",
)
@click.option(
    "--paper", type=click.Choice(["letter", "a4"]), help="Paper size; the brand's own otherwise."
)
@click.option(
    "--notes", is_flag=True, help="Make the therapist's copies, with notes and sources at the end."
)
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
    paper: str | None,
    notes: bool,
    workers: int | None,
) -> None:
    """Make handouts into PDFs; all of them where none is named."""
    folders = Folders()
    choices = (
        str(folders.practice),
        str(brand.absolute()) if brand else "",
        paper or "",
        "notes" if notes else "",
    )
    asked = _asked(handouts, folders)
    jobs = [Job(output / folders.pdf_name(path, notes), path, choices) for path in asked]
    record = Record(output)
    stale = [job for job in jobs if not record.is_fresh(job)]
    failed = _make(stale, folders, brand, paper, notes, workers, record) if stale else []
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


def _make(
    jobs: list[Job],
    folders: Folders,
    brand: Path | None,
    paper: str | None,
    notes: bool,
    workers: int | None,
    record: Record,
) -> list[str]:
    """Build what isn't up to date; returns the names of those that failed."""
    from handoutgen.compose.edition import Edition
    from handoutgen.content.brand import DEFAULT, read_brand
    from handoutgen.crew import Plan, build_many, crew_size

    found = read_brand(folders, brand)
    show_problems(found.warnings)
    edition = Edition(paper, notes)  # type: ignore[arg-type]
    plan = Plan(folders.practice, folders.shipped, brand, edition)
    paths = [job.handout for job in jobs]
    size = crew_size(len(jobs), workers)
    failed = []
    try:
        with closing(build_many(plan, paths, jobs[0].target.parent, size)) as outcomes:
            for job, outcome in zip(jobs, outcomes, strict=True):
                if isinstance(outcome, HandoutgenError):
                    show_problems(outcome.problems)
                    failed.append(job.handout.stem)
                    continue
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
