"""A batch's folder: files whole and their owner's alone, one batch at a time."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.batch import folder as folder_module
from handoutgen.batch.folder import LOCK, SHED, Folder, FolderError, open_folder
from handoutgen.errors import OutputError
from support.terminal import SOURCES

PARTS = [b"prefix" * 100, b"tail"]
HOLD = """
import sys
from pathlib import Path
from handoutgen.batch.folder import open_folder
with open_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "output/packet/id"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_whole_and_its_owners_alone(place: Path) -> None:
    usual = os.umask(0)
    try:
        with open_folder(place) as folder:
            status = folder.put("row-0002", PARTS)
            assert sorted(path.name for path in place.iterdir()) == [LOCK, "row-0002.pdf"]
    finally:
        os.umask(usual)
    path = place / "row-0002.pdf"
    assert path.read_bytes() == b"".join(PARTS)
    assert (status.st_size, status.st_mtime_ns) == (604, path.stat().st_mtime_ns)
    assert (mode(path), mode(place / LOCK), mode(place)) == (0o600, 0o600, 0o700)


def test_a_folder_that_others_may_read_is_closed(place: Path) -> None:
    place.mkdir(parents=True)
    place.chmod(0o755)
    with open_folder(place):
        assert mode(place) == 0o700


def test_a_file_takes_the_place_of_an_older_one_or_of_a_link(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"other")
    with open_folder(place) as folder:
        (place / "a.pdf").symlink_to(other)
        folder.put("a", PARTS)
        folder.put("a", [b"new"])
        assert (place / "a.pdf").read_bytes() == b"new"
        assert not (place / "a.pdf").is_symlink()
    assert other.read_bytes() == b"other"


def test_what_the_system_takes_in_pieces_is_written_whole(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, writev = os.write, getattr(os, "writev", None)
    monkeypatch.setattr(os, "write", lambda file, data: write(file, bytes(data[:100])))
    if writev:
        monkeypatch.setattr(os, "writev", lambda file, parts: writev(file, [parts[0][:7]]))
    with open_folder(place) as folder:
        folder.put("a", PARTS)
    assert (place / "a.pdf").read_bytes() == b"".join(PARTS)
    monkeypatch.delattr(os, "writev", raising=False)
    with open_folder(place) as folder:
        folder.put("b", PARTS)
    assert (place / "b.pdf").read_bytes() == b"".join(PARTS)


@pytest.mark.parametrize("where", ["id", "packet", LOCK])
def test_a_link_in_its_place_is_refused(tmp_path: Path, place: Path, where: str) -> None:
    outside = tmp_path / "outside"
    (outside / "id").mkdir(parents=True)
    links = {"id": place, "packet": place.parent, LOCK: place / LOCK}
    links[where].parent.mkdir(parents=True, exist_ok=True)
    links[where].symlink_to(outside if where != LOCK else outside / "lock")
    with pytest.raises(FolderError, match="link"), open_folder(place):
        pass
    assert [path.name for path in outside.rglob("*")] == ["id"]


def test_a_second_batch_is_told_at_once_and_a_killed_one_holds_nothing(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, place],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout and other.stdout.readline() == b"held\n"
        part = place / ".row-0002.part"
        part.touch()
        with pytest.raises(FolderError, match="another batch is writing here"), open_folder(place):
            pass
        assert part.exists(), "it is the other's"
        other.kill()
        other.wait()
        with open_folder(place):
            assert not part.exists()
    with open_folder(place), pytest.raises(FolderError), open_folder(place):
        pass


def test_what_a_killed_batch_has_left_is_removed(place: Path) -> None:
    (place / SHED / "4711").mkdir(parents=True)
    (place / SHED / "4711/font.ttf").touch()
    for name in (".row-0002.part", "row-0003.pdf", "notes.part", ".hidden"):
        (place / name).touch()
    with open_folder(place):
        found = sorted(path.name for path in place.iterdir())
    assert found == [".hidden", LOCK, "notes.part", "row-0003.pdf"]


def test_the_shed_is_gone_at_the_end(place: Path) -> None:
    with pytest.raises(KeyError), open_folder(place) as folder:
        shed = folder.shed()
        assert mode(shed) == 0o700
        (folder.shed() / "x").mkdir()
        raise KeyError
    assert not shed.exists()


@pytest.fixture(params=["tmpfs", "pretended"])
def full(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A place for a batch on a disk of 200 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if request.param == "tmpfs":
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=200k", "none", disk], capture_output=True
        )
        if done.returncode:
            pytest.skip("nothing can be mounted here")
        yield disk / "output/packet/id"
        subprocess.run(["umount", disk], check=True)
        return
    fill_up(monkeypatch, 200_000)
    yield disk / "output/packet/id"


def fill_up(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """Let no more than so many bytes be written from now on, the last of them in part."""
    write, left = os.write, room

    def pretend(_: int, data: bytes) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = data[:left]
        left -= len(taken)
        return write(_, taken)

    monkeypatch.setattr(os, "write", pretend)
    monkeypatch.setattr(os, "writev", lambda file, parts: pretend(file, b"".join(parts)))


def test_a_full_disk_ends_it_and_leaves_nothing_half(full: Path) -> None:
    with open_folder(full) as folder:
        with pytest.raises(FolderError, match=r"row-0\d\.pdf: can't be written: no space left"):
            for number in range(10):
                folder.put(f"row-0{number}", [b"x" * 60_000])
        found = {path.name: path.stat().st_size for path in full.iterdir()}
    assert found == {LOCK: 0, **{f"row-0{number}.pdf": 60_000 for number in range(3)}}


def test_what_keeps_one_file_from_its_place_is_of_that_file(place: Path) -> None:
    with open_folder(place) as folder:
        (place / "a.pdf/inside").mkdir(parents=True)
        for stem in ("a", "x" * 300):
            with pytest.raises(OutputError) as caught:
                folder.put(stem, PARTS)
            assert not isinstance(caught.value, FolderError)
        folder.put("b", PARTS)
        assert sorted(path.name for path in place.iterdir()) == [LOCK, "a.pdf", "b.pdf"]


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT])
def test_what_keeps_all_files_from_their_places_ends_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with open_folder(place) as folder:

        def refuse(*_: object) -> int:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(folder_module.os, "open", refuse)
        with pytest.raises(FolderError) as caught:
            folder.put("a", PARTS)
        monkeypatch.undo()
    assert os.strerror(number).lower() in str(caught.value)


def test_a_folder_that_vanishes_is_told(place: Path) -> None:
    with open_folder(place) as folder:
        place.rename(place.with_name("gone"))
        with pytest.raises(FolderError, match="no such file or directory"):
            folder.put("a", PARTS)


@pytest.mark.parametrize("what", ["output", "output/packet", "output/packet/id"])
def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path, what: str) -> None:
    path = tmp_path / what
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with pytest.raises(FolderError), open_folder(tmp_path / "output/packet/id"):
        pass
    assert path.read_bytes() == b""


@pytest.mark.skipif(not Path("/proc").exists(), reason="has no folder that is closed to all")
def test_a_place_where_nothing_can_be_made_is_told() -> None:
    place = Path("/proc/output/packet/id")
    with pytest.raises(FolderError, match="this folder can't be made: "), open_folder(place):
        pass


def test_only_the_names_of_parts_differ_from_those_of_files(place: Path) -> None:
    with open_folder(place) as folder:
        longest = "x" * 249
        folder.put(longest, PARTS)
    assert isinstance(folder, Folder)
    assert (place / f"{longest}.pdf").exists()
