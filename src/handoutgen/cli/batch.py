"""`handoutgen batch`: a packet for each client of a roster."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from handoutgen.cli.options import Choices, edition_options, output_option
from handoutgen.cli.report import show_problems
from handoutgen.errors import UsageError

if TYPE_CHECKING:
    from handoutgen.batch.run import Summary


@click.command()
@click.argument("packet", metavar="PACKET")
@click.argument("roster", metavar="ROSTER", type=click.Path(path_type=Path))
@output_option
@edition_options
@click.option("--duplex", is_flag=True, help="Start each handout on a right-hand page.")
@click.option(
    "--columns",
    multiple=True,
    metavar="FIELD=HEADER",
    help="Say which column of the roster a field is in.",
)
@click.option(
    "--combined",
    is_flag=True,
    help="Make one PDF of all for a printer, without tags, instead of a file for each client.",
)
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows that can't be used.")
@click.option(
    "--workers",
    type=click.IntRange(1, 60),
    metavar="N",
    help="How many processes share the work; by default, what takes long is shared.",
)
@click.option("--dask", metavar="ADDRESS", default="", help="Share the work on a Dask cluster.")
@click.option(
    "--encrypt",
    is_flag=True,
    help="Lock each file with the password in its row, else with one that you are asked for.",
)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take that password from the first line of a file.",
)
def batch(
    packet: str,
    roster: Path,
    output: Path,
    brand: Path | None,
    choices: Choices,
    duplex: bool,
    columns: tuple[str, ...],
    combined: bool,
    skip_bad_rows: bool,
    workers: int | None,
    dask: str,
    encrypt: bool,
    password_file: Path | None,
) -> None:
    """Make the packet for each client of a roster; the same command again goes on where it stopped.

    The roster is a CSV file or an Excel workbook with a row of headers.
    """
    from handoutgen.batch.progress import Progress
    from handoutgen.batch.run import run_batch
    from handoutgen.batch.stop import Stopped

    if password_file and not encrypt:
        raise UsageError("--password-file needs --encrypt")
    try:
        summary = run_batch(
            packet,
            roster,
            output=output,
            brand=brand,
            edition=choices,
            duplex=duplex,
            columns=_columns(columns),
            skip_bad_rows=skip_bad_rows,
            workers=workers,
            dask=dask,
            encrypt=encrypt,
            password=_first_line(password_file) if password_file else _ask,
            combined=combined,
            progress=Progress(),
        )
    except Stopped as stopped:
        click.echo(f"Stopped. {stopped.told}".strip(), err=True)
        raise click.exceptions.Exit(128 + stopped.number) from None
    _show(summary)
    if summary.failed:
        raise click.exceptions.Exit(1)


def _show(summary: "Summary") -> None:
    """How many files there are now, and why any of them aren't as they should be."""
    from handoutgen.batch.told import FOR_PRINTER, counts, strays, why_in_full

    show_problems(summary.problems)
    run = summary.combined and bool(summary.files)
    at = f"{summary.folder}/{summary.files[0] if run else ''}"
    click.echo(f"{counts(summary)}. They are in {at}")
    if run:
        click.echo(FOR_PRINTER.format("--combined"))
    if why := why_in_full(summary):
        click.echo(why)
    if others := strays(summary):
        click.echo(others, err=True)


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    """The header for each field of `--columns name="Client Name"`."""
    found = {}
    for text in given:
        field, sign, header = text.partition("=")
        if not sign or not field.strip() or not header.strip():
            raise UsageError('write --columns name="Client Name": the field, then the header')
        if field.strip() in found:
            raise UsageError(f"--columns names the field '{field.strip()}' twice")
        found[field.strip()] = header.strip()
    return found


def _first_line(path: Path) -> str:
    """The password in a file; what isn't text is told without a byte of it."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path}: the password can't be read; it needs to be UTF-8") from None


def _ask() -> str:
    return str(click.prompt("Password for the files", hide_input=True, confirmation_prompt=True))
