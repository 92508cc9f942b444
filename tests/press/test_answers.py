"""Answers read back from a returned PDF, whatever filled it in, and files that are none of ours."""

import os
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.form import Form
from pikepdf.settings import get_qpdf_limits

from handoutgen.content.blanks import Value
from handoutgen.content.typed import clean
from handoutgen.errors import ContentError
from handoutgen.press import answers
from handoutgen.press.answers import read_form
from support.forms import PLACES, Places, form, hang, saved, tree

SECRET = "Marigold"
TYPED = "Żółć, “6” – ½ … Tiếng Việt: ệ"
ONE: Places = {"sheet.said": "line"}

Answers = dict[str, dict[str, Value]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Answers]:
    """Puts bytes into a file and reads the answers out of it."""

    def read(data: bytes) -> Answers:
        path = tmp_path / "back.pdf"
        path.write_bytes(data)
        return read_form(path)

    return read


@pytest.fixture
def fault(read: Callable[[bytes], Answers]) -> Callable[[bytes], str]:
    """Does the same with a file that can't be read, and returns what is told."""

    def fault(data: bytes) -> str:
        with pytest.raises(ContentError) as caught:
            read(data)
        (problem,) = caught.value.problems
        assert problem.file.endswith("back.pdf")
        assert problem.hint
        assert SECRET not in str(problem)
        assert caught.value.exit_code == 1
        return problem.message

    return fault


def said(value: Any, **more: Any) -> bytes:
    """A form of one field that has that value."""
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    field = pdf.Root.AcroForm.Fields[0].Kids[0]
    if value is not None:
        field.V = value
    for key, what in more.items():
        field["/" + key] = what
    return saved(pdf)


def test_an_untouched_form_is_null_throughout(read):
    found = read(form())
    assert found == {
        "action-plan": {
            "this-week.1.when": None,
            "this-week.1.how": None,
            "this-week.ready": None,
            "sure": None,
        },
        "weekly-check-in": {"mood": None, "notes": None},
    }
    assert [f"{handout}.{blank}" for handout in found for blank in found[handout]] == [*PLACES]


FILLED = {
    "action-plan": {
        "this-week.1.when": TYPED,
        "this-week.1.how": "Slowly.\nWith a chair.",
        "this-week.ready": True,
        "sure": "10",
    },
    "weekly-check-in": {"mood": "not so good", "notes": None},
}


def test_what_pikepdf_fills_in(read):
    with pikepdf.open(BytesIO(form())) as pdf:
        fields = Form(pdf)
        fields["action-plan.this-week.1.when"].value = TYPED
        fields["action-plan.this-week.1.how"].value = "Slowly.\nWith a chair."
        fields["action-plan.this-week.ready"].checked = True
        fields["action-plan.sure"].options[2].select()
        fields["weekly-check-in.mood"].options[0].select()
        assert read(saved(pdf)) == FILLED


@pytest.mark.parametrize("auto", [True, False])
@pytest.mark.parametrize("way", ["clone", "append"])
def test_what_pypdf_fills_in(read, auto, way):
    if way == "clone":
        writer = pypdf.PdfWriter(clone_from=BytesIO(form()))
    else:
        writer = pypdf.PdfWriter()
        writer.append(BytesIO(form()))
        assert "/Creator" not in (writer.metadata or {})
    values = {
        "action-plan.this-week.1.when": TYPED,
        "action-plan.this-week.1.how": "Slowly.\r\nWith a chair.",
        "action-plan.this-week.ready": "/on",
        "action-plan.sure": "/10",
        "weekly-check-in.mood": "/not so good",
    }
    writer.update_page_form_field_values(writer.pages[0], values, auto_regenerate=auto)
    out = BytesIO()
    writer.write(out)
    assert read(out.getvalue()) == FILLED


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"caf\xe9 \x8d6\x8e \x85 \xbd", "café “6” – ½"),  # the PDF's own encoding
        (b"\xfe\xff\x01\x41\x1e\xc7", "Łệ"),
        (b"\xff\xfe\x41\x01\xc7\x1e", "Łệ"),
        (b"\xef\xbb\xbf\xc5\x81\xe1\xbb\x87", "Łệ"),
        (b"\xfe\xff" + "\x1ben\x1bA\x1benUS\x1bB".encode("utf-16-be"), "AB"),
        (b"\xfe\xff\xd8\x3d\xde\x00", "\U0001f600"),
        (b"\xfe\xff\xd8\x00\x00A", "\ufffdA"),  # half a pair
        (b"\xef\xbb\xbf\xff", "\ufffd"),
        (b"one\r\ntwo\rthree\nfour\n\n", "one\ntwo\nthree\nfour"),
        (b"\xfe\xff" + "one\u2028two".encode("utf-16-be"), "one\ntwo"),
        (b"\xfe\xff" + "a\x1b[31m\x07b\x00".encode("utf-16-be"), "a[31mb"),
        (b" \t\r\n", None),
        (b"", None),
        (b"\xfe\xff", None),
    ],
)
def test_texts_are_decoded(read, value, text):
    assert read(said(String(value))) == {"sheet": {"said": text}}


def test_a_long_text_may_be_a_stream(read):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    pdf.Root.AcroForm.Fields[0].Kids[0].V = pdf.make_stream(
        b"\xfe\xff" + "Łódź".encode("utf-16-be")
    )
    assert read(saved(pdf)) == {"sheet": {"said": "Łódź"}}


@pytest.mark.parametrize(
    ("value", "more", "found"),
    [
        (Name.Yes, {}, True),
        (Name.Off, {}, None),
        (Name.Off, {"AS": Name.Yes}, None),
        (String("Yes"), {}, True),
        (String("/Off"), {}, None),
        (None, {"AS": Name.Yes}, True),
        (None, {"AS": Name.Off}, None),
        (7, {}, None),
    ],
)
def test_ticks(read, value, more, found):
    assert read(said(value, FT=Name.Btn, **more)) == {"sheet": {"said": found}}


def choice(value: Any, *states: str, options: list[str] | None = None) -> bytes:
    """A choice of which that value is chosen; `options` are texts behind the states."""
    pdf = tree({"sheet.said": states})
    pdf.docinfo["/Creator"] = "handoutgen"
    field = pdf.Root.AcroForm.Fields[0].Kids[0]
    if isinstance(value, int):
        field.Kids[value].AS = Name("/" + states[value])
    else:
        field.V = value
    if options:
        field.Opt = Array([String(option) for option in options])
    return saved(pdf)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (choice(Name("/10"), "0", "10"), "10"),
        (choice(Name("/Über Nacht #1"), "Über Nacht #1", "b"), "Über Nacht #1"),
        (choice(Name.Off, "0", "10"), None),
        (choice(1, "0", "10"), "10"),
        (choice(Name("/1"), "0", "1", options=["łatwo", "trudno"]), "trudno"),
        (choice(Name("/0"), "0", "0", options=["same", "other"]), "same"),
        (choice(Name("/8"), "0", "1", options=["a", "b"]), "8"),
    ],
)
def test_choices(read, data, found):
    assert read(data) == {"sheet": {"said": found}}


def test_a_name_that_is_not_utf_8_is_read(read):
    data = choice(Name("/Neeen"), "Neeen", "b").replace(b"/V /Neeen", b"/V /N#e9n")
    assert b"#e9" in data
    assert read(data) == {"sheet": {"said": "Nén"}}


def test_a_list_field_is_read(read):
    assert read(said(String("b"), FT=Name.Ch)) == {"sheet": {"said": "b"}}
    both = Array([String("a"), String("b")])
    assert read(said(both, FT=Name.Ch)) == {"sheet": {"said": "a\nb"}}


def test_buttons_signatures_and_fields_of_others_are_passed_over(read):
    pdf = tree({"sheet.said": "line", "sheet.push": "tick", "sheet.sign": "line", "added": "line"})
    pdf.docinfo["/Creator"] = "handoutgen"
    _, push, sign = pdf.Root.AcroForm.Fields[0].Kids
    push.Ff, sign.FT = 1 << 16, Name.Sig
    assert read(saved(pdf)) == {"sheet": {"said": None}}


def test_what_is_inherited_counts(read):
    pdf = tree({"sheet.block.ready": "tick", "sheet.block.sure": "tick"})
    pdf.docinfo["/Creator"] = "handoutgen"
    block = pdf.Root.AcroForm.Fields[0].Kids[0]
    block.FT, block.V = Name.Btn, Name.on
    for kid in block.Kids:
        del kid.FT
    assert read(saved(pdf)) == {"sheet": {"block.ready": True, "block.sure": True}}


def test_of_two_fields_of_one_name_the_filled_in_one_counts(read):
    pdf = tree({"sheet.said": "line", "sheet.more": "line"})
    pdf.docinfo["/Creator"] = "handoutgen"
    one, other = pdf.Root.AcroForm.Fields[0].Kids
    one.V = String("a")
    other.T = one.T
    assert read(saved(pdf)) == {"sheet": {"said": "a"}}
    del one.V
    other.V = String("b")
    assert read(saved(pdf)) == {"sheet": {"said": "b"}}


def test_scripts_and_xfa_are_not_looked_at(read):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    pdf.Root.AcroForm.Fields[0].Kids[0].V = String("a")
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp>" + SECRET.encode())
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    assert read(saved(pdf)) == {"sheet": {"said": "a"}}


def test_a_form_that_any_viewer_may_open_is_read_though_encrypted(read):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    lock = pikepdf.Encryption(owner="o", user="")
    assert read(saved(pdf, encryption=lock)) == {"sheet": {"said": None}}


# What can't be read


def test_a_locked_form_is_told(fault):
    pdf = pikepdf.open(BytesIO(form()))
    lock = pikepdf.Encryption(owner="o", user="u")
    assert fault(saved(pdf, encryption=lock)) == "this PDF is locked with a password"


NOT_OURS = "this PDF isn't a form made by handoutgen"
NO_FIELDS = "this PDF has no fields to read answers from"
DAMAGED = "this PDF is damaged, so answers may be missing from it"


@pytest.mark.parametrize("creator", ["Writer", "Microsoft® Word", "not handoutgen"])
def test_a_form_of_another_program_is_told(fault, creator):
    assert fault(form(creator=creator)) == NOT_OURS


@pytest.mark.parametrize("name", ["name", "topmostSubform[0].Page1[0].f1[0]", "a.B", "a b.c"])
def test_a_form_of_nobody_knows_whom_is_told_by_its_names(fault, name):
    assert fault(form({"sheet.said": "line", name: "line"}, creator="")) == NOT_OURS


@pytest.mark.parametrize("creator", ["", "handoutgen", "Chromium"])
def test_a_form_printed_flat_is_told(fault, creator):
    assert fault(form({}, creator)) == NO_FIELDS
    pdf = pikepdf.open(BytesIO(form({}, creator)))
    del pdf.Root.AcroForm
    assert fault(saved(pdf)) == NO_FIELDS


def test_a_form_without_names_of_ours_is_told(fault):
    assert fault(form({"name": "line"})) == NO_FIELDS


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "this is not a PDF"),
        (b"PK\3\4" + bytes(5000), "this is not a PDF"),
        (b"%PDF-1.7\n", DAMAGED),
        (b"%PDF-1.7\n%%EOF", DAMAGED),
        (form()[:-40], DAMAGED),
        (form()[: len(form()) // 2], DAMAGED),
        (form().replace(b"startxref\n", b"startxref\n9"), DAMAGED),
        (form().replace(b"/T (when)", b"/T  when)"), DAMAGED),
        (form().replace(b"/AcroForm <<", b"/AcroForm [["), DAMAGED),
    ],
)
def test_what_is_no_pdf_or_a_damaged_one_is_told(fault, data, told):
    assert fault(data) == told


def test_mail_around_a_pdf_does_no_harm(read):
    assert read(b"X-Mail: 1\r\n" + form() + b"\n\n<html>sent from my phone")["action-plan"]


def test_paths_that_lead_to_no_file_are_told(tmp_path, monkeypatch):
    def told(path: Path) -> str:
        with pytest.raises(ContentError) as caught:
            read_form(path)
        (problem,) = caught.value.problems
        assert problem.hint and problem.file == str(path)
        return problem.message

    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "large.pdf").touch()
    os.truncate(tmp_path / "large.pdf", answers.SIZE_LIMIT + 1)
    assert told(tmp_path / "none.pdf") == "there is no such file"
    assert told(tmp_path / "none/none.pdf") == "there is no such file"
    assert told(tmp_path) == "this is not a file"
    assert told(tmp_path / "pipe.pdf") == "this is not a file"
    assert told(tmp_path / "large.pdf") == "this file is larger than 20 MB, as no form is"
    assert told(tmp_path / ("x" * 300)) == "this file can't be read"
    assert told(tmp_path / "a\0b") == "this file can't be read"


def ring(pdf: Pdf) -> None:
    """Fields that are each other's kids."""
    one = pdf.make_indirect(Dictionary(T=String("a")))
    other = pdf.make_indirect(Dictionary(T=String("b")))
    hang(one, other)
    hang(other, one)
    pdf.Root.AcroForm.Fields.append(one)


def own_kid(pdf: Pdf) -> None:
    """A field that is its own kid, several times."""
    one = pdf.make_indirect(Dictionary(T=String("a")))
    for _ in range(50):
        hang(one, one)
    pdf.Root.AcroForm.Fields.append(one)


@pytest.mark.parametrize("make", [ring, own_kid])
def test_fields_that_go_round_are_read_once(read, make):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    make(pdf)
    assert read(saved(pdf)) == {"sheet": {"said": None}}


def deep(pdf: Pdf) -> None:
    """A field under very many others."""
    top = pdf.Root.AcroForm.Fields[0]
    for _ in range(400):
        kid = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
        hang(top, kid)
        top = kid


def many(pdf: Pdf) -> None:
    """One field listed very often, and each as a dictionary of its own."""
    kids = [Dictionary(T=String("a"), FT=Name.Tx)] * 30_000
    pdf.Root.AcroForm.Fields.append(Dictionary(T=String("x"), Kids=Array(kids)))


def shared(pdf: Pdf) -> None:
    """Each level lists the one below often: there are 50 to the power of 20 ways down."""
    below: Any = Dictionary(T=String("a"), FT=Name.Tx)
    for _ in range(20):
        below = pdf.make_indirect(Dictionary(T=String("a"), Kids=Array([below] * 50)))
    pdf.Root.AcroForm.Fields.append(below)


@pytest.mark.parametrize(("make", "told"), [(deep, NOT_OURS), (many, NOT_OURS), (shared, None)])
def test_deep_and_many_fields_come_to_an_end(read, fault, make, told):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    make(pdf)
    data = saved(pdf)
    start = time.process_time()
    if told:
        assert fault(data) == told
    else:
        assert read(data)
    assert time.process_time() - start < 3


def test_a_small_file_cannot_unpack_into_a_large_one(fault):
    fill = zlib.compressobj(9)
    packed = fill.compress(b"1 0 << /Type /Catalog /Pages 2 0 R >>")
    packed += b"".join(fill.compress(b" " * 1_000_000) for _ in range(60)) + fill.flush()
    data = b"%PDF-1.5\n"
    starts = [len(data)]
    data += b"2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\n"
    starts.append(len(data))
    data += b"3 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n"
    data = data.replace(b"%d", b"%d" % len(packed)) + packed + b"\nendstream endobj\n"
    starts.append(len(data))
    rows = [(0, 0, 0), (2, 3, 0), *((1, start, 0) for start in starts)]
    table = b"".join(bytes([a]) + b.to_bytes(4, "big") + bytes([c]) for a, b, c in rows)
    data += b"4 0 obj << /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >> stream\n" % len(
        table
    )
    data += table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % starts[-1]
    start = time.process_time()
    assert fault(data) == DAMAGED
    assert time.process_time() - start < 0.3
    assert get_qpdf_limits()["flate_max_memory"] == 0


def test_a_text_in_a_stream_cannot_unpack_without_end(fault):
    pdf = tree(ONE)
    pdf.docinfo["/Creator"] = "handoutgen"
    pdf.Root.AcroForm.Fields[0].Kids[0].V = pdf.make_stream(b"a" * 60_000_000)
    assert fault(saved(pdf, compress_streams=True)) == DAMAGED


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_file_with_any_bytes_changed_is_read_or_told(tmp_path, data):
    pdf = pikepdf.open(BytesIO(form()))
    pdf.Root.AcroForm.Fields[0].Kids[1].V = String(SECRET)
    whole = bytearray(saved(pdf))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "changed.pdf"
    path.write_bytes(whole)
    try:
        read_form(path)
    except ContentError as error:
        assert SECRET not in str(error)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_comes_back(tmp_path, text):
    path = tmp_path / "any.pdf"
    path.write_bytes(said(String(text)))
    assert read_form(path) == {"sheet": {"said": clean(text) or None}}
