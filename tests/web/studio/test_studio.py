"""Pages for the browser: rendered once, kept while fresh, and each shown to its owner alone."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pikepdf
import pytest
from PIL import Image

from handoutgen.compose.edition import Edition
from handoutgen.errors import ContentError, HandoutgenError, PressError, UsageError
from handoutgen.press.pictures import Page
from handoutgen.web.studio import Ask, Limits, Pages, Studio, TooMuchError, cards
from handoutgen.web.studio import pages as studio
from handoutgen.web.studio.work import Made
from handoutgen.web.studio.workers import result_of
from support.practice import HEAD, Practice

TEXT = "  - block: text\n    text: {words} On [[day]].\n"
SHEET = f"{HEAD}blocks:\n{TEXT}"
PACKET = "title: Two sheets\nhandouts: [one, two]\n"


class Clinic:
    """A practice with two small sheets, and what was asked of its studio."""

    def __init__(self, practice: Practice, studio: Studio) -> None:
        self.practice = practice
        self.studio = studio

    def sheet(self, name: str, words: str) -> Path:
        return self.practice.sheet(TEXT.format(words=words), name=name)

    @property
    def jobs(self) -> int:
        """How many jobs were done by now."""
        return self.studio.workers.given


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Shared, so that the engine is imported once: each test leaves the sheets as they were.

    One process does it all, so what it keeps ready is used again.
    """
    folder = tmp_path_factory.mktemp("studio")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(folder / "cache"))
        made = Clinic(Practice(folder / "practice"), Studio(folder / "practice", workers=1))
        made.sheet("one", "First words.")
        made.sheet("two", "Second words.")
        yield made
        pids = made.studio.workers.pids
        made.studio.close()
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def words_of(pages: Pages) -> str:
    return "\n".join(page.words for page in pages.pages)


def size_of(png: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(png)) as picture:
        assert picture.format == "PNG"
        return picture.size


def test_a_handout_is_rendered_with_its_pages(clinic: Clinic) -> None:
    found = clinic.studio.pages(Ask(handout="one"))
    assert found.file_name == "one.pdf"
    assert found.title == "A test sheet"
    assert [blank.name.partition(".")[0] for blank in found.blanks][-1] == "one"
    assert "First words." in words_of(found)
    with pikepdf.open(BytesIO(found.pdf)) as pdf:
        assert len(pdf.pages) == len(found.pages) == 1
    (page,) = found.pages
    assert size_of(page.png) == (page.width, page.height) == (1100, 1424)


def test_what_was_rendered_comes_back_without_a_job(clinic: Clinic) -> None:
    found = clinic.studio.pages(Ask(handout="one"), "ann")
    jobs = clinic.jobs
    assert clinic.studio.pages(Ask(handout="one"), "bob") is found
    left_open = Ask(handout="one", answers=(("one.text.day", ""), ("one.name", " ")))
    assert clinic.studio.pages(left_open, "bob") is found
    assert clinic.studio.find(found.token, "bob") is found
    assert clinic.jobs == jobs


def test_each_edition_is_another(clinic: Clinic) -> None:
    plain = clinic.studio.pages(Ask(handout="one"))
    large = clinic.studio.pages(Ask(Edition("a4", large_print=True), handout="one"))
    assert large.file_name == "one-large-print.pdf"
    assert large.token != plain.token
    assert large.pages[0].height == pytest.approx(1100 * 297 / 210, abs=1)


def test_another_brand_is_used(clinic: Clinic) -> None:
    brand = clinic.practice.write("other/_brand.yml", "meta:\n  name: Elsewhere\n")
    assert "Elsewhere" in words_of(clinic.studio.pages(Ask(brand=brand, handout="one")))
    assert "Elsewhere" not in words_of(clinic.studio.pages(Ask(handout="one")))


def test_warnings_of_the_brand_come_along(clinic: Clinic) -> None:
    brand = clinic.practice.write("nameless/_brand.yml", "meta: {}\n")
    (warning, *_) = clinic.studio.pages(Ask(brand=brand, handout="one")).warnings
    assert "no name of a practice" in warning.message


def test_answers_are_for_their_owner_alone(clinic: Clinic) -> None:
    ask = Ask(handout="one", answers=(("one.text.day", "Zanzibar"),))
    anns = clinic.studio.pages(ask, "ann")
    assert "Zanzibar" in words_of(anns)
    assert anns.file_name == "one-filled.pdf"
    assert [blank.value for blank in anns.blanks if blank.name == "one.text.day"] == ["Zanzibar"]
    assert clinic.studio.pages(ask, "ann") is anns
    assert clinic.studio.find(anns.token, "ann") is anns
    assert clinic.studio.find(anns.token, "bob") is None
    assert clinic.studio.find(anns.token, "") is None
    jobs = clinic.jobs
    bobs = clinic.studio.pages(ask, "bob")
    assert clinic.jobs == jobs + 1
    assert bobs is not anns
    assert bobs.token != anns.token
    assert "Zanzibar" not in repr(ask) + repr(anns)


def test_a_field_shows_what_it_is_filled_with(clinic: Clinic) -> None:
    ask = Ask(Edition(fillable=True), handout="one", answers=(("one.text.day", "Zanzibar"),))
    found = clinic.studio.pages(ask, "ann")
    assert found.file_name == "one-fillable-filled.pdf"
    assert "Zanzibar" in words_of(found)


def test_an_answer_that_fits_nowhere_is_told_without_it(clinic: Clinic) -> None:
    for answers in ((("one.text.days", "Zanzibar"),), (("one.text.day", "Zanzi\x07bar"),)):
        with pytest.raises(UsageError) as caught:
            clinic.studio.pages(Ask(handout="one", answers=answers), "ann")
        assert "Zanzi" not in str(caught.value)
        assert "one.text.day" in str(caught.value)


def test_an_owner_is_forgotten(clinic: Clinic) -> None:
    ask = Ask(handout="two", answers=(("two.text.day", "Friday"),))
    anns, bobs = (clinic.studio.pages(ask, owner) for owner in ("ann", "bob"))
    clinic.studio.forget("ann")
    assert clinic.studio.find(anns.token, "ann") is None
    assert clinic.studio.find(bobs.token, "bob") is bobs


def test_a_sheet_in_the_making_is_its_owners(clinic: Clinic) -> None:
    ask = Ask(sheet=SHEET.format(words="Not yet saved."), name="draft")
    found = clinic.studio.pages(ask, "ann")
    assert found.file_name == "draft.pdf"
    assert "Not yet saved." in words_of(found)
    assert clinic.studio.find(found.token, "bob") is None
    filled = Ask(sheet=ask.sheet, name="draft", answers=(("draft.text.day", "Friday"),))
    again = clinic.studio.pages(filled, "ann")
    assert again.file_name == "draft-filled.pdf"
    assert "Friday" in words_of(again)
    assert not list(clinic.practice.folder.glob("**/draft*"))


def test_problems_of_a_sheet_in_the_making_are_told_in_its_lines(clinic: Clinic) -> None:
    wrong = SHEET.format(words="Fine.").replace("minutes: 5", "minutes: soon")
    with pytest.raises(ContentError) as caught:
        clinic.studio.pages(Ask(sheet=wrong, name="draft"))
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("draft.yaml", 5)
    wide = SHEET.format(words="w" * 200)
    with pytest.raises(PressError) as faults:
        clinic.studio.pages(Ask(sheet=wide, name="draft"))
    assert {problem.file for problem in faults.value.problems} == {"draft.yaml"}


@pytest.mark.parametrize("name", ["", "../../up", "My Sheet", "/etc/passwd", "x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_does_no_harm(clinic: Clinic, name: str) -> None:
    sheet = SHEET.format(words="Named.")
    assert clinic.studio.pages(Ask(sheet=sheet, name=name), "ann").file_name == "sheet.pdf"


def test_a_packet_in_the_making(clinic: Clinic) -> None:
    ask = Ask(packet=PACKET, answers=(("one.text.day", "Monday"), ("cover.name", "Zanzibar")))
    found = clinic.studio.pages(ask, "ann")
    assert found.file_name == "my-packet-filled.pdf"
    assert found.title == "Two sheets"
    for words in ("First words. On Monday", "Second words.", "Zanzibar"):
        assert words in words_of(found)
    assert clinic.studio.find(found.token, "bob") is None
    named = clinic.studio.pages(Ask(packet=PACKET, name="couples"), "ann")
    assert named.file_name == "couples-packet.pdf"
    assert clinic.studio.find(named.token, "bob") is None
    with pytest.raises(ContentError, match=r"couples\.yaml:2.*no handout 'three'"):
        clinic.studio.pages(Ask(packet=PACKET.replace("two", "three"), name="couples"), "ann")


@pytest.mark.parametrize(
    "name", ["../one", "one.yaml", "/etc/hosts.yaml", "references", "no\0", "o"]
)
def test_only_what_is_in_the_library_is_a_handout(clinic: Clinic, name: str) -> None:
    clinic.practice.write("one.yaml", SHEET.format(words="Outside."))
    for ask in (clinic.studio.card, lambda name: clinic.studio.pages(Ask(handout=name))):
        with pytest.raises(UsageError, match="there is no handout"):
            ask(name)


def test_what_cannot_be_asked_for() -> None:
    never = Studio(Path())
    with pytest.raises(UsageError, match="nothing to be shown"):
        never.pages(Ask())
    with pytest.raises(UsageError, match="nothing to be shown"):
        never.card("")
    with pytest.raises(ValueError, match="one of"):
        never.pages(Ask(handout="one", sheet=SHEET))
    with pytest.raises(TooMuchError, match="too much text"):
        never.pages(Ask(handout="one", answers=(("one.text.day", "x" * 2_000_000),)))
    assert never.workers.pids == []
    assert never.find("", "") is never.find("0" * 48, "ann") is None
    never.close()


def test_a_changed_file_is_rendered_anew(clinic: Clinic) -> None:
    studio = clinic.studio
    kept = Ask(handout="one")
    before, other = studio.pages(kept), studio.pages(Ask(handout="two"))
    clinic.sheet("one", "Other words.")
    after = studio.pages(kept)
    assert "Other words." in words_of(after)
    assert after.token != before.token
    assert studio.find(before.token, "") is None
    assert studio.pages(Ask(handout="two")) is other
    clinic.sheet("one", "First words.")
    assert words_of(studio.pages(kept)) == words_of(before)


def test_what_is_kept_ready_is_made_anew_when_it_changes(clinic: Clinic) -> None:
    studio, practice = clinic.studio, clinic.practice
    ask = Ask(sheet=f"{HEAD}blocks:\n  - use: said\n", name="draft")
    block = practice.write("handouts/blocks/said.yaml", "block: text\ntext: Said once.\n")
    assert "Said once." in words_of(studio.pages(ask, "ann"))
    block.write_text("block: text\ntext: Said twice.\n")
    assert "Said twice." in words_of(studio.pages(ask, "ann"))
    brand = practice.write("_brand.yml", "meta:\n  name: Zanzibar Clinic\n")
    assert "Zanzibar Clinic" in words_of(studio.pages(Ask(handout="two")))
    brand.unlink()
    assert "Zanzibar Clinic" not in words_of(studio.pages(Ask(handout="two")))
    block.unlink()
    with pytest.raises(ContentError, match="said"):
        studio.pages(ask, "ann")


def test_a_sheet_laid_over_a_shipped_one_is_seen(clinic: Clinic) -> None:
    ask = Ask(handout="evidence-notes")
    first = clinic.studio.pages(ask)
    own = clinic.sheet("evidence-notes", "Our own notes.")
    try:
        assert "Our own notes." in words_of(clinic.studio.pages(ask))
    finally:
        own.unlink()
    assert words_of(clinic.studio.pages(ask)) == words_of(first)


def test_a_card_is_kept_on_the_disk(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    png = clinic.studio.card("one")
    assert size_of(png)[0] == 420
    jobs = clinic.jobs
    assert clinic.studio.card("one") is png
    assert clinic.jobs == jobs
    other = Studio(clinic.practice.folder)
    assert other.card("one") == png
    assert other.workers.pids == []
    with pytest.raises(HandoutgenError):  # the one of another practice isn't taken
        elsewhere = Studio(clinic.practice.folder.parent)
        elsewhere.close()
        elsewhere.card("one")
    other.close()


def test_a_card_is_made_anew_when_it_changes_or_is_damaged(clinic: Clinic) -> None:
    png = clinic.studio.card("two")
    clinic.sheet("two", "Quite other words.")
    changed = clinic.studio.card("two")
    assert changed != png
    clinic.sheet("two", "Second words.")
    assert clinic.studio.card("two") == png
    for damage in (b"", b"{}\n", b"[1]\nx", b'{"key": 1, "size": 1, "reads": 1}\nx', b"\xff\n"):
        for path in cards.folder().iterdir():
            path.write_bytes(damage)
        clinic.studio.kept.clear()
        assert clinic.studio.card("two") == png
    whole = {path: path.read_bytes() for path in cards.folder().iterdir()}
    for path, data in whole.items():
        path.write_bytes(data[:-10])
    clinic.studio.kept.clear()
    assert clinic.studio.card("two") == png


def test_only_so_many_cards_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path))
    monkeypatch.setattr(cards, "_MOST", 5)
    monkeypatch.setattr(cards, "_SPARE", 2)
    shelf = cards.Cards(tmp_path, tmp_path, 420)
    for number in range(6):
        shelf.save(f"sheet-{number}", cards.Thing(b"png", 3, {}))
        for path in cards.folder().iterdir():
            os.utime(path, (path.stat().st_mtime - 10,) * 2)
    assert [bool(shelf.load(f"sheet-{n}")) for n in range(6)] == [False] * 3 + [True] * 3
    assert cards.folder().stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in cards.folder().iterdir()} == {0o600}


def test_a_disk_that_takes_no_card_does_no_harm(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", os.devnull)
        clinic.studio.kept.clear()
        assert size_of(clinic.studio.card("one"))[0] == 420


def test_nothing_of_a_client_is_on_the_disk(clinic: Clinic) -> None:
    ask = Ask(handout="one", answers=(("one.text.day", "Qwertzuiop"),))
    clinic.studio.pages(ask, "ann")
    clinic.studio.card("one")
    folder = clinic.practice.folder.parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"Qwertzuiop" not in path.read_bytes()
    stay = [path for path in files if "workers" not in path.parts]  # the others go with them
    assert {path.parent.name for path in stay} <= {
        "cards",
        "handouts",
        "practice",
        "other",
        "nameless",
        "blocks",
    }


def test_too_long_is_told(clinic: Clinic) -> None:
    quick = Studio(clinic.practice.folder, workers=1, limits=Limits(seconds=0.01))
    try:
        with pytest.raises(TooMuchError, match="takes longer than"):
            quick.pages(Ask(handout="one"))
    finally:
        quick.close()


class Slow:
    """Workers that answer only when they are let go on."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()
        self.jobs: list[Any] = []
        self.reads: dict[str, str | None] = {}
        self.error: HandoutgenError | None = None

    def do(self, job: Any, soon: bool = True) -> Made:
        self.jobs.append((job, soon))
        self.begun.set()
        assert self.go.wait(20)
        if self.error:
            raise self.error
        page = Page(b"png", 1, 1, "words")
        return Made(b"pdf", "one.pdf", "One", (page,), (), (), self.reads)

    def close(self) -> None: ...


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Slow, Studio]]:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    slow, made = Slow(), Studio(tmp_path)
    made.workers = slow  # type: ignore[assignment]
    with ThreadPoolExecutor(30) as pool:
        made.pool = pool  # type: ignore[attr-defined]
        yield slow, made
        slow.go.set()
    made.close()


def test_those_who_ask_at_the_same_time_share_one_job(slow: tuple[Slow, Any]) -> None:
    workers, made = slow
    for ask in (lambda: made.pages(Ask(handout="one")), lambda: made.card("one")):
        workers.begun.clear()
        workers.go.clear()
        workers.jobs.clear()
        waits = [made.pool.submit(ask) for _ in range(30)]
        assert workers.begun.wait(20)
        time.sleep(0.1)
        workers.go.set()
        assert len({id(each.result()) for each in waits}) == 1
        assert len(workers.jobs) == 1
    assert workers.jobs[0][1] is False  # a card can wait


def test_they_share_an_error_too(slow: tuple[Slow, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    workers, made = slow
    workers.error = ContentError("it is wrong")
    sharing = []

    def wait_for(future: Any) -> Any:
        sharing.append(future)
        return result_of(future)

    monkeypatch.setattr(studio, "result_of", wait_for)
    waits = [made.pool.submit(made.pages, Ask(handout="one")) for _ in range(10)]
    while len(sharing) < 9:
        time.sleep(0.01)
    workers.go.set()
    errors = [each.exception() for each in waits]
    assert {str(error) for error in errors} == {"it is wrong"}
    assert len(workers.jobs) == 1
    workers.error = None
    assert made.pages(Ask(handout="one")).title == "One"


def test_one_who_asks_after_a_change_gets_what_was_made_after_it(
    slow: tuple[Slow, Any], tmp_path: Path
) -> None:
    workers, made = slow
    file = tmp_path / "file"
    file.write_text("one")
    workers.reads = {str(file): "the digest of what was there before"}
    first = made.pool.submit(made.pages, Ask(handout="one"))
    assert workers.begun.wait(20)
    second = made.pool.submit(made.pages, Ask(handout="one"))
    time.sleep(0.1)
    workers.go.set()
    assert first.result() is not second.result()
    assert len(workers.jobs) == 2


def test_who_is_forgotten_meanwhile_leaves_nothing(slow: tuple[Slow, Any]) -> None:
    workers, made = slow
    ask = Ask(handout="one", answers=(("one.text.day", "Friday"),))
    anns, bobs = (made.pool.submit(made.pages, ask, owner) for owner in ("ann", "bob"))
    while len(workers.jobs) < 2:
        time.sleep(0.01)
    made.forget("ann")
    workers.go.set()
    assert made.find(anns.result().token, "ann") is None
    assert made.find(bobs.result().token, "bob") is bobs.result()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="tells the memory in use")
def test_fifty_at_once_get_what_is_theirs(clinic: Clinic) -> None:
    crowded = Studio(clinic.practice.folder, memory=1_000_000)
    plain = Ask(handout="one")

    def ask(number: int) -> tuple[str, str, str]:
        own = Ask(handout="one", answers=(("one.text.day", f"Person{number:02}"),))
        pages = crowded.pages(own, f"visitor {number}")
        shared = crowded.pages(plain, f"visitor {number}") if number % 5 == 0 else None
        return words_of(pages), words_of(shared) if shared else "", pages.token

    try:
        crowded.pages(plain)
        before = _held()
        with ThreadPoolExecutor(50) as pool:
            found = list(pool.map(ask, range(50)))
        assert _held() - before < 40_000_000
        assert crowded.kept.weight <= 1_000_000
    finally:
        crowded.close()
    for number, (own, shared, _) in enumerate(found):
        assert [n for n in range(50) if f"Person{n:02}" in own] == [number]
        assert "Person" not in shared
    assert len({token for _, _, token in found}) == 50


def _held() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
