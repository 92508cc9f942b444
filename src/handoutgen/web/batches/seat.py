"""What the page keeps for one visitor: a roster, how it was read, and a batch. In memory alone,
but for the roster, which lies in a file of its own until it isn't needed."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore, RLock
from typing import IO

from handoutgen.batch.encrypt import unfit_password
from handoutgen.errors import ContentError, HandoutgenError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.web.batches import reading, rosters
from handoutgen.web.batches.child import Task
from handoutgen.web.batches.events import Tickets
from handoutgen.web.batches.job import Job, State
from handoutgen.web.batches.reading import Asked, Checked
from handoutgen.web.batches.rosters import Upload
from handoutgen.web.batches.wanted import Wanted
from handoutgen.web.batches.wishes import Wish, column_faults, faults, given, read_wish
from handoutgen.web.studio.worker import Worker

_AT_WORK = BoundedSemaphore(4)
"""Batches of all visitors together."""
_NOT_KEPT = Problem("", 0, 0, "the roster isn't kept any more", "choose it once more")


class Seat:
    """One visitor's; hold `lock` to change it. `close` may come while another thread does that."""

    def __init__(self, practice: Path) -> None:
        self.lock = RLock()
        self.tickets = Tickets()
        self.wish: Wish | None = None
        self.upload: Upload | None = None
        self.checked: Checked | None = None
        self.job: Job | None = None
        self.said = ""
        self._practice = practice
        self._worker: Worker | None = None
        self._is_closed = False

    @property
    def has_roster(self) -> bool:
        """Whether a roster is kept for this visitor."""
        return self.upload is not None and self.upload.is_there

    def take(self, content: IO[bytes], name: str) -> None:
        """Keep a roster, in place of the one before; raises OutputError."""
        self.discard()
        self.upload = rosters.keep(content, name, self._practice)
        if self._is_closed:
            self.discard()

    def check(self, wish: Wish, one_password: bool) -> None:
        """Read the roster as that batch would; raises HandoutgenError where there is no table."""
        self.wish = wish
        if not self.upload:
            return
        asked = Asked(self._wanted(self.upload, wish), one_password, wish.columns)
        found: Checked = reading.in_a_process(reading.check, asked, self._note)
        if not found.columns:
            self.discard()
            raise ContentError(found.problems)
        self.checked = found

    def check_if_changed(self, wish: Wish, one_password: bool) -> None:
        """The same, where something else is wanted than when it was last read."""
        before = replace(self.wish, skip=wish.skip) if self.wish else None
        passwords = wish.encrypt and self.checked is not None and self.checked.has_passwords
        if before != wish or passwords or self.checked is None:
            self.check(wish, one_password)

    def read_again(
        self, form: Mapping[str, str], folders: Folders
    ) -> tuple[dict[str, str], tuple[Problem, ...]]:
        """Take what the form says, and read the roster anew where that makes a difference.

        Returns what is wrong, by field, and what else is. Raises BadRequest as `read_wish` does.
        """
        wish = read_wish(form, folders, self.wish)
        wrong = faults(wish, folders.packets())
        if not self.has_roster:
            return wrong, (_NOT_KEPT,)
        try:
            if not wrong and not column_faults(wish):
                self.check_if_changed(wish, bool(form.get("password")))
        except HandoutgenError as error:
            return wrong, error.problems
        finally:
            self.wish = wish
        return wrong, ()

    def start(self, password: str) -> None:
        """Begin a batch of what was wished for; raises HandoutgenError."""
        wish, upload = self.wish, self.upload
        if wish is None or upload is None:
            raise UsageError("there is no roster yet")
        header = [column.header for column in self.checked.columns] if self.checked else []
        wanted = self._wanted(upload, wish)
        task = Task(wanted, wish.skip, given(wish.columns, header), password)

        def ended(state: State) -> None:
            _AT_WORK.release()
            if state != "stopped":
                upload.discard()

        if not _AT_WORK.acquire(blocking=False):
            raise UsageError("others' batches are at work; start this one when they are done")
        try:
            self.job = Job(task, ended)
        except OSError:
            _AT_WORK.release()
            raise UsageError("this machine starts no process for it; try again") from None
        if self._is_closed:
            self.close()

    def forget_job(self) -> None:
        """Put a batch that is over aside."""
        if self.job and not self.job.is_running:
            self.job = None

    def discard(self) -> None:
        """Remove the roster, and what is known of it."""
        if self.upload:
            self.upload.discard()
        self.upload = self.checked = None
        if self.wish:
            self.wish = self.wish.for_another_roster()

    def close(self) -> None:
        """End all that goes on, and remove the roster."""
        self._is_closed = True
        self.tickets.close()
        if worker := self._worker:
            worker.kill()
        if self.job:
            self.job.close()
        if self.upload:
            self.upload.discard()

    def _wanted(self, upload: Upload, wish: Wish) -> Wanted:
        return Wanted(
            self._practice,
            upload.path,
            wish.packet,
            wish.choices.edition,
            wish.choices.brand.path,
            wish.duplex,
            wish.combined,
            wish.encrypt,
        )

    def _note(self, worker: Worker | None) -> None:
        self._worker = worker
        if worker and self._is_closed:
            worker.kill()


def password_fault(wish: Wish | None, checked: Checked | None, password: str, again: str) -> str:
    """What is wrong with the password for all, or nothing; it isn't told."""
    if wish is None or not wish.encrypt:
        return ""
    own = checked is not None and checked.has_passwords
    if own and not password:
        return ""
    if why := unfit_password(password):
        return f"{why[0].upper()}{why[1:]}"
    return "" if password == again else "The two aren't the same"
