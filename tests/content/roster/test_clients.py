"""Rows into clients: names of every kind, choices, and every way in which a row can be bad."""

import pickle

import pytest

from handoutgen.content.roster.choices import FLAGS

LONG = " ".join(["Wilhelmina-Bernadette Featherstonehaugh"] * 4)[:120].strip("- ").ljust(120, "e")
SECRET = "Marigold"


def problems(found) -> list[str]:
    return [problem.message for problem in found.problems]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Siobhán O’Neill", "Siobhán O’Neill"),
        ("Siobhán O'Neill", "Siobhán O'Neill"),
        ("Zoë Núñez-Ångström", "Zoë Núñez-Ångström"),
        ("Łucja Źdźbło-Żółć", "Łucja Źdźbło-Żółć"),
        ("Đurđica Čović Šiprak-Žeć", "Đurđica Čović Šiprak-Žeć"),
        ("Nguyễn Thị Ánh Tuyết", "Nguyễn Thị Ánh Tuyết"),
        ("İpek Iğdırlı Şçöğü", "İpek Iğdırlı Şçöğü"),
        ("王小明", "王小明"),
        ("ليلى الحسن", "ليلى الحسن"),
        ("प्रिया", "प्रिया"),
        (LONG, LONG),
        ("🦋", "🦋"),
        ("Sam 👩‍👧", "Sam 👩‍👧"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ('=HYPERLINK("https://x.example")', '=HYPERLINK("https://x.example")'),
        ("+1", "+1"),
        ("Zoe\u0308", "Zoë"),
        ("\u200eAna\u200f \u202bRoe\u202c\u2067\u2069\u061c", "Ana Roe"),
        ("A\u202enna", "Anna"),
        ("Ana\r\nRoe", "Ana Roe"),
        ("Ana\n\n  Roe\x0b", "Ana Roe"),
        ("  Ana \t  Roe\xa0", "Ana Roe"),
        ("\ufeffAna\x07\x1b\x7f\u200b", "Ana"),
        ("{{ name }} <b>&amp;</b> %s", "{{ name }} <b>&amp;</b> %s"),
        ("Roe, Ana", "Roe, Ana"),
    ],
)
def test_names_of_every_kind(read, written: str, name: str) -> None:
    quoted = written.replace('"', '""')
    for header in ("Preferred name", "First name", "Name"):
        found = read(f'{header},code\n"{quoted}",k17\n')
        assert found.clients[0].said == {"name": name}
        assert not found.problems


@pytest.mark.parametrize(
    "written",
    ["", "   ", "\t", "\xa0\u3000", "\u200b\u200e", "\u200d", "\x07", "\n \r\n", "-", "—", "?"],
)
def test_a_name_that_can_not_be_seen_is_none(read, written: str) -> None:
    found = read(f'name,code,x\n"{written}",,y\n"{written}",k17,y\n')
    assert problems(found) == ["row 2: there is no name and no code"]
    assert [each.said for each in found.clients] == [{"name": "k17"}]


def test_the_name_that_is_printed(read) -> None:
    found = read(
        "client,last name,first name,preferred name\n"
        "A,Roe,Ana,Annie\nA,Roe,Ana,\nA,Roe,,\nA,,Ana,-\nA,,,\nA,-,Ana,\n"
    )
    assert [each.said["name"] for each in found.clients] == [
        *("Annie", "Ana Roe", "Roe", "Ana", "A", "Ana")
    ]
    found = read("first name,client\nAna,Ana Roe\nAna,\n")
    assert [each.said["name"] for each in found.clients] == ["Ana Roe", "Ana"]
    assert [each.said["name"] for each in read("surname\nRoe\n").clients] == ["Roe"]


def test_every_name_of_a_client_is_kept_out_of_the_code(read) -> None:
    text = "client,last name,first name,preferred name,code\nFoxglove,Roe,Ana,Annie,{}\n"
    for code in ("annie-1", "roe-1", "ana-1", "foxglove-1"):
        assert problems(read(text.format(code))) == ["row 2: the client's name is in the code"]
    assert read(text.format("k17")).clients


def test_all_that_a_row_can_say(read) -> None:
    found = read(
        "name,date,next appointment,therapist,language,packet,paper,edition,password,My goal\n"
        'Ana,Nov  22,"Dec 6,\n2 pm",Cy Poe,Español,Couples-Starter ,US Letter,Large print,'
        ' pass  "word é ,"Rest\nmore"\n'
    )
    (client,) = found.clients
    assert client.said == {
        "name": "Ana",
        "date": "Nov 22",
        "next session": "Dec 6, 2 pm",
        "therapist": "Cy Poe",
    }
    assert client.language == "Español"
    assert client.packet == "couples-starter" and client.handouts == ()
    assert client.paper == "letter"
    assert client.looks == {"large-print"}
    assert client.password == 'pass  "word é'
    assert client.answers == {"My goal": "Rest\nmore"}
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_row_that_says_nothing_leaves_all_to_the_command(read) -> None:
    header = "name,date,packet,handouts,paper,edition,large print,ink saver,fillable,password,x"
    for text in (f"{header}\nAna\n", f"{header}\nAna{', ' * 10}\n", "name\nAna\n"):
        (client,) = read(text).clients
        assert client.said == {"name": "Ana"} and client.answers == {}
        assert (client.packet, client.handouts, client.paper) == ("", (), "")
        assert client.looks is None
        assert (client.language, client.password) == ("", "")


@pytest.mark.parametrize(
    ("written", "paper"),
    [("A4", "a4"), ("a4", "a4"), ("Letter", "letter"), ("us-letter", "letter"), ("DIN A4", "a4")],
)
def test_papers(read, written: str, paper: str) -> None:
    assert read(f"name,Paper Size\nAna,{written}\n").clients[0].paper == paper


@pytest.mark.parametrize(
    ("written", "looks"),
    [
        ("Large Print", {"large-print"}),
        ("large-print+ink-saver", {"large-print", "ink-saver"}),
        ("large print, fillable", {"large-print", "fillable"}),
        ("fillable; inksaver and large_print", {"fillable", "ink-saver", "large-print"}),
        ("notes", {"notes"}),
        ("Standard", set()),
        ("plain", set()),
    ],
)
def test_editions_in_words(read, written: str, looks: set[str]) -> None:
    assert read(f'name,edition\nAna,"{written}"\n').clients[0].looks == looks


@pytest.mark.parametrize("flag", FLAGS)
def test_editions_by_yes_and_no(read, flag: str) -> None:
    for yes in ("yes", "Y", "TRUE", "x", "X", "1", "on", "✓"):
        assert read(f"name,{flag}\nAna,{yes}\n").clients[0].looks == {FLAGS[flag]}
    for no in ("no", "N", "False", "0", "off"):
        assert read(f"name,{flag}\nAna,{no}\n").clients[0].looks == frozenset()


def test_editions_of_both_kinds_add_up(read) -> None:
    text = "name,edition,ink saver,fillable\nAna,large print,yes,no\nBo,,,no\nCy,standard,no,\n"
    assert [each.looks for each in read(text).clients] == [
        frozenset({"large-print", "ink-saver"}),
        frozenset(),
        frozenset(),
    ]


@pytest.mark.parametrize("written", ["a,b-2", " a, b-2,", "A; B-2", "a b-2", "a+b-2", "a\nb-2"])
def test_handouts_are_listed(read, written: str) -> None:
    assert read(f'name,handouts\nAna,"{written}"\n').clients[0].handouts == ("a", "b-2")


# Bad rows


@pytest.mark.parametrize(
    ("header", "cell", "message"),
    [
        ("code", f"{SECRET}!", "the code can't name a file"),
        ("code", "con", "the code is a word that Windows keeps for itself"),
        ("code", "row-0009", "the code is what the file of row 9 is called"),
        ("code", "x-secret", "the client's name is in the code"),
        ("paper", SECRET, "the paper isn't known"),
        ("paper", "!", "the paper isn't known"),
        ("edition", SECRET, "the edition isn't known"),
        ("edition", "large", "the edition isn't known"),
        ("edition", "large print big", "the edition isn't known"),
        ("edition", "and", "the edition isn't known"),
        ("edition", "+", "the edition isn't known"),
        ("edition", "standard fillable", "the edition is the standard one and yet another"),
        ("large print", SECRET, "'large print' is neither yes nor no"),
        ("ink saver", "-", "'ink saver' is neither yes nor no"),
        ("fillable", "2", "'fillable' is neither yes nor no"),
        ("packet", f"../{SECRET}", "no packet can be called what stands there"),
        ("packet", f"{SECRET}.yaml", "no packet can be called what stands there"),
        ("packet", "one two", "there is more than one packet"),
        ("handouts", "one/two", "no handout can be called what stands there"),
        ("handouts", ",", "no handout can be called what stands there"),
        ("handouts", "one two one", "a handout is named twice"),
        ("handouts", "a " * 3000, "'handouts' has 5,999 letters"),
        ("password", "one\ntwo", "the password has a character that can't be typed"),
        ("password", "one\ttwo", "the password has a character that can't be typed"),
        ("password", "one\u200etwo", "the password has a character that can't be typed"),
        ("password", "one\u061ctwo", "the password has a character that can't be typed"),
        ("password", "x" * 128, "the password is too long"),
        ("password", "é" * 64, "the password is too long"),
        ("password", "#N/A", "'password' is a formula without a result"),
        ("therapist", "#REF!", "'therapist' is a formula without a result"),
        ("date", SECRET * 30, "'date' has 240 letters"),
    ],
)
def test_every_bad_row_is_told_by_its_number(read, header: str, cell: str, message: str) -> None:
    found = read(f'{header},name\n,Ana\n"{cell}",Secret {SECRET} Roe\n,Bo\n')
    assert [each.row for each in found.clients] == [2, 4]
    (problem,) = found.problems
    assert problem.message == f"row 3: {message}"
    assert problem.hint
    assert problem.file.endswith("roster.csv")
    assert (problem.line, problem.column, problem.excerpt) == (0, 0, "")
    assert SECRET not in str(problem)


def test_what_is_just_within_the_limits(read) -> None:
    found = read(f"name,password,date\n{'x' * 200},{'p' * 127},{'d' * 200}\n")
    assert len(found.clients) == 1 and not found.problems
    assert problems(read(f"name\n{'x' * 201}\n")) == [
        "row 2: 'name' has 201 letters; there is no name and no code"
    ]


def test_a_row_with_a_packet_and_handouts(read) -> None:
    found = read("name,packet,handouts\nAna,one,two\n")
    assert problems(found) == ["row 2: it has a packet and handouts"]


def test_a_standard_edition_that_is_fillable(read) -> None:
    found = read("name,edition,fillable\nAna,standard,yes\nBo,,maybe\n")
    assert problems(found) == [
        "row 2: the edition is the standard one and yet another",
        "row 3: 'fillable' is neither yes nor no",
    ]


def test_codes_that_stand_there_twice(read) -> None:
    found = read("name,code\nAna,k17\nBo,K17\nCy,k18\nDi,k17\n,row-0007\nEd,\nFy,\n")
    assert problems(found) == [
        "row 3: it has the same code as row 2",
        "row 5: it has the same code as row 2",
        "row 6: the code is what the file of row 7 is called",
    ]
    assert [each.file for each in found.clients] == ["k17", "k18", "row-0007", "row-0008"]


def test_a_code_is_taken_even_if_its_row_is_bad(read) -> None:
    found = read("name,code,paper\nAna,k17,A9\nBo,k17,A4\n")
    assert problems(found) == [
        "row 2: the paper isn't known",
        "row 3: it has the same code as row 2",
    ]
    assert found.clients == ()


def test_all_that_is_amiss_with_a_row_is_told_at_once(read) -> None:
    found = read("name,code,paper,packet\n,,A9,a/b\nBo,a b,,\n")
    assert problems(found) == [
        "row 2: there is no name and no code; no packet can be called what stands there;"
        " the paper isn't known",
        "row 3: the code can't name a file",
    ]
    assert found.problems[0].hint.count(";") == 2


def test_the_error_of_a_formula_goes_into_no_blank(read) -> None:
    found = read("name,My goal,Other\nAna,#N/A,#NAME?\n#VALUE!,x,\n")
    assert found.clients[0].answers == {}
    assert problems(found) == [
        "row 3: 'name' is a formula without a result; there is no name and no code"
    ]


# What is a client's is shown nowhere


def test_nothing_of_a_client_is_in_what_is_shown(read) -> None:
    found = read(
        "name,code,date,therapist,password,My goal\n"
        f"{SECRET} 1,{SECRET[1:]}2,{SECRET}3,{SECRET}4,{SECRET}5,{SECRET}6\n"
        f"{SECRET},{SECRET[1:]}2,,,,\n"
        f",{SECRET} 7,,,,\n"
    )
    assert len(found.clients) == 1 and len(found.problems) == 2
    assert SECRET[1:] not in repr(found)
    assert SECRET[1:] not in str(found.clients[0])
    assert "row=2" in repr(found)


def test_nothing_heavy_is_imported(tmp_path) -> None:
    import subprocess
    import sys

    (tmp_path / "roster.csv").write_text("name\nAna\n")
    code = (
        "import sys; before = set(sys.modules)\n"
        "from pathlib import Path\n"
        "from handoutgen.content.roster import read_roster\n"
        "assert read_roster(Path('roster.csv')).clients\n"
        "names = {each.partition('.')[0] for each in set(sys.modules) - before}\n"
        "print(sorted(names - set(sys.stdlib_module_names)))\n"
        "print(sorted(names & {'zipfile', 'difflib', 'decimal', 'xml', 'tempfile'}))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["['handoutgen']", "[]"]
