"""`handoutgen batch`: what it is given, what it says, and how little it needs for that."""

import os
import pty
import re
import stat
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from support.clinic import LONG, Clinic, clinic, clinic_folder, person
from support.terminal import SOURCES, Done

__all__ = ["clinic", "clinic_folder"]

HEAVY = {"weasyprint", "pikepdf", "pydantic", "ruamel", "ruamel.yaml", "rich", "jinja2"}
SHARED = {"multiprocessing", "concurrent.futures.process", "distributed"}


def test_a_batch_from_the_cache_needs_little(clinic: Clinic) -> None:
    clinic.get_ready()
    roster = clinic.roster(person(number) for number in range(100))
    done = clinic.apart(roster)
    assert (done.code, done.out, done.err) == (
        0,
        f"100 files written. They are in {clinic.place}/\n",
        "",
    )
    assert "uharfbuzz" in done.modules
    assert done.modules & (HEAVY | SHARED) == set()
    again = clinic.apart(roster)
    assert again.out.startswith("0 files written, 100 unchanged. ")
    assert again.modules & (HEAVY | SHARED) == set()


def test_files_and_folder_are_their_owners_alone(clinic: Clinic) -> None:
    clinic.batch(clinic.roster([person(1)]))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in clinic.place.iterdir()}
    assert modes == dict.fromkeys((".lock", "ledger.jsonl", "c-0001.pdf"), 0o600)
    assert stat.S_IMODE(clinic.place.stat().st_mode) == 0o700


def test_with_workers_the_files_are_the_same(clinic: Clinic) -> None:
    rows = [*(person(number) for number in range(60)), (LONG, "x-1", "", "", "")]
    clinic.batch(clinic.roster(rows))
    alone = clinic.pdfs()
    clinic.output.rename(clinic.work / "alone")
    done = clinic.apart(clinic.roster(rows), "--workers", "2")
    assert (done.code, done.out.partition(".")[0]) == (0, "61 files written, 1 laid out in full")
    assert "concurrent.futures.process" in done.modules
    assert done.modules & {"weasyprint", "pikepdf"} == set()
    assert clinic.pdfs() == alone
    assert clinic.others() == {".lock", "ledger.jsonl"}


def opened(data: bytes, password: str) -> bool:
    try:
        pikepdf.open(BytesIO(data), password=password).close()
    except pikepdf.PasswordError:
        return False
    return True


def test_files_are_locked_with_the_passwords_in_their_rows(clinic: Clinic) -> None:
    columns = ("Client", "Password")
    roster = clinic.roster([("Ann", "one"), ("Ben", "zwö"), (LONG, "three")], columns)
    done = clinic.batch(roster, "--encrypt")
    assert (done.code, done.out.partition(".")[0]) == (0, "3 files written, 1 laid out in full")
    files = list(clinic.pdfs().values())
    passwords = ("one", "zwö", "three", "")
    assert [[opened(data, word) for word in passwords] for data in files] == [
        [True, False, False, False],
        [False, True, False, False],
        [False, False, True, False],
    ]
    assert clinic.batch(roster, "--encrypt").out.startswith("0 files written, 3 unchanged. ")
    other = clinic.roster([("Ann", "new"), ("Ben", "zwö"), (LONG, "three")], columns)
    assert clinic.batch(other, "--encrypt").out.startswith("1 file written, 2 unchanged. ")
    lacking = clinic.batch(clinic.roster([("Ann", "one"), ("Ben", "")], columns), "--encrypt")
    assert (lacking.code, lacking.out) == (1, "")
    assert "row 3: there is no password" in lacking.err
    open_files = clinic.batch(other)
    assert "they lock the files only with --encrypt" in open_files.err


def test_a_password_for_all_is_asked_for_or_read_from_a_file(clinic: Clinic) -> None:
    roster = clinic.roster([person(1)])
    asked = clinic.batch(roster, "--encrypt", typed="secret\nsecret\n")
    assert asked.code == 0
    assert "secret" not in asked.out + asked.err
    (data,) = clinic.pdfs().values()
    assert opened(data, "secret")
    file = clinic.write("\ufeffsecret\r\nnot this\n", "password")
    again = clinic.batch(roster, "--encrypt", "--password-file", file)
    assert again.out.startswith("0 files written, 1 unchanged. ")
    other = clinic.batch(roster, "--encrypt", "--password-file", clinic.write("other", "password"))
    assert other.out.startswith("1 file written. ")
    (data,) = clinic.pdfs().values()
    assert not opened(data, "secret")
    ledger = (clinic.place / "ledger.jsonl").read_bytes()
    assert b"secret" not in ledger and b"other" not in ledger


def test_a_row_without_a_password_takes_the_one_for_all(clinic: Clinic) -> None:
    columns = ("Client", "Password")
    roster = clinic.roster([("Ann", "one"), ("Ben", "")], columns)
    file = clinic.write("all", "password")
    assert clinic.batch(roster, "--encrypt", "--password-file", file).code == 0
    one, two = clinic.pdfs().values()
    assert (opened(one, "one"), opened(one, "all"), opened(two, "all")) == (True, False, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "--encrypt: there is no password\n"),
        (b"\nsecret\n", "--encrypt: there is no password\n"),
        (b"x" * 128, "--encrypt: the password is longer than 127 bytes\n"),
        (b"\xff\xfe", "the password can't be read; it needs to be UTF-8\n"),
    ],
)
def test_a_password_that_locks_nothing_is_told(clinic: Clinic, content: bytes, told: str) -> None:
    file = clinic.write(content, "password")
    done = clinic.batch(clinic.roster([person(1)]), "--encrypt", "--password-file", file)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(told)
    assert not clinic.output.exists()


def test_words_that_do_not_go_together_are_told(clinic: Clinic) -> None:
    roster = clinic.roster([person(1)])
    for more, told in [
        (("--password-file", str(roster)), "--password-file needs --encrypt"),
        (("--workers", "2", "--dask", "tls://x:1"), "don't go together"),
        (("--dask", "10.0.0.5:8786"), "--dask names another machine without TLS"),
        (("--columns", "name"), 'write --columns name="Client Name"'),
        (("--columns", "name=A", "--columns", "name=B"), "names the field 'name' twice"),
        (("--columns", "nme=Client Name"), "did you mean 'name'?"),
        (("--columns", "name=Nme"), "there is no header 'Nme'"),
    ]:
        done = clinic.batch(roster, *more)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
    unknown = clinic.batch(roster)
    assert unknown.code == 0


def test_an_unknown_packet_and_a_missing_roster_are_told(clinic: Clinic) -> None:
    roster = clinic.roster([person(1)])
    missing = clinic.batch(clinic.work / "nowhere.csv")
    assert (missing.code, missing.out) == (1, "")
    assert "nowhere.csv: there is no such file" in missing.err
    words = ["batch", "smal", str(roster)]
    done = subprocess.run(
        [sys.executable, "-m", "handoutgen", *words],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "there is no packet 'smal'; did you mean 'small'?\n"


def test_columns_of_other_names_can_be_given(clinic: Clinic) -> None:
    columns = ("Who", "When")
    roster = clinic.roster([("Ann", "Monday")], columns)
    done = clinic.batch(roster, "--columns", "name=Who", "--columns", "next session=When")
    assert (done.code, list(clinic.pdfs())) == (0, ["row-0002"])


def test_a_terminal_shows_a_bar_and_no_name(clinic: Clinic) -> None:
    clinic.get_ready()
    rows = [(f"{LONG} {number}", f"x-{number}", "", "", "") for number in range(2)]
    roster = clinic.roster([*rows, *(person(number) for number in range(20))])
    first, second = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(SOURCES), "TERM": "xterm", "COLUMNS": "80"}
    words = [sys.executable, "-m", "handoutgen", *clinic.words(roster)]
    with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=second) as run:
        os.close(second)
        shown = b""
        while True:
            try:
                more = os.read(first, 65536)
            except OSError:  # the terminal's other end is closed
                break
            if not more:
                break
            shown += more
        os.close(first)
        assert run.stdout
        out = run.stdout.read()
    assert run.returncode == 0
    assert out.startswith(b"22 files written, 2 laid out in full. ")
    assert re.search(rb"\d+/22\x1b\[0m files, [\d.]+ a second, \d+ s left", shown)
    assert not re.search(rb"Person|Maximiliana|[cx]-\d", shown)


def test_elsewhere_nothing_but_the_result_is_printed(clinic: Clinic) -> None:
    clinic.get_ready()
    done = clinic.batch(clinic.roster([person(1)]))
    assert done == Done(0, f"1 file written. They are in {clinic.place}/\n", "")


def test_what_is_left_of_an_earlier_roster_is_told(clinic: Clinic) -> None:
    clinic.batch(clinic.roster(person(number) for number in range(15)))
    done = clinic.batch(clinic.roster([person(20)]))
    names = ", ".join(f"c-{number:04}.pdf" for number in range(10))
    assert done.err == f"Not of this roster, but still there: {names} and 5 more\n"
    for path in Path(clinic.place).glob("c-00[01]*.pdf"):
        path.unlink()
    assert clinic.batch(clinic.roster([person(20)])).err == ""
