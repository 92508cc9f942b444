"""Which column of a roster fills which blank: only one that is surely meant."""

from io import BytesIO

import pikepdf
import pytest

from support.pdf import page_texts
from support.spliced import Copier, annotations

STRIP = {"name", "date", "next session", "header"}
FORM = {"looks": frozenset({"fillable"})}


def filled(copier: Copier, *headers: str, **edition: object) -> dict[str, list[str]]:
    """The blanks of each column that fills any."""
    blanks = copier.base(copier.spec(headers=headers, **edition)).blanks
    assert blanks.keys() >= STRIP
    names = [name for some in blanks.values() for name in some]
    assert len(names) == len(set(names))
    return {key.removeprefix("="): some for key, some in blanks.items() if key not in STRIP}


def test_a_column_is_named_after_a_blank(copier: Copier) -> None:
    headers = (
        "plan.table.1.when",  # its whole name
        "Table.1.Notes",  # its name in the handout
        "PAIN",  # the words of a blank in a text
        "what-else.answer",
        "list.a-thing",
        "plan.how-sure.answer",
    )
    assert filled(copier, *headers) == {
        "plan.table.1.when": ["plan.table.1.when"],
        "Table.1.Notes": ["plan.table.1.notes"],
        "PAIN": ["plan.diary.pain"],
        "what-else.answer": ["plan.what-else.answer"],
        "list.a-thing": ["plan.list.a-thing"],
        "plan.how-sure.answer": ["plan.how-sure.answer"],
    }


@pytest.mark.parametrize("edition", [{}, FORM], ids=["paper", "form"])
def test_words_that_merely_stand_beside_a_blank_fill_nothing(
    copier: Copier, edition: dict[str, frozenset[str]]
) -> None:
    """A column of notes must never be printed since a sheet says 'Notes' somewhere."""
    headers = ("Notes", "notes", "When", "What else?", "A thing", "How sure?", "Row 1: Notes")
    headers += ("Diary", "Table", "plan", "cover", "answer", "1", "", " ", "day pain")
    assert filled(copier, *headers, **edition) == {}
    secret = {f"={header}": "Kryptonyt" for header in headers}
    spec = copier.spec(headers=headers, **edition)
    assert copier.spliced(spec, secret) == copier.spliced(spec, {})
    assert "Kryptonyt" not in "".join(page_texts(copier.whole(spec, secret)))


@pytest.mark.parametrize("edition", [{}, FORM], ids=["paper", "form"])
def test_the_strip_is_only_filled_by_its_own_columns(
    copier: Copier, edition: dict[str, frozenset[str]]
) -> None:
    """A client's name may be in a column of another name than 'Name'."""
    headers = ("Name", "date", "Next-Session", "next session")
    assert filled(copier, *headers, **edition) == {}


def test_a_whole_name_counts_most_then_the_strip_then_the_first_column(copier: Copier) -> None:
    headers = ("day", "Day", "diary.day", "plan.date", "pain", "plan.diary.pain")
    found = filled(copier, *headers)
    assert found == {
        "day": ["plan.diary.day"],
        "plan.date": ["plan.date"],
        "plan.diary.pain": ["plan.diary.pain"],
    }
    base = copier.base(copier.spec(headers=headers))
    assert base.blanks["date"] == ["cover.date"]


def test_values_stand_where_their_blank_is(copier: Copier) -> None:
    base = copier.base(copier.spec(headers=("day", "plan.table.1.when", "Notes")))
    empty = page_texts(base.prefix + base.tail({}))

    def changed(values: dict[str, str]) -> list[str]:
        pages = page_texts(base.prefix + base.tail(values))
        found = [text for text, before in zip(pages, empty, strict=True) if text != before]
        return ["".join(text.split()) for text in found]

    (page,) = changed({"=day": "Montag"})
    assert "OnMontag" in page
    (page,) = changed({"=plan.table.1.when": "Abends"})
    assert "ABAbends" in page
    assert changed({"=Notes": "Kryptonyt"}) == []


@pytest.mark.parametrize(
    ("values", "states"),
    [
        ({}, {"/Off"}),
        ({"=plan.list.a-thing": "yes"}, {"/Off", "/on"}),
        ({"=plan.list.a-thing": "X"}, {"/Off", "/on"}),
        ({"=plan.list.a-thing": "no"}, {"/Off"}),
        ({"=plan.how-sure.answer": "2"}, {"/Off", "/2"}),
    ],
)
def test_ticks_and_choices_are_made_in_a_form(
    copier: Copier, values: dict[str, str], states: set[str]
) -> None:
    headers = ("plan.list.a-thing", "plan.how-sure.answer")
    spec = copier.spec(headers=headers, **FORM)
    for make in (copier.spliced, copier.whole):
        with pikepdf.open(BytesIO(make(spec, values))) as pdf:
            found = [each for page in pdf.pages for each in page.get("/Annots", ())]
            assert {str(each.AS) for each in found if "/AS" in each} == states
    assert annotations(copier.spliced(spec, values)) == annotations(copier.whole(spec, values))
