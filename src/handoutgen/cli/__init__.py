"""The terminal: each command parses, calls one function and shows what came of it.

Nothing heavy is imported before a command needs it, so `--help` and a build with nothing to do
start as quickly as the command line library itself.
"""

import click

from handoutgen import __version__
from handoutgen.cli.answers import answers
from handoutgen.cli.batch import batch
from handoutgen.cli.build import build
from handoutgen.cli.check import check
from handoutgen.cli.doctor import doctor
from handoutgen.cli.listing import list_command
from handoutgen.cli.packet import packet
from handoutgen.cli.report import Commands
from handoutgen.cli.serve import serve
from handoutgen.cli.show import show


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="handoutgen")
def main() -> None:
    """Make branded, accessible PDF handouts for therapy from plain YAML.

    Run it in your practice's folder: handouts/, templates/ and _brand.yml found there are laid
    over the library that comes with handoutgen.
    """


for command in (list_command, show, build, packet, batch, answers, serve, check, doctor):
    main.add_command(command)
