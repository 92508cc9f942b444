"""Bases that are kept: by several processes at once, and no more of them than are of use."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from handoutgen.batch import bases, rendering
from handoutgen.batch.bases import Spec, cached, reads_of, render_base
from handoutgen.press.splice.base import Base
from support.practice import Practice
from support.spliced import ASIDE, spec_of

RENDER = """
import pickle, sys
from handoutgen.batch.bases import render_base
spec = pickle.loads(sys.stdin.buffer.read())
print(render_base(spec))
"""


def test_two_processes_at_once_make_one_base(practice: Practice) -> None:
    practice.sheet(ASIDE, name="mine")
    one, other = titled(practice, 1), titled(practice, 2)
    specs = [one, one]
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", RENDER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in specs
    ]
    told = []
    for process, spec in zip(running, specs, strict=True):
        assert process.stdin
        process.stdin.write(pickle.dumps(spec))
        process.stdin.close()
        process.stdin = None
    beside = render_base(other)
    for process in running:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
        told.append(out.decode().split()[-1])
    assert told[0] == told[1] == str(cached(one))
    assert beside == cached(other)
    assert Base.load(Path(told[0])).pages == 3
    names = {path.name for path in bases.folder().iterdir()}
    assert names - {".lock"} == {one.job.target.name, other.job.target.name}


@pytest.fixture
def quick(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Practice:
    """A practice whose bases are made of a file that isn't there."""
    reads = {str(practice.folder / "missing"): None}
    monkeypatch.setattr(rendering, "render", lambda spec: (b"base", reads))
    return practice


def age(path: Path, hours: float) -> None:
    """Let a base have been used that long ago."""
    status = path.stat()
    used = status.st_mtime_ns - int(hours * 3600e9)
    os.utime(path, ns=(used, status.st_mtime_ns))


def titled(practice: Practice, number: int) -> Spec:
    return spec_of(practice.folder, ("mine",), title=str(number))


def test_those_that_were_not_used_for_longest_are_dropped(quick: Practice) -> None:
    paths = [render_base(titled(quick, number)) for number in range(60)]
    for number, path in enumerate(paths):
        age(path, 100 - number)
    assert cached(titled(quick, 0)) == paths[0]  # so it is used once more
    newest = render_base(titled(quick, 60))
    gone = [number for number, path in enumerate(paths) if not path.exists()]
    assert gone == [1]
    assert newest.exists()
    assert cached(titled(quick, 1)) is None
    assert reads_of(titled(quick, 1)) == {}
    assert cached(titled(quick, 2)) == paths[2]
    assert reads_of(titled(quick, 2))


def test_a_batch_that_has_many_bases_keeps_them(quick: Practice) -> None:
    paths = [render_base(titled(quick, number)) for number in range(63)]
    for path in paths:
        age(path, 0.5)
    paths.append(render_base(titled(quick, 63)))
    assert all(path.exists() for path in paths)
    for path in paths[:9]:
        age(path, 2)
    paths.append(render_base(titled(quick, 64)))
    assert [path.exists() for path in paths] == [False] * 5 + [True] * 60
