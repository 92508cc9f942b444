"""Widgets made into fields: what they are called, how large they are, what is refused."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.content.blanks import Blank
from handoutgen.press.finish.fields import make_fields
from support.formpage import BLANKS, LITERATA, fields, form, widgets
from support.tools import require
from support.verapdf import validate

LATIN = "Zażółć ŁÓDŹ İığşĞ Được nghỉ ƯỚT ỗẵ “so” …"


def test_a_form_passes_as_accessible(tmp_path: Path) -> None:
    require("java", "javac")
    empty, full = tmp_path / "empty.pdf", tmp_path / "full.pdf"
    empty.write_bytes(form())
    full.write_bytes(form({"plan.week.1.when": LATIN, "plan.notes": LATIN * 9, "plan.pain": "6"}))
    assert validate([empty, full]) == {empty: [], full: []}


def test_names_make_a_tree_of_fields() -> None:
    with pikepdf.open(BytesIO(form())) as pdf:
        found = fields(pdf)
        assert list(found) == [blank.name for blank in BLANKS]
        assert [str(top.T) for top in pdf.Root.AcroForm.Fields] == ["plan"]
        assert {name: str(field.TU) for name, field in found.items()} == {
            blank.name: blank.label for blank in BLANKS
        }
        assert found["plan.week.1.when"].get("/Ff", 0) == 0
        assert found["plan.notes"].Ff == 1 << 12
        assert found["plan.pain"].Ff == 1 << 15
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert not [blank for blank in BLANKS[:3] if "/V" in found[blank.name]]


def test_each_option_is_told_by_name() -> None:
    with pikepdf.open(BytesIO(form())) as pdf:
        tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        kids = fields(pdf)["plan.mood"].Kids
        told = [(str(kid.TU), str(tags[int(kid.StructParent)].Alt)) for kid in kids]
        assert told == [(f"Mood: {option}",) * 2 for option in BLANKS[-1].options]
        assert all(kid.Parent.objgen == fields(pdf)["plan.mood"].objgen for kid in kids)
        assert not [kid for kid in kids if "/T" in kid]


def test_each_program_finds_the_fonts_where_it_looks() -> None:
    """pdf.js looks above a field first, then in the appearance, and in the form last."""
    with pikepdf.open(BytesIO(form())) as pdf:
        whole = pdf.Root.AcroForm.DR.Font
        field = fields(pdf)["plan.notes"]
        assert (
            str(field.DA) == "/Webdings 12 Tf /HandoutFace 12 Tf 0 g" == str(pdf.Root.AcroForm.DA)
        )
        assert field.Parent.DR.Font["/HandoutFace"].Subtype == "/Type0"
        assert whole["/HandoutFace"].Subtype == whole["/Webdings"].Subtype == "/Type0"
        own = field.AP.N.Resources.Font
        assert own["/HandoutFace"].Subtype == "/TrueType"
        assert own["/Webdings"].Subtype == "/Type0"


def test_the_same_form_has_the_same_bytes() -> None:
    assert form({"plan.pain": "3"}) == form({"plan.pain": "3"})
    assert form() != form({"plan.pain": "3"})


def test_it_is_not_large() -> None:
    assert len(form()) - len(widgets()) < 45_000


def test_the_size_is_that_of_the_edition_and_of_the_value() -> None:
    def size(data: bytes, name: str) -> float:
        with pikepdf.open(BytesIO(data)) as pdf:
            return float(str(fields(pdf)[name].DA).split(" Tf")[0].split()[1])

    assert size(form(), "plan.notes") == 12
    assert size(form(size=18), "plan.notes") == 18
    assert size(form(size=18), "plan.week.1.when") == 15  # all that 8 mm hold
    assert size(form({"plan.notes": LATIN * 20}), "plan.notes") < 12


@pytest.mark.parametrize(
    ("blanks", "name"),
    [
        (BLANKS[1:], "plan.week.1.when"),
        ((*BLANKS, Blank("plan.more", "More", "More")), "plan.more"),
        ((replace(BLANKS[0], name="plan"), *BLANKS[1:]), "plan"),
        ((*BLANKS[:4], replace(BLANKS[4], value="11"), BLANKS[5]), "plan.pain"),
        ((replace(BLANKS[0], value=True), *BLANKS[1:]), "plan.week.1.when"),
        ((*BLANKS[:3], replace(BLANKS[3], value="yes"), *BLANKS[4:]), "plan.done"),
    ],
)
def test_what_does_not_match_is_told_by_name(blanks: tuple[Blank, ...], name: str) -> None:
    with pikepdf.open(BytesIO(widgets())) as pdf, pytest.raises(ValueError, match=name) as caught:
        make_fields(pdf, blanks, LITERATA, 12)
    assert "yes" not in str(caught.value) and "11" not in str(caught.value)


@pytest.mark.parametrize(
    "blanks",
    [
        (Blank("a", "A", "A"), Blank("a.b", "B", "B")),
        (Blank("a.b", "B", "B"), Blank("a", "A", "A")),
        (Blank("a", "A", "A"), Blank("a", "A", "A")),
        (Blank("a", "A", "A", "choice", ("On", "Off")),),
        (Blank("a.", "A", "A"),),
    ],
)
def test_fields_that_a_pdf_cannot_tell_apart_are_refused(blanks: tuple[Blank, ...]) -> None:
    page = widgets(blanks)
    with pikepdf.open(BytesIO(page)) as pdf, pytest.raises(ValueError, match="a"):
        make_fields(pdf, blanks, LITERATA, 12)


def test_a_page_without_blanks_stays_as_it_is() -> None:
    with pikepdf.new() as pdf:
        make_fields(pdf, (), LITERATA, 12)
        assert "/AcroForm" not in pdf.Root
