"""Work shared with the processes of a Dask cluster, on this machine or on others.

They are given values and give back files; only this process writes. What the cluster can't do is
done here.
"""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future
from concurrent.futures import wait as wait_for
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from itertools import chain
from time import monotonic
from typing import Any, Self

from handoutgen import __version__
from handoutgen.batch.bases import reads_of
from handoutgen.batch.crews import Here, Shared, Tick
from handoutgen.batch.work import Failed, Job, NotHere, Outcome, do
from handoutgen.errors import HandoutgenError, Problem, UsageError
from handoutgen.folders import Reads
from handoutgen.press.splice.base import Base

_PATIENCE = 10.0
"""Seconds to wait for a scheduler, and for a worker where there is none."""
_A_WHILE = 0.2
_DIED = "every process of the cluster that made this client's file ended"
_TLS = (
    "data of clients leaves this machine only encrypted: start the scheduler and the workers with"
    " TLS and write --dask tls://HOST:8786; docs/batches.md shows how"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A base on its way to a worker, known by its id."""

    id: str
    data: bytes = field(repr=False, compare=False)


class Cluster:
    """A Dask cluster by the address of its scheduler; it is left running at the end.

    `here` does a job in this process, `tick` is called while the cluster works. Raises UsageError
    for an address that can't be used, HandoutgenError where nobody works there.
    """

    def __init__(self, address: str, here: Here, tick: Tick = lambda: None) -> None:
        check_address(address)
        self._here = here
        self._tick = tick
        self._client = _connect(address)
        self._jobs = self._client.get_executor(pure=False, retries=2)
        self._window = 2 * max(2, sum(self._client.nthreads().values()))
        self._sent: dict[str, tuple[Any, Reads]] = {}
        self._pending: dict[Future[list[Outcome]], Job] = {}
        self._lost = False
        self._heard = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._leave()
        with suppress(Exception):  # a cluster that is gone already
            self._client.close(timeout=2)

    def each(self, jobs: Iterable[Job]) -> Shared:
        """What came of each job, as they are done."""
        waiting = iter(jobs)
        while not self._lost:
            while len(self._pending) < self._window and (job := next(waiting, None)):
                if not self._give(job):
                    yield job, self._here(job)
            if not self._pending:
                return
            for job, outcomes in self._done():
                if outcomes is None:
                    waiting = chain(job.apart(), waiting)
                else:
                    yield job, outcomes
            self._lost = self._lost or self._is_deserted()
        for job in chain(self._leave(), waiting):
            yield job, self._here(job)

    def _give(self, job: Job) -> bool:
        """Give the cluster a job; whether it can take it."""
        try:
            base, reads = self._sent.get(str(job.base)) or self._send(job)
            reads = reads if job.in_full else {}
            future = self._jobs.submit(_do_there, __version__, job, base, reads)
        except Exception:  # whatever a client raises that has lost its scheduler
            return False
        self._pending[future] = job
        return True

    def _send(self, job: Job) -> tuple[Any, Reads]:
        """The base of a job, sent once, and the files that it was made from.

        It is a task, not scattered data: so it is made anew where the worker that has it dies.
        """
        data = job.base.read_bytes()
        base = self._client.submit(_same, Sent(Base.of(data).id, data), pure=False)
        self._sent[str(job.base)] = base, reads_of(job.spec)
        return self._sent[str(job.base)]

    def _done(self) -> Iterator[tuple[Job, list[Outcome] | None]]:
        """What is finished by now or in a moment; None where the clients are to be given apart."""
        done, _ = wait_for(self._pending, _A_WHILE, FIRST_COMPLETED)
        self._tick()
        for future in done:
            self._heard = monotonic()
            job = self._pending.pop(future)
            yield job, self._outcomes(future, job)

    def _outcomes(self, future: Future[list[Outcome]], job: Job) -> list[Outcome] | None:
        try:
            return future.result()
        except CancelledError:  # the scheduler is gone
            self._lost = True
            return self._here(job)
        except Exception as error:
            if type(error).__name__ != "KilledWorker":
                return self._here(job)
            return None if len(job.pieces) > 1 else [Failed((Problem("", 0, 0, _DIED),))]

    def _is_deserted(self) -> bool:
        """Whether for a while nothing was heard, since no worker is left."""
        if monotonic() - self._heard < _PATIENCE:
            return False
        self._heard = monotonic()
        try:
            return not self._client.nthreads()
        except Exception:
            return True

    def _leave(self) -> list[Job]:
        """Let the cluster forget what isn't done; returns these jobs."""
        undone = list(self._pending.values())
        for future in self._pending:
            future.cancel()
        self._pending.clear()
        return undone


def check_address(address: str) -> None:
    """Raise UsageError for an address that data of clients can't be sent to."""
    kind, _, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]") or place
    if kind not in ("", "tcp", "tls") or not host:
        words = "--dask takes the address of a scheduler, such as tls://HOST:8786"
        raise UsageError(Problem("", 0, 0, words))
    if kind != "tls" and not _is_this_machine(host):
        raise UsageError(Problem("", 0, 0, "--dask names another machine without TLS", _TLS))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _connect(address: str) -> Any:
    """A client of the scheduler, which has workers that data of clients may be sent to."""
    try:
        import distributed
    except ImportError:
        hint = 'install what it takes with: pip install "handoutgen[dask]"'
        raise UsageError(Problem("", 0, 0, "--dask needs Dask's 'distributed'", hint)) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if address.startswith("tls://"):
        _check_certificates(distributed.Security)
    open_client: Any = distributed.Client
    try:
        client = open_client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError):
        hint = "check the address, that it runs, and that both sides use TLS or neither does"
        words = f"no Dask scheduler answers at {address}"
        raise HandoutgenError(Problem("", 0, 0, words, hint)) from None
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        for place in client.nthreads():
            check_address(place)
    except UsageError:
        client.close(timeout=2)
        words = "a worker of the Dask cluster is on another machine without TLS"
        raise UsageError(Problem("", 0, 0, words, _TLS)) from None
    except OSError:
        client.close(timeout=2)
        hint = "start one; docs/batches.md shows how"
        words = f"the Dask scheduler at {address} has no workers"
        raise HandoutgenError(Problem("", 0, 0, words, hint)) from None
    return client


def _check_certificates(security: Any) -> None:
    """Raise UsageError where Dask's settings name no certificate that can be used."""
    try:
        if security().get_connection_args("client").get("ssl_context"):
            return
        words = "--dask tls://... needs a certificate"
    except (OSError, ValueError):
        words = "the certificate for --dask tls://... can't be used"
    hint = (
        "three settings in the environment name its files: DASK_DISTRIBUTED__COMM__TLS__CA_FILE,"
        " ...__TLS__CLIENT__CERT and ...__TLS__CLIENT__KEY; docs/batches.md shows how"
    )
    raise UsageError(Problem("", 0, 0, words, hint))


def _same(sent: Sent) -> Sent:
    return sent


def _do_there(version: str, job: Job, sent: Sent, reads: Reads) -> list[Outcome]:
    """In a worker: the job's outcomes. It raises nothing, for a worker's log would show values."""
    try:
        if version == __version__:
            return do(job, _base(sent), reads)
    except Exception:
        pass
    return [NotHere()] * len(job.pieces)


@lru_cache(maxsize=4)
def _base(sent: Sent) -> Base:
    return Base.of(sent.data)
