"""A batch on a real Dask cluster on this machine, encrypted on its way, with a worker killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest

from handoutgen.batch import cluster as cluster_module
from handoutgen.batch.cluster import Cluster, Sent, _do_there, check_address
from handoutgen.batch.work import Failed, Job, NotHere, Outcome, Piece
from handoutgen.errors import HandoutgenError, UsageError
from support.clinic import LONG, Clinic, person
from support.terminal import SOURCES
from support.tools import require

TLS = "DASK_DISTRIBUTED__COMM__TLS__"


class Dask:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.certificate, self.key = folder / "practice.pem", folder / "practice.key"
        self.started: list[subprocess.Popen[str]] = []
        self.address = ""

    def start(self, part: str, *words: str) -> "subprocess.Popen[str]":
        """Start `dask scheduler` or `dask worker` with the practice's certificate."""
        pems = ("--tls-ca-file", self.certificate, "--tls-cert", self.certificate)
        log = (self.folder / f"log-{len(self.started)}").open("w")
        with log:
            run = subprocess.Popen(
                [sys.executable, "-m", "dask", part, *words, *pems, "--tls-key", self.key],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(SOURCES), "TMPDIR": str(self.folder)},
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        self.started.append(run)
        return run

    def logs(self) -> str:
        """All that they said."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("log-*")))

    def worker(self) -> "subprocess.Popen[str]":
        """One more worker, without a nanny that would start it anew."""
        words = ("--nthreads", "1", "--memory-limit", "0", "--no-nanny", "--no-dashboard")
        return self.start("worker", self.address, *words)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory, clinic_folder: Path) -> Iterator[Dask]:
    require("openssl")
    found = Dask(tmp_path_factory.mktemp("dask"))
    names = ("-subj", "/CN=practice", "-keyout", found.key, "-out", found.certificate)
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names)
    subprocess.run(made, check=True, capture_output=True)
    try:
        local = ("--host", "127.0.0.1", "--port", "0", "--protocol", "tls", "--no-dashboard")
        found.start("scheduler", *local)
        while not (at := re.search(r"tls://127\.0\.0\.1:\d+", found.logs())):
            assert found.started[0].poll() is None
            time.sleep(0.05)
        found.address = at[0]
        yield found
    finally:
        for run in found.started:
            run.kill()
            run.wait()


@pytest.fixture
def certified(dask: Dask, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings with which the practice's certificate is found."""
    return {
        f"{TLS}CA_FILE": str(dask.certificate),
        f"{TLS}CLIENT__CERT": str(dask.certificate),
        f"{TLS}CLIENT__KEY": str(dask.key),
    }


def test_a_batch_outlives_one_of_its_workers(
    clinic: Clinic, dask: Dask, certified: dict[str, str]
) -> None:
    workers = [dask.worker(), dask.worker()]
    rows = [person(number) for number in range(200)]
    rows += [(f"{LONG} {number}", f"x-{number}", "", "", "") for number in range(5)]
    alone = clinic.batch(clinic.roster(rows[:201]))
    assert alone.code == 0
    here = clinic.pdfs()
    clinic.output.rename(clinic.work / "here")
    certified["PYTHONPROFILEIMPORTTIME"] = "1"
    run = clinic.start(clinic.roster(rows), "--dask", dask.address, **certified)
    while run.poll() is None and not list(clinic.output.rglob("x-*.pdf")):
        time.sleep(0.02)
    workers[0].send_signal(signal.SIGKILL)
    out, err = run.communicate(timeout=120)
    assert (run.returncode, out.splitlines()[0]) == (
        0,
        f"205 files written, 5 laid out in full. They are in {clinic.place}/",
    ), err
    assert "distributed" in err
    assert "weasyprint" not in err, "the other worker has done it all"
    files = clinic.pdfs()
    assert len(files) == 205
    assert {name: files[name] for name in here} == here
    told = dask.logs() + out + err
    assert "tls://127.0.0.1" in told
    assert "tcp://" not in told
    assert not re.search("Person0|Maximiliana", told)
    kept = (path for path in dask.folder.rglob("*") if path.is_file())
    assert not [path for path in kept if b"Maximiliana" in path.read_bytes()]
    assert dask.started[0].poll() is None, "the scheduler is left running"


def test_what_is_missing_is_told(clinic: Clinic, dask: Dask, certified: dict[str, str]) -> None:
    roster = clinic.roster([person(1)])
    clinic.get_ready()
    told = {}
    for name, address, settings in [
        ("certificate", dask.address, {}),
        ("file", dask.address, {**certified, f"{TLS}CLIENT__CERT": "/nowhere.pem"}),
        ("tls", dask.address.replace("tls", "tcp"), certified),
    ]:
        run = clinic.start(roster, "--dask", address, **settings)
        told[name] = (*run.communicate(timeout=60), run.returncode)
    assert told["certificate"][1].startswith("--dask tls://... needs a certificate\n")
    assert told["file"][1].startswith("the certificate for --dask tls://... can't be used\n")
    assert told["tls"][1].startswith("no Dask scheduler answers at tcp://127.0.0.1:")
    assert [(out, code) for out, _, code in told.values()] == [("", 2), ("", 2), ("", 1)]
    assert not list(clinic.output.rglob("*.pdf"))


@pytest.mark.parametrize(
    "address",
    [
        *("tls://10.0.0.5:8786", "tls://cluster.example:8786", "tls://[fe80::1]:8786"),
        *("tcp://127.0.0.1:8786", "127.0.0.1:8786", "localhost:8786", "tcp://localhost:1"),
        *("tcp://[::1]:8786", "127.4.5.6:1", "localhost"),
    ],
)
def test_addresses_that_data_may_be_sent_to(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        *((each, "another machine without TLS") for each in ("10.0.0.5:8786", "tcp://[fe80::1]:1")),
        ("tcp://cluster.example:8786", "another machine without TLS"),
        ("localhost.example:8786", "another machine without TLS"),
        ("tcp://0.0.0.0:8786", "another machine without TLS"),
        *(
            (each, "takes the address")
            for each in ("ws://127.0.0.1:1", "ucx://x:1", "tls://", "x://")
        ),
    ],
)
def test_addresses_that_data_may_not_be_sent_to(address: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_address(address)


class Scheduler:
    """Stands for a Dask client, whose workers are told by a test."""

    def __init__(self, workers: dict[str, int]) -> None:
        self.workers = workers
        self.results: list[Any] = []
        self.submitted = 0

    def get_executor(self, **options: object) -> "Scheduler":
        assert options == {"pure": False, "retries": 2}
        return self

    def nthreads(self) -> dict[str, int]:
        return self.workers

    def wait_for_workers(self, *_: object, **__: object) -> None:
        if not self.workers:
            raise TimeoutError

    def submit(self, do: Any, *given: Any, **_: object) -> Any:
        if do is cluster_module._same:
            return "sent"
        self.submitted += 1
        future: Future[list[Outcome]] = Future()
        result = self.results.pop(0) if self.results else None
        if result is RuntimeError:
            self.results.append(result)
            raise RuntimeError
        if isinstance(result, type) and issubclass(result, CancelledError):
            future.cancel()
            future.set_running_or_notify_cancel()
        elif isinstance(result, Exception):
            future.set_exception(result)
        elif result:
            future.set_result(result(given[1]))
        return future

    def close(self, **_: object) -> None:
        """As a client has it."""


class KilledWorker(Exception):  # noqa: N818
    """As Dask names it."""


def there(job: Job) -> list[Outcome]:
    return [Failed(())] * len(job.pieces)


def jobs(path: Path, *sizes: int) -> list[Job]:
    path.write_bytes(b"x")
    pieces = [tuple(Piece(n, {}) for n in range(size)) for size in sizes]
    return [Job(None, path, some) for some in pieces]  # type: ignore[arg-type]


@pytest.fixture
def scheduler(monkeypatch: pytest.MonkeyPatch) -> Scheduler:
    found = Scheduler({"tls://10.0.0.1:1": 1, "tls://10.0.0.2:1": 1})
    monkeypatch.setattr(cluster_module, "_connect", lambda _: found)
    monkeypatch.setattr(cluster_module, "_PATIENCE", 0.3)
    monkeypatch.setattr(cluster_module, "reads_of", lambda _: {})
    monkeypatch.setattr(cluster_module.Base, "of", lambda _: type("Base", (), {"id": "x"}))
    return found


@pytest.mark.parametrize("end", ["lost", "deserted", "raises", "refuses"])
def test_what_the_cluster_cannot_do_is_done_here(
    scheduler: Scheduler, tmp_path: Path, end: str
) -> None:
    done = []

    def here(job: Job) -> list[Outcome]:
        done.append(job)
        return there(job)

    last = {"lost": CancelledError, "raises": KeyError("x")}
    scheduler.results = [there, there, last.get(end)]
    scheduler.results += [there] * 20 if end == "raises" else []
    if end == "refuses":
        scheduler.results[2:] = [RuntimeError]
    given = jobs(tmp_path / "base", *[1] * 12)
    with Cluster("tls://10.0.0.1:1", here) as crew:
        found = []
        for job, outcomes in crew.each(given):
            found.append(job)
            assert outcomes == [Failed(())]
            if len(found) == 2 and end == "deserted":
                scheduler.workers = {}
    assert sorted(map(id, found)) == sorted(map(id, given))
    assert len(done) == (1 if end == "raises" else 10)


def test_a_client_that_ends_its_workers_is_given_up(scheduler: Scheduler, tmp_path: Path) -> None:
    scheduler.results = [there, KilledWorker(), there, there, KilledWorker(), there]
    given = jobs(tmp_path / "base", 1, 3, 1)
    with Cluster("tls://10.0.0.1:1", lambda _: []) as crew:
        found = [outcome for _, outcomes in crew.each(given) for outcome in outcomes]
    assert len(found) == 5
    told = [problem.message for outcome in found for problem in outcome.problems]  # type: ignore
    assert told == ["every process of the cluster that made this client's file ended"]


def test_only_a_few_jobs_are_under_way_at_a_time(scheduler: Scheduler, tmp_path: Path) -> None:
    scheduler.results = [there] * 50
    given = jobs(tmp_path / "base", *[1] * 50)
    with Cluster("tls://10.0.0.1:1", lambda _: []) as crew:
        for done, _ in enumerate(crew.each(given), 1):
            assert scheduler.submitted <= done + 4


def test_a_worker_raises_nothing_and_its_version_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(None, Path("/x"), (Piece(0, {"name": "Wilhelmina"}),))  # type: ignore[arg-type]
    sent = Sent("x", b"no base")
    assert _do_there(cluster_module.__version__, job, sent, {}) == [NotHere()]
    monkeypatch.setattr(cluster_module, "_base", lambda _: None)
    monkeypatch.setattr(cluster_module, "do", lambda *_: [Failed(())])
    assert _do_there(cluster_module.__version__, job, sent, {}) == [Failed(())]
    assert _do_there("0", job, sent, {}) == [NotHere()]


def test_a_cluster_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    monkeypatch.setattr(distributed, "Client", lambda *_, **__: Scheduler({}))
    with pytest.raises(HandoutgenError, match=r"at 127\.0\.0\.1:1 has no workers"):
        Cluster("127.0.0.1:1", there)
    far = {"tcp://127.0.0.1:5": 1, "tcp://10.0.0.7:5": 1}
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: Scheduler(far))
    with pytest.raises(UsageError, match="a worker of the Dask cluster is on another machine"):
        Cluster("127.0.0.1:1", there)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r'pip install "handoutgen\[dask\]"'):
        Cluster("127.0.0.1:1", there)
