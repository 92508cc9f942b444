"""Every edition, as it comes off the press: large print, ink saver, fillable, and all together.

The run looks at some handouts in each edition; with `--all-editions` at all of them.
"""

from collections import Counter
from io import BytesIO

import pikepdf
import pytest

from support.press import EDITIONS, IDS, SAMPLES, Case, Press, cases_of_editions
from support.tags import tagged_text
from support.verapdf import validate
from support.words import texts_of

TOO_WIDE = ("rings-of-6", "rings-of-7", "rings-of-8")
"""Samples with a label of many W's, for which no ring in large print has room; that is told."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if {"case", "form"} & set(metafunc.fixturenames):
        name = "case" if "case" in metafunc.fixturenames else "form"
        every = metafunc.config.getoption("--all-editions")
        found = cases_of_editions(IDS, every)
        chosen = [case for case in found if name == "case" or case.fillable]
        metafunc.parametrize(name, chosen, ids=str)


def test_each_edition_is_looked_at_on_each_paper_and_in_each_brand() -> None:
    found = cases_of_editions(IDS, every=False)
    assert {(case.edition.suffixes, case.paper) for case in found} == set(EDITIONS)
    assert {case.id for case in found} == set(IDS)
    assert {(case.paper, case.brand) for case in found} == {
        (paper, brand) for paper in ("letter", "a4") for brand in ("default", "harbor")
    }


def test_every_edition_passes_pdf_ua_1(press: Press, request: pytest.FixtureRequest) -> None:
    every = request.config.getoption("--all-editions")
    samples = [name for name in SAMPLES if name not in TOO_WIDE]
    printed = [*cases_of_editions(IDS, every), *cases_of_editions(samples, every)]
    faults = validate([press.path(case) for case in printed])
    assert len(faults) == len(printed)
    assert {path.name: found for path, found in faults.items() if found} == {}


def test_no_word_is_lost(press: Press, case: Case) -> None:
    text = "".join(tagged_text(press.pdf(case)).split())
    for words in texts_of(press.handout(case)):
        assert "".join(words.split()) in text, words
    plain = "".join(tagged_text(press.pdf(case.standard)).split())
    assert Counter(plain) - Counter(text) == Counter()


def test_pages_hold_together(press: Press, case: Case) -> None:
    assert press.balance(case) == []


def test_every_blank_is_a_field(press: Press, form: Case) -> None:
    workshop = press.workshop(form)
    blanks = workshop.compose(press.folders.handout(form.id)).blanks
    with pikepdf.open(BytesIO(press.pdf(form))) as pdf:
        fields = dict(_fields(pdf.Root.AcroForm.Fields, ""))
        assert set(fields) == {blank.name for blank in blanks}
        tabs = [_name(widget) for page in pdf.pages for widget in page.get("/Annots", ())]
        assert [*dict.fromkeys(filter(None, tabs))] == [blank.name for blank in blanks]
        for blank in blanks:
            field = fields[blank.name]
            assert str(field.TU) == blank.label
            is_text = blank.kind in ("line", "lines")
            assert str(field.FT) == ("/Tx" if is_text else "/Btn")
            assert len(field.get("/Kids", [])) == len(blank.options)


def _name(widget: pikepdf.Object) -> str:
    """The whole name of a widget's field, or nothing for a link."""
    names = []
    while widget is not None and widget.get("/Subtype") != "/Link":
        names += [str(widget.T)] if "/T" in widget else []
        widget = widget.get("/Parent")
    return ".".join(reversed(names))


def _fields(fields: pikepdf.Object, above: str):  # type: ignore[no-untyped-def]
    for field in fields:
        name = f"{above}.{field.T}" if above else str(field.T)
        if "/FT" in field:
            yield name, field
        else:
            yield from _fields(field.Kids, name)
