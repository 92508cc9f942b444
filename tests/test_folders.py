"""The practice's folder laid over the shipped library, and the record of what was looked at."""

from hashlib import blake2b
from pathlib import Path

import pytest

from handoutgen import folders as module
from handoutgen.errors import ContentError, UsageError
from handoutgen.folders import Folders, did_you_mean, digest, shipped_folder


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Each layer has `both` and one handout that the other hasn't."""
    put(tmp_path / "practice/handouts", "both.yaml", "own.yaml")
    put(tmp_path / "shipped/handouts", "both.yaml", "given.yaml", "references.yaml")
    return Folders(tmp_path / "practice", tmp_path / "shipped")


def test_the_topmost_file_is_found(folders: Folders, tmp_path: Path) -> None:
    assert folders.find("handouts/both.yaml") == tmp_path / "practice/handouts/both.yaml"
    assert folders.find("handouts/given.yaml") == tmp_path / "shipped/handouts/given.yaml"
    assert folders.find("handouts/none.yaml") is None
    assert folders.find("handouts") is None


def test_a_look_that_found_nothing_is_on_record(folders: Folders, tmp_path: Path) -> None:
    folders.find("handouts/both.yaml")
    assert folders.reads == {}
    folders.find("handouts/given.yaml")
    folders.find("x.css")
    assert folders.reads == {
        f"{tmp_path}/practice/handouts/given.yaml": None,
        f"{tmp_path}/practice/x.css": None,
        f"{tmp_path}/shipped/x.css": None,
    }


def test_what_was_read_is_on_record_with_its_digest(folders: Folders, tmp_path: Path) -> None:
    path = tmp_path / "practice/handouts/own.yaml"
    assert folders.read(path) == b"own.yaml"
    folders.note(tmp_path / "b", b"b")
    assert folders.reads == {str(path): digest(b"own.yaml"), f"{tmp_path}/b": digest(b"b")}


def test_a_digest_is_32_hex_digits_of_the_content() -> None:
    assert digest(b"a") == blake2b(b"a", digest_size=16).hexdigest()
    assert len(digest(b"")) == 32


def test_a_listing_has_both_layers_by_name(folders: Folders, tmp_path: Path) -> None:
    put(tmp_path / "practice/handouts", "a.txt", "deep/er.yaml")
    (tmp_path / "practice/handouts/folder.yaml").mkdir()
    listing = folders.listing("handouts")
    assert list(listing) == ["both", "given", "own", "references"]
    assert listing["both"] == tmp_path / "practice/handouts/both.yaml"
    assert list(folders.listing("handouts", ".txt")) == ["a"]
    assert folders.listing("nowhere") == {}


def test_a_name_that_does_something_where_it_is_shown_is_in_no_listing(
    folders: Folders, tmp_path: Path
) -> None:
    place = tmp_path / "practice/handouts"
    for name in ("a\nb", "a\x1b[31m", "a\u202eb", "caf\u00e9 1"):
        (place / f"{name}.yaml").write_text("x")
    assert list(folders.handouts()) == ["both", "caf\u00e9 1", "given", "own"]


def test_the_references_are_no_handout(folders: Folders) -> None:
    assert list(folders.handouts()) == ["both", "given", "own"]


def test_files_are_named_from_their_layer(folders: Folders, tmp_path: Path) -> None:
    assert folders.shown(tmp_path / "practice/handouts/own.yaml") == "handouts/own.yaml"
    assert folders.shown(tmp_path / "shipped/handouts/a.yaml") == "shipped:handouts/a.yaml"
    assert folders.shown(tmp_path / "a.yaml") == f"{tmp_path}/a.yaml"
    assert folders.shown(tmp_path / "practice-2/a.yaml") == f"{tmp_path}/practice-2/a.yaml"


def test_the_shipped_folder_itself_can_be_the_practice(folders: Folders, tmp_path: Path) -> None:
    same = Folders(tmp_path / "shipped", tmp_path / "shipped")
    assert same.layers == (tmp_path / "shipped",)
    assert same.shown(tmp_path / "shipped/a.yaml") == "a.yaml"


def test_the_practice_is_the_current_folder_unless_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Folders().practice == tmp_path
    assert Folders().shipped == shipped_folder()


def test_the_library_lies_in_the_package_once_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (shipped_folder() / "handouts/action-plan.yaml").is_file()
    package = tmp_path / "src/handoutgen"
    package.mkdir(parents=True)
    monkeypatch.setattr(module, "PACKAGE", package)
    assert shipped_folder() == tmp_path
    (package / "shipped").mkdir()
    assert shipped_folder() == package / "shipped"


def test_a_handout_is_found_by_id_or_path(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folders.handout("given") == tmp_path / "shipped/handouts/given.yaml"
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "a.yml")
    assert folders.handout("a.yml") == tmp_path / "a.yml"
    assert folders.handout(f"{tmp_path}/a.yml") == tmp_path / "a.yml"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gven", "there is no handout 'gven'; did you mean 'given'?"),
        ("xyz", "there is no handout 'xyz'; handouts: both, given, own"),
        ("references", "there is no handout 'references'; handouts: both, given, own"),
        ("../practice/handouts/xyz", None),
        ("handouts/own", None),
        ("/etc/passwd", "there is no handout '/etc/passwd'; handouts: both, given, own"),
        ("", "there is no handout ''; handouts: both, given, own"),
        ("own\0", None),
        ("none.yaml", "there is no file 'none.yaml'"),
        ("\0.yaml", "there is no file '\0.yaml'"),
    ],
)
def test_any_other_name_is_refused(folders: Folders, name: str, said: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        folders.handout(name)
    assert caught.value.exit_code == 2
    assert str(caught.value).startswith(said or f"there is no handout '{name}'; ")


def test_a_wrong_name_gets_a_way_out() -> None:
    assert did_you_mean("actoin", ["menu", "action"], "handouts") == "did you mean 'action'?"
    assert did_you_mean("x", ["menu", "action"], "handouts") == "handouts: menu, action"
    assert did_you_mean("x", [], "handouts") == "there are no handouts"


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: x")
    practice = tmp_path / "practice"
    (practice / "handouts").mkdir(parents=True)
    (practice / "handouts/own.yaml").write_text("title: y")
    (practice / "handouts/inside.yaml").symlink_to("own.yaml")
    (practice / "handouts/out.yaml").symlink_to(tmp_path / "secret.yaml")
    folders = Folders(practice)
    folders.check_inside(practice / "handouts/own.yaml")
    folders.check_inside(practice / "handouts/inside.yaml")
    folders.check_inside(tmp_path / "secret.yaml")  # named outright, not found in a layer
    with pytest.raises(ContentError) as caught:
        folders.check_inside(practice / "handouts/out.yaml")
    assert str(caught.value) == (
        "handouts/out.yaml: this is a link that leads out of the practice folder\n"
        "  put the file itself in its place"
    )


def test_a_link_to_itself_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(ContentError, match=r"^loop\.yaml: this is a link"):
        Folders(tmp_path).check_inside(tmp_path / "loop.yaml")
