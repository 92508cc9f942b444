"""How large words are spliced in: as large as they are laid out in full, or not at all."""

from collections.abc import Mapping

import pytest

from handoutgen.press.splice.base import Base
from handoutgen.press.splice.letters import Unfit
from support.pdf import page_texts
from support.spliced import Copier, letters

COLUMNS = ("day", "plan.what-else.answer")
WHO = "Ana Kovačević"
LONG = "Maria-Theresia Wilhelmina Anastasia von und zu Habsburg-Lothringen " * 2
LARGE = {"looks": frozenset({"large-print"})}
FORM = {"looks": frozenset({"fillable"})}


def kinds(copier: Copier, values: Mapping[str, str], **edition: object) -> tuple[str, ...]:
    """Why the values don't fit; nothing where they do."""
    try:
        copier.base(copier.spec(headers=COLUMNS, **edition)).tail(values)
    except Unfit as error:
        return error.kinds
    return ()


def first_unfit(copier: Copier, key: str, word: str, **edition: object) -> str:
    """The shortest text of that word alone that is too long for its place; whatever is shorter is
    drawn in its usual size."""
    texts = (word * count for count in range(1, 99))
    found = next(text for text in texts if kinds(copier, {key: text}, **edition))
    spec = copier.spec(headers=COLUMNS, **edition)
    one, longest = (copier.spliced(spec, {key: text}) for text in (word, found.removesuffix(word)))
    sizes = [{each.size for each in letters(data)[3]} for data in (one, longest)]
    assert sizes[0] == sizes[1]
    return found


def test_a_text_that_takes_two_lines_is_laid_out_in_full(copier: Copier) -> None:
    values = {"=plan.what-else.answer": first_unfit(copier, "=plan.what-else.answer", "word ")}
    assert kinds(copier, values) == ("room",)
    assert kinds(copier, values, **FORM) == ()
    base = copier.base(copier.spec(headers=COLUMNS))
    assert base.sizes(values) == {}  # in its usual size, on as many lines as it takes
    sizes = {
        each.size
        for page in letters(copier.whole(copier.spec(headers=COLUMNS), values))
        for each in page
        if each.letter == "w"
    }
    assert 12 in sizes


@pytest.mark.parametrize("edition", [{}, LARGE], ids=["usual", "large"])
def test_a_header_is_never_made_smaller(copier: Copier, edition: dict[str, frozenset[str]]) -> None:
    """It goes on in a second line instead."""
    spec = copier.spec(headers=COLUMNS, **edition)
    size = 14 if edition else 8.5
    fits = {"header": f"{WHO} · Dr. Novak · 2026-11-22"}
    whole = copier.whole(spec, fits)
    assert kinds(copier, fits, **edition) == ()
    for data in (copier.spliced(spec, fits), whole):
        assert {each.size for each in letters(data)[4] if each.y > 750} == {size}
    longer = {"header": first_unfit(copier, "header", "Habsburg ", **edition)}
    assert kinds(copier, longer, **edition) == ("room",)
    assert {each.size for each in letters(copier.whole(spec, longer))[4] if each.y > 750} == {size}


def test_a_name_of_120_letters_is_laid_out_in_full(copier: Copier) -> None:
    spec = copier.spec(headers=COLUMNS)
    values = {"name": LONG[:119] + "z"}
    assert kinds(copier, values) == ("room",)
    assert copier.base(spec).sizes(values) == {"cover.name": 0.0, "plan.name": 0.0}
    pages = [" ".join(text.split()) for text in page_texts(copier.whole(spec, values))]
    assert [values["name"] in page for page in pages] == [True, False, True, False, False]
    sizes = {each.size for each in letters(copier.whole(spec, values))[0] if each.letter == "z"}
    assert min(sizes) >= 9


@pytest.mark.parametrize("edition", [{}, LARGE], ids=["usual", "large"])
def test_sizes_are_those_that_are_drawn(copier: Copier, edition: dict[str, frozenset[str]]) -> None:
    """Each in the size that it is laid out in, when laid out in full."""
    spec = copier.spec(headers=COLUMNS, **edition)
    base = copier.base(spec)
    places = {
        "name": ("Q", "plan.name"),
        "date": ("J", "plan.date"),
        "=day": ("K", "plan.diary.day"),
    }
    values = {key: shrunk(base, key, *place) for key, place in places.items()}
    sizes = base.sizes(values)
    assert kinds(copier, values, **edition) == ()
    least, usual = (14, 18) if edition else (9, 12)
    assert all(least <= size < usual and size % 0.5 == 0 for size in sizes.values())
    for data in (copier.spliced(spec, values), copier.whole(spec, values)):
        drawn = {each.letter: each.size for each in letters(data)[2]}
        for letter, blank in places.values():
            assert drawn[letter] == pytest.approx(sizes[blank], abs=0.02)


def shrunk(base: Base, key: str, letter: str, blank: str) -> str:
    """As many of a letter as the blank doesn't take in the usual size."""
    return next(letter * n for n in range(1, 200) if blank in base.sizes({key: letter * n}))
