"""What people install: the wheel, built from the source archive, used far from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # `build` makes the source archive first and the wheel out of that.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert len(list(folder.glob("handoutgen-*.tar.gz"))) == 1
    return next(folder.glob("handoutgen-*-py3-none-any.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The scripts of a fresh environment with the wheel and the pinned packages alone."""
    env = tmp_path_factory.mktemp("env")
    pins = ROOT / "requirements/runtime.txt"
    uv = [sys.executable, "-m", "uv", "--quiet"]
    install = [*uv, "pip", "install", "--python", env]
    for command in (
        [*uv, "venv", "--clear", "--python", sys.executable, env],
        [*install, "--require-hashes", "-r", pins],
        [*install, "--no-deps", wheel],
    ):
        subprocess.run(command, check=True)
    return env / ("Scripts" if os.name == "nt" else "bin")


def run(scripts: Path, folder: Path, *words: str) -> str:
    """Call handoutgen as a user would: from a folder of their own, no checkout in sight."""
    system = {name: os.environ[name] for name in ("SYSTEMROOT", "LANG") if name in os.environ}
    done = subprocess.run(
        [scripts / "handoutgen", *words],
        cwd=folder,
        env={**system, "PATH": str(scripts), "HOME": str(folder / "home")},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_library_and_licences_are_in_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    shipped = {
        f"handoutgen/shipped/{path.relative_to(ROOT).as_posix()}"
        for folder in ("handouts", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert "handoutgen/shipped/handouts/action-plan.yaml" in shipped
    assert shipped <= held
    licences = "-".join(wheel.name.split("-")[:2]) + ".dist-info/licenses/"
    fonts = {path.name for path in (ROOT / "templates/fonts").glob("*.ttf")}
    families = {name.partition("-")[0] for name in fonts}
    assert {f"{licences}templates/fonts/OFL-{family}.txt" for family in families} <= held
    assert {licences + "LICENSE", licences + "LICENSE-CONTENT", "handoutgen/py.typed"} <= held
    assert not [name for name in held if "test" in name]


def test_the_page_is_in_the_wheel_with_all_that_it_shows(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    web = ROOT / "src/handoutgen/web"
    files = {
        f"handoutgen/web/{path.relative_to(web).as_posix()}"
        for folder in ("static", "templates")
        for path in (web / folder).rglob("*")
        if path.is_file()
    }
    assert {"handoutgen/web/static/app.css", "handoutgen/web/templates/base.html.j2"} <= files
    assert files <= held
    assert any(
        name.endswith("licenses/src/handoutgen/web/static/vendor/LICENSE-htmx.txt") for name in held
    )
    assert not [name for name in held if "axe" in name]


def test_list_from_an_empty_folder(installed, tmp_path):
    assert "action-plan" in run(installed, tmp_path, "list")


def test_build_from_an_empty_folder(installed, tmp_path):
    run(installed, tmp_path, "build", "action-plan")
    written = list((tmp_path / "output").glob("*.pdf"))
    assert [path.name for path in written] == ["action-plan.pdf"]
    assert written[0].read_bytes().startswith(b"%PDF-1.")
