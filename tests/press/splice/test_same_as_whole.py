"""A spliced file is the one that would have been laid out in full."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.batch.bases import Spec
from handoutgen.folders import Folders, shipped_folder
from handoutgen.pipeline import Desk
from handoutgen.press.answers import read_form
from support.pdf import fonts, page_texts
from support.press import DATA
from support.spliced import (
    Copier,
    annotations,
    furthest,
    letters,
    outline,
    spec_of,
    visible_difference,
)
from support.tags import tag_tree, tagged_text

COLUMNS = ("day", "plan.diary.pain", "what-else.answer", "plan.table.1.notes")
LINES = dict(zip((f"={name}" for name in COLUMNS), ("Montag", "3–4", "Řeka", "Öl"), strict=True))
NAMES = {
    "many letters": {
        "name": "Łukasz Żółć-Wiśniewski",
        "date": "22. studenoga",
        "next session": "İpek Işık",
        "header": "Siobhán O’Brien · Dr. Đurđica Šimić · 22. 11.",
        **LINES,
    },
    "second face": {
        "name": "Đặng Thị Ngọc",
        "date": "chủ nhật",
        "header": "Nguyễn Văn Được · Đặng Thị Ngọc",
        "=plan.table.1.notes": "nghỉ một chút",
        "=what-else.answer": "Được nghỉ",
    },
    "shrunk": {
        "name": "Maria-Theresia Wilhelmina von Habsburg-Lothringen",
        "date": "Sunday, 22 November",
        "next session": "thứ hai 9h",
        "=day": "Ngày đầu tiên",
        "header": "Maria-Theresia Wilhelmina von Habsburg-Lothringen",
    },
    "nobody": {},
}
EDITIONS = {
    "plain": {},
    "large": {"paper": "a4", "looks": frozenset({"large-print", "ink-saver"})},
    "form": {"looks": frozenset({"fillable"})},
    "notes": {"looks": frozenset({"notes"})},
    "duplex": {"duplex": True},
}
CASES = [
    *[("plain", name) for name in NAMES],
    *[("large", name) for name in NAMES],
    *[("form", name) for name in ("many letters", "second face", "nobody")],
    *[(edition, "second face") for edition in ("notes", "duplex")],
    ("shipped", "many letters"),
]
LEAST_SEEN = 20
"""What an eye can't see, of 255."""
A_HAIR = 0.2  # in pt


@dataclass
class Pair:
    """One client's file, made both ways."""

    copier: Copier
    spec: Spec
    values: Mapping[str, str]
    faces: list[str] = field(default_factory=list)

    @cached_property
    def spliced(self) -> bytes:
        """By way of a base."""
        return self.copier.spliced(self.spec, self.values)

    @cached_property
    def whole(self) -> bytes:
        """Laid out in full."""
        return self.copier.whole(self.spec, self.values)


def spec_in(copier: Copier, edition: str) -> Spec:
    """What the base of that edition is made from."""
    if edition == "shipped":
        packet = shipped_folder() / "handouts/packets/talking-about-mental-health.yaml"
        return spec_of(copier.practice.folder, (), packet=packet)
    return copier.spec(headers=COLUMNS, **EDITIONS[edition])


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def pair(request: pytest.FixtureRequest, copier: Copier) -> Pair:
    edition, name = request.param
    spec = spec_in(copier, edition)
    fills = copier.base(spec).fills
    assert edition == "shipped" or set(LINES) < fills
    return Pair(copier, spec, {key: text for key, text in NAMES[name].items() if key in fills})


def test_it_says_the_same(pair: Pair) -> None:
    one, other = (
        [" ".join(text.split()) for text in page_texts(data)] for data in (pair.spliced, pair.whole)
    )
    assert one == other
    assert all(" ".join(text.split()) in " ".join(one) for text in drawn(pair))


def drawn(pair: Pair) -> list[str]:
    """The values that stand on the pages, not in fields."""
    fillable = "fillable" in pair.spec.looks
    return [text for key, text in pair.values.items() if not fillable or key == "header"]


def test_it_looks_the_same(pair: Pair) -> None:
    assert visible_difference(pair.spliced, pair.whole) < LEAST_SEEN


def test_each_letter_stands_in_its_place(pair: Pair) -> None:
    assert furthest(pair.spliced, pair.whole) < A_HAIR


def test_each_letter_has_its_size(pair: Pair) -> None:
    one, other = (
        [[(each.letter, round(each.size, 1)) for each in page] for page in letters(data)]
        for data in (pair.spliced, pair.whole)
    )
    assert one == other


def test_it_is_tagged_the_same(pair: Pair) -> None:
    assert tags(pair.spliced) == tags(pair.whole)
    assert tagged_text(pair.spliced).split() == tagged_text(pair.whole).split()


def tags(data: bytes) -> list[str]:
    """The tags as lines, without spaces: pdfium puts some where a file has none."""
    lines = tag_tree(data).split("\n")
    return [re.sub(r"(?<=\S) +", "", line) for line in lines]


def test_bookmarks_links_and_fields_are_the_same(pair: Pair) -> None:
    assert outline(pair.spliced) == outline(pair.whole)
    assert annotations(pair.spliced) == annotations(pair.whole)
    assert len(annotations(pair.spliced)) > 1


def test_what_it_says_of_itself_is_the_same(pair: Pair) -> None:
    said = []
    for data in (pair.spliced, pair.whole):
        with pikepdf.open(BytesIO(data)) as pdf:
            about = {key: str(value) for key, value in pdf.docinfo.items()}
            sizes = [[float(side) for side in page.mediabox] for page in pdf.pages]
            root = [repr(pdf.Root[key]) for key in ("/Lang", "/MarkInfo", "/ViewerPreferences")]
            said.append((about, sizes, root, dict(pdf.open_metadata())))
    assert said[0] == said[1]


def test_every_font_is_inside(pair: Pair) -> None:
    outside = [
        [name for name, embedded in fonts(data).items() if not embedded]
        for data in (pair.spliced, pair.whole)
    ]
    assert outside[0] == outside[1]
    assert outside[0] == (["unnamed"] if "fillable" in pair.spec.looks else [])


def test_words_stand_in_their_place_in_every_kind_of_block(copier: Copier) -> None:
    """The letter from the second face makes a line sink, by how much depends on what is around."""
    desk = Desk(Folders(DATA))
    handout = desk.library.handout(desk.folders.handout("every-block"))
    names = [
        blank.name for blank in desk.lay_out(handout).blanks if blank.kind in ("line", "lines")
    ]
    spec = spec_of(DATA, ("every-block",), headers=tuple(names))
    values = {f"={name}": "Ngọ" if number % 3 else "Aó" for number, name in enumerate(names)}
    values = {key: text for key, text in values.items() if key in copier.base(spec).fills}
    assert len(values) > 100
    one, other = copier.spliced(spec, values), copier.whole(spec, values)
    assert furthest(one, other) < A_HAIR


def test_answers_are_read_back_alike(copier: Copier, tmp_path: Path) -> None:
    spec = spec_in(copier, "form")
    answers = []
    for name, data in (
        ("spliced.pdf", copier.spliced(spec, NAMES["many letters"])),
        ("whole.pdf", copier.whole(spec, NAMES["many letters"])),
    ):
        (tmp_path / name).write_bytes(data)
        answers.append(read_form(tmp_path / name))
    assert answers[0] == answers[1]
    assert answers[0]["cover"]["name"] == answers[0]["plan"]["name"] == "Łukasz Żółć-Wiśniewski"
    assert answers[0]["plan"]["diary.pain"] == "3–4"
    assert answers[0]["plan"]["how-sure.answer"] is None


def test_some_words_are_shrunk_to_fit(copier: Copier) -> None:
    sizes = copier.base(spec_in(copier, "plain")).sizes(NAMES["shrunk"])
    assert {"cover.name", "plan.date", "plan.diary.day"} <= sizes.keys()
    assert all(9 <= size < 12 for size in sizes.values())


@pytest.mark.parametrize("matrix", [b"1 0 0 1 1.333 0", b"1 0 0 1 0 1.333"], ids=["aside", "up"])
def test_a_text_that_moved_by_a_point_would_be_seen(copier: Copier, matrix: bytes) -> None:
    spec = spec_in(copier, "plain")
    straight = copier.spliced(spec, {"name": "Ana"})
    with pikepdf.open(BytesIO(straight)) as pdf:
        drawings = pdf.pages[2].Resources.XObject
        name = next(key for key in drawings if b"TJ" in drawings[key].read_bytes())
        drawings[name].write(matrix + b" cm " + drawings[name].read_bytes())
        out = BytesIO()
        pdf.save(out)
    assert visible_difference(straight, out.getvalue()) > 2 * LEAST_SEEN
    assert furthest(straight, out.getvalue()) == pytest.approx(1, abs=A_HAIR)


@pytest.mark.parametrize("other", ["Ane", "Anä", "Bna"])
def test_a_letter_that_changed_would_be_seen(copier: Copier, other: str) -> None:
    spec = spec_in(copier, "plain")
    one, changed = (copier.spliced(spec, {"name": name}) for name in ("Ana", other))
    assert visible_difference(one, changed) > 2 * LEAST_SEEN
