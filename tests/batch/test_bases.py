"""Bases in the cache: rendered once, used as long as nothing changes, and never trusted blindly."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handoutgen.batch import bases
from handoutgen.batch.bases import Spec, cached, reads_of, render_base, render_whole
from handoutgen.batch.rendering import OtherFilesError
from handoutgen.errors import ContentError, OutputError
from handoutgen.press import record
from handoutgen.press.splice.base import Base
from support.pdf import page_texts
from support.practice import Practice
from support.spliced import ASIDE, spec_of

VALUES = {"name": "Ana Kovačević", "header": "Ana Kovačević"}
BRAND = "meta: {name: Elm Street}\n"


class Place:
    """A practice with one sheet, and its cache."""

    def __init__(self, folder: Path) -> None:
        self.practice = Practice(folder / "practice")
        self.cache = folder / "cache"
        self.practice.sheet(ASIDE, name="mine")
        self.practice.write("_brand.yml", BRAND)
        self.practice.write("handouts/packets/few.yaml", "title: Few\nhandouts: [mine]\n")

    @property
    def spec(self) -> Spec:
        """Its packet in the plain edition."""
        packet = self.practice.folder / "handouts/packets/few.yaml"
        return spec_of(self.practice.folder, (), packet=packet)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A practice whose base is in the cache; a test puts back what it changes."""
    place = Place(tmp_path_factory.mktemp("bases"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(place.cache))
        render_base(place.spec)
        yield place


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A practice with an empty cache."""
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    return Place(tmp_path)


def texts(data: bytes) -> str:
    return " ".join(page_texts(data))


def test_a_base_is_made_once(place: Place) -> None:
    assert cached(place.spec) is None
    assert reads_of(place.spec) == {}
    path = render_base(place.spec)
    assert cached(place.spec) == path
    assert path.is_relative_to(place.cache)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    first = path.read_bytes()
    assert render_base(place.spec).read_bytes() == first
    assert Base.of(first).pages == 3


@pytest.mark.parametrize(
    "change",
    [
        {"duplex": True},
        {"paper": "a4"},
        {"looks": frozenset({"large-print"})},
        {"headers": ("day",)},
        {"title": "Other"},
        {"packet": None, "handouts": ("mine",)},
        {"brand": Path("other.yml")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_choice_takes_another_base(kept: Place, change: dict[str, object]) -> None:
    assert cached(kept.spec)
    other = spec_of(kept.practice.folder, **{"handouts": (), "packet": kept.spec.packet} | change)
    assert cached(other) is None
    assert other.job.target != kept.spec.job.target


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("handouts/mine.yaml", "title: Yours\n"),
        ("handouts/packets/few.yaml", "title: Many\nhandouts: [mine]\n"),
        ("_brand.yml", "meta: {name: Oak Street}\n"),
        ("templates/styles/entries.css", ".answer { color: red }\n"),
    ],
)
def test_a_file_that_changes_or_appears_makes_it_stale(
    kept: Place, name: str, content: str
) -> None:
    path = kept.practice.folder / name
    before = path.read_text() if path.exists() else None
    assert cached(kept.spec)
    kept.practice.write(name, content)
    assert cached(kept.spec) is None
    if before is None:
        path.unlink()
    else:
        kept.practice.write(name, before)
    assert cached(kept.spec)


def test_a_copy_of_a_shipped_handout_makes_it_stale(kept: Place) -> None:
    shipped = spec_of(kept.practice.folder, ("better-hours-log",))
    path = render_base(shipped)
    assert cached(shipped) == path
    copy = kept.practice.write("handouts/better-hours-log.yaml", "title: Mine\n")
    assert cached(shipped) is None
    copy.unlink()
    assert cached(shipped) == path


def test_another_version_of_the_code_makes_it_stale(
    kept: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cached(kept.spec)
    monkeypatch.setattr(record, "_machine", lambda: "another one")
    assert cached(kept.spec) is None


def test_a_base_that_is_gone_is_not_fresh(kept: Place) -> None:
    path = cached(kept.spec)
    assert path
    aside = path.rename(path.with_suffix(".aside"))
    assert cached(kept.spec) is None
    aside.rename(path)
    assert cached(kept.spec) == path


def test_what_it_was_made_from_is_known(kept: Place) -> None:
    reads = reads_of(kept.spec)
    folder, shipped = kept.practice.folder, kept.spec.shipped
    for path in (folder / "handouts/mine.yaml", kept.spec.packet, folder / "_brand.yml"):
        assert reads[str(path)]
    assert reads[str(shipped / "templates/packet.html.j2")]
    assert reads[str(shipped / "templates/fonts/Literata-Regular.ttf")]
    assert reads[str(folder / "templates/packet.html.j2")] is None  # looked for, and not there


def flipped(path: Path) -> None:
    """Damage that leaves the file's size and time as they were."""
    data, times = path.read_bytes(), path.stat()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize("damage", [flipped, cut])
def test_a_damaged_base_is_made_anew(kept: Place, damage: Callable[[Path], None]) -> None:
    path = cached(kept.spec)
    assert path
    whole = path.read_bytes()
    damage(path)
    with pytest.raises(ValueError, match="base"):
        Base.load(path)
    assert (cached(kept.spec) is None) is (damage is not flipped)
    assert "Ana Kovačević" in texts(render_whole(kept.spec, VALUES))
    assert cached(kept.spec) == path
    assert path.read_bytes() == whole


def test_laid_out_in_full_a_base_is_made_where_there_is_none(place: Place) -> None:
    assert "Ana Kovačević" in texts(render_whole(place.spec, VALUES))
    assert cached(place.spec)


def test_other_files_are_noticed(kept: Place) -> None:
    reads = reads_of(kept.spec)
    base = Base.load(kept.spec.job.target)
    assert "Mine" in texts(render_whole(kept.spec, VALUES, reads, base))
    sheet = kept.practice.folder / "handouts/mine.yaml"
    before = sheet.read_text()
    for change in ("changed", "gone", "one more"):
        if change == "gone":
            sheet.unlink()
        elif change == "changed":
            sheet.write_text(before.replace("Mine", "Yours"))
        else:
            kept.practice.write("templates/packet.html.j2", "")
        with pytest.raises(OtherFilesError, match="are others"):
            render_whole(kept.spec, VALUES, reads, base)
        sheet.write_text(before)
    (kept.practice.folder / "templates/packet.html.j2").unlink()
    assert "Mine" in texts(render_whole(kept.spec, VALUES, reads, base))


def test_a_process_that_stays_sees_what_has_changed(place: Place) -> None:
    """A worker of a cluster goes on for many batches, between which files are changed."""
    first = Base.load(render_base(place.spec))
    assert "Mine" in texts(render_whole(place.spec, VALUES, reads_of(place.spec), first))
    sheet = place.practice.folder / "handouts/mine.yaml"
    sheet.write_text(sheet.read_text().replace("Mine", "Yours"))
    second = Base.load(render_base(place.spec))
    whole = texts(render_whole(place.spec, VALUES, reads_of(place.spec), second))
    assert "Yours" in whole
    assert "Mine" not in whole


def test_what_is_wrong_with_the_files_is_told(place: Place) -> None:
    place.practice.write("handouts/mine.yaml", "title: x\n")
    with pytest.raises(ContentError, match=r"handouts/mine\.yaml"):
        render_base(place.spec)
    assert cached(place.spec) is None


def test_a_cache_that_cannot_be_written_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.cache.write_text("a file where a folder should be")
    with pytest.raises(OutputError, match="can't be made"):
        render_base(place.spec)


def age(path: Path, hours: float) -> None:
    """Let a base have been used that long ago."""
    status = path.stat()
    used = status.st_mtime_ns - int(hours * 3600e9)
    os.utime(path, ns=(used, status.st_mtime_ns))


def test_to_look_for_a_base_does_not_change_it(kept: Place) -> None:
    path = cached(kept.spec)
    assert path
    age(path, 5)
    before = path.stat()
    assert cached(kept.spec) == path
    after = path.stat()
    assert after.st_mtime_ns == before.st_mtime_ns
    assert after.st_atime_ns > before.st_atime_ns
    assert bases.folder() == path.parent
