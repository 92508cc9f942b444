"""handoutgen's own contenders: splice and write, write alone, render in full."""

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

from bench.clients import MOST, Client, clients
from bench.rounds import seconds_of
from handoutgen.batch.bases import render_whole
from handoutgen.batch.folder import Folder

if TYPE_CHECKING:
    from bench.subject import Subject

Parts = Sequence[bytes]


class Splicing:
    """So many clients' files a turn, each put in its place as a batch does it.

    Before each turn the base is loaded anew, so no turn gains from names that were set before.
    """

    def __init__(self, subject: "Subject", folder: Folder, count: int) -> None:
        self._subject = subject
        self._folder = folder
        self._count = count
        every = clients(MOST)
        lots = [every[start : start + count] for start in range(0, MOST - count + 1, count)]
        self._lots = cycle(lots)
        self._one = cycle(every)

    def splice(self) -> float:
        """Make and write each client's file: the seconds for one."""
        base = self._subject.base()
        lot = next(self._lots)
        return self._put(lambda number: (base.prefix, base.tail(lot[number])))

    def write(self) -> float:
        """Write the same files, made ahead: the seconds for one."""
        base = self._subject.base()
        tails = [base.tail(client) for client in next(self._lots)]
        return self._put(lambda number: (base.prefix, tails[number]))

    def render(self) -> float:
        """Lay out one client's file in full, with all kept that can be, and write it."""
        base, client = self._subject.base(), next(self._one)

        def work() -> None:
            self._folder.put("whole", [render_whole(self._subject.spec, client, None, base)])

        return self._cleaned(seconds_of(work))

    def _put(self, parts_of: Callable[[int], Parts]) -> float:
        def work() -> None:
            for number in range(self._count):
                self._folder.put(f"row-{number:04}", parts_of(number))

        return self._cleaned(seconds_of(work) / self._count)

    def _cleaned(self, seconds: float) -> float:
        for path in self._folder.path.glob("*.pdf"):
            path.unlink()
        return seconds


def one_file(subject: "Subject", client: Client) -> bytes:
    """That client's whole file."""
    base = subject.base()
    return base.prefix + base.tail(client)
