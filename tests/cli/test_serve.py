"""`handoutgen serve`: the link, and how the page begins and ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import click
import pytest

from support.terminal import SOURCES, Terminal

CODE = "from handoutgen.cli import main; main(prog_name='handoutgen')"


@contextmanager
def served(
    folder: Path, *words: str, before: str = ""
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command and the first line that it prints."""
    with subprocess.Popen(
        [sys.executable, "-c", f"{before}\n{CODE}", "serve", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield process, process.stdout.readline()
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_one_line_with_the_link_and_an_end_in_order(terminal: Terminal, number: int, code: int):
    port = free_port()
    with served(terminal.folder, "--port", str(port)) as (process, line):
        assert line.startswith(f"http://127.0.0.1:{port}/start?key=")
        assert line.endswith("\n")
        with urlopen(line.strip(), timeout=20) as answer:
            assert "handoutgen" in answer.read().decode()
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out) == (code, "")
    assert err == "Keep this window open while you work; Ctrl-C ends the page.\n"


def test_each_start_has_a_link_of_its_own(terminal: Terminal):
    with served(terminal.folder) as (_, first), served(terminal.folder) as (_, second):
        assert first.partition("key=")[2] != second.partition("key=")[2]
        assert first.partition("/start")[0] != second.partition("/start")[0]


def test_a_port_that_is_taken_is_told(terminal: Terminal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = terminal("serve", "--port", str(taken.getsockname()[1]))
    assert (done.code, done.out) == (2, "")
    assert "can't be used: address already in use; give another one with --port" in done.err


@pytest.mark.parametrize(("words", "code"), [(["--port", "{port}"], 2), ([], 0)])
def test_a_port_that_another_takes_at_the_same_time(
    terminal: Terminal, monkeypatch, words: list[str], code: int
):
    port = free_port()
    others: list[socket.socket] = []

    plain = socket.socket

    class Slower(plain):
        """One that is bound when another is bound to the same port and listens first."""

        def bind(self, address: tuple[str, int]) -> None:
            super().bind(address)
            if address[1] == port:
                other = plain()
                others.append(other)
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                other.bind(address)
                other.listen()

    monkeypatch.setattr("handoutgen.web.serving.socket.socket", Slower)
    monkeypatch.setattr("handoutgen.web.serving.USUAL_PORT", port)
    monkeypatch.setattr("handoutgen.web.serving.Site.run", lambda site: site.close())
    done = terminal("serve", "--no-open", *(word.format(port=port) for word in words))
    monkeypatch.undo()
    for other in others:
        other.close()
    assert (done.code, len(others)) == (code, 1)
    if code:
        assert f"port {port} can't be used: address already in use" in done.err
    else:
        assert done.out.startswith("http://127.0.0.1:") and f":{port}/" not in done.out


@pytest.mark.parametrize("module", ["flask", "waitress.server"])
def test_what_it_needs_is_told_where_it_is_missing(terminal: Terminal, module: str):
    with served(terminal.folder, before=f"import sys; sys.modules['{module}'] = None") as started:
        process, line = started
        assert process.stderr
        told = process.stderr.read()
        assert (process.wait(20), line) == (2, "")
    assert f"the page needs {module}, which isn't installed" in told
    assert 'pip install "handoutgen[web]"' in told


@pytest.mark.parametrize(
    ("words", "env", "opens"),
    [
        (["--open"], {}, True),
        (["--no-open"], {"DISPLAY": ":0"}, False),
        ([], {"DISPLAY": ":0"}, True),
        ([], {}, False),
        ([], {"DISPLAY": ":0", "SSH_CONNECTION": "x"}, False),
    ],
)
def test_a_browser_is_opened_on_a_desktop(terminal: Terminal, monkeypatch, words, env, opens):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.modules["handoutgen.cli.serve"], "_is_terminal", lambda: True)
    monkeypatch.setattr("handoutgen.web.serving.Site.run", lambda site: site.close())
    given: list[str] = []
    monkeypatch.setattr(click, "launch", given.append)
    done = terminal("serve", *words)
    assert done.code == 0
    assert bool(given) == opens
    assert all("key" not in each for each in given)
