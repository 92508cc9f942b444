"""The options that say how handouts are printed, for every command that prints."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from handoutgen.compose.edition import Edition
    from handoutgen.content.answers import Answers

_FLAGS = {
    "large_print": "Print in large letters, with more room to write.",
    "ink_saver": "Print in black and white with no filled areas.",
    "fillable": "Make forms to fill in on a screen.",
    "notes": "Make the therapist's copies, with notes and sources at the end.",
}

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the PDFs.",
)
"""Gives a command the folder that its PDFs go into, as `output`."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen of the edition on the command line."""

    paper: str | None
    large_print: bool
    ink_saver: bool
    fillable: bool
    notes: bool

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The words that these choices put into the names of files."""
        return tuple(name.replace("_", "-") for name in _FLAGS if getattr(self, name))

    @property
    def words(self) -> tuple[str, ...]:
        """A word for every choice."""
        return (self.paper or "", *self.suffixes)

    def with_notes(self) -> "Choices":
        """The same choices for the therapist's copy."""
        return replace(self, notes=True)

    def edition(self) -> "Edition":
        """The edition as the pipeline takes it."""
        from handoutgen.compose.edition import Edition

        return Edition.of(self.paper, self.suffixes)


def edition_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the edition; it gets them as `choices`."""

    def chosen(
        *args: Any,
        paper: str | None,
        large_print: bool,
        ink_saver: bool,
        fillable: bool,
        notes: bool,
        **rest: Any,
    ) -> None:
        choices = Choices(paper, large_print, ink_saver, fillable, notes)
        command(*args, choices=choices, **rest)

    chosen.__doc__, chosen.__name__ = command.__doc__, command.__name__
    chosen.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for name, words in reversed(_FLAGS.items()):
        option = click.option(f"--{name.replace('_', '-')}", name, is_flag=True, help=words)
        chosen = option(chosen)
    paper = click.option(
        "--paper",
        type=click.Choice(["letter", "a4"]),
        help="Paper size; the brand's own otherwise.",
    )
    brand = click.option(
        "--brand",
        type=click.Path(exists=True, path_type=Path),
        metavar="FILE",
        help="Brand file to use instead of _brand.yml.",
    )
    return brand(paper(chosen))


def fill_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that fill in blanks: `fill` and `fill_from`."""
    one = click.option(
        "--fill", multiple=True, metavar="BLANK=VALUE", help="Fill in a blank ahead."
    )
    file = click.option(
        "--fill-from",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Fill in blanks from a YAML or JSON file.",
    )
    return one(file(command))


def given_answers(fill: tuple[str, ...], fill_from: Path | None) -> "Answers":
    """What those options give, that of the line over that of the file."""
    from handoutgen.content.answers import Answers, parse_fill, read_answers

    return (read_answers(fill_from) if fill_from else Answers()) | parse_fill(fill)
