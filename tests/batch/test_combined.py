"""A print run of a roster: one file, all clients in their order, each one's pages their own."""

import os
import signal
import stat
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.batch import bases, run_batch
from handoutgen.errors import PressError, UsageError
from handoutgen.press.print_run import TITLE, PrintRun
from support.clinic import LONG, Clinic, person
from support.pdf import page_texts

LABEL = (
    "The print run has no tags and is for the printer only: to read on a screen, give clients"
    " files of their own, made without --combined.\n"
)
BLANK = "This page is left blank."


def run_of(clinic: Clinic) -> bytes:
    assert clinic.others() == {".lock", "ledger.jsonl"}
    (found,) = clinic.pdfs().items()
    assert found[0] == "print-run"
    return found[1]


def test_all_clients_are_in_one_file_in_the_order_of_the_roster(clinic: Clinic) -> None:
    roster = clinic.roster([person(1), (LONG, "b", "", "", ""), person(3), person(2)])
    done = clinic.batch(roster, "--combined")
    assert (done.code, done.out) == (
        0,
        f"4 clients written, 1 laid out in full. They are in {clinic.place}/print-run.pdf\n"
        f"{LABEL}"
        "Laid out in full for: a text that is too long for its place (1).\n",
    )
    data = run_of(clinic)
    assert stat.S_IMODE((clinic.place / "print-run.pdf").stat().st_mode) == 0o600
    texts = page_texts(data)
    assert len(texts) == 16
    for row, name in enumerate(("Person0001", LONG.split()[0], "Person0003", "Person0002")):
        found = [page for page, text in enumerate(texts) if name in text]
        assert found == [4 * row, 4 * row + 2], name
        assert texts[4 * row + 3].strip() == BLANK
    clinic.batch(roster, "-o", clinic.work / "own")
    for place, code in enumerate(("c-0001", "b", "c-0003", "c-0002")):
        (own,) = (clinic.work / "own").rglob(f"{code}.pdf")
        assert texts[4 * place : 4 * place + 3] == page_texts(own.read_bytes())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == TITLE
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["c-0001", "b", "c-0003", "c-0002"]
    ledger = (clinic.place / "ledger.jsonl").read_text()
    assert "Person" not in ledger + done.out + done.err
    assert len(ledger.splitlines()) == 2


def test_the_same_command_again_writes_nothing(clinic: Clinic) -> None:
    rows = [person(number) for number in range(6)]
    clinic.batch(clinic.roster(rows), "--combined")
    path = clinic.place / "print-run.pdf"
    before = path.stat()
    again = clinic.batch(clinic.roster(rows), "--combined")
    assert again.out.startswith("0 clients written, 6 unchanged. They are in ")
    assert again.err == ""
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    turned = [rows[1], rows[0], *rows[2:]]
    assert clinic.batch(clinic.roster(turned), "--combined").out.startswith("6 clients written. ")
    assert "Person0001" in page_texts(path.read_bytes())[0]


def test_it_has_a_folder_of_its_own(clinic: Clinic) -> None:
    roster = clinic.roster([person(1), ("Ann", "print-run", "", "", "")])
    clinic.batch(roster)
    clinic.batch(roster, "--combined")
    found = {frozenset(path.name for path in place.glob("*.pdf")) for place in places(clinic)}
    assert found == {frozenset({"c-0001.pdf", "print-run.pdf"}), frozenset({"print-run.pdf"})}


def places(clinic: Clinic) -> list[Path]:
    return list((clinic.output / "small").iterdir())


def test_a_form_cannot_be_printed(clinic: Clinic) -> None:
    with pytest.raises(UsageError, match="a print run is for paper"):
        run_batch("small", clinic.roster([person(1)]), edition=Fillable(), combined=True)
    done = clinic.batch(clinic.roster([person(1)]), "--combined", "--fillable")
    assert (done.code, done.out) == (2, "")
    assert "--combined and --fillable don't go together" in done.err
    assert not clinic.output.exists()
    columns = ("Client", "Edition", "Other")
    rows = clinic.roster([("Ann", "", ""), ("Person0003", "fillable", "")], columns)
    done = clinic.batch(rows, "--combined")
    assert (done.code, done.out) == (1, "")
    assert "row 3: it asks for a fillable form, which can't be part of a print run" in done.err
    assert "row 2" not in done.err
    done = clinic.batch(rows, "--combined", "--skip-bad-rows")
    assert done.out.startswith("1 client written, 1 row left out. ")
    assert len(page_texts(run_of(clinic))) == 4


class Fillable:
    paper = None
    suffixes = ("fillable",)


def test_it_is_locked_with_one_password(clinic: Clinic) -> None:
    file = clinic.write("sesame\n", "password")
    rows = [person(1), (LONG, "b", "", "", "")]
    words = ("--combined", "--encrypt", "--password-file", file)
    done = clinic.batch(clinic.roster(rows), *words)
    assert done.code == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(run_of(clinic)))
    with pikepdf.open(BytesIO(run_of(clinic)), password="sesame") as pdf:
        assert len(pdf.pages) == 8


def test_another_password_locks_it_anew(clinic: Clinic) -> None:
    roster = clinic.roster([person(1)])
    file = clinic.write("sesame\n", "password")
    words = ("--combined", "--encrypt", "--password-file", file)
    clinic.batch(roster, *words)
    assert clinic.batch(roster, *words).out.startswith("0 clients written, 1 unchanged. ")
    clinic.write("another\n", "password")
    assert clinic.batch(roster, *words).out.startswith("1 client written. ")
    with pikepdf.open(BytesIO(run_of(clinic)), password="another") as pdf:
        assert len(pdf.pages) == 4


def test_passwords_of_rows_are_refused(clinic: Clinic) -> None:
    roster = clinic.roster([("Ann", "sesame")], ("Client", "Password"))
    done = clinic.batch(roster, "--combined", "--encrypt", typed="x\nx\n")
    assert (done.code, done.out) == (2, "")
    assert "one file, which can't be locked with a password for each row" in done.err
    assert "'Password'" in done.err
    assert "sesame" not in done.err
    assert not clinic.output.exists()


def test_who_cannot_be_laid_out_is_left_out_and_tried_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = clinic.roster([person(1), (LONG, "b", "", "", ""), person(3)])

    def fail(*_: object) -> bytes:
        raise PressError(f"{LONG} is too long")

    with monkeypatch.context() as patch:
        patch.setattr(bases, "render_whole", fail)
        done = clinic.batch(roster, "--combined")
    assert (done.code, done.out.partition(". ")[0]) == (1, "2 clients written, 1 failed")
    assert "row 3: this client's sheets can't be laid out" in done.err
    assert LONG.split()[0] not in done.err
    texts = page_texts(run_of(clinic))
    assert len(texts) == 8
    assert "Person0003" in texts[4]
    assert clinic.batch(roster, "--combined").out.startswith("3 clients written, 1 laid out")
    assert len(page_texts(run_of(clinic))) == 12


def test_without_a_client_there_is_no_run(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise PressError("no")

    monkeypatch.setattr(bases, "render_whole", fail)
    done = clinic.batch(clinic.roster([(LONG, "b", "", "", "")]), "--combined")
    assert done.out == f"0 clients written, 1 failed. They are in {clinic.place}/\n"
    assert (done.code, clinic.pdfs()) == (1, {})


def test_stopped_in_the_middle_it_leaves_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = PrintRun.finish

    def stop(self: PrintRun) -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        return finish(self)

    monkeypatch.setattr(PrintRun, "finish", stop)
    done = clinic.batch(clinic.roster([person(1)]), "--combined")
    assert (done.code, done.out) == (130, "")
    assert done.err.endswith("Stopped. No print run was made; the same command begins anew\n")
    assert clinic.pdfs() == {}
    assert clinic.others() == {".lock", "ledger.jsonl"}
