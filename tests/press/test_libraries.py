"""The system libraries: what is missing is named, with the line that installs it here."""

import platform
import subprocess
import sys

import pytest

from handoutgen.press import libraries


def test_nothing_is_missing_where_the_tests_run():
    assert libraries.missing() == []


def test_each_missing_library_is_named(monkeypatch):
    names = {"Pango": ("libpango-none.so.0",), "GObject": libraries.LIBRARIES["GObject"]}
    monkeypatch.setattr(libraries, "LIBRARIES", names)
    assert libraries.missing() == ["Pango"]


@pytest.mark.parametrize(
    ("release", "line"),
    [
        (
            {"ID": "debian"},
            "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ({"ID": "pop", "ID_LIKE": "ubuntu debian"}, libraries.HOW_TO["debian"]),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "sudo dnf install pango harfbuzz"),
        ({"ID": "alpine"}, "sudo apk add pango harfbuzz-subset"),
    ],
)
def test_the_line_fits_the_system(monkeypatch, release, line):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: release)
    assert libraries.how_to_install() == line


def test_macos_has_its_line(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert libraries.how_to_install() == "brew install pango"


def test_an_unknown_system_gets_all_lines(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "other"})
    assert libraries.how_to_install().splitlines() == [
        f"{name}: {line}" for name, line in libraries.HOW_TO.items()
    ]


def test_the_script_is_silent_where_nothing_is_missing():
    done = subprocess.run([sys.executable, libraries.__file__], capture_output=True, check=True)
    assert done.stdout == b""
