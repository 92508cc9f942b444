"""`handoutgen packet`: several handouts with a cover and contents, as one PDF."""

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
from handoutgen.errors import UsageError
from handoutgen.folders import Folders, did_you_mean
from handoutgen.press.record import Job, Record

if TYPE_CHECKING:
    from handoutgen.content.packet import Packet


@click.command()
@click.argument("packet", required=False, metavar="[PACKET|FILE]")
@click.option("--handouts", metavar="A,B,C", help="The handouts of a packet made on the fly.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--duplex", is_flag=True, help="Start each handout on a right-hand page.")
@click.option(
    "--audience",
    type=click.Choice(["client", "therapist"]),
    help="For the therapist, the notes are added at the end, as with --notes.",
)
@output_option
@edition_options
@fill_options
def packet(
    packet: str | None,
    handouts: str | None,
    title: str | None,
    duplex: bool,
    audience: str | None,
    output: Path,
    brand: Path | None,
    choices: Choices,
    fill: tuple[str, ...],
    fill_from: Path | None,
) -> None:
    """Make one PDF of several handouts; without a name, list the packets there are."""
    folders = Folders()
    if not packet and not handouts:
        _list(folders)
        return
    if packet and handouts:
        raise UsageError("name a packet, or its --handouts, but not both")
    if audience == "therapist":
        choices = choices.with_notes()
    path = folders.packet(packet) if packet else None
    key = (str(folders.practice), str(brand.absolute()) if brand else "", *choices.words)
    key += ("packet", "duplex" if duplex else "", handouts or "", title or "")
    stem = path.stem if path else "my"
    plain = output / f"{'-'.join([stem, 'packet', *choices.suffixes])}.pdf"
    job = Job(plain, path or folders.practice, key)
    record = Record(output)
    if not fill and not fill_from and record.is_fresh(job):
        click.echo(f"1 packet unchanged. It is in {output}/")
        return
    from handoutgen.pipeline import Workshop, fill_in_packet

    workshop = Workshop(folders, brand, choices.edition())
    show_problems(workshop.brand.warnings)
    found = workshop.library.packet(path) if path else _on_the_fly(handouts or "", title, folders)
    if duplex:
        found = found.on_both_sides()
    values = fill_in_packet(workshop, found, given_answers(fill, fill_from))
    built = workshop.build_packet(found, output, values)
    if not values:
        record.add(job, built.reads)
        record.save()
    click.echo(f"{built.path}  {counted(built.pages, 'page')}")


def _on_the_fly(handouts: str, title: str | None, folders: Folders) -> "Packet":
    """The packet of the handouts that are named on the line."""
    from handoutgen.content.packet import Packet

    names = [name.strip() for name in handouts.split(",") if name.strip()]
    known = folders.handouts()
    if unknown := [name for name in names if name not in known]:
        told = (f"there is no handout '{n}'; {did_you_mean(n, known, 'handouts')}" for n in unknown)
        raise UsageError("\n".join(told))
    if not names or len(set(names)) < len(names):
        raise UsageError("--handouts takes names of handouts with commas between, each once")
    try:
        return Packet.of(names, title or "A packet of sheets")
    except ValueError:
        raise UsageError("--title takes a few plain words, --handouts at most 40 names") from None


def _list(folders: Folders) -> None:
    from handoutgen.content.library import Library

    library = Library(folders)
    for name, path in folders.packets().items():
        found = library.packet(path)
        click.echo(f"{name}  {found.title}  ({counted(len(found.handouts), 'handout')})")
