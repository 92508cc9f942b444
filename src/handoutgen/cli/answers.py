"""`handoutgen answers`: what a client filled in, read back from the PDF."""

import json
import sys
from pathlib import Path

import click

from handoutgen.errors import UsageError


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.pdf")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of YAML.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File to write the answers into, which nobody else may read; the terminal otherwise.",
)
def answers(file: Path, as_json: bool, output: Path | None) -> None:
    """Read the answers back from a filled-in PDF.

    They come by handout and blank, as YAML that `build --fill-from` takes.
    """
    from handoutgen.content.answers import as_yaml
    from handoutgen.press.answers import read_form
    from handoutgen.store import write_atomically

    found = read_form(file)
    if output and _is_same(file, output):
        raise UsageError(f"the answers would take the place of '{file}'; name another file with -o")
    if as_json or (output and output.suffix.lower() == ".json"):
        text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    else:
        text = as_yaml(found)
    if output:
        write_atomically(output, text.encode(), 0o600)
        click.echo(f"The answers are in {output}")
    else:
        # UTF-8 also where the output goes into a file on Windows
        click.echo(text if sys.stdout.isatty() else text.encode(), nl=False)


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:
        return False
