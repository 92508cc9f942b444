"""How faults are shown on a terminal: in words, on standard error, never as a traceback."""

import os
from collections.abc import Iterable
from typing import Any

import click

from handoutgen.errors import HandoutgenError, Problem


class Commands(click.Group):
    """A group of commands whose faults end in a message and an exit code: 1 content, 2 usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn what it raises into words."""
        try:
            return super().invoke(ctx)
        except HandoutgenError as error:
            show_problems(error.problems)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if os.environ.get("HANDOUTGEN_DEBUG"):
                raise
            click.echo(
                f"handoutgen has a fault of its own ({type(error).__name__}). Nothing was lost.\n"
                "Please report it; HANDOUTGEN_DEBUG=1 in the environment shows the details.",
                err=True,
            )
            ctx.exit(1)


def show_problems(problems: Iterable[Problem]) -> None:
    """Print each problem once, with its line and what to do."""
    for problem in dict.fromkeys(problems):
        click.echo(str(problem), err=True)


def counted(number: int, what: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{number} {what}" + ("" if number == 1 else "s")
