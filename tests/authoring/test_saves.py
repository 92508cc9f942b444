"""Saves are whole, are refused where they would do harm, and can be undone."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from handoutgen.authoring import journal, saves
from handoutgen.authoring.journal import PLACE
from handoutgen.authoring.saves import NewFile, fingerprint, redo, save, saved, undo
from handoutgen.errors import ContentError, OutputError
from handoutgen.folders import Folders
from support.practice import Practice

SHEET = "handouts/my-sheet.yaml"


def _put(practice: Practice, content: str, name: str = SHEET) -> None:
    """Save a file as it would be after it was just opened."""
    folders = practice.folders
    assert save(folders, [NewFile(name, content.encode(), fingerprint(folders, name))])


def _content(practice: Practice, name: str = SHEET) -> str | None:
    path = practice.folder / name
    return path.read_text() if path.exists() else None


def test_several_saves_are_undone_one_after_the_other_after_a_restart(practice: Practice) -> None:
    for content in ("one", "two", "three"):
        _put(practice, content)
    seen = []
    while saved(Folders(practice.folder)):
        undo(Folders(practice.folder))
        seen.append(_content(practice))
    assert seen == ["two", "one", None]


def test_what_was_undone_can_be_brought_back(practice: Practice) -> None:
    _put(practice, "one")
    _put(practice, "two")
    undo(practice.folders)
    undo(practice.folders)
    redo(practice.folders)
    assert _content(practice) == "one"
    redo(practice.folders)
    assert _content(practice) == "two"
    with pytest.raises(ContentError, match="nothing that can be brought back"):
        redo(practice.folders)


def test_files_saved_together_are_undone_together(practice: Practice) -> None:
    practice.write("_brand.yml", "old")
    folders = practice.folders
    files = [
        NewFile("logo.png", b"picture"),
        NewFile("_brand.yml", b"new", fingerprint(folders, "_brand.yml")),
    ]
    done = save(folders, files)
    assert done is not None
    assert done.names == ("logo.png", "_brand.yml")
    assert undo(folders).names == done.names
    assert _content(practice, "_brand.yml") == "old"
    assert not (practice.folder / "logo.png").exists()


def test_a_file_changed_meanwhile_is_not_overwritten(practice: Practice) -> None:
    path = practice.write(SHEET, "as opened")
    opened = fingerprint(practice.folders, SHEET)
    path.write_text("somebody else's")
    with pytest.raises(ContentError, match="changed by someone else") as caught:
        save(practice.folders, [NewFile(SHEET, b"mine", opened)])
    assert "save under another name" in caught.value.problems[0].hint
    assert path.read_text() == "somebody else's"
    assert saved(practice.folders) == []


@pytest.mark.parametrize(
    ("there", "opened", "words"),
    [("x", None, "a file of this name already"), (None, "0" * 32, "removed or renamed")],
)
def test_a_file_that_came_or_went_meanwhile_is_told(
    practice: Practice, there: str | None, opened: str | None, words: str
) -> None:
    if there:
        practice.write(SHEET, there)
    with pytest.raises(ContentError, match=words):
        save(practice.folders, [NewFile(SHEET, b"mine", opened)])
    assert _content(practice) == there


def test_an_undo_stops_where_the_file_was_changed_since(practice: Practice) -> None:
    _put(practice, "one")
    _put(practice, "two")
    (practice.folder / SHEET).write_text("by hand")
    with pytest.raises(ContentError, match="changed after that save"):
        undo(practice.folders)
    assert _content(practice) == "by hand"
    undo(practice.folders, forced=True)
    assert _content(practice) == "one"
    undo(practice.folders)
    assert _content(practice) == "by hand"


def test_a_save_is_undone_by_its_number(practice: Practice) -> None:
    _put(practice, "a", "handouts/a.yaml")
    _put(practice, "b", "handouts/b.yaml")
    first = saved(practice.folders)[-1]
    assert undo(practice.folders, first.number).names == ("handouts/a.yaml",)
    assert (_content(practice, "handouts/a.yaml"), _content(practice, "handouts/b.yaml")) == (
        None,
        "b",
    )
    with pytest.raises(ContentError, match="any more"):
        undo(practice.folders, first.number)


def test_nothing_to_save_is_no_save(practice: Practice) -> None:
    _put(practice, "one")
    opened = fingerprint(practice.folders, SHEET)
    assert save(practice.folders, [NewFile(SHEET, b"one", opened)]) is None
    assert len(saved(practice.folders)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "../out.yaml",
        "handouts/../../out.yaml",
        "handouts/Big.yaml",
        "handouts/references.yaml",
        "handouts/a.yml",
        "handouts/.yaml",
        "handouts/blocks/x/y.yaml",
        "handouts/a\n.yaml",
        "handouts\\a.yaml",
        "handouts/check/words.yaml",
        "templates/page.html.j2",
        "images/../x.png",
        "images/.hidden.png",
        "images/a.exe",
        "images/a.png\0",
        "images/x/y.png",
        "/etc/passwd.png",
        "C:a.png",
        ".handoutgen/saves/x.png",
        "_brand.yaml",
        "notes.txt",
        "fonts/x.png",
        "fonts/../x.ttf",
        "fonts/x y.ttf",
        "fonts/x.ttf/y.ttf",
        "x.ttf",
        "",
        "a" * 200 + ".png",
    ],
)
def test_nothing_is_saved_elsewhere(practice: Practice, name: str) -> None:
    with pytest.raises(ContentError):
        save(practice.folders, [NewFile(name, b"x")])
    assert list(practice.folder.rglob("*")) == []


@pytest.mark.parametrize(
    "name",
    [
        "handouts/a-1.yaml",
        "handouts/blocks/a.yaml",
        "handouts/packets/a.yaml",
        "_brand.yml",
        "images/Řeka 1 (two).JPG",
        "logo.svg",
        "fonts/Elm-Sans-Bold.ttf",
        "fonts/Elm.woff2",
    ],
)
def test_files_of_a_practice_are_saved(practice: Practice, name: str) -> None:
    _put(practice, "x", name)
    assert _content(practice, name) == "x"


def test_a_link_out_of_the_folder_is_refused(practice: Practice) -> None:
    outside = practice.folder.parent / "outside"
    outside.mkdir()
    (outside / "my-sheet.yaml").write_text("theirs")
    (practice.folder / "handouts").symlink_to(outside)
    with pytest.raises(ContentError, match="link"):
        save(practice.folders, [NewFile(SHEET, b"mine")])
    (practice.folder / "handouts").unlink()
    (practice.folder / "handouts").mkdir()
    (practice.folder / SHEET).symlink_to(outside / "my-sheet.yaml")
    with pytest.raises(ContentError, match="link"):
        save(practice.folders, [NewFile(SHEET, b"mine")])
    (practice.folder / "_brand.yml").symlink_to("handouts")
    with pytest.raises(ContentError, match="link"):
        save(practice.folders, [NewFile("_brand.yml", b"mine")])
    assert (outside / "my-sheet.yaml").read_text() == "theirs"


def test_a_link_in_place_of_the_record_is_refused(practice: Practice) -> None:
    outside = practice.folder.parent / "outside"
    outside.mkdir()
    (practice.folder / ".handoutgen").symlink_to(outside)
    with pytest.raises(OutputError, match="link"):
        save(practice.folders, [NewFile(SHEET, b"mine")])
    assert list(outside.iterdir()) == []


def test_the_record_is_its_owners_alone(practice: Practice) -> None:
    _put(practice, "one")
    _put(practice, "two")
    place = practice.folder / PLACE
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}


def test_who_may_read_a_file_stays_as_it_was(practice: Practice) -> None:
    path = practice.write(SHEET, "one")
    path.chmod(0o640)
    _put(practice, "two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    undo(practice.folders)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_only_the_last_saves_are_kept(practice: Practice) -> None:
    for number in range(60):
        _put(practice, f"version {number}")
    assert len(saved(practice.folders)) == 50
    assert len(list((practice.folder / PLACE).glob("*.kept"))) == 50
    for _ in range(50):
        undo(practice.folders)
    assert _content(practice) == "version 9"


def test_where_the_second_file_fails_the_first_is_put_back(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.write("_brand.yml", "old")
    write = saves.write_atomically

    def full(path: os.PathLike[str], data: bytes, mode: int | None = None) -> None:
        if data == b"picture":
            raise OutputError("no space left on device")
        write(path, data, mode)  # type: ignore[arg-type]

    monkeypatch.setattr(saves, "write_atomically", full)
    folders = practice.folders
    files = [
        NewFile("_brand.yml", b"new", fingerprint(folders, "_brand.yml")),
        NewFile("logo.png", b"picture"),
    ]
    with pytest.raises(OutputError, match="no space"):
        save(folders, files)
    assert _content(practice, "_brand.yml") == "old"
    assert not (practice.folder / "logo.png").exists()
    assert saved(folders) == []


def test_where_the_earlier_content_cannot_be_kept_nothing_is_saved(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.write(SHEET, "old")
    folders = practice.folders
    opened = fingerprint(folders, SHEET)

    def full(path: os.PathLike[str], data: bytes, mode: int | None = None) -> None:
        raise OutputError("no space left on device")

    monkeypatch.setattr(journal, "write_atomically", full)
    with pytest.raises(OutputError, match="no space"):
        save(folders, [NewFile(SHEET, b"new", opened)])
    assert _content(practice) == "old"
    assert saved(folders) == []


def test_a_place_that_cannot_be_written_is_told(practice: Practice) -> None:
    practice.write(".handoutgen", "a file in the way")
    with pytest.raises(OutputError, match="nothing was saved"):
        save(practice.folders, [NewFile(SHEET, b"new")])
    assert _content(practice) is None


def test_several_who_save_at_once_wait_for_each_other(practice: Practice) -> None:
    script = (
        "import sys; from pathlib import Path; from handoutgen.folders import Folders\n"
        "from handoutgen.authoring.saves import NewFile, save\n"
        "for n in range(5):\n"
        "    name = f'handouts/{sys.argv[2]}-{n}.yaml'\n"
        "    save(Folders(Path(sys.argv[1])), [NewFile(name, b'x')])\n"
    )
    folder = str(practice.folder)
    running = [subprocess.Popen([sys.executable, "-c", script, folder, who]) for who in "ab"]
    assert [process.wait(60) for process in running] == [0, 0]
    assert sorted(save.number for save in saved(practice.folders)) == list(range(1, 11))


def test_only_one_of_two_who_change_the_same_file_is_heard(practice: Practice) -> None:
    folders = practice.folders
    _put(practice, "as opened")
    opened = fingerprint(folders, SHEET)

    def mine(number: int) -> bool:
        try:
            return save(folders, [NewFile(SHEET, b"by %d" % number, opened)]) is not None
        except ContentError:
            return False

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(mine, range(6))) == 1
    assert len(saved(folders)) == 2


def test_a_record_that_is_damaged_is_passed_over(practice: Practice) -> None:
    _put(practice, "one")
    _put(practice, "two")
    place = practice.folder / PLACE
    (place / "00000009.json").write_text("{")
    (place / "00000008.json").write_text('{"number": "x", "when": "1", "traces": [], "undone": 0}')
    assert [save.number for save in saved(practice.folders)] == [2, 1]
    for path in place.glob("*.kept"):
        path.write_bytes(b"damaged")
    with pytest.raises(OutputError, match="isn't there any more"):
        undo(practice.folders)
    assert _content(practice) == "two"


def test_nothing_saved_means_nothing_to_undo(practice: Practice) -> None:
    assert saved(practice.folders) == []
    assert not (practice.folder / ".handoutgen").exists()
    with pytest.raises(ContentError, match="nothing that can be undone"):
        undo(practice.folders)


def test_contents_are_in_no_representation() -> None:
    assert "secret" not in repr(NewFile(SHEET, b"secret"))
