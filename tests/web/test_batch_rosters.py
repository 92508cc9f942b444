"""Uploaded rosters: who can read them, how long they are kept, and what is refused."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from multiprocessing import resource_tracker
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from handoutgen.web.batches import rosters
from support.batchsite import Staff, batch_site, csv_of, staff
from support.client import Client
from support.clinic import person, roster_text
from support.sessions import session
from support.site import LiveSite, open_site
from support.terminal import SOURCES

__all__ = ["batch_site", "staff"]

MANY = [person(n) for n in range(2000)]
SERVE = """
import sys
from pathlib import Path
from handoutgen.web.serving import Site

if __name__ == "__main__":
    site = Site(Path(sys.argv[1]), 0)
    if sys.argv[2] == "draws nothing":
        site.app.extensions["handoutgen"].studio.start = bool
    print(site.link, flush=True)
    site.run()
"""


def kept(site: LiveSite) -> list[Path]:
    """The rosters that are on the disk."""
    return [path for path in (site.cache / "rosters").rglob("roster") if path.is_file()]


def begin(staff: Staff) -> str:
    """Begin a long batch."""
    staff.upload(csv_of(MANY))
    assert staff.start().status == 303
    return staff.job


def test_a_roster_is_its_owners_alone_and_not_in_the_practice(
    staff: Staff, batch_site: LiveSite
) -> None:
    staff.upload(csv_of([person(1)]))
    (path,) = kept(batch_site)
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]
    assert not path.is_relative_to(batch_site.practice)
    assert "clients" not in str(path) and len(path.parent.name) == 32
    staff.client.post("/batch/new")
    assert kept(batch_site) == []


def test_where_the_cache_lies_in_the_practice_rosters_dont(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "practice/cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    upload = rosters.keep(BytesIO(b"x"), "a.csv", tmp_path / "practice")
    assert upload.path.is_relative_to(tmp_path / "temporary")
    assert stat.S_IMODE(upload.path.parents[1].stat().st_mode) == 0o700
    upload.discard()
    assert not list((tmp_path / "temporary").rglob("roster"))


def test_it_is_gone_when_another_one_comes(staff: Staff, batch_site: LiveSite) -> None:
    staff.upload(csv_of([person(1)]))
    (first,) = kept(batch_site)
    staff.upload(csv_of([person(2)]))
    (second,) = kept(batch_site)
    assert second != first and b"Person0002" in second.read_bytes()
    staff.client.post("/batch/new")


def test_it_is_gone_when_it_cannot_be_read(staff: Staff, batch_site: LiveSite) -> None:
    assert staff.upload({"roster": ("x.csv", b"%PDF-1.7")}).status == 422
    assert kept(batch_site) == []


def test_it_is_gone_when_the_batch_is_done(staff: Staff, batch_site: LiveSite) -> None:
    staff.upload(csv_of([person(1)]))
    assert len(kept(batch_site)) == 1
    staff.start()
    with staff.client.events(f"/batch/{staff.job}/events") as events:
        assert [name for name, _ in events][-1] == "end"
    assert kept(batch_site) == []
    assert "copy of the roster is removed" in staff.words


def test_it_is_gone_when_the_batch_fails(staff: Staff, batch_site: LiveSite) -> None:
    job = begin(staff)
    visitors = batch_site.app.extensions["handoutgen"].visitors
    seats = [each.kept.get("batch") for each in visitors._known.values()]
    (pid,) = [seat.job.pid for seat in seats if seat and seat.job and seat.job.id == job]
    os.kill(pid, signal.SIGKILL)
    staff.follow(job)
    assert kept(batch_site) == []
    assert "copy of the roster is removed" in staff.words


def test_it_is_kept_for_a_stopped_batch_until_it_is_put_away(
    staff: Staff, batch_site: LiveSite
) -> None:
    job = begin(staff)
    staff.client.post(f"/batch/{job}/stop")
    staff.follow(job)
    assert len(kept(batch_site)) == 1
    assert "keeps its copy of “clients.csv”" in staff.words
    staff.client.post("/batch/new")
    assert kept(batch_site) == []
    assert "Read the roster" in staff.words


def test_it_is_gone_when_the_visitor_leaves(staff: Staff, batch_site: LiveSite) -> None:
    job = begin(staff)
    visitors = batch_site.app.extensions["handoutgen"].visitors
    (word,) = [
        word
        for word, each in visitors._known.items()
        if getattr(getattr(each.kept.get("batch"), "job", None), "id", "") == job
    ]
    visitor = visitors._known[word]
    process = visitor.kept["batch"].job.pid
    visitor.close()
    assert kept(batch_site) == []
    assert not Path(f"/proc/{process}").exists()


def test_with_the_server_it_is_gone_and_so_are_processes(
    batch_site: LiveSite, web_cache: Path
) -> None:
    before = children()
    with open_site(batch_site.practice, web_cache) as site:
        one, two = (Staff(site.client(), site.practice) for _ in range(2))
        two.upload(csv_of([person(1)]))
        job = begin(one)
        assert len(kept(site)) == 2
        with one.client.events(f"/batch/{job}/events") as events:
            next(events)
            site_children = children() - before
            assert site_children
            close(site)
            start = time.monotonic()
            list(events)
            assert time.monotonic() - start < 10
    assert kept(site) == []
    assert not children() & site_children


def close(site: LiveSite) -> None:
    """End what is behind the site, as it does when it is stopped."""
    from handoutgen.web.app import close_app

    close_app(site.app)


def children() -> set[int]:
    """The processes that this one has started and that are at work."""
    found = subprocess.run(
        ["ps", "-o", "pid=,stat=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    lines = (line.split() for line in found.stdout.splitlines())
    alive = {int(pid) for pid, state in lines if not state.startswith("Z")}
    return alive - {resource_tracker._resource_tracker._pid}  # type: ignore[attr-defined]


class Server:
    """A site in a session of its own, where it can be killed."""

    def __init__(self, practice: Path, cache: Path, errors: Path, draws: bool) -> None:
        self.practice = practice
        self.cache = cache
        with errors.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SERVE, str(practice), "draws" if draws else "draws nothing"],
                env={**os.environ, "HANDOUTGEN_CACHE": str(cache), "PYTHONPATH": str(SOURCES)},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.process.stdout
        self.link = self.process.stdout.readline().strip()
        self.url = self.link.partition("/start")[0]

    def staff(self) -> Staff:
        return Staff(Client(self.url).enter(self.link), self.practice)

    def wait_for_its_end(self) -> None:
        """Wait until none of its processes is left."""
        self.process.wait(30)
        end = time.monotonic() + 30
        while session(self.process.pid):
            assert time.monotonic() < end, "processes are left"
            time.sleep(0.05)


Serve = Callable[[bool], Server]


@pytest.fixture
def serve(batch_site: LiveSite, web_cache: Path, tmp_path: Path) -> Iterator[Serve]:
    """Starts servers; one that draws nothing spares two processes."""
    started: list[Server] = []

    def run(draws: bool) -> Server:
        errors = tmp_path / f"errors-{len(started)}"
        started.append(Server(batch_site.practice, web_cache, errors, draws))
        return started[-1]

    yield run
    for server in started:
        server.process.kill()
        server.process.wait()
        assert server.process.stdout
        server.process.stdout.close()


def test_a_killed_server_leaves_nothing(
    serve: Serve, web_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(web_cache))
    there = web_cache / "rosters"
    server, other = serve(True), serve(False)
    busy, idle, neighbour = server.staff(), server.staff(), other.staff()
    idle.upload(csv_of([person(1)]))
    neighbour.upload(csv_of([person(2)]))
    begin(busy)
    assert len(list(there.rglob("roster"))) == 3
    os.kill(server.process.pid, signal.SIGKILL)
    server.wait_for_its_end()
    assert len(list(there.rglob("roster"))) == 2, "the batch's process takes its roster along"
    rosters.sweep(server.practice)
    (left,) = there.rglob("roster")
    assert b"Person0002" in left.read_bytes(), "another server's is left alone"
    assert neighbour.start().status == 303
    neighbour.follow()


def test_with_ctrl_c_all_ends_in_order(serve: Serve, tmp_path: Path) -> None:
    server = serve(True)
    begin(server.staff())
    os.killpg(server.process.pid, signal.SIGINT)
    server.wait_for_its_end()
    assert not list((server.cache / "rosters").rglob("roster"))
    assert not list(server.practice.rglob("*.part")) + list(server.practice.rglob(".tmp"))
    assert b"Person" not in (tmp_path / "errors-0").read_bytes()


def test_no_clients_words_are_anywhere_but_in_the_files(
    serve: Serve, web_cache: Path, tmp_path: Path
) -> None:
    server = serve(False)
    visitor = server.staff()
    secret = "Zephyrine"
    heads = []
    rows = [(secret, "c-1", "2026-03-05", "Dr. Sample", secret), (f"{secret} " * 8, "", "", "", "")]
    heads.append(visitor.upload(csv_of(rows, name=f"{secret}.csv")))
    heads.append(visitor.page())
    heads.append(visitor.start())
    visitor.follow()
    heads.append(visitor.page())
    archive = visitor.client.get(f"/batch/{visitor.job}/files.zip")
    heads.append(archive)
    assert ZipFile(BytesIO(archive.body)).namelist() == ["c-1.pdf", "row-0003.pdf"]
    assert secret in heads[1].text, "the page shows the first rows"
    for answer in heads:
        assert secret not in str(answer.headers)
        assert answer.headers["Cache-Control"] == "no-store"
    server.process.send_signal(signal.SIGTERM)
    server.wait_for_its_end()
    assert server.process.stdout
    assert secret not in server.process.stdout.read()
    places = (web_cache, server.practice, tmp_path)
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert not [path for path in files if secret.lower() in path.name.lower()]
    telling = {path.name for path in files if secret.encode() in path.read_bytes()}
    assert telling <= {"c-1.pdf", "row-0003.pdf"}


def workbook(part: bytes) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", part)
    return data.getvalue()


def rows_of(number: int) -> bytes:
    return b"Client Name\n" + b"A\n" * number


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\n", "This is a PDF, not a table"),
        (b"", "This file is empty"),
        (b"Client Name\0,Code\nA,B\n", "This isn&#39;t a table as text"),
        (b"<html><script>alert(1)</script>", "This is a web page or XML"),
        (b"PK\x03\x04 but not really", "This workbook is damaged"),
        (rows_of(100_001), "This table has more than 100,000 rows"),
        (b"," * 501 + b"\na\n", "columns"),
        (roster_text([("a@b.c", "d")], ("x@y.z", "w")).encode(), "isn&#39;t one of headers"),
    ],
)
def test_what_is_no_roster_is_refused_in_words(
    staff: Staff, batch_site: LiveSite, data: bytes, told: str
) -> None:
    answer = staff.client.post(
        "/batch/roster", {"packet": "small"}, {"roster": ("roster.csv", data)}, follow=True
    )
    assert answer.status in (200, 422) and told in answer.text
    assert "alert(1)" not in answer.text and "Traceback" not in answer.text
    staff.client.post("/batch/new")
    assert kept(batch_site) == []


def test_a_workbook_that_unpacks_too_large_is_refused(staff: Staff) -> None:
    bomb = workbook(bytes(201_000_000))
    assert len(bomb) < 1_000_000
    answer = staff.upload({"roster": ("roster.xlsx", bomb)})
    assert answer.status == 422 and "This workbook unpacks too large" in answer.text


def test_a_file_that_is_too_large_is_refused(staff: Staff, batch_site: LiveSite) -> None:
    assert staff.upload({"roster": ("roster.csv", bytes(51_000_000))}).status == 413
    assert "This file has 50 MB" in staff.upload({"roster": ("r.csv", b"a" * 50_000_100)}).text
    assert kept(batch_site) == []


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\clients.csv", "clients.csv"),
        ("a\r\nSet-Cookie: x=y.csv", "a Set-Cookie: x=y.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("", "the roster"),
        ("x" * 300, "x" * 79 + "…"),
    ],
)
def test_a_files_name_is_only_words(name: str, called: str) -> None:
    assert rosters.called(name) == called


def test_a_files_name_is_escaped_and_names_no_file(staff: Staff, batch_site: LiveSite) -> None:
    staff.upload(csv_of([person(1)], name="../<b>bold</b>&.csv"))
    page = staff.page()
    assert "b&gt;&amp;.csv" in page.text and "<b>bold" not in page.text
    (path,) = kept(batch_site)
    assert path.name == "roster"
    staff.client.post("/batch/new")


def test_without_openpyxl_a_workbook_is_told_in_words(
    staff: Staff, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "openpyxl.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    answer = staff.upload({"roster": ("roster.xlsx", workbook(b"<x/>"))})
    assert answer.status == 422
    assert "To read Excel files, handoutgen needs openpyxl" in answer.text
    assert "save the table as CSV" in answer.text
