"""What was built from what: when a finished file is still good, and when it isn't."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handoutgen.folders import digest
from handoutgen.press import record as module
from handoutgen.press.record import Job, Record


class Desk:
    """An output folder with one finished file, made from `a.yaml` and a look for `b.css`."""

    def __init__(self, folder: Path) -> None:
        self.source, self.absent = folder / "a.yaml", folder / "b.css"
        self.output, self.target = folder / "out", folder / "out/a.pdf"
        self.output.mkdir()
        self.source.write_text("one")
        self.target.write_bytes(b"pdf")
        os.utime(self.source, (1_000_000_000, 1_000_000_000))
        self.job = Job(self.target, self.source, ("practice", "", ""))
        record = Record(self.output)
        record.add(self.job, {str(self.source): digest(b"one"), str(self.absent): None})
        record.save()

    def is_fresh(self, job: Job | None = None) -> bool:
        module._machine.cache_clear()
        return Record(self.output).is_fresh(job or self.job)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    package = tmp_path / "package"
    (package / "press").mkdir(parents=True)
    (package / "press/a.py").write_text("code")
    monkeypatch.setattr(module, "PACKAGE", package)
    module._machine.cache_clear()
    yield Desk(tmp_path)
    module._machine.cache_clear()


def test_nothing_changed(desk: Desk) -> None:
    assert desk.is_fresh()


def test_a_touched_source_is_unchanged(desk: Desk) -> None:
    os.utime(desk.source, (1, 1))
    assert desk.is_fresh()


def test_a_changed_source(desk: Desk) -> None:
    desk.source.write_text("two")
    assert not desk.is_fresh()
    desk.source.write_text("one")
    assert desk.is_fresh()


def test_a_deleted_source(desk: Desk) -> None:
    desk.source.unlink()
    assert not desk.is_fresh()


def test_a_file_that_appears(desk: Desk) -> None:
    desk.absent.write_text("")
    assert not desk.is_fresh()


def test_a_deleted_target(desk: Desk) -> None:
    desk.target.unlink()
    assert not desk.is_fresh()


def test_an_altered_target(desk: Desk) -> None:
    status = desk.target.stat()
    desk.target.write_bytes(b"other")
    os.utime(desk.target, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not desk.is_fresh()


def test_a_target_written_again(desk: Desk) -> None:
    os.utime(desk.target, (1, 1))
    assert not desk.is_fresh()


def test_a_target_that_became_a_link(desk: Desk) -> None:
    desk.target.rename(desk.output / "b.pdf")
    desk.target.symlink_to("b.pdf")
    assert not desk.is_fresh()


def test_another_choice(desk: Desk) -> None:
    for choices in (("practice", "", "a4"), ("practice", "b.yml", ""), ("other", "", ""), ()):
        assert not desk.is_fresh(replace(desk.job, choices=choices))


def test_another_handout_of_the_same_name(desk: Desk) -> None:
    assert not desk.is_fresh(replace(desk.job, handout=desk.source.parent / "sub/a.yaml"))


def test_another_target(desk: Desk) -> None:
    other = desk.output / "b.pdf"
    other.write_bytes(b"pdf")
    assert not desk.is_fresh(replace(desk.job, target=other))


def test_another_output_folder(desk: Desk) -> None:
    assert not Record(desk.source.parent).is_fresh(desk.job)


def test_the_same_output_folder_by_another_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.source.parent)
    job = replace(desk.job, target=Path("out/a.pdf"))
    assert Record(Path("out")).is_fresh(job)


def test_another_version_of_the_code(desk: Desk) -> None:
    code = module.PACKAGE / "press/a.py"
    code.write_text("newer code")
    assert not desk.is_fresh()


def test_more_code(desk: Desk) -> None:
    (module.PACKAGE / "b.py").write_text("")
    assert not desk.is_fresh()


def test_what_is_not_code_does_not_count(desk: Desk) -> None:
    for name in ("__pycache__/a.py", "shipped/handouts/a.py", "note.txt"):
        path = module.PACKAGE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert desk.is_fresh()


def test_another_engine(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("")
    spec = type("Spec", (), {"origin": str(tmp_path / "weasyprint.py")})
    monkeypatch.setattr(module, "find_spec", lambda name: {"weasyprint": spec}[name])
    assert not desk.is_fresh()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        '{"a.pdf": []}',
        '{"a.pdf": {}}',
        '{"a.pdf": {"key": KEY}}',
        '{"a.pdf": {"key": KEY, "target": [3, 0], "reads": {}}}',
        '{"a.pdf": {"key": KEY, "target": STATE, "reads": []}}',
    ],
)
def test_a_damaged_record_is_as_good_as_none(desk: Desk, kept: str) -> None:
    (path,) = (desk.source.parent / "cache/builds").iterdir()
    entry = json.loads(path.read_text())["a.pdf"]
    path.write_text(
        kept.replace("KEY", json.dumps(entry["key"])).replace("STATE", json.dumps(entry["target"]))
    )
    assert not desk.is_fresh()


def test_a_record_keeps_what_it_knew_of_other_files(desk: Desk) -> None:
    other = replace(desk.job, target=desk.output / "b.pdf")
    other.target.write_bytes(b"pdf")
    record = Record(desk.output)
    record.add(other, {})
    record.save()
    assert desk.is_fresh() and desk.is_fresh(other)


def test_a_file_is_read_once_for_many_targets(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    os.utime(desk.source, (1, 1))
    read: list[Path] = []
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self) or whole(self))
    record = Record(desk.output)
    read.clear()
    assert record.is_fresh(desk.job) and record.is_fresh(desk.job)
    assert read == [desk.source]


def test_a_file_that_was_not_even_touched_is_not_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Record(desk.output)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail(f"{self} is read"))
    assert record.is_fresh(desk.job)


def test_a_file_that_changed_while_it_was_used_is_read_again(desk: Desk) -> None:
    record = Record(desk.output)
    desk.source.write_text("two")  # after it was read as "one"
    record.add(desk.job, {str(desk.source): digest(b"one")})
    record.save()
    assert not desk.is_fresh()


def test_a_linked_source_that_changed(desk: Desk) -> None:
    desk.source.rename(desk.source.parent / "real.yaml")
    desk.source.symlink_to("real.yaml")
    record = Record(desk.output)
    record.add(desk.job, {str(desk.source): digest(b"one")})
    record.save()
    assert desk.is_fresh()
    desk.source.write_text("two")
    assert not desk.is_fresh()


def test_two_targets_made_from_two_states_of_a_file(desk: Desk) -> None:
    other = replace(desk.job, target=desk.output / "b.pdf")
    other.target.write_bytes(b"pdf")
    desk.source.write_text("two")
    record = Record(desk.output)
    record.add(other, {str(desk.source): digest(b"two")})
    record.save()
    for jobs in ((desk.job, other), (other, desk.job)):
        record = Record(desk.output)
        assert {job.target.name: record.is_fresh(job) for job in jobs} == {
            "a.pdf": False,
            "b.pdf": True,
        }
