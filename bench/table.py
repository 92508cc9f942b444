"""The table of results, for a terminal and as data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bench.rounds import Ratio, Times

Kind = Literal["speed", "faster", "time", "slower", "growth"]
WORDS: dict[Kind, str] = {
    "speed": "of its speed",
    "faster": "times as fast",
    "time": "of its time",
    "slower": "times its time",
    "growth": "of it",
}
"""How a ratio is told. Of speeds more is better, of times and of memory less."""


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison: `ours` against `theirs`, both names of contenders.

    A target is a bound of the ratio: at least that where it is one of speeds, else at most that.
    """

    what: str
    against: str
    kind: Kind
    ours: str
    theirs: str
    target: float | None = None

    @property
    def is_of_speeds(self) -> bool:
        """Whether a higher ratio is better."""
        return self.kind in ("speed", "faster")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a line; `ours` and `theirs` are medians with their units.

    Without a ratio it was left out, and `why` says why.
    """

    line: Line
    ours: str = ""
    theirs: str = ""
    ratio: Ratio | None = None
    why: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met, None where there is none or nothing was measured."""
        if self.ratio is None or self.line.target is None:
            return None
        if self.line.is_of_speeds:
            return self.ratio.value >= self.line.target
        return self.ratio.value <= self.line.target


def result_of(line: Line, times: Times, why: str = "") -> Result:
    """The line's result by the times of its contenders; `why` says why one wasn't measured."""
    if not (times.has(line.ours) and times.has(line.theirs)):
        return Result(line, why=why or "not measured")
    pair = (line.theirs, line.ours) if line.is_of_speeds else (line.ours, line.theirs)
    ours, theirs = times.median(line.ours), times.median(line.theirs)
    return Result(line, in_words(ours), in_words(theirs), times.ratio(*pair))


def in_words(seconds: float) -> str:
    """Seconds with three digits: `0.512 ms`, `13.4 ms`, `4.02 s`."""
    unit, number = ("s", seconds) if seconds >= 1 else ("ms", seconds * 1000)
    return f"{_digits(number)} {unit}"


def _digits(number: float) -> str:
    """A number with the three digits that count."""
    for limit, places in ((1, 3), (10, 2), (100, 1)):
        if round(number, places) < limit:
            return f"{number:.{places}f}"
    return f"{float(f'{number:.3g}'):,.0f}"


HEAD = ("", "against", "ours", "theirs", "ratio (of the lowest and highest round)", "target", "met")
_NUMBERS = (2, 3)
"""The columns whose cells end below one another."""


def as_text(results: Sequence[Result]) -> str:
    """The table with a line for each result, the columns below one another."""
    rows = [HEAD, *(_row(result) for result in results)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if column in _NUMBERS else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _row(result: Result) -> tuple[str, ...]:
    line, ratio = result.line, result.ratio
    told = f"skipped: {result.why}"
    if ratio:
        told = f"{_digits(ratio.value)} {WORDS[line.kind]}"
        if ratio.low < ratio.high:
            told += f" ({_digits(ratio.low)} to {_digits(ratio.high)})"
    bound = "≥" if line.is_of_speeds else "≤"
    target = "" if line.target is None else f"{bound} {line.target:,g}"
    met = {None: "", True: "yes", False: "NO"}[result.met]
    return (line.what, line.against, result.ours, result.theirs, told, target, met)


def as_data(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Each result as plain data."""
    return [
        {
            "what": result.line.what,
            "against": result.line.against,
            "ratio": asdict(result.ratio) if result.ratio else None,
            "told as": WORDS[result.line.kind],
            "ours": result.ours,
            "theirs": result.theirs,
            "target": result.line.target,
            "met": result.met,
            "skipped": result.why,
        }
        for result in results
    ]
