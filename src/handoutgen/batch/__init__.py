"""Many clients at once: from a roster to a file for each of them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handoutgen.batch.run import Summary, run_batch

__all__ = ["Summary", "run_batch"]


def __getattr__(name: str) -> Any:
    """Import what is asked for only then, since processes that help load this room too."""
    if name not in __all__:
        raise AttributeError(f"module 'handoutgen.batch' has no attribute '{name}'")
    from handoutgen.batch import run

    return getattr(run, name)
