"""What is kept in memory: how much, for whom, and for how long."""

import os
from pathlib import Path

import pytest

from handoutgen.folders import digest
from handoutgen.web.studio.kept import Kept, Look, Thing


def thing(content: str, size: int = 100, owner: str | None = None) -> Thing:
    return Thing(content, size, {}, owner, f"token of {content}")


def found(kept: Kept, *keys: str) -> list[str]:
    return [each.content if (each := kept.get(key)) else "-" for key in keys]


def test_what_was_asked_for_last_stays() -> None:
    kept = Kept(250)
    kept.put("a", thing("A"))
    kept.put("b", thing("B"))
    assert found(kept, "a") == ["A"]
    kept.put("c", thing("C"))
    assert found(kept, "a", "b", "c") == ["A", "-", "C"]
    assert kept.weight == 200
    assert kept.find("token of A", "")
    kept.put("d", thing("D"))
    assert found(kept, "a", "c", "d") == ["A", "-", "D"]


def test_one_that_is_larger_than_all_may_be_stays_alone() -> None:
    kept = Kept(250)
    kept.put("a", thing("A"))
    kept.put("b", thing("B", 1000))
    assert found(kept, "a", "b") == ["-", "B"]
    kept.put("c", thing("C"))
    assert found(kept, "b", "c") == ["-", "C"]
    assert kept.weight == 100


def test_what_is_put_twice_is_there_once() -> None:
    kept = Kept(1000)
    kept.put("a", thing("A"))
    kept.put("a", thing("A2", 50))
    assert found(kept, "a") == ["A2"]
    assert kept.weight == 50
    assert kept.find("token of A", "") is None
    assert kept.find("token of A2", "")


def test_a_token_finds_nothing_of_another() -> None:
    kept = Kept(1000)
    kept.put("a", thing("A", owner="ann"))
    kept.put("b", thing("B"))
    assert kept.find("token of A", "ann")
    assert kept.find("token of A", "bob") is None
    assert kept.find("token of A", "") is None
    assert kept.find("token of B", "bob")
    assert kept.find("", "ann") is None


def test_an_owner_is_forgotten() -> None:
    kept = Kept(1000)
    for key, owner in (("a", "ann"), ("b", "bob"), ("c", None)):
        kept.put(key, thing(key, owner=owner))
    kept.forget("ann")
    assert found(kept, "a", "b", "c") == ["-", "b", "c"]
    assert kept.find("token of a", "ann") is None
    assert kept.weight == 200
    kept.clear()
    assert found(kept, "b", "c") == ["-", "-"]
    assert kept.weight == 0


def test_of_one_owner_only_the_latest_are_kept() -> None:
    kept = Kept(10_000)
    kept.put("plain", thing("plain"))
    kept.put("bob", thing("bob", owner="bob"))
    for number in range(30):
        kept.put(f"{number}", thing(f"{number}", owner="ann"))
    assert found(kept, "plain", "bob", "17", "18", "29") == ["plain", "bob", "-", "18", "29"]
    assert kept.weight == 1400


def test_a_thing_is_kept_while_its_files_are_unchanged(tmp_path: Path) -> None:
    file, absent = tmp_path / "file", tmp_path / "absent"
    file.write_text("one")
    reads = {str(file): digest(b"one"), str(absent): None}

    def put() -> Kept:
        kept = Kept(10_000)
        kept.put("a", Thing("A", 100, Look().note(reads), None, "token"))
        return kept

    kept = put()
    assert found(kept, "a") == ["A"]
    os.utime(file, ns=(1, 1))  # what it holds is the same
    assert found(kept, "a", "a") == ["A", "A"]
    file.write_text("two")
    assert found(kept, "a") == ["-"]
    assert kept.find("token", "") is None
    assert kept.weight == 0
    file.write_text("one")
    kept = put()
    absent.touch()
    assert found(kept, "a") == ["-"]
    absent.unlink()
    kept = put()
    file.unlink()
    assert found(kept, "a") == ["-"]


def test_a_file_is_read_again_only_where_it_looks_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    os.utime(file, (1, 1))
    noted = Look().note({str(file): digest(b"one")})
    read = []
    usual = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path.name) or usual(path))
    assert Look().still(noted) == noted
    os.utime(file, (2, 2))
    again = Look().still(noted)
    assert again
    assert Look().still(again) == again
    assert read.count("file") == 1


def test_a_file_that_changes_while_it_is_read_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    look = Look()
    file.write_text("two")  # as large as before, in the same moment
    assert Look().still(look.note({str(file): digest(b"one")})) is None
