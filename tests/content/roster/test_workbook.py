"""Excel workbooks: cells as text, sheets, and archives that are something else."""

import io
import random
import struct
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from handoutgen.content.roster import read_roster, table, workbook
from handoutgen.errors import HandoutgenError, UsageError

SECRET = "Marigold"
DAMAGED = "this workbook can't be read to its end"
SHEET = "xl/worksheets/sheet1.xml"
SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def with_part(data: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with another content of that part, or without it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return out.getvalue()


WHOLE = book_of(["name", "date"], ["Ana", date(2026, 11, 22)])


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def sheet_of(data: bytes) -> bytes:
    return part_of(data, SHEET)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 14, 30), "2026-11-22 14:30"),
        (datetime(2026, 11, 22, 14, 30, 5), "2026-11-22 14:30:05"),
        (time(14, 30), "14:30"),
        (time(0, 0), "00:00"),
        (timedelta(hours=30, minutes=5), "30:05"),
        (7, "7"),
        (7.0, "7"),
        (0, "0"),
        (-2.5, "-2.5"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (Decimal("12.50"), "12.5"),
        (True, "true"),
        (False, "false"),
        ("007", "007"),
        ("Zoë\r\nŁ ", "Zoë\nŁ"),
        ("one_x000D_\ntwo_x0009_x", "one\ntwo x"),
        ("=cmd|' /C calc'!A0", None),
    ],
)
def test_cells_as_text(read, value: object, text: str | None) -> None:
    book = Workbook()
    book.active.append(["name", "x"])
    book.active.append(["Ana", value])
    if text is None:  # the same letters as a text, not as a formula
        book.active["B2"].data_type = "s"
        text = str(value)
    assert read(saved(book)).clients[0].answers == {"x": text}


def test_leading_zeros_of_a_format_are_kept(read) -> None:
    book = Workbook()
    for row in (["name", "code", "x"], ["Ana", 42, 0.5]):
        book.active.append(row)
    book.active["B2"].number_format = "00000"
    book.active["C2"].number_format = "0.00%"
    (client,) = read(saved(book)).clients
    assert (client.file, client.answers) == ("00042", {"x": "0.5"})


def test_a_long_number_keeps_all_its_digits(read) -> None:
    data = book_of(["name", "code"], ["Ana", 7])
    sheet = sheet_of(data).replace(b"<v>7</v>", b"<v>12345678901234567</v>")
    assert read(with_part(data, SHEET, sheet)).clients[0].file == "12345678901234567"


def test_rows_and_columns_as_in_the_sheet(read) -> None:
    book = Workbook()
    sheet = book.active
    sheet["B3"], sheet["C3"], sheet["E3"] = "Name", "Code", "My goal"
    sheet["B4"], sheet["C4"], sheet["E4"], sheet["H4"] = "Ana", "k1", "Rest", "a note beside"
    sheet["B9"], sheet["C9"], sheet["D9"] = "Bo", 17, "no header"
    sheet["B10"] = "  "
    found = read(saved(book))
    assert [(each.row, each.file) for each in found.clients] == [(4, "k1"), (9, "17")]
    assert found.clients[0].answers == {"My goal": "Rest"} and found.clients[1].answers == {}
    assert found.others == ("My goal",) and not found.problems


def test_the_first_sheet_that_can_be_seen_is_read(read) -> None:
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["Hidden"])
    book.active.sheet_state = "hidden"
    for name in ("Ana", "Bo"):
        sheet = book.create_sheet()
        sheet.append(["name"])
        sheet.append([name])
    book.active = 1
    assert [each.said["name"] for each in read(saved(book)).clients] == ["Ana"]


def test_a_formula_gives_its_last_result(read) -> None:
    data = book_of(["name", "x"], ["=A1", "=1/0"])
    sheet = sheet_of(data)
    sheet = sheet.replace(
        b'<c r="A2"><f>A1</f><v></v></c>', b'<c r="A2" t="str"><f>A1</f><v>Ana</v></c>'
    )
    sheet = sheet.replace(
        b'<c r="B2"><f>1/0</f><v></v></c>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    found = read(with_part(data, SHEET, sheet))
    assert found.clients[0].said == {"name": "Ana"}
    assert found.clients[0].answers == {}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2"><f>B2</f><v></v></c>',
        '<c s="1" r="A2"><f>B2</f><v/></c>',
        '<c r="A2" s="1"> <f t="shared" si="0"/> </c>',
        '<c r="A2"><f>IF(B2&gt;1,"a","b")</f></c>',
    ],
)
def test_a_formula_that_was_never_worked_out_is_told(read, cell: str) -> None:
    data = book_of(["name", "x"], ["=B2", "=1+1"], ["Bo", "=1+1"])
    sheet = sheet_of(data).replace(b'<c r="A2"><f>B2</f><v></v></c>', cell.encode())
    assert cell.encode() in sheet
    found = read(with_part(data, SHEET, sheet))
    assert [problem.message for problem in found.problems] == [
        "row 2: 'name' is a formula without a result; there is no name and no code"
    ]
    assert "save the file" in found.problems[0].hint
    assert [dict(each.answers) for each in found.clients] == [{}]


def test_a_formula_may_give_an_empty_text(read) -> None:
    data = book_of(["name", "date"], ["Ana", "=C1"])
    empty = b'<c r="B2" t="str"><f>C1</f><v></v></c>'
    sheet = sheet_of(data).replace(b'<c r="B2"><f>C1</f><v></v></c>', empty)
    assert empty in sheet
    found = read(with_part(data, SHEET, sheet))
    assert found.clients[0].said == {"name": "Ana"} and not found.problems


def test_texts_that_cells_share(read) -> None:
    data = book_of(["name", "x"], ["=A1", "=A1"])
    sheet = sheet_of(data).replace(
        b'<c r="A2"><f>A1</f><v></v></c><c r="B2"><f>A1</f><v></v></c>',
        b'<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c>',
    )
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>Zoë </t></r><r><rPr><b/></rPr><t>Łoś</t></r></si>"
        "<si><t>a_x000D_\nb</t></si></sst>"
    )
    types = part_of(data, "[Content_Types].xml").replace(b"</Types>", SHARED + b"</Types>")
    for name, part in (
        (SHEET, sheet),
        ("xl/sharedStrings.xml", shared.encode()),
        ("[Content_Types].xml", types),
    ):
        data = with_part(data, name, part)
    (client,) = read(data).clients
    assert (client.said["name"], client.answers) == ("Zoë Łoś", {"x": "a\nb"})


def test_a_date_that_can_not_be_is_told(read) -> None:
    book = Workbook()
    book.active.append(["name", "date"])
    book.active.append(["Ana", 99999999999])
    book.active["B2"].number_format = "yyyy-mm-dd"
    (problem,) = read(saved(book)).problems
    assert problem.message == "row 2: 'date' is a formula without a result"


def test_a_sheet_that_tells_its_size_wrong_is_read_whole(read) -> None:
    data = book_of(["name", "code"], ["Ana", "k1"], ["Bo", "k2"])
    sheet = sheet_of(data).replace(b'ref="A1:B3"', b'ref="A1"')
    assert [each.file for each in read(with_part(data, SHEET, sheet)).clients] == ["k1", "k2"]


def test_far_away_cells_cost_nothing(read, fault, monkeypatch) -> None:
    data = book_of(["name"], ["Ana"])
    row = b'<row r="%d"><c r="XFD%d" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    far = sheet_of(data).replace(b"</sheetData>", row % (7, 7))
    assert len(read(with_part(data, SHEET, far)).clients) == 1
    monkeypatch.setattr(workbook, "_LAST_ROW", 1000)
    far = sheet_of(data).replace(b"</sheetData>", row % (999_999_999, 999_999_999))
    assert len(read(with_part(data, SHEET, far)).clients) == 1


def test_limits_hold_for_workbooks_too(read, fault, monkeypatch) -> None:
    assert read(book_of(["name", *(f"a{n}" for n in range(499))], ["Ana"])).clients
    wide = book_of(["name", *(f"a{n}" for n in range(500))], ["Ana"])
    assert fault(wide).message == "this table has more than 500 columns"
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    assert fault(book_of(["name"], *[["Ana"]] * 3)).message == "this table has more than 2 rows"
    assert fault(book_of(["name"])).message == "this table has only one row"
    assert fault(saved(Workbook())).message == "this file is empty"


def test_a_cell_that_is_too_long(fault) -> None:
    data = book_of(["name"], ["Ana"])
    long = b'<row r="3"><c r="A3" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
    sheet = sheet_of(data).replace(b"</sheetData>", long % (b"x" * 131_073))
    assert fault(with_part(data, SHEET, sheet)).message == DAMAGED


def test_without_openpyxl_the_way_to_it_is_told(read, fault, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UsageError) as caught:
        read(book_of(["name"], ["Ana"]))
    (problem,) = caught.value.problems
    assert problem.message == "to read Excel files, handoutgen needs openpyxl"
    assert 'pip install "handoutgen[xlsx]"' in problem.hint
    assert fault(zipped({"word/document.xml": b""})).message.startswith("this is a Word document")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"word/document.xml": b""}, "a Word document"),
        ({"content.xml": b"", "mimetype": b""}, "an OpenDocument file"),
        ({"xl/workbook.bin": b""}, "a binary workbook (.xlsb)"),
        ({SECRET: b""}, "an archive of another kind"),
    ],
)
def test_archives_of_other_kinds(fault, parts: dict[str, bytes], kind: str) -> None:
    problem = fault(zipped(parts))
    assert problem.message == f"this is {kind}, not a table"
    assert SECRET not in str(problem)


# Bombs and damage


@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/x.xml", "xl/media/image1.png"])
def test_what_unpacks_too_large_is_not_opened(fault, monkeypatch, part: str) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # it isn't even asked
    bomb = with_part(book_of(["name"], ["Ana"]), part, b"\0" * 25_000_000)
    assert len(bomb) < 50_000
    assert fault(bomb).message == "this workbook unpacks too large"


def test_only_sheets_and_their_texts_may_be_large(read, fault, monkeypatch) -> None:
    data = book_of(["name"], ["Ana"])
    padded = sheet_of(data) + random.Random(0).randbytes(30_000).hex(" ").encode().join(
        (b"<!--", b"-->")
    )
    monkeypatch.setattr(workbook, "MOST_OF_A_PART", 50_000)
    assert read(with_part(data, SHEET, padded)).clients
    large = with_part(data, "xl/x.xml", random.Random(0).randbytes(50_001))
    assert fault(large).message == "this workbook unpacks too large"


def test_half_a_workbook_is_told(fault) -> None:
    assert fault(WHOLE[: len(WHOLE) // 2]).message == "this workbook is damaged"


def test_many_parts_are_not_opened_either(read, fault, monkeypatch) -> None:
    data = book_of(["name"], ["Ana"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    monkeypatch.setattr(workbook, "MOST_UNPACKED", size)
    assert read(data).clients
    monkeypatch.setattr(workbook, "MOST_UNPACKED", size - 1)
    assert fault(data).message == "this workbook unpacks too large"


def test_a_part_that_tells_its_size_wrong_is_read_no_further(fault) -> None:
    data = book_of(["name"], ["Ana"])
    sheet = sheet_of(data).replace(b"</sheetData>", b" " * 25_000_000 + b"</sheetData>")
    bomb = bytearray(with_part(data, SHEET, sheet))
    entry = bomb.rindex(b"PK\x01\x02", 0, bomb.rindex(SHEET.encode()))
    bomb[entry + 24 : entry + 28] = struct.pack("<L", 300)
    assert fault(bytes(bomb)).message == DAMAGED


def test_entities_do_not_grow(fault) -> None:
    data = book_of(["name"], ["Ana"])
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))
    sheet = sheet_of(data).decode().replace("Ana", "&a11;")
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "x">{entities}]>' + sheet.replace(
        "</sheetData>",
        ('<row r="3"><c r="A3" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData>'),
    )
    assert fault(with_part(data, SHEET, sheet.encode())).message == DAMAGED


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_part_is_told(fault, part: str) -> None:
    data = book_of(["name"], [SECRET])
    assert fault(with_part(data, part, f"<x>{SECRET}".encode())).message == DAMAGED
    if part in ("xl/workbook.xml", "[Content_Types].xml"):
        assert fault(with_part(data, part, None)).message == DAMAGED


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_damage_leads_to_a_fault_of_its_own(tmp_path, data) -> None:
    whole = WHOLE
    if data.draw(st.booleans()):
        sheet = bytearray(sheet_of(whole))
        place = data.draw(st.integers(0, len(sheet) - 1))
        sheet[place] = data.draw(st.integers(0, 255))
        damaged = with_part(whole, SHEET, bytes(sheet))
    else:
        start = data.draw(st.integers(4, len(whole) - 1))
        damaged = whole[:start] + data.draw(st.binary(max_size=8)) + whole[start + 3 :]
    path = tmp_path / "roster.xlsx"
    path.write_bytes(damaged)
    try:
        read_roster(path)
    except HandoutgenError as error:
        assert all(problem.hint and "Ana" not in str(problem) for problem in error.problems)
