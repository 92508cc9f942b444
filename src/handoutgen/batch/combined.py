"""A print run instead of a file for each client: all their packets as one PDF, for a printer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from handoutgen.batch.bases import Spec
from handoutgen.batch.encrypt import encrypt
from handoutgen.batch.making import Maker, Share
from handoutgen.batch.plan import BadRow, Group
from handoutgen.content.roster import Roster
from handoutgen.content.typed import shown
from handoutgen.errors import Problem, UsageError
from handoutgen.press.splice.letters import Unfit

if TYPE_CHECKING:
    from handoutgen.batch.work import Made
    from handoutgen.press.print_run import PrintRun

STEM = "print-run"
FILE = f"{STEM}.pdf"
_FORM = "fillable"


def check(usual: Spec, roster: Roster, encrypt: bool) -> None:
    """Raise UsageError for what is asked of a print run and can't be had."""
    if _FORM in usual.looks:
        words = "--combined and --fillable don't go together: a print run is for paper"
        raise UsageError(Problem("", 0, 0, words))
    if encrypt and "password" in roster.read:
        words = "--combined makes one file, which can't be locked with a password for each row"
        header = shown(roster.read["password"])
        hint = f"leave out --combined or --encrypt, or take the column '{header}' out of the roster"
        raise UsageError(Problem("", 0, 0, words, hint))


def on_paper(groups: Sequence[Group]) -> tuple[list[Group], list[BadRow]]:
    """Those whose packets can be printed, and the rows that ask for a form to fill in."""
    why = "it asks for a fillable form, which can't be part of a print run"
    found, bad = [], []
    for group in groups:
        if _FORM in group.spec.looks:
            bad += [BadRow(client.row, why) for client in group.clients]
        else:
            found.append(group)
    return found, bad


class RunMaker(Maker):
    """Makes the print run of one batch while its folder is open.

    It holds each client whose pages could be made, in the order of the roster. The password of the
    shares, which is the same for all of them, locks it.
    """

    _run: "PrintRun"
    _added = 0

    def undone(self, shares: Sequence[Share]) -> list[Share]:
        """All of the shares, or none where the run is there as it was made from just these."""
        if not shares or self._ledger.is_done(FILE, self._hash(shares)):
            return []
        return list(shares)

    def make(self, shares: Sequence[Share]) -> None:
        """Make the run; raises OutputError where it can't be written."""
        from handoutgen.press.print_run import PrintRun

        self._run = PrintRun()
        self._shares = [replace(share, password="") for share in shares]
        self._progress.begin(len(shares))
        try:
            unfit = [number for number in range(len(shares)) if not self._fits(number)]
            if unfit:
                with self._crew(len(unfit), len(unfit)) as crew:
                    self._lay_out(crew, unfit)
            if self._added:
                self._put(shares[0].password, self._hash(shares))
        finally:
            self._progress.close()

    def _fits(self, number: int) -> bool:
        """Add a client, unless the file has to be laid out in full."""
        share = self._shares[number]
        try:
            self._run.add(number, share.stem, self._bases[share.base], share.values)
        except Unfit as unfit:
            self._why[number] = unfit.kinds
            return False
        self._added += 1
        self._progress.add()
        return True

    def _keep(self, number: int, made: "Made", in_full: bool) -> None:
        share = self._shares[number]
        self._run.add_whole(number, share.stem, self._bases[share.base], made.data)
        self._added += 1
        self.tally.laid_out += in_full
        self.tally.in_full.update(self._why[number])
        self._progress.add()

    def _put(self, password: str, hashed: str) -> None:
        """Put the run in its place. One that lacks a client is not recorded as finished."""
        data = self._run.finish()
        if password:
            data = encrypt(data, password)
        with self._brake.held():
            status = self._folder.put(STEM, [data])
            self.tally.written = self._added
            if not self.tally.failed:
                self._record(0, hashed, STEM, status)

    def _hash(self, shares: Sequence[Share]) -> str:
        """The fingerprint of all that goes into the run, in this order."""
        parts = {f"{place:06} {share.stem}": share.hash for place, share in enumerate(shares)}
        return self._ledger.hash(parts, STEM)
