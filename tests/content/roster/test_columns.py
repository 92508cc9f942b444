"""Headers as practice systems name them, and those given on the command line."""

import pytest

from handoutgen.content.roster.columns import FIELDS, folded
from handoutgen.errors import ContentError, UsageError

SECRET = "Marigold"


@pytest.mark.parametrize(
    ("field", "header"), [(field, each) for field, headers in FIELDS.items() for each in headers]
)
def test_every_header_is_known_however_it_is_written(read, field: str, header: str) -> None:
    value = {"packet": "p", "handouts": "h", "paper": "A4", "edition": "standard"}.get(field, "x")
    extra = "" if field in ("name", "preferred name", "first name", "last name") else "name"
    for each in (header, header.upper(), header.title().replace(" ", "_"), f" {header}* "):
        for written in (each, each.replace(" ", "-"), each.replace(" ", "")):
            found = read(f"{written},{extra}\n{value},Ana\n")
            assert found.read[field] == written.strip()
            assert found.others == ()


def test_no_header_is_of_two_fields() -> None:
    every = [folded(each) for headers in FIELDS.values() for each in headers]
    assert len(set(every)) == len(every)


def test_of_two_headers_of_a_field_the_better_one_counts(read) -> None:
    found = read("Client ID,Clinician,Code,Primary Clinician,Name\n7,Bo Roe,c7,Cy Poe,Ana\n")
    assert found.read == {
        "name": "Name",
        "code": "Code",
        "therapist": "Primary Clinician",
    }
    assert found.others == ("Client ID", "Clinician")
    assert found.clients[0].file == "c7"
    assert found.clients[0].said["therapist"] == "Cy Poe"
    assert found.clients[0].answers == {"Client ID": "7", "Clinician": "Bo Roe"}


def test_unknown_columns_are_listed_in_order_and_kept_for_blanks_only(read) -> None:
    found = read("E-mail,Name,Date of Birth,My goal\nz@mail.example,Ana,,Rest more\n")
    assert found.others == ("E-mail", "Date of Birth", "My goal")
    assert found.clients[0].answers == {"E-mail": "z@mail.example", "My goal": "Rest more"}
    assert found.clients[0].said == {"name": "Ana"}


@pytest.mark.parametrize("header", ["name,Name", "name,code,CODE", "Goal,name,goal", "#,name,#"])
def test_a_header_that_stands_there_twice_is_an_error(fault, header: str) -> None:
    problem = fault(f"{header}\na,b,c\n")
    assert problem.message == f"the header '{header.rpartition(',')[2]}' stands there twice"


def test_headers_that_differ_in_marks_alone_are_two(read) -> None:
    assert read("name,कि,की\nAna,x,y\n").others == ("कि", "की")


def test_a_header_can_be_given_for_a_field(read) -> None:
    text = "Kunde,Nummer,Wer,Client\nAna Roe,7,Cy,x\n"
    columns = {"Name": "kunde", "code": "NUMMER", "THERAPIST": " wer"}
    found = read(text, columns)
    assert found.read == {"name": "Kunde", "code": "Nummer", "therapist": "Wer"}
    assert found.clients[0].said == {"name": "Ana Roe", "therapist": "Cy"}
    assert found.others == ("Client",)


def test_a_header_may_be_a_sign(read) -> None:
    assert read("Name,#\nAna,k17\n", {"code": "#"}).clients[0].file == "k17"


def test_a_name_that_is_given_a_header_is_looked_for_nowhere_else(read) -> None:
    text = "First Name,Last Name,Preferred Name,Short\nAna,Roe,Annie,A.\n"
    assert read(text).clients[0].said["name"] == "Annie"
    assert read(text, {"name": "Short"}).clients[0].said["name"] == "A."
    assert read(text, {"name": "Short"}).others == ("First Name", "Last Name", "Preferred Name")
    both = read(text, {"name": "Short", "preferred-name": "First name"})
    assert both.clients[0].said["name"] == "Ana"


def test_a_header_that_is_given_away_is_no_longer_its_own(read) -> None:
    found = read("Name,Client\nCy,Ana\n", {"therapist": "Name"})
    assert found.clients[0].said == {"name": "Ana", "therapist": "Cy"}


def test_all_that_is_given_wrong_is_told_at_once(read) -> None:
    with pytest.raises(UsageError) as caught:
        read("Name,Cleint,#\nAna,x,y\n", {"nmae": "Name", "code": "Client", "date": "?!", "x": "#"})
    fields = f"fields: {', '.join(FIELDS)}"
    assert [(p.message, p.hint) for p in caught.value.problems] == [
        ("there is no field 'nmae' for --columns; did you mean 'name'?", fields),
        ("there is no header 'Client'; did you mean 'Cleint'?", "headers: Name, Cleint, #"),
        ("there is no header '?!'", "headers: Name, Cleint, #"),
        ("there is no field 'x' for --columns", fields),
    ]


@pytest.mark.parametrize(
    "columns", [{"name": "Name", "code": "name"}, {"next session": "A", "next-session": "Name"}]
)
def test_each_field_has_a_header_of_its_own(read, columns) -> None:
    with pytest.raises(UsageError, match="two headers for one field, or one header for two"):
        read("Name,A\nAna,x\n", columns)


# The first row may be a client's


def test_without_headers_the_first_row_is_not_shown(fault) -> None:
    text = f"{SECRET} Roe,2026-11-22\nAna,x\n"
    problem = fault(text)
    assert problem.message == (
        "no column is known to have a name or a code;"
        " its first row may be a client's, so it isn't shown"
    )
    assert "--columns" in problem.hint
    assert SECRET not in str(problem)
    for header in ("Client", "Marigold Ro"):
        problem = fault(text, {"name": header})
        assert problem.message == f"there is no header '{header}'"
        assert SECRET not in problem.hint


def test_with_headers_that_are_known_all_are_shown(fault) -> None:
    problem = fault("Date,Who\nx,Ana\n")
    assert problem.message == "no column is known to have a name or a code; headers: Date, Who"


def test_an_address_is_no_header(read) -> None:
    with pytest.raises(ContentError) as caught:
        read("Client,marigold@mail.example\nAna,x\n")
    assert caught.value.problems[0].message == "the first row isn't one of headers"
    assert "marigold" not in str(caught.value)


# Exports in the style of practice systems, with invented clients


@pytest.mark.parametrize(
    ("export", "names", "files", "said"),
    [
        (
            "First Name,Last Name,Preferred Name,Email,Phone,Date of Birth,Primary Clinician,"
            "Client ID,Status\n"
            'Alexandra,Roe,Lexi,lexi@mail.example,555-0101,1990-01-01,"Poe, Cy",C1001,Active\n'
            'Bo,O’Neill,,bo@mail.example,555-0102,1985-05-05,"Poe, Cy",C1002,Active\n',
            ["Lexi", "Bo O’Neill"],
            ["C1001", "C1002"],
            {"therapist": "Poe, Cy"},
        ),
        (
            "\ufeffClient Name;Next Appointment;Clinician;Preferred Language\r\n"
            '"Roe, Alexandra";11/22/2026 2:30 PM;Cy Poe;Spanish\r\n',
            ["Roe, Alexandra"],
            ["row-0002"],
            {"therapist": "Cy Poe", "next session": "11/22/2026 2:30 PM"},
        ),
        (
            "client_code\tsession_date\tlarge_print\tnext_session\n"
            "k-17\tNov 22\tyes\tDec 6\nk-18\tNov 22\t\tDec 7\n",
            ["k-17", "k-18"],
            ["k-17", "k-18"],
            {"date": "Nov 22", "next session": "Dec 6"},
        ),
        (
            "PatientID,FirstName,LastName,MiddleName,Therapist\n0042,Ana,Roe,Bea,Cy Poe\n",
            ["Ana Roe"],
            ["0042"],
            {"therapist": "Cy Poe"},
        ),
    ],
)
def test_exports_as_they_come(read, export, names, files, said) -> None:
    found = read(export)
    assert [each.said["name"] for each in found.clients] == names
    assert [each.file for each in found.clients] == files
    assert {each: text for each, text in found.clients[0].said.items() if each != "name"} == said
    assert not found.problems


def test_a_field_that_no_column_is_to_have_is_left_out(read) -> None:
    text = "Name,Date,Code\nAna,May 1,c-7\n"
    found = read(text, {"date": "", "code": ""})
    assert (found.read, found.others) == ({"name": "Name"}, ("Date", "Code"))
    assert (found.clients[0].file, found.clients[0].said) == ("row-0002", {"name": "Ana"})
    assert read(text, {"name": "Code", "code": ""}).clients[0].said["name"] == "c-7"
    with pytest.raises(ContentError):
        read(text, {"name": "", "code": ""})
