"""Accessible, branded therapy worksheets from plain YAML.

from handoutgen import build_handout
build_handout("action-plan", output=Path("output"))
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handoutgen.batch.run import run_batch
    from handoutgen.compose.edition import Edition
    from handoutgen.content.blanks import Blank
    from handoutgen.errors import HandoutgenError, Problem
    from handoutgen.pipeline import blanks_of, build_handout, build_packet
    from handoutgen.press.record import Built

__version__ = "0.1.0"
__all__ = [
    "Blank",
    "Built",
    "Edition",
    "HandoutgenError",
    "Problem",
    "__version__",
    "blanks_of",
    "build_handout",
    "build_packet",
    "run_batch",
]

_HOMES = {
    "Blank": "handoutgen.content.blanks",
    "blanks_of": "handoutgen.pipeline",
    "Built": "handoutgen.press.record",
    "build_handout": "handoutgen.pipeline",
    "build_packet": "handoutgen.pipeline",
    "Edition": "handoutgen.compose.edition",
    "HandoutgenError": "handoutgen.errors",
    "Problem": "handoutgen.errors",
    "run_batch": "handoutgen.batch.run",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for only then, so that the command line starts quickly."""
    if name not in _HOMES:
        raise AttributeError(f"module 'handoutgen' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
