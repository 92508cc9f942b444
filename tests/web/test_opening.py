"""How the page is opened in the user's browser."""

import stat
import sys
from pathlib import Path

import click
import pytest

from handoutgen.web import opening
from handoutgen.web.opening import PLACE, opened
from support.practice import Practice

LINK = "http://127.0.0.1:1/start?key=a&b<c"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system is asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(click, "launch", asked.append)
    monkeypatch.setattr(sys, "platform", "linux")
    return asked


def live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: home)


def test_the_browser_is_given_a_file_that_nobody_else_can_read(
    given: list[str], practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in (practice.folder.parent, practice.folder / "elsewhere"):
        live_in(home, monkeypatch)
        with opened(LINK, practice.folder) as path:
            assert given.pop() == str(path)
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            assert "url=http://127.0.0.1:1/start?key=a&amp;b&lt;c" in path.read_text("utf-8")
        assert not path.parent.exists()
        assert not (practice.folder / ".handoutgen").exists()


@pytest.mark.parametrize(
    ("home", "platform", "there"),
    [
        ("..", "linux", True),
        ("../..", "linux", True),
        (".", "linux", False),
        ("elsewhere", "linux", False),
        ("..", "darwin", False),
    ],
)
def test_a_browser_that_sees_only_the_home_sees_the_file(
    given: list[str], practice: Practice, monkeypatch, home: str, platform: str, there: bool
) -> None:
    live_in(practice.folder / home, monkeypatch)
    monkeypatch.setattr(sys, "platform", platform)
    with opened(LINK, practice.folder) as path:
        assert path.is_relative_to(practice.folder / PLACE) == there
        assert given == [str(path)]


def test_in_a_hidden_part_of_the_home_it_would_not_be_seen(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_in(tmp_path, monkeypatch)
    practice = tmp_path / ".local" / "practice"
    practice.mkdir(parents=True)
    with opened(LINK, practice) as path:
        assert not path.is_relative_to(practice)


def test_a_folder_that_lets_others_read_is_not_used(
    given: list[str], practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lax(opening.PrivateFolder):
        """One on a drive that gives every folder the same mode."""

        def __init__(self, place: Path) -> None:
            super().__init__(place)
            self.path.chmod(0o777)

    live_in(practice.folder.parent, monkeypatch)
    monkeypatch.setattr(opening, "PrivateFolder", Lax)
    with opened(LINK, practice.folder) as path:
        assert not path.is_relative_to(practice.folder)
        assert not (practice.folder / ".handoutgen").exists()


def test_what_a_killed_server_left_is_removed_and_other_files_stay(
    given: list[str], practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_in(practice.folder.parent, monkeypatch)
    left = practice.folder / PLACE / "left"
    left.mkdir(parents=True)
    (left / "start.html").write_text("old")
    save = practice.folder / ".handoutgen/saves/1.json"
    save.parent.mkdir()
    save.write_text("{}")
    with opened(LINK, practice.folder) as first:
        assert not left.exists()
        with opened(LINK, practice.folder) as second:
            assert first.exists() and second.exists()
        assert first.exists()
    assert save.exists() and not (practice.folder / PLACE).exists()
