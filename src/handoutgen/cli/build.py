"""`handoutgen build`: make the PDFs, only those that aren't up to date."""

from pathlib import Path

import click

from handoutgen.cli.report import counted, show_problems
from handoutgen.errors import HandoutgenError, UsageError
from handoutgen.folders import Folders
from handoutgen.press.record import Job, Record, reads_without


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
def build(handouts: tuple[str, ...], output: Path, brand: Path | None, paper: str | None) -> None:
    """Make handouts into PDFs; all of them where none is named."""
    folders = Folders()
    choices = (str(folders.practice), str(brand.absolute()) if brand else "", paper or "")
    jobs = [Job(output / f"{path.stem}.pdf", path, choices) for path in _asked(handouts, folders)]
    record = Record(output)
    stale = [job for job in jobs if not record.is_fresh(job)]
    failed = _make(stale, folders, brand, paper, record) if stale else []
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
    jobs: list[Job], folders: Folders, brand: Path | None, paper: str | None, record: Record
) -> list[str]:
    """Build what isn't up to date; returns the names of those that failed."""
    from handoutgen.compose.edition import Edition
    from handoutgen.content.brand import DEFAULT
    from handoutgen.pipeline import Workshop

    workshop = Workshop(folders, brand, Edition(paper))  # type: ignore[arg-type]
    show_problems(workshop.brand.warnings)
    failed = []
    try:
        for job in jobs:
            try:
                built = workshop.build(job.handout, job.target.parent)
            except HandoutgenError as error:
                show_problems(error.problems)
                failed.append(job.handout.stem)
                continue
            click.echo(f"{job.target}  {counted(built.pages, 'page')}")
            others = (other.handout for other in jobs if other is not job)
            record.add(job, reads_without(built.reads, others))
    finally:
        record.save()
    if workshop.brand.path == folders.shipped / DEFAULT and len(failed) < len(jobs):
        click.echo(
            f"These sheets carry the sample practice '{workshop.brand.name}'."
            " Put your own in a _brand.yml here."
        )
    return failed
