"""Saving a composed sheet into the practice's folder, and taking saves back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoutgen.folders import shipped_folder
from support.composer import PART, Composer, told
from support.practice import HEAD, Practice
from support.site import LiveSite, furnish, open_site

OWN = (
    HEAD
    + """\
blocks:
  # first of all
  - block: text   # short
    text: Rest a little.

  # at the end
  - block: lines
    prompt: What helped?
"""
)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, web_cache: Path) -> Iterator[LiveSite]:
    """A site whose folder each test finds as it was at first."""
    folder = tmp_path_factory.mktemp("saving") / "practice"
    folder.mkdir()
    with open_site(folder, web_cache) as live:
        yield live


@pytest.fixture
def practice(live: LiveSite) -> Practice:
    shutil.rmtree(live.practice)
    made = Practice(live.practice)
    furnish(made)
    made.write("handouts/own.yaml", OWN)
    return made


@pytest.fixture
def composer(live: LiveSite, practice: Practice) -> Composer:
    return Composer(live.client())


def sheets(practice: Practice) -> dict[str, str]:
    """The practice's own sheets, but for the one that is there from the start."""
    found = (practice.folder / "handouts").glob("*.yaml")
    return {path.stem: path.read_bytes().decode() for path in found if path.stem != "tiny"}


def undo_fields(composer: Composer) -> dict[str, str]:
    """What the first button to undo a save sends."""
    return {"number": composer.page.value("number")}


def test_a_new_sheet_is_saved_found_and_taken_back(composer: Composer, practice: Practice) -> None:
    composer.begin("Evening check-in")
    answer = composer.send("save", {"name": "evening-check-in"})
    assert answer.status == 200
    assert "Saved as “evening-check-in”." in told(answer)
    assert sheets(practice)["evening-check-in"] == composer.yaml
    library = composer.client.get("/")
    assert "/sheets/evening-check-in" in library.text
    assert "Undo saving “evening-check-in”" in told(composer.page)
    answer = composer.send("unsave", undo_fields(composer))
    assert "its file is taken out again" in told(answer)
    assert "evening-check-in" not in sheets(practice)
    assert "/sheets/evening-check-in" not in composer.client.get("/").text
    assert "Not saved yet" in told(composer.page)
    assert composer.head["title"] == "Evening check-in", "what was made is still there"
    assert composer.send("save", {"name": "evening-check-in"}).status == 200


def test_saving_an_own_sheet_keeps_all_that_was_not_changed_byte_for_byte(
    composer: Composer, practice: Practice
) -> None:
    written = OWN.replace("\n", "\r\n")
    practice.write("handouts/own.yaml", written)
    composer.adapt("own")
    composer.write(composer.keys[1], prompt="What helped today?")
    assert "changes your practice's own sheet" in told(composer.page)
    assert composer.send("save", {"name": "own"}).status == 200
    changed = written.replace("What helped?", "What helped today?")
    assert sheets(practice)["own"] == changed
    composer.write(composer.keys[0], text="Rest.")
    composer.send("save", {"name": "own"})
    composer.send("unsave", undo_fields(composer))
    assert sheets(practice)["own"] == changed
    composer.send("unsave", undo_fields(composer))
    assert sheets(practice)["own"] == written
    assert "Undo saving" not in told(composer.page)


def test_a_shipped_sheet_is_saved_as_the_practices_own_and_comes_back(
    composer: Composer, practice: Practice
) -> None:
    shipped = shipped_folder() / "handouts/action-plan.yaml"
    before = shipped.read_bytes()
    composer.adapt("action-plan")
    composer.send("head", {"title": "Our own plan"})
    answer = composer.send("save", {"name": "action-plan"})
    assert "changes your practice's own sheet" in told(answer)
    assert sheets(practice)["action-plan"] == composer.yaml
    assert shipped.read_bytes() == before
    assert "Our own plan" in composer.client.get("/").text
    answer = composer.send("unsave", undo_fields(composer))
    assert "the sheet that came with handoutgen is back" in told(answer)
    assert "Our own plan" not in composer.client.get("/").text


def test_under_another_name_there_are_both(composer: Composer, practice: Practice) -> None:
    composer.adapt("action-plan")
    composer.send("head", {"title": "Our own plan"})
    note = composer.client.post("/compose/naming", {"name": "our-plan"}, headers=PART).text
    assert note == "It is kept as the file handouts/our-plan.yaml in your practice's folder."
    assert composer.send("save", {"name": "our-plan"}).status == 200
    assert sheets(practice).keys() == {"own", "our-plan"}
    library = composer.client.get("/").text
    assert "/sheets/our-plan" in library
    assert "/sheets/action-plan" in library
    assert composer.head["name"] == "our-plan"


def test_another_sheet_is_never_overwritten(composer: Composer, practice: Practice) -> None:
    composer.begin("Own")
    assert composer.head["name"] == "own-2"
    answer = composer.send("save", {"name": "own"})
    assert answer.status == 409
    assert "There is a sheet 'own' already, so nothing was saved." in told(answer)
    assert sheets(practice) == {"own": OWN}
    (offered,) = re.findall(r'name="name" value="([^"]+)"><?\n?<button', answer.text) or [""]
    assert f"Save yours as “{offered}”" in told(answer)
    assert composer.send("save", {"name": offered}).status == 200
    assert sheets(practice)[offered] == composer.yaml


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_a_file_that_changed_meanwhile_is_not_overwritten(
    composer: Composer, practice: Practice, change: str
) -> None:
    composer.adapt("own")
    composer.write(composer.keys[0], text="Mine.")
    path = practice.folder / "handouts/own.yaml"
    path.write_text("theirs: yes\n") if change == "edited" else path.unlink()
    answer = composer.send("save", {"name": "own"})
    assert answer.status == 409
    words = {"edited": "was changed by someone else", "removed": "was removed since"}
    assert words[change] in told(answer)
    assert sheets(practice) == ({"own": "theirs: yes\n"} if change == "edited" else {})
    assert "text: Mine." in composer.yaml
    assert "Save yours as “own" in told(answer)


def test_a_save_is_not_undone_over_a_later_change_unless_that_is_wanted(
    composer: Composer, practice: Practice
) -> None:
    composer.adapt("own")
    composer.write(composer.keys[0], text="Mine.")
    composer.send("save", {"name": "own"})
    practice.write("handouts/own.yaml", OWN + "# by hand\n")
    fields = undo_fields(composer)
    answer = composer.send("unsave", fields)
    assert (answer.status, "was changed after that save" in told(answer)) == (422, True)
    assert sheets(practice)["own"] == OWN + "# by hand\n"
    assert "Undo it all the same" in told(answer)
    assert composer.send("unsave", {**fields, "forced": "yes"}).status == 200
    assert sheets(practice)["own"] == OWN
    composer.send("unsave", undo_fields(composer))
    assert sheets(practice)["own"] == OWN + "# by hand\n", "that can be undone as well"


def test_an_unfinished_sheet_is_saved_only_where_that_is_wanted(
    composer: Composer, practice: Practice
) -> None:
    composer.begin("Half a sheet")
    composer.write(composer.keys[0], text="")
    answer = composer.send("save", {"name": "half"})
    assert answer.status == 422
    assert "This sheet can’t be printed yet" in told(answer)
    assert "“Words” is empty. Write something here." in told(answer)
    assert "half" not in sheets(practice)
    assert composer.send("save", {"name": "half", "unfinished": "yes"}).status == 200
    assert sheets(practice)["half"] == composer.yaml
    again = Composer(composer.client).adapt("half")
    again.write(again.keys[0], text="Whole.")
    assert again.send("save", {"name": "half"}).status == 200
    assert "text: Whole." in sheets(practice)["half"]


def test_saving_twice_changes_nothing(composer: Composer) -> None:
    composer.adapt("own")
    assert "nothing was changed" in told(composer.send("save", {"name": "own"}))
    assert "Undo saving" not in told(composer.page)


def test_saves_can_be_undone_from_the_first_page_too(live: LiveSite, practice: Practice) -> None:
    one = Composer(live.client()).begin("Mine")
    one.send("save", {"name": "mine"})
    other = Composer(live.client())
    answer = other.client.post("/compose/unsave", {"number": other.page.value("number")})
    assert (answer.status, answer.location) == (303, "/compose#save")
    assert "is undone" in told(other.page)
    assert "mine" not in sheets(practice)
    answer = other.client.post("/compose/unsave", {"number": "1"})
    assert (answer.status, "can't be undone any more" in told(answer)) == (422, True)


def test_saves_of_other_things_are_not_offered_here(live: LiveSite, practice: Practice) -> None:
    from handoutgen.authoring import saves

    done = saves.save(
        practice.folders,
        [
            saves.NewFile(
                "_brand.yml",
                b"meta:\n  name: Oak\n",
                saves.fingerprint(practice.folders, "_brand.yml"),
            )
        ],
    )
    assert done is not None
    composer = Composer(live.client())
    assert "Undo saving" not in told(composer.page)
    assert composer.client.post("/compose/unsave", {"number": str(done.number)}).status == 422
    assert (practice.folder / "_brand.yml").read_text() == "meta:\n  name: Oak\n"


def test_a_folder_that_can_not_be_written_is_told(
    composer: Composer, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handoutgen.authoring import saves
    from handoutgen.errors import OutputError

    def full(*_: object) -> None:
        raise OutputError("own.yaml: can't be written: no space left on device")

    composer.adapt("own")
    composer.write(composer.keys[0], text="Mine.")
    monkeypatch.setattr(saves, "write_atomically", full)
    answer = composer.send("save", {"name": "own"})
    assert (answer.status, "no space left" in told(answer)) == (422, True)
    assert sheets(practice)["own"] == OWN
    assert "text: Mine." in composer.yaml
