"""What a batch would make of a roster, told beforehand."""

from pathlib import Path

import pytest

from handoutgen.batch.overview import Overview, look_over, words_to_fill
from handoutgen.batch.prepare import Order, usual_spec
from handoutgen.compose.edition import Edition
from handoutgen.content.roster import read_roster
from handoutgen.errors import ContentError, UsageError
from handoutgen.folders import Folders
from support.clinic import Clinic, person


def overview(
    clinic: Clinic,
    roster: Path,
    encrypt: bool = False,
    password: str = "",
    combined: bool = False,
    edition: Edition | None = None,
) -> Overview:
    folders = Folders(clinic.folder)
    usual = usual_spec(folders, "small", None, edition)
    order = Order(folders, usual, roster, {}, True, encrypt, password, combined)
    return look_over(order, read_roster(roster))


def test_clients_are_counted_and_columns_placed(clinic: Clinic) -> None:
    rows = [(*person(number), "x") for number in range(3)]
    columns = ("Client Name", "Code", "Next Session", "Therapist", "day", "Shoes")
    found = overview(clinic, clinic.roster(rows, columns))
    assert (found.clients, found.bad, found.blanks) == (3, (), {"day": ("day",)})


def test_all_bad_rows_are_told_as_the_batch_tells_them(clinic: Clinic) -> None:
    columns = ("Client", "Packet", "Language", "Password")
    rows = [
        *(("A", "", "", "one"), ("B", "none", "", "two"), ("C", "", "Spanish", "three")),
        *(("", "small", "", "four"), ("E", "", "", "")),
    ]
    roster = clinic.roster(rows, columns)
    found = overview(clinic, roster, encrypt=True)
    told = [each.message for each in found.bad]
    assert told == [
        "row 3: it names a packet that isn't there",
        "row 4: its sheets are in 'en', it asks for another language",
        "row 5: there is no name and no code",
        "row 6: there is no password",
    ]
    assert found.clients == 1
    clinic.get_ready()
    clinic.batch(roster, "--encrypt", "--skip-bad-rows")  # so that the base is in the cache
    errors = clinic.batch(roster, "--encrypt").err
    assert [line.split(": ", 1)[1] for line in errors.splitlines() if ": row" in line] == told
    assert overview(clinic, roster, encrypt=True, password="all").clients == 2


def test_what_a_print_run_cannot_have_is_told(clinic: Clinic) -> None:
    roster = clinic.roster([("A", "yes"), ("B", "no")], ("Client", "Fillable"))
    assert overview(clinic, roster, combined=True).clients == 1
    with pytest.raises(UsageError):
        overview(clinic, roster, combined=True, edition=Edition(fillable=True))


def test_a_packet_that_cannot_be_read_is_told(clinic: Clinic) -> None:
    broken = clinic.folder / "handouts/packets/broken.yaml"
    broken.write_text("title: Broken\nhandouts: [nowhere]\n")
    folders = Folders(clinic.folder)
    roster = clinic.roster([person(1)])
    order = Order(folders, usual_spec(folders, "broken"), roster, {}, True, False, "")
    try:
        with pytest.raises(ContentError):
            look_over(order, read_roster(roster))
    finally:
        broken.unlink()


def test_columns_can_be_named_after_the_words_of_a_packets_blanks(clinic: Clinic) -> None:
    folders = Folders(clinic.folder)
    order = Order(folders, usual_spec(folders, "small"), Path(), {}, False, False, "")
    assert words_to_fill(order) == ("day",)
    order = Order(folders, usual_spec(folders, "couples-starter"), Path(), {}, False, False, "")
    words = words_to_fill(order)
    assert "pain today, 0 to 10" in words and len(set(words)) == len(words)
    assert not {"name", "date"} & set(words), "these are columns of their own"
