"""The batch page over the wire: from a roster to files, and all that can be chosen on the way."""

import os
import re
import signal
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pikepdf
import pypdf
import pytest

from support.batchsite import BAD, Staff, batch_site, csv_of, staff, words_of
from support.client import Answer
from support.clinic import COLUMNS, LONG, person
from support.site import LiveSite

__all__ = ["batch_site", "staff"]

MANY = 3000


def zip_of(staff: Staff) -> ZipFile:
    answer = staff.client.get(f"/batch/{staff.job}/files.zip")
    assert (answer.status, answer.kind) == (200, "application/zip")
    return ZipFile(BytesIO(answer.body))


def text_of(pdf: bytes, password: str = "") -> str:
    plain = BytesIO(pdf)
    if password:
        with pikepdf.open(BytesIO(pdf), password=password) as document:
            document.save(plain := BytesIO())
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(plain).pages)


def chosen(page: Answer) -> dict[str, str]:
    """The field that is chosen for each column, by its header."""
    found = {}
    for header, options in re.findall(
        r"What the column “(.*?)” is\"(.*?)</select>", page.text, re.S
    ):
        picked = re.search(r'<option value="([^"]*)" selected>', options)
        found[header] = picked[1] if picked else ""
    return found


def run(staff: Staff, *rows: tuple[str, ...], **fields: str) -> None:
    """Have a batch made, and wait for its end."""
    assert staff.upload(csv_of(rows)).status == 303
    answer = staff.start(**fields)
    assert (answer.status, answer.location) == (303, "/batch"), words_of(answer.text)
    staff.follow()


def stopped(staff: Staff) -> int:
    """Start a long batch and stop it amid; returns how many files are finished."""
    staff.upload(csv_of(person(n) for n in range(MANY)))
    staff.start()
    job = staff.job
    with staff.client.events(f"/batch/{job}/events") as events:
        for name, data in events:
            if name == "far" and (amid := re.search(r'"done": (\d+)', data)) and int(amid[1]):
                staff.client.post(f"/batch/{job}/stop")
                break
        assert [name for name, _ in events][-1] == "end"
    found = re.search(r"([\d,]+) of 3,000 files are finished", staff.words)
    assert found, staff.words
    return int(found[1].replace(",", ""))


@dataclass(frozen=True)
class Finished:
    """A batch of forty that is finished, and what its page told on the way."""

    staff: Staff
    events: list[tuple[str, str]]


@pytest.fixture(scope="module")
def finished(batch_site: LiveSite) -> Finished:
    """For tests that only look at a batch."""
    staff = Staff(batch_site.client(), batch_site.practice)
    staff.upload(csv_of(person(n) for n in range(40)))
    staff.start()
    return Finished(staff, staff.follow())


def test_packets_are_named_by_title_with_the_number_of_sheets(staff: Staff) -> None:
    page = staff.page()
    assert page.status == 200
    assert ">Small (1 sheet)</option>" in page.text
    assert ">Pain and closeness (10 sheets)</option>" in page.text


def test_a_table_to_fill_in_has_the_packets_blanks(staff: Staff) -> None:
    answer = staff.client.get("/batch/template/small.csv")
    assert answer.file_name == "roster-small.csv"
    head, first, *_ = answer.body.decode("utf-8-sig").splitlines()
    assert head == "Client Name,Code,Therapist,Date,Next Session,day"
    assert first == "Ana Sample,C1001,Dr. A. Example,,Tuesday 3 pm,"
    assert staff.upload({"roster": ("filled.csv", answer.body)}).status == 303
    assert "2 clients ." in staff.words
    assert staff.client.get("/batch/template/nowhere.csv").status == 404


def test_a_roster_becomes_a_file_for_each_client(finished: Finished) -> None:
    staff = finished.staff
    assert "40 files written" in staff.words
    archive = zip_of(staff)
    assert archive.testzip() is None
    assert archive.namelist() == [f"c-{number:04}.pdf" for number in range(40)]
    assert {each.compress_type for each in archive.infolist()} == {ZIP_STORED}
    for number in (0, 1, 39):
        text = text_of(archive.read(f"c-{number:04}.pdf"))
        assert set(re.findall(r"Person\d{4}", text)) == {f"Person{number:04}"}
        assert f"day{number:04}" in text
    folder = re.search(r"<code>(/.*?/output/small/\w{10})</code>", staff.page().text)
    assert folder and {path.name for path in Path(folder[1]).glob("*.pdf")} == set(
        archive.namelist()
    )


def test_how_columns_were_read_is_shown_and_can_be_corrected(staff: Staff) -> None:
    columns = ("Kunde", "Client Name", "Code", "day", "Shoe Size")
    rows = [("Ada Right", "Wrong One", "c-1", "friday", "41")]
    staff.upload(csv_of(rows, columns))
    page = staff.page()
    assert chosen(page) == {
        **{"Kunde": "", "Client Name": "name", "Code": "code", "day": "", "Shoe Size": ""}
    }
    assert "Goes into the blank “day”" in page.text
    assert page.text.count("Ignored: no blank is named so") == 4
    fields = {f"column-{n}": each for n, each in enumerate(("name", "", "code", "", ""))}
    part = staff.client.post(
        "/batch/check", {"packet": "small", **fields}, headers={"HX-Request": "true"}
    )
    assert chosen(part)["Kunde"] == "name" and chosen(part)["Client Name"] == ""
    assert "<html" not in part.text
    staff.start(**fields)
    staff.follow()
    text = text_of(zip_of(staff).read("c-1.pdf"))
    assert "Ada Right" in text and "friday" in text
    assert "Wrong One" not in text and "41" not in text
    assert "ignored: 'Client Name', 'Shoe Size'" in staff.words


def test_two_columns_for_one_thing_are_told_at_the_second(staff: Staff) -> None:
    staff.upload(csv_of([("A", "B")], ("Client Name", "Other")))
    answer = staff.start(**{"column-0": "name", "column-1": "name"})
    assert answer.status == 422
    problem = next(tag for tag in answer.tags("p") if tag.get("id") == "column-1-problem")
    assert problem["class"] == "problem"
    assert "Another column is the name already" in answer.text
    select = next(tag for tag in answer.tags("select") if tag.get("name") == "column-1")
    assert select["aria-describedby"] == "column-1-problem"


def test_a_table_without_known_headers_can_be_explained(staff: Staff) -> None:
    staff.upload(csv_of([("Ada Right", "x")], ("Kunde", "Nummer")))
    assert "No column is known to have a name or a code" in staff.words
    assert "--columns" not in staff.words and "say below what each column is" in staff.words
    fields = {"packet": "small", "column-0": "name", "column-1": "code"}
    assert staff.client.post("/batch/check", fields).status == 303
    assert chosen(staff.page()) == {"Kunde": "name", "Nummer": "code"}
    assert "1 client ." in staff.words and "Make 1 packet" in staff.words


def test_bad_rows_are_shown_and_can_be_left_out(staff: Staff) -> None:
    staff.upload(csv_of([person(1), BAD, person(1), person(2)]))
    page = staff.page()
    assert "2 clients , and 2 rows that can’t be used" in staff.words
    assert "Row 3: there is no name and no code. Give the client a name or a code" in staff.words
    assert "Row 4: it has the same code as row 2." in staff.words
    assert page.text.count('<tr class="bad">') == 2
    assert page.text.count("can’t be used</span>") == 2
    refused = staff.start()
    assert refused.status == 422 and staff.made() == staff.made()
    assert 'aria-describedby="skip-problem"' in refused.text
    assert staff.start(skip="yes").status == 303
    staff.follow()
    assert "2 files written, 2 rows left out" in staff.words
    assert zip_of(staff).namelist() == ["c-0001.pdf", "c-0002.pdf"]


def test_many_bad_rows_are_counted_by_what_is_wrong(staff: Staff) -> None:
    staff.upload(csv_of([person(1), *[BAD] * 450]))
    assert "Row 402: there is no name" in staff.words
    assert "Row 403: " not in staff.words
    assert "And 50 more: there is no name and no code." in staff.words


def test_what_a_row_asks_for_is_checked_before_anything_is_made(staff: Staff) -> None:
    columns = ("Client", "Packet", "Language")
    rows = [("A", "smal", ""), ("B", "", "Spanish"), ("C", "", "English")]
    staff.upload(csv_of(rows, columns))
    assert "Row 2: it names a packet that isn't there. Did you mean 'small'? Row 3" in staff.words
    assert "Row 3: its sheets are in 'en', it asks for another language" in staff.words


def test_events_tell_how_it_goes_on_and_end(finished: Finished) -> None:
    events = finished.events
    names = [name for name, _ in events]
    assert names[-2:] == ["far", "end"] and set(names) <= {"far", "note", "end"}
    far = [int(re.findall(r"\d+", data)[0]) for name, data in events if name == "far"]
    assert far == sorted(far) and far[-1] == 40
    assert '"words": "40 of 40 files, ' in events[-2][1]
    assert not any("Person" in data for _, data in events)


def test_stopped_it_goes_on_from_there(staff: Staff) -> None:
    finished = stopped(staff)
    assert 0 < finished < MANY
    assert "Start again goes on from there" in staff.words
    assert staff.client.post("/batch/start").status == 303
    staff.follow()
    done = re.search(r"([\d,]+) files written, ([\d,]+) unchanged", staff.words)
    assert done, staff.words
    assert [int(each.replace(",", "")) for each in done.groups()] == [MANY - finished, finished]
    assert len(zip_of(staff).namelist()) == MANY


def test_one_batch_at_a_time(staff: Staff) -> None:
    staff.upload(csv_of(person(n) for n in range(MANY)))
    staff.start()
    job = staff.job
    again = (staff.start(), staff.upload(csv_of([person(1)])), staff.client.post("/batch/new"))
    for answer in again:
        assert answer.status == 409
        assert "A batch is at work" in answer.text
    assert 'id="running"' in staff.page().text
    staff.client.post(f"/batch/{job}/stop")
    assert staff.follow(job)[-1] == ("end", '{"state": "stopped"}')


def test_a_killed_process_is_told_in_words(staff: Staff, batch_site: LiveSite) -> None:
    staff.upload(csv_of(person(n) for n in range(MANY)))
    staff.start()
    job = staff.job
    with staff.client.events(f"/batch/{job}/events") as events:
        next(events)
        (pid,) = pids(batch_site, job)
        os.kill(pid, signal.SIGKILL)
        assert list(events)[-1] == ("end", '{"state": "failed"}')
    assert "The process that made the files was ended from outside" in staff.words
    assert "Traceback" not in staff.words
    assert not list(staff.practice.rglob("*.part"))
    assert staff.client.post("/batch/new").location == "/batch"
    assert "Read the roster" in staff.words


def pids(site: LiveSite, job: str) -> list[int]:
    visitors = site.app.extensions["handoutgen"].visitors
    seats = [each.kept.get("batch") for each in visitors._known.values()]
    return [seat.job.pid for seat in seats if seat and seat.job and seat.job.id == job]


def test_nobody_else_sees_a_batch(finished: Finished, batch_site: LiveSite) -> None:
    staff = finished.staff
    job = staff.job
    other = batch_site.client()
    assert "Read the roster" in words_of(other.get("/batch").text)
    for path in ("events", "files.zip", "print-run.pdf", "remove"):
        assert other.get(f"/batch/{job}/{path}").status == 404
    for path in ("stop", "folder", "remove"):
        assert other.post(f"/batch/{job}/{path}").status == 404
    assert len(zip_of(staff).namelist()) == 40
    assert staff.client.post(f"/batch/{job}/stop", csrf=None).status == 403


def test_an_edition_and_a_password_for_all_are_chosen(staff: Staff) -> None:
    staff.upload(csv_of([person(1)]))
    for password, again, why in [
        ("", "", "There is no password"),
        ("é" * 64, "é" * 64, "The password is longer than 127 bytes"),
        ("open sesame", "open sesam", "The two aren&#39;t the same"),
    ]:
        answer = staff.start(encrypt="yes", password=password, **{"password-again": again})
        assert answer.status == 422 and why in answer.text
        assert not password or password not in answer.text
        assert 'aria-describedby="password-hint password-problem"' in answer.text
    both = {"password": "open sesame", "password-again": "open sesame"}
    done = staff.start(encrypt="yes", **both, **{"paper": "a4", "large-print": "yes"})
    assert done.status == 303
    staff.follow()
    pdf = zip_of(staff).read("c-0001.pdf")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="open sesame") as document:
        assert [round(each) for each in document.pages[0].mediabox[2:]] == [595, 842]
    assert "Person0001" in text_of(pdf, "open sesame")
    assert "sesame" not in staff.page().text


def test_files_are_locked_with_the_passwords_of_the_roster(staff: Staff) -> None:
    files = csv_of([("Ann", "one"), (LONG, "")], ("Client", "Password"))
    staff.upload(files)
    assert "They lock the files only with “Lock the files with a password”" in staff.words
    refused = staff.start(encrypt="yes")
    assert refused.status == 422
    assert "Row 3: there is no password" in words_of(refused.text)
    both = {"password": "all", "password-again": "all"}
    assert staff.start(encrypt="yes", **both).status == 303
    staff.follow()
    archive = zip_of(staff)
    assert "Ann" in text_of(archive.read("row-0002.pdf"), "one")
    assert "Featherstonehaugh" in text_of(archive.read("row-0003.pdf"), "all")
    assert "2 files written, 1 laid out in full" in staff.words
    assert "Laid out in full for: a text that is too long for its place (1)." in staff.words


def test_one_file_for_the_printer(staff: Staff) -> None:
    run(staff, person(1), person(2), combined="yes")
    assert "2 clients written" in staff.words
    assert "made without “One file for the printer”" in staff.words
    answer = staff.client.get(f"/batch/{staff.job}/print-run.pdf")
    assert answer.file_name == "small-print-run.pdf"
    assert "Person0001" in text_of(answer.body) and "Person0002" in text_of(answer.body)
    assert zip_of(staff).namelist() == ["print-run.pdf"]


def test_what_does_not_go_together_is_told_at_its_field(staff: Staff) -> None:
    staff.upload(csv_of([person(1)]))
    answer = staff.start(combined="yes", fillable="yes")
    assert answer.status == 422
    assert "A file for the printer is for paper" in answer.text
    assert "Choose one of the packets" in staff.start(packet="nowhere").text
    assert staff.start(paper="a5").status == 400


def test_the_folder_is_opened_or_its_path_told(
    finished: Finished, batch_site: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = finished.staff
    shown: list[Path] = []
    ways = batch_site.app.extensions
    monkeypatch.setitem(ways, "handoutgen-opens", lambda path: shown.append(path) or True)
    staff.client.post(f"/batch/{staff.job}/folder")
    assert "The folder is open in the file manager" in staff.words
    (path,) = shown
    assert (path / "c-0001.pdf").exists()
    monkeypatch.setitem(ways, "handoutgen-opens", lambda path: False)
    staff.client.post(f"/batch/{staff.job}/folder")
    page = staff.words
    assert "No file manager was found here" in page and str(path) in page
    assert "No file manager" not in staff.words


def test_the_files_are_removed_once_that_is_confirmed(staff: Staff) -> None:
    run(staff, person(1), person(2))
    job = staff.job
    asked = staff.client.get(f"/batch/{job}/remove")
    assert "2 files and all else" in words_of(asked.text)
    found = re.search(r"<code>(/.*?)</code>", asked.text)
    assert found
    folder = Path(found[1])
    assert len(list(folder.glob("*.pdf"))) == 2
    (folder / "mine.txt").write_text("mine")
    staff.client.post(f"/batch/{job}/remove")
    assert "The files are removed. Others are still in" in staff.words
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert staff.client.get(f"/batch/{job}/files.zip").status == 404


def test_a_form_without_a_file_says_so_at_the_field(staff: Staff) -> None:
    for files in ({"roster": ("", b"")}, {}):
        answer = staff.client.post("/batch/roster", {"packet": "small"}, files)
        assert answer.status == 422
        assert 'id="roster-problem">Choose the file with the roster' in answer.text


def test_what_is_said_of_columns_is_for_one_roster_alone(staff: Staff) -> None:
    staff.upload(csv_of([("A", "B")], ("Client Name", "Other")))
    staff.client.post("/batch/check", {"packet": "small", "column-0": "", "column-1": "name"})
    assert chosen(staff.page()) == {"Client Name": "", "Other": "name"}
    staff.upload(csv_of([("A", "B")], ("Client Name", "Other")))
    assert chosen(staff.page()) == {"Client Name": "name", "Other": ""}


def test_columns_of_the_first_rows_are_those_of_the_file(staff: Staff) -> None:
    staff.upload(csv_of([person(n) for n in range(20)]))
    page = staff.page()
    rows = re.search(r'id="first-rows".*?</table>', page.text, re.S)
    assert rows and rows[0].count("<tr>") == 7
    assert all(f">{column}</th>" in rows[0] for column in COLUMNS)


def test_without_a_roster_there_is_nothing_to_start(staff: Staff) -> None:
    for path in ("/batch/start", "/batch/check"):
        answer = staff.client.post(path, {"packet": "small"})
        assert answer.status == 422
        assert "The roster isn&#39;t kept any more" in answer.text
    part = staff.client.post("/batch/check", {"packet": "small"}, headers={"HX-Request": "true"})
    assert "Choose it once more" in part.text and 'id="checked"' in part.text
