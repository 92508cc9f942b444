"""Codes that can name a file, and those that would tell whose it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoutgen.content.roster.cells import RowError
from handoutgen.content.roster.codes import stem_of


@pytest.mark.parametrize(
    "code", ["a", "7", "_x", "C-1002", "a.b_c-d", "x" * 64, "console", "com10"]
)
def test_a_code_names_the_file(code: str) -> None:
    assert stem_of(code, 7, ["Ana Roe"]) == code


@pytest.mark.parametrize(
    ("row", "stem"), [(2, "row-0002"), (123, "row-0123"), (10007, "row-10007")]
)
def test_without_a_code_the_row_does(row: int, stem: str) -> None:
    assert stem_of("", row, ["Ana Roe"]) == stem
    assert stem_of(stem, row, []) == stem


@pytest.mark.parametrize(
    "code",
    [
        *("a b", "a/b", "..", ".a", "-a", "a\\b", "a:b", "é1", "x" * 65, "a\n", "٣", "C#1", "~a"),
        *("$HOME", "a%", "a,b", "１", "a-é", "1٣"),
    ],
)
def test_other_letters_can_not_name_a_file(code: str) -> None:
    with pytest.raises(RowError, match=r"^the code can't name a file$") as caught:
        stem_of(code, 7, [])
    assert code not in caught.value.hint or code in ("a\n", "-a", ".a")


@pytest.mark.parametrize("code", ["CON", "nul", "Aux", "prn", "com1", "LPT9", "con.txt", "NUL.1.2"])
def test_what_windows_keeps_for_itself(code: str) -> None:
    with pytest.raises(RowError, match=r"^the code is a word that Windows keeps for itself$"):
        stem_of(code, 7, [])


@pytest.mark.parametrize("code", ["row-0008", "ROW-0008", "Row-00008"])
def test_the_name_of_another_rows_file(code: str) -> None:
    with pytest.raises(RowError, match=r"^the code is what the file of row 8 is called$"):
        stem_of(code, 7, [])
    assert stem_of("row-8", 7, []) == "row-8"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ana-roe", "Ana Roe"),
        ("AnaRoe", "Ana Roe"),
        ("roe.ana", "Ana Roe"),
        ("roeana7", "Ana Roe"),
        ("x-ROE-7", "Ana Roe"),
        ("roe7", "Ana Roe"),
        ("7roe", "Roe, Ana"),
        ("jose-nunez", "José Núñez"),
        ("Lukasz-1", "Łukasz"),
        ("durdica", "Đurđica Čović"),
        ("IPEK", "İpek Iğdır"),
        ("igdir.1", "İpek Iğdır"),
        ("strasse-1", "Straße"),
        ("oneill-4", "O’Neill"),
        ("oneill-4", "Bo O’Neill"),
        ("garcialopez1", "Ana García López"),
        ("xMarigoldx", "Marigold"),
        ("a-1", "A."),
        ("li_4", "Li"),
        ("0042", "0042"),
        ("nunez-1", "Núñez"),
        ("A1", "A1"),
        ("Mari-gold_7", "Marigold"),
    ],
)
def test_a_code_that_tells_the_name(code: str, name: str) -> None:
    with pytest.raises(RowError, match=r"^the client's name is in the code$"):
        stem_of(code, 7, ["", "Somebody", name])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("C-1002", "Ana Roe"),
        ("heroes-1", "Ana Roe"),
        ("global-7", "Al"),
        ("client-7", "王小明"),
        ("k17", "🦋"),
        ("AR-17", "Ana Roe"),
        ("m-1", "Ana M. Roe"),
        ("nun-4", "Ana Núñez"),
    ],
)
def test_a_code_that_tells_nothing(code: str, name: str) -> None:
    assert stem_of(code, 7, [name]) == code


@settings(deadline=None)
@given(st.text(), st.lists(st.text()))
def test_any_code_is_a_file_name_or_refused(code: str, names: list[str]) -> None:
    try:
        stem = stem_of(code, 7, names)
    except RowError:
        return
    assert stem.isascii() and 0 < len(stem) <= 64 and not set(stem) & set('/\\: *?"<>|\n\0')
