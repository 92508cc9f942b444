"""A batch from its roster to its files: each client's own, whole, and told to nobody else."""

import json
import os
import re
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.batch import bases, run_batch
from handoutgen.batch import prepare as prepare_module
from handoutgen.batch.crews import Alone
from handoutgen.batch.folder import Folder
from handoutgen.batch.progress import Silent
from handoutgen.compose.edition import Edition
from handoutgen.errors import ContentError, OutputError, PressError, UsageError
from support.clinic import COLUMNS, LONG, Clinic, person
from support.pdf import page_texts
from support.tools import require
from support.verapdf import validate

NAME = re.compile(rb"Person\d{4}|day\d{4}")


def texts(pdf: bytes) -> str:
    return "\n".join(page_texts(pdf))


def unpacked(data: bytes) -> bytes:
    """The file's bytes and all that is packed in its streams."""
    parts = [data]
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            parts.append(zlib.decompressobj().decompress(data[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_thousand_rows_are_a_thousand_files(clinic: Clinic) -> None:
    done = clinic.batch(clinic.roster(person(number) for number in range(1000)))
    assert (done.code, done.out) == (
        0,
        f"1,000 files written. They are in {clinic.place}/\n",
    )
    files = clinic.pdfs()
    assert list(files) == [f"c-{number:04}" for number in range(1000)]
    assert clinic.others() == {".lock", "ledger.jsonl"}
    for number, data in enumerate(files.values()):
        own = {f"Person{number:04}".encode(), f"day{number:04}".encode()}
        text = texts(data)
        assert set(NAME.findall(text.encode())) == own
        assert set(NAME.findall(unpacked(data))) <= own
        if number % 10 == 0:
            with pikepdf.open(BytesIO(data)) as pdf:
                assert len(pdf.pages) == 3
    sample = [clinic.place / f"c-{number:04}.pdf" for number in (0, 1, 500, 999)]
    assert validate(sample) == {path: [] for path in sample}
    require("qpdf")
    for path in sample:
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def test_the_same_command_again_writes_nothing(clinic: Clinic) -> None:
    roster = clinic.roster(person(number) for number in range(20))
    clinic.batch(roster)
    before = {path: path.stat() for path in clinic.place.iterdir()}
    again = clinic.batch(roster)
    assert again.out == f"0 files written, 20 unchanged. They are in {clinic.place}/\n"
    now = {path: path.stat() for path in clinic.place.iterdir()}
    assert {p: (s.st_mtime_ns, s.st_ino) for p, s in now.items() if p.name != ".lock"} == {
        p: (s.st_mtime_ns, s.st_ino) for p, s in before.items() if p.name != ".lock"
    }


def test_only_what_has_changed_is_written_anew(clinic: Clinic) -> None:
    rows = [person(number) for number in range(6)]
    clinic.batch(clinic.roster(rows))
    before = clinic.pdfs()
    rows[2] = ("Person0002", "c-0002", "2026-04-01", "Dr. Sample", "day0002")
    (clinic.place / "c-0004.pdf").unlink()
    (clinic.place / "c-0005.pdf").write_bytes(b"%PDF")
    done = clinic.batch(clinic.roster([*rows[1:], ("Ann", "new", "", "", "")]))
    assert done.out.startswith("4 files written, 2 unchanged. ")
    assert done.err == "Not of this roster, but still there: c-0000.pdf\n"
    now = clinic.pdfs()
    same = [name for name in now if before.get(name) == now[name]]
    assert same == ["c-0000", "c-0001", "c-0003", "c-0004", "c-0005"]


def test_no_client_is_told_of_anywhere_else(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    rows = [
        ("Wilhelmina Quux", "", "2026-03-05", "Dr. Sample", "Someday"),
        (f"Wilhelmina {LONG}", "", "", "", "Someday"),
        ("Wilhelmina 漢字", "", "", "", "Someday"),
    ]
    done = clinic.batch(clinic.roster(rows))
    assert done.code == 1
    assert [path.name for path in sorted(clinic.place.glob("*.pdf"))] == [
        "row-0002.pdf",
        "row-0003.pdf",
    ]
    places = [clinic.place, clinic.cache, clinic.folder, temporary]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert len(files) > 8
    secret = re.compile(rb"(?i)wilhelmina|quux|someday|featherstone|2026-03-05")
    told = [path for path in files if path.suffix != ".pdf"]
    assert [path for path in told if secret.search(unpacked(path.read_bytes()))] == []
    assert [path for path in files if secret.search(str(path).encode())] == []
    assert not secret.search((done.out + done.err).encode())
    utf_16 = "Wilhelmina".encode("utf-16-be")
    assert [path for path in told if utf_16 in unpacked(path.read_bytes())] == []


ODD = {
    "Zoë O’Brien": "",
    "Łukasz Żółć": "",
    "Đorđe Čović": "",
    "Nguyễn Thị Hoà": "",
    "İpek Şahin ığ": "",
    "Nguye\u0302\u0303n": "Nguyễn",
    "Mary\u00a0Ann": "Mary Ann",
    "=cmd|' /C calc'!A0": "",
    "@SUM(1)": "",
    "\u202eevil\u202c": "evil",
    "Two\nlines": "Two lines",
    "</text><b>&amp;": "",
    "(paren) \\ %": "",
    LONG: "",
    "Emma 😀": None,
    "李小龙": None,
    "محمد": None,
}


def test_odd_names_are_printed_or_told(clinic: Clinic) -> None:
    rows = [(name, "", "", "", "") for name in ODD]
    done = clinic.batch(clinic.roster([*rows, ("   ", "", "", "", "x")]), "--skip-bad-rows")
    files = clinic.pdfs()
    undrawn = []
    for row, (name, printed) in enumerate(ODD.items(), 2):
        if printed is None and f"row-{row:04}" not in files:  # no font of this machine has it
            undrawn.append(row)
            assert f"roster.csv: row {row}: no font here can draw the letter U+" in done.err
        else:
            text = "".join(texts(files[f"row-{row:04}"]).split())
            assert "".join((printed or name).split()) in text, (row, text)
    assert done.code == bool(undrawn)
    assert f"row {len(ODD) + 2}: there is no name and no code" in done.err
    assert f"{len(ODD) - len(undrawn)} files written" in done.out
    assert f"{len(undrawn)} failed, 1 row left out." in done.out or not undrawn
    assert not [letter for letter in "😀李محمد" if letter in done.err]


def test_what_is_laid_out_in_full_is_counted_with_its_reason(clinic: Clinic) -> None:
    done = clinic.batch(clinic.roster([("Ann", "a", "", "", ""), (LONG, "b", "", "", "")]))
    assert done.out == (
        f"2 files written, 1 laid out in full. They are in {clinic.place}/\n"
        "Laid out in full for: a text that is too long for its place (1).\n"
    )
    files = clinic.pdfs()
    assert LONG.split()[0] in texts(files["b"])
    assert [data.count(b"%PDF-1.") for data in files.values()] == [1, 1]


def test_rows_get_what_they_ask_for(clinic: Clinic) -> None:
    columns = ("Client", "Handouts", "Paper", "Edition", "Language")
    rows = [
        ("Person0002", "", "", "", "English"),
        ("Person0003", "two", "", "", ""),
        ("Person0004", "", "A4", "", "en-US"),
        ("Person0005", "", "", "fillable", ""),
    ]
    done = clinic.batch(clinic.roster(rows, columns))
    assert done.code == 0
    files = clinic.pdfs()
    heights = []
    for row, data in enumerate(files.values(), 2):
        with pikepdf.open(BytesIO(data)) as pdf:
            heights.append(round(float(pdf.pages[0].MediaBox[3])))
            fields = pdf.Root.get("/AcroForm", pikepdf.Dictionary(Fields=[])).Fields
            said = [str(kid.get("/V")) for field in fields for kid in field.get("/Kids", ())]
        assert f"Person000{row}" in (said if row == 5 else texts(data))
    assert heights == [792, 792, 842, 792]


def test_bad_rows_are_told_together_before_anything_is_written(clinic: Clinic) -> None:
    columns = ("Client", "Code", "Packet", "Language")
    rows = [
        ("Wilhelmina", "a", "", ""),
        ("Wilhelmina", "A", "", ""),
        ("Wilhelmina", "b", "smal", ""),
        ("", "", "small", "en"),
        ("Wilhelmina", "c", "", "Spanish"),
        ("Wilhelmina", "d", "", ""),
    ]
    clinic.batch(clinic.roster([("A", "", "", "")], columns))  # so that the base is there
    done = clinic.batch(clinic.roster(rows, columns), "-o", clinic.work / "other")
    assert (done.code, done.out) == (1, "")
    assert not (clinic.work / "other").exists()
    told = [line.partition("roster.csv: ")[2] for line in done.err.splitlines()]
    assert [line[:8] for line in told if line] == ["row 3: i", "row 4: i", "row 5: t", "row 6: i"]
    assert "did you mean 'small'?" in done.err
    assert "Wilhelmina" not in done.err
    skipped = clinic.batch(clinic.roster(rows, columns), "--skip-bad-rows")
    assert (skipped.code, list(clinic.pdfs())) == (0, ["a", "d", "row-0002"])
    assert skipped.out.startswith("2 files written, 4 rows left out. ")
    assert skipped.err.count("left out: ") == 4


def test_a_language_is_looked_at_even_where_the_base_is_new(clinic: Clinic) -> None:
    columns = ("Client", "Language", "Something new")
    done = clinic.batch(clinic.roster([("A", "es", ""), ("B", "", "")], columns))
    assert (done.code, done.out) == (1, "")
    assert "row 2: its sheets are in 'en', it asks for another language" in done.err
    assert not clinic.output.exists()


def test_without_a_row_that_can_be_used_nothing_is_made(clinic: Clinic) -> None:
    done = clinic.batch(clinic.roster([("", "", "", "", "x")]), "--skip-bad-rows")
    assert (done.code, done.out) == (1, "")
    assert "no row can be used" in done.err


def test_columns_that_mean_nothing_are_told_once(clinic: Clinic) -> None:
    columns = ("Client", "Diagnosis", "day", "Notes")
    done = clinic.batch(clinic.roster([("A", "secret", "Monday", "x")], columns))
    assert done.err.count("'Diagnosis', 'Notes'") == 1
    text = texts(clinic.pdfs()["row-0002"])
    assert "Monday" in text
    assert "secret" not in text


def test_a_packet_that_cannot_be_laid_out_keeps_only_its_own_rows(clinic: Clinic) -> None:
    broken = clinic.folder / "handouts/packets/broken.yaml"
    broken.write_text("title: Broken\nhandouts: [nothing-like-it]\n")
    try:
        columns = ("Client", "Packet")
        rows = [("A", "broken"), ("B", ""), ("C", "broken")]
        done = clinic.batch(clinic.roster(rows, columns))
        assert (done.code, list(clinic.pdfs())) == (1, ["row-0003"])
        assert "1 file written, 2 failed." in done.out
        assert "broken.yaml:2:" in done.err
        assert "row 2, 4: no file is made" in done.err
        only = clinic.batch(clinic.roster(rows[:1], columns))
        assert (only.code, only.out) == (1, "")
    finally:
        broken.unlink()


def test_a_row_that_fails_stops_no_other(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, values: dict[str, str], *__: object) -> bytes:
        if values["name"].startswith("Press"):
            raise PressError("Press Somebody is too much for the engine")
        raise RuntimeError(values["name"])

    monkeypatch.setattr(bases, "render_whole", fail)
    rows = [(f"{kind} {LONG}", "", "", "", "") for kind in ("Press", "Other")]
    done = clinic.batch(clinic.roster([*rows, ("Ann", "", "", "", "")]))
    assert (done.code, list(clinic.pdfs())) == (1, ["row-0004"])
    assert "1 file written, 2 failed." in done.out
    assert [line.partition("roster.csv: ")[2] for line in done.err.splitlines()] == [
        "row 2: this client's sheets can't be laid out with what is filled in",
        "row 3: handoutgen has a fault of its own (RuntimeError); please report it",
    ]
    ledger = (clinic.place / "ledger.jsonl").read_text()
    lines = [json.loads(line) for line in ledger.splitlines()]
    assert [line.get("row") for line in lines] == [None, 4]


def test_a_file_that_cannot_be_put_in_its_place_stops_no_other(clinic: Clinic) -> None:
    clinic.batch(clinic.roster([person(0)]))
    (clinic.place / "c-0001.pdf/inside").mkdir(parents=True)
    done = clinic.batch(clinic.roster(person(number) for number in range(4)))
    assert (done.code, done.out.partition(".")[0]) == (1, "2 files written, 1 unchanged, 1 failed")
    assert done.err.endswith("roster.csv: row 3: can't be written: is a directory\n")


def test_a_damaged_base_is_rendered_anew(clinic: Clinic) -> None:
    roster = clinic.roster([("A", "", "", "", "")])
    clinic.batch(roster)
    first = clinic.pdfs()
    for path in (clinic.cache / "bases").glob("*.base"):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        before = path.stat()
        path.write_bytes(data)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = clinic.batch(roster, "-o", clinic.work / "again")
    assert (done.code, done.err) == (0, "Laying out 'small' once; that takes some seconds.\n")
    (again,) = (clinic.work / "again").rglob("*.pdf")
    assert again.read_bytes() == first["row-0002"]


def test_a_base_that_is_made_anew_meanwhile_spoils_no_file(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = clinic.roster([*(person(number) for number in range(9)), (LONG, "x-1", "", "", "")])
    clinic.batch(roster)
    alone = clinic.pdfs()
    clinic.output.rename(clinic.work / "alone")
    kept = {path: path.read_bytes() for path in (clinic.cache / "bases").glob("*.base")}
    shed = Folder.shed

    def change(self: Folder) -> Path:
        other = clinic.work / "ready"
        clinic.batch(clinic.write("Client Name\nAnn\n", "ready.csv"), "-o", other, "--ink-saver")
        (data,) = {p.read_bytes() for p in (clinic.cache / "bases").glob("*.base") if p not in kept}
        for path in kept:
            path.write_bytes(data)
        return shed(self)

    monkeypatch.setattr(Folder, "shed", change)
    try:
        done = clinic.batch(roster, "--workers", "2")
    finally:
        for path, data in kept.items():
            path.write_bytes(data)
    assert done.code == 0
    assert clinic.pdfs() == alone


def test_a_roster_that_is_deleted_meanwhile_is_not_missed(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = clinic.roster(person(number) for number in range(60))
    each = Alone.each

    def lose(self: Alone, jobs: Iterator[object]) -> Iterator[object]:
        roster.unlink()
        return each(self, jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(Alone, "each", lose)
    assert clinic.batch(roster).out.startswith("60 files written. ")
    assert "there is no such file" in clinic.batch(roster).err


def test_choices_have_folders_of_their_own(clinic: Clinic) -> None:
    roster = clinic.roster([("A", "", "", "", "")])
    for more in ((), ("--paper", "letter"), ("--duplex",), ("--columns", "name=Client Name")):
        assert clinic.batch(roster, *more).code == 0
    clinic.batch(clinic.write(roster.read_bytes(), "other.csv"))
    assert len(list((clinic.output / "small").iterdir())) == 4


def test_the_python_api(clinic: Clinic) -> None:
    roster = clinic.roster([("Ann", "a", "", "", ""), ("", "", "", "", "x")])
    with pytest.raises(ContentError, match="row 3"):
        run_batch("small", roster)
    assert not (clinic.folder / "output").exists()
    edition = Edition("letter", ink_saver=True)
    found = run_batch("small", roster, output=clinic.output, edition=edition, skip_bad_rows=True)
    assert found == replace(
        found,
        folder=clinic.place,
        **{"written": 1, "unchanged": 0, "failed": 0, "laid_out": 0},  # type: ignore[arg-type]
        problems=(),
        ignored=(),
        strays=(),
    )
    assert [problem.message[:5] for problem in found.bad_rows] == ["row 3"]
    with pytest.raises(UsageError, match="don't go together"):
        run_batch("small", roster, workers=2, dask="tls://x:1")


def test_nothing_of_a_client_is_shown_by_a_repr(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    make = prepare_module.prepare

    def look(*given: object) -> object:
        found = make(*given)  # type: ignore[arg-type]
        seen.append(repr(found.wanted) + repr(found))
        return found

    monkeypatch.setattr("handoutgen.batch.run.prepare", look)
    row = ("Wilhelmina", "c", "2026-03-05", "Dr. X", "Someday")
    clinic.batch(clinic.roster([row], COLUMNS))
    assert seen
    assert not re.search("Wilhelmina|Someday|2026-03-05", "".join(seen))


def test_the_summary_names_the_files_of_this_roster(clinic: Clinic) -> None:
    first = clinic.roster([person(1), person(2)])
    assert run_batch("small", first, output=clinic.output).files == ("c-0001.pdf", "c-0002.pdf")
    second = clinic.roster([person(2), person(3)])
    found = run_batch("small", second, output=clinic.output)
    assert (found.files, found.strays) == (("c-0002.pdf", "c-0003.pdf"), ("c-0001.pdf",))
    assert "c-0002" not in repr(found)
    combined = run_batch("small", second, output=clinic.output, combined=True)
    assert combined.files == ("print-run.pdf",)


def test_a_file_that_was_not_made_anew_is_not_of_this_roster(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.batch(clinic.roster([person(1), person(2)]))

    def refuse(folder: Folder, stem: str, parts: object) -> os.stat_result:
        raise OutputError("no")

    monkeypatch.setattr(Folder, "put", refuse)
    changed = clinic.roster([person(1), (*person(2)[:4], "other")])
    found = run_batch("small", changed, output=clinic.output)
    assert (found.failed, found.files) == (1, ("c-0001.pdf",))


def test_where_the_files_go_is_told_ahead(clinic: Clinic) -> None:
    told: list[Path] = []

    class Listener(Silent):
        def into(self, folder: Path) -> None:
            told.append(folder)
            assert not list(folder.glob("*.pdf"))

    roster = clinic.roster([person(1)])
    found = run_batch("small", roster, output=clinic.output, progress=Listener())
    assert told == [found.folder]
