"""What all commands have in common."""

import subprocess
import sys

import pytest

from handoutgen import __version__
from support.terminal import SOURCES, Done, Terminal

HEAVY = {
    *("weasyprint", "pydantic", "ruamel.yaml", "jinja2", "PIL", "fontTools", "markdown_it"),
    *("tinycss2", "pikepdf", "platformdirs", "importlib.metadata"),
}
COMMANDS = ["list", "show", "build", "packet", "batch", "answers", "serve", "check", "doctor"]


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_is_there_at_once(terminal: Terminal, words: list[str]) -> None:
    done = terminal.apart(*words, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: {' '.join(['handoutgen', *words])} ")
    assert done.modules & HEAVY == set()
    assert terminal(*words, "-h").out.splitlines()[0] == done.out.splitlines()[0]


def test_help_names_every_command(terminal: Terminal) -> None:
    commands = terminal("--help").out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in commands] == sorted(COMMANDS)
    assert all(len(line.split()) > 3 for line in commands)


def test_the_version(terminal: Terminal) -> None:
    assert terminal("--version") == Done(0, f"handoutgen, version {__version__}\n", "")


def test_a_wrong_command_is_told(terminal: Terminal) -> None:
    done = terminal("biuld")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: handoutgen ")
    assert "No such command 'biuld'" in done.err


def test_a_fault_of_our_own_is_told_without_a_traceback(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("handoutgen.pipeline.Workshop.build", fail)
    monkeypatch.delenv("HANDOUTGEN_DEBUG", raising=False)
    assert terminal("build", "tiny") == Done(
        1,
        "",
        "handoutgen has a fault of its own (ZeroDivisionError). Nothing was lost.\n"
        "Please report it; HANDOUTGEN_DEBUG=1 in the environment shows the details.\n",
    )
    monkeypatch.setenv("HANDOUTGEN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError, match="secret"):
        terminal("build", "tiny")


def test_a_reader_that_goes_away_is_no_fault(terminal: Terminal) -> None:
    done = subprocess.run(
        f"{sys.executable} -m handoutgen list --json | true",
        shell=True,
        cwd=terminal.folder,
        env={"PYTHONPATH": str(SOURCES), "HANDOUTGEN_CACHE": str(terminal.folder.parent / "c")},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_the_module_can_be_run(terminal: Terminal) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "handoutgen", "show", "tinny"],
        cwd=terminal.folder,
        env={"PYTHONPATH": str(SOURCES), "HANDOUTGEN_CACHE": str(terminal.folder.parent / "c")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no handout 'tinny'; did you mean 'tiny'?\n"
