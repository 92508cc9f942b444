"""The cache folder, and files that are put in their place whole or not at all."""

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from handoutgen import store
from handoutgen.errors import OutputError


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@contextmanager
def disk_full_after(size: int) -> Iterator[None]:
    """Let the system refuse to write more bytes than that into a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def failure(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(OutputError) as caught:
        store.write_atomically(path, data)
    return str(caught.value)


def test_the_cache_folder_is_where_the_environment_says(cache: Path) -> None:
    assert store.cache_folder() == cache


def test_else_the_cache_folder_is_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", "")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda name, appauthor: f"/own/{name}")
    assert store.cache_folder() == Path("/own/handoutgen")


def test_what_is_kept_comes_back_and_is_for_the_user_alone(cache: Path) -> None:
    store.keep("builds/a.json", {"ü": [1, None]})
    assert store.load("builds/a.json") == {"ü": [1, None]}
    assert (cache / "builds").stat().st_mode & 0o777 == 0o700
    assert (cache / "builds/a.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("data", [None, b"", b"{", b"[1]", b"\xff\xfe", b'"text"'])
def test_what_cannot_be_read_is_as_good_as_nothing(cache: Path, data: bytes | None) -> None:
    cache.mkdir()
    if data is not None:
        (cache / "a.json").write_bytes(data)
    assert store.load("a.json") == {}


def test_keeping_is_given_up_where_the_cache_cannot_be_written(cache: Path) -> None:
    cache.write_text("a file where the folder would be")
    store.keep("builds/a.json", {"a": 1})
    assert cache.read_text() == "a file where the folder would be"


def test_keeping_is_given_up_on_a_full_disk_and_the_old_stays(cache: Path) -> None:
    store.keep("a.json", {"a": 1})
    with disk_full_after(100):
        store.keep("a.json", {"a": "x" * 1000})
    assert json.loads((cache / "a.json").read_text()) == {"a": 1}
    assert names(cache) == ["a.json"]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_finished_file_follows_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        store.write_atomically(tmp_path / "a.pdf", b"new")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == mode
    assert (tmp_path / "a.pdf").read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_file_whole_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with disk_full_after(1000):
        said = failure(path, b"x" * 5000)
    assert said == f"{path}: can't be written: file too large"
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.pdf"]


def test_an_interruption_leaves_no_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        store.write_atomically(tmp_path / "a.pdf", b"new")
    assert names(tmp_path) == []


def test_a_link_is_replaced_and_what_it_leads_to_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    path = tmp_path / "a.pdf"
    path.symlink_to("letter.txt")
    store.write_atomically(path, b"new")
    assert (tmp_path / "letter.txt").read_text() == "keep me"
    assert not path.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.mkdir()
    assert failure(path) == f"{path}: can't be written: is a directory"
    assert names(tmp_path) == ["a.pdf"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none/a.pdf"
    assert failure(path) == f"{path}: can't be written: no such file or directory"


def test_a_folder_without_leave_to_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write anywhere")
    said = failure(tmp_path / "a.pdf")
    tmp_path.chmod(0o700)
    assert said == f"{tmp_path / 'a.pdf'}: can't be written: permission denied"


def test_a_folder_is_made_with_all_above_it(tmp_path: Path) -> None:
    store.make_folder(tmp_path / "a/b")
    store.make_folder(tmp_path / "a/b")
    assert (tmp_path / "a/b").is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(OutputError) as caught:
        store.make_folder(tmp_path / "a/b")
    assert str(caught.value) == f"{tmp_path}/a/b: this folder can't be made: not a directory"
