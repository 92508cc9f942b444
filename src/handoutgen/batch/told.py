"""A batch's summary in words, the same on a terminal and on a page."""

from handoutgen.batch.run import Summary

FOR_PRINTER = (
    "The print run has no tags and is for the printer only: to read on a screen, give clients"
    " files of their own, made without {}."
)
_MOST_NAMED = 10


def counts(summary: Summary) -> str:
    """`412 files written, 3 unchanged, 1 failed`."""
    words = [f"{_counted(summary.written, 'client' if summary.combined else 'file')} written"]
    words += [f"{summary.unchanged:,} unchanged"] if summary.unchanged else []
    words += [f"{summary.laid_out:,} laid out in full"] if summary.laid_out else []
    words += [f"{summary.failed:,} failed"] if summary.failed else []
    words += [f"{_counted(len(summary.bad_rows), 'row')} left out"] if summary.bad_rows else []
    return ", ".join(words)


def why_in_full(summary: Summary) -> str:
    """Why clients' files were laid out in full, or nothing where none was."""
    if not summary.in_full:
        return ""
    from handoutgen.press.splice.letters import KINDS

    why = (f"{KINDS.get(kind, kind)} ({n})" for kind, n in sorted(summary.in_full.items()))
    return f"Laid out in full for: {', '.join(why)}."


def strays(summary: Summary) -> str:
    """Which files are there that aren't of this roster, or nothing."""
    if not summary.strays:
        return ""
    names = ", ".join(summary.strays[:_MOST_NAMED])
    more = len(summary.strays) - _MOST_NAMED
    names += f" and {more:,} more" if more > 0 else ""
    return f"Not of this roster, but still there: {names}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
