"""Shipped forms, filled in by other programs and by us, and read back."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf.form import Form, RadioButtonGroup

from handoutgen.compose.edition import Edition
from handoutgen.content.answers import Answers
from handoutgen.content.blanks import Blank
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop, fill_in
from handoutgen.press.answers import read_form
from handoutgen.press.finish.face import read_face
from support.press import Case, Press

FORMS = ("action-plan", "intimacy-menu", "pain-stress-intimacy-cycle", "weekly-check-in")
LITERATA = Folders().shipped / "templates/fonts/Literata-Regular.ttf"
LETTERS = "".join(map(chr, sorted(code for code in read_face(LITERATA).glyphs if code > 32)))
LINE = st.text(st.sampled_from(LETTERS + " "), max_size=12).map(str.strip)


def case(name: str) -> Case:
    return Case(name, "letter", "default", fillable=True)


def blanks(press: Press, name: str) -> tuple[Blank, ...]:
    return press.workshop(case(name)).compose(press.folders.handout(name)).blanks


def answer(blank: Blank, number: int) -> str | bool:
    """Something that fits into the blank."""
    if blank.kind == "tick":
        return True
    if blank.kind == "choice":
        return blank.options[number % len(blank.options)]
    return f"Zażółć {number}" + ("\n“Được”…" if blank.kind == "lines" else "")


def read(data: bytes, folder: Path) -> dict[str, str | bool | None]:
    """What is in the form, by the blanks' whole names."""
    path = folder / "returned.pdf"
    path.write_bytes(data)
    return {
        f"{name}.{blank}": v for name, each in read_form(path).items() for blank, v in each.items()
    }


def through_pypdf(data: bytes, values: dict[str, str | bool]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    fields = writer.get_fields() or {}
    buttons = {name for name, field in fields.items() if field.field_type == "/Btn"}
    states = {name: "/on" if value is True else f"/{value}" for name, value in values.items()}
    wanted = {name: states[name] if name in buttons else str(v) for name, v in values.items()}
    writer.update_page_form_field_values(None, wanted, auto_regenerate=False)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def through_pikepdf(data: bytes, values: dict[str, str | bool]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        form = Form(pdf, None)
        for name, value in values.items():
            field = form[name]
            if value is True:
                field.checked = True
            elif isinstance(field, RadioButtonGroup):
                field.value = pikepdf.Name(f"/{value}")
            else:
                field.value = value
        pdf.save(out)
    return out.getvalue()


def test_an_empty_form_has_every_blank_and_nothing_in_it(press: Press, tmp_path: Path) -> None:
    for name in FORMS:
        found = read(press.pdf(case(name)), tmp_path)
        assert found == dict.fromkeys([blank.name for blank in blanks(press, name)])


@pytest.mark.parametrize("fill", [through_pypdf, through_pikepdf])
@pytest.mark.parametrize("name", FORMS)
def test_what_other_programs_fill_in_is_read_back(press, tmp_path, name, fill):
    values = {blank.name: answer(blank, n) for n, blank in enumerate(blanks(press, name))}
    assert read(fill(press.pdf(case(name)), values), tmp_path) == values


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, Path, list[str]]:
    folder = tmp_path_factory.mktemp("practice")
    sheet = """\
title: A test sheet
summary: What it is for.
topics: [testing]
audience: client
minutes: 5
version: "1.0"
blocks:
  - {block: text, text: "[[one]] and [[two]]"}
  - {block: checklist, title: Ticks, items: [Rest, Eat]}
  - {block: scale, prompt: Pain, low: none, high: much}
  - {block: lines, prompt: More, count: 4}
"""
    (folder / "handouts").mkdir()
    (folder / "handouts/sheet.yaml").write_text(sheet)
    workshop = Workshop(Folders(folder), None, Edition("letter", fillable=True))
    every = [blank.name for blank in workshop.compose(workshop.folders.handout("sheet")).blanks]
    return workshop, folder, every


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    one=LINE,
    two=LINE,
    more=st.lists(LINE, max_size=4).map(lambda lines: "\n".join(lines).strip("\n")),
    ticks=st.tuples(st.booleans(), st.booleans()),
    pain=st.integers(0, 10),
)
def test_what_is_filled_in_ahead_is_read_back(place, one, two, more, ticks, pain):
    workshop, folder, every = place
    path = workshop.folders.handout("sheet")
    given_ = {
        "sheet.text.one": one,
        "sheet.text.two": two,
        "sheet.ticks.rest": ticks[0],
        "sheet.ticks.eat": ticks[1],
        "sheet.pain.answer": str(pain),
        "sheet.more.answer": more,
    }
    values = fill_in(workshop, [path], Answers.of(given_))[path]
    built = workshop.build(path, folder, values)
    found = read(built.path.read_bytes(), folder)
    assert found == {name: given_.get(name) or None for name in every}
