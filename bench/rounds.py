"""Contenders measured turn by turn, so that what slows the machine down slows them all."""

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to measure: `run` does it once and gives the seconds that one unit of it took.

    It has so many turns in each round, and one ahead of them if it is to be warm.
    """

    name: str
    run: Callable[[], float]
    turns: int = 1
    warm: bool = True


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of medians over the rounds, and the lowest and highest ratio of a single round."""

    value: float
    low: float
    high: float


class Times:
    """The seconds of each contender, round by round; of a round's turns the median counts."""

    def __init__(self, rounds: Sequence[Mapping[str, Sequence[float]]]) -> None:
        self.rounds = [{name: median(turns) for name, turns in each.items()} for each in rounds]

    def has(self, name: str) -> bool:
        """Whether it was measured."""
        return name in self.rounds[0]

    def median(self, name: str) -> float:
        """Its median over all rounds, in seconds."""
        return median(each[name] for each in self.rounds)

    def ratio(self, over: str, under: str) -> Ratio:
        """How many times as long the one takes as the other."""
        single = [each[over] / each[under] for each in self.rounds]
        return Ratio(self.median(over) / self.median(under), min(single), max(single))


def measure(
    contenders: Sequence[Contender], rounds: int, tell: Callable[[int], None] = lambda number: None
) -> Times:
    """Give every contender its turns, the order reversed from turn to turn.

    What is to be warm has a turn ahead that isn't counted. What one contender has loaded or left
    isn't cleared up in the turn of another. `tell` hears the number of each round, 0 for the turns
    ahead, before it begins.
    """
    tell(0)
    for contender in contenders:
        if contender.warm:
            contender.run()
    found = []
    gc.collect()
    gc.freeze()
    try:
        for number in range(1, rounds + 1):
            tell(number)
            found.append(_round(contenders, number))
    finally:
        gc.unfreeze()
    return Times(found)


def _round(contenders: Sequence[Contender], number: int) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for turn in range(max(contender.turns for contender in contenders)):
        order = contenders if (number + turn) % 2 else contenders[::-1]
        for contender in order:
            if turn < contender.turns:
                gc.collect()
                seconds[contender.name].append(contender.run())
    return seconds


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes to do that once."""
    start = perf_counter()
    work()
    return perf_counter() - start
