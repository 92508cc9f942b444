"""Tables as text: encodings, separators, line ends, row numbers, and files that are no table."""

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from handoutgen.content.roster import file, read_roster, table
from handoutgen.content.roster.cells import ERRORS, tidy
from handoutgen.content.typed import even
from handoutgen.errors import ContentError, HandoutgenError

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"]
SEPARATORS = [",", ";", "\t"]
SECRET = "Marigold"


def encoded(text: str, encoding: str) -> bytes:
    mark = "\ufeff" if encoding.startswith("utf-16-") else ""
    return (mark + text).encode(encoding)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_with_every_separator(read, encoding, separator, end) -> None:
    rows = [
        ["Prénom", "Client Name", "code"],
        ["x", "Zoë O’Neill", "a1"],
        ["one, two; three\tfour", "José", "a2"],
    ]
    quoted = [[f'"{cell}"' if " " in cell else cell for cell in row] for row in rows]
    text = end.join(separator.join(row) for row in quoted) + end
    found = read(encoded(text, encoding))
    assert [client.said["name"] for client in found.clients] == ["Zoë O’Neill", "José"]
    assert [client.file for client in found.clients] == ["a1", "a2"]
    assert [client.row for client in found.clients] == [2, 3]
    assert found.clients[1].answers == {"Prénom": "one, two; three four"}
    assert found.others == ("Prénom",)


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found_beside_others_within_headers(read, separator) -> None:
    other = "; , ; , ;" if separator == "\t" else "\t,\t" if separator == ";" else ";\t;"
    text = f'"Notes{other}all"{separator}name{separator}"code"\nx{separator}Ana{separator}a1\n'
    assert read(text).clients[0].file == "a1"
    text = f"Notes{other}all{separator}name{separator}code\nx{separator}Ana{separator}a1\n"
    assert read(text).clients[0].file == "a1"


def test_more_cells_count_where_as_many_headers_are_known(read) -> None:
    assert read('a;b;name;"c,code"\nx;y;Ana;z\n').others == ("a", "b", "c,code")


def test_a_space_may_stand_before_a_quotation_mark(read) -> None:
    (client,) = read('name, "code", goal\nAna, "a1", "one, two"\n').clients
    assert (client.file, client.answers) == ("a1", {"goal": "one, two"})


def test_windows_letters_that_look_like_utf_8_stay_as_they_are(read) -> None:
    found = read("name\nJosé\nRené\nCAFÉ’\n".encode("cp1252"))
    assert [each.said["name"] for each in found.clients] == ["José", "René", "CAFÉ’"]


def test_one_column_needs_no_separator(read) -> None:
    assert [each.said["name"] for each in read("Name\nAna\nBo\n").clients] == ["Ana", "Bo"]


def test_a_header_given_for_a_field_helps_to_find_the_separator(read) -> None:
    text = "Who, in full;a,b\nAna;x\n"
    assert read(text, {"name": "Who, in full"}).clients[0].said["name"] == "Ana"


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_the_line_that_names_the_separator_for_excel_is_no_row(read, line) -> None:
    (client,) = read(f"{line}name;other,name, code\nAna;x\n").clients
    assert (client.row, client.said["name"]) == (2, "Ana")


def test_rows_are_counted_as_a_spreadsheet_does(read) -> None:
    text = 'name,"a\nnote"\r\nAna,"one\r\ntwo\n\nthree"\r\n\r\n,\n  , \nBo,"\u200b"\n,"\u200b"\n\n'
    found = read(text)
    assert [(each.row, each.file) for each in found.clients] == [(2, "row-0002"), (6, "row-0006")]
    assert found.clients[0].answers == {"a note": "one\ntwo\n\nthree"}
    assert found.clients[1].answers == {}
    assert not found.problems


def test_rows_before_the_headers_may_be_empty(read) -> None:
    assert read("\n,,\nname,code\nAna,a1\n").clients[0].row == 4


def test_a_row_may_be_shorter_than_the_headers_and_longer_if_it_is_empty_there(read) -> None:
    found = read("name,code,date\nAna\nBo,b1,today,,,\n")
    assert [each.file for each in found.clients] == ["row-0002", "b1"]
    assert not found.problems


def test_a_column_without_a_header_is_let_be(read) -> None:
    found = read(",name,,\n0,Ana,x,y\n1,Bo,,\n")
    assert [dict(each.answers) for each in found.clients] == [{}, {}]
    assert found.others == () and not found.problems


def test_a_row_with_a_cell_too_many_is_told(read) -> None:
    found = read(f"name,code\n{SECRET}, Ana,a1\nBo,b1\n")
    assert [each.row for each in found.clients] == [3]
    assert [p.message for p in found.problems] == [
        "row 2: it has more cells than there are headers"
    ]
    assert "quotation marks" in found.problems[0].hint


CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20
).filter(lambda text: tidy(text) not in ERRORS)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(ENCODINGS[:4]),
    st.sampled_from(SEPARATORS),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
@example([['"a"', " ,;\t", '" \n']], "utf-8", ";", "\r\n", csv.QUOTE_MINIMAL)
def test_what_is_written_is_read(tmp_path, rows, encoding, separator, end, quoting) -> None:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if end == "\n" else quoting
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerow(["first", "name", "second", "third"])
    writer.writerows([f"A {row[0]}", *row] for row in [["x", *row[1:]] for row in rows])
    path = tmp_path / "roster.csv"
    path.write_bytes(encoded(out.getvalue(), encoding))
    found = read_roster(path)
    assert [each.row for each in found.clients] == list(range(2, len(rows) + 2))
    for client, row in zip(found.clients, rows, strict=True):
        expected = {"first": "A x", "second": tidy(row[1]), "third": tidy(row[2])}
        assert client.answers == {each: text for each, text in expected.items() if text}
        assert client.said == {"name": "x"}


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@example(b"name,code\n\xff\xfe,\n")
@example(b'name,"code\n')
@example(b"PK\x03\x04")
@example(b"sep=\n")
def test_no_bytes_lead_to_a_fault_of_its_own(tmp_path, data: bytes) -> None:
    path = tmp_path / "roster.csv"
    for each in (data, b"name,code,edition\n" + data, b"PK\x03\x04" + data):
        path.write_bytes(each)
        try:
            read_roster(path)
        except HandoutgenError as error:
            assert all(problem.hint for problem in error.problems)


@settings(deadline=None)
@given(st.text())
def test_tidied_text_is_even_and_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text) == even(tidy(text))


# What is no table


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this file is empty"),
        (b"\xef\xbb\xbf", "this file is empty"),
        (b" \r\n\n ,,\t\n", "this file is empty"),
        (b"\xff\xfe", "this file is empty"),
        (b"name,code\n", "this table has only one row"),
        (b"name,code\n,\n \n", "this table has only one row"),
        (b"%PDF-1.7\n" + b"name\n" * 9, "this is a PDF, not a table"),
        (b"{\\rtf1 name\n", "this is a text document (RTF), not a table"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "this is an old Excel file (.xls), or one that is locked with a password",
        ),
        (
            b"\xef\xbb\xbf\r\n<HTML><table><tr><td>name</td></tr>",
            "this is a web page or XML, whatever its name ends in",
        ),
        (
            b'<?xml version="1.0"?><Workbook>',
            "this is a web page or XML, whatever its name ends in",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rname", "this isn't a table as text"),
        ("name\nAna\n".encode("utf-16-le"), "this isn't a table as text"),
        ("\ufeffname\nAna\n".encode("utf-32-le"), "this isn't a table as text"),
        (
            b"\xef\xbb\xbfname\nJos\xe9\n",
            "some letters in this file are damaged, or saved in a way that isn't known",
        ),
        (
            "name\nZoë Núñez\nIñés\n".encode()[:-3] + b"\n",
            "some letters in this file are damaged, or saved in a way that isn't known",
        ),
        (
            b"name\nJos\x8e\x8f\n",
            "some letters in this file are damaged, or saved in a way that isn't known",
        ),
        (
            b"\xff\xfen\0a\0m\0e\0\n\0\x41",
            "some letters in this file are damaged, or saved in a way that isn't known",
        ),
        (
            b"name,code\nAna,a1\n\n" + SECRET.encode() + b',"a2\nBo,b1\n',
            "row 4: a quotation mark isn't closed, or a cell is very long",
        ),
        (
            b'name\n"' + SECRET.encode() + b'" x\n',
            "row 2: a quotation mark isn't closed, or a cell is very long",
        ),
        (
            b"name\n" + SECRET.encode() * 20_000 + b"\n",
            "row 2: a quotation mark isn't closed, or a cell is very long",
        ),
        (b'"name', "row 1: a quotation mark isn't closed, or a cell is very long"),
        (b"name" + b"," * 500 + b"\nAna\n", "this table has more than 500 columns"),
    ],
)
def test_what_is_no_table_is_told(fault, data: bytes, message: str) -> None:
    problem = fault(data)
    assert problem.message == message
    assert SECRET not in str(problem)


def test_as_many_columns_and_rows_as_may_be(read, fault, monkeypatch) -> None:
    assert read("name," + ",".join(f"a{n}" for n in range(499)) + "\nAna\n").clients
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    assert len(read("name\n" + "\nAna\n" * 3).clients) == 3
    assert fault("name\n" + "Ana\n" * 4).message == "this table has more than 3 rows"


def test_a_file_that_is_too_large_is_not_read(read, fault, monkeypatch) -> None:
    monkeypatch.setattr(file, "SIZE_LIMIT", 20)
    assert read("name\nAna Ana Ana An\n").clients
    problem = fault("name\n" + "Ana\n" * 4)
    assert problem.message == "this file has 0 MB"
    assert "is it the right file?" in problem.hint


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, message in [
        ("missing.csv", "there is no such file"),
        ("", "this is not a file"),
        ("pipe", "this is not a file"),
        ("a\0b", "this file can't be read"),
    ]:
        with pytest.raises(ContentError, match=message):
            read_roster(tmp_path / name)
