"""`handoutgen packet`: several handouts as one PDF."""

import stat

from support.pdf import page_texts
from support.terminal import Done, Terminal

SHEET = "  - block: text\n    text: On [[day]].\n"


def sheets(terminal: Terminal) -> None:
    terminal.practice.sheet(SHEET, name="one")
    terminal.practice.sheet(SHEET, name="two")
    terminal.practice.write("handouts/packets/both.yaml", "title: Both\nhandouts: [one, two]\n")


def test_without_a_name_the_packets_are_listed(terminal: Terminal) -> None:
    sheets(terminal)
    done = terminal("packet")
    assert done.out.startswith("both  Both  (2 handouts)\ncouples-starter  ")
    assert done.out.count("\n") == 5


def test_a_packet_is_made_and_not_made_twice(terminal: Terminal) -> None:
    sheets(terminal)
    assert terminal("packet", "both") == Done(0, "output/both-packet.pdf  4 pages\n", "")
    again = terminal("packet", "both")
    assert again == Done(0, "1 packet unchanged. It is in output/\n", "")
    terminal.practice.sheet(SHEET + "  - {block: text, text: More.}\n", name="two")
    assert terminal("packet", "both").out == "output/both-packet.pdf  4 pages\n"
    assert "More." in page_texts((terminal.folder / "output/both-packet.pdf").read_bytes())[3]


def test_a_packet_on_the_fly(terminal: Terminal) -> None:
    sheets(terminal)
    words = ("packet", "--handouts", "two, one", "--title", "For today", "--ink-saver")
    assert terminal(*words).out == "output/my-packet-ink-saver.pdf  4 pages\n"
    assert terminal(*words[:2], "one,three").err.startswith("there is no handout 'three'")
    assert terminal(*words[:2], "one,one").code == 2
    assert terminal(*words[:3], "--title", "<b>").code == 2
    assert terminal("packet", "both", "--handouts", "one").code == 2


def test_for_paper_printed_on_both_sides(terminal: Terminal) -> None:
    sheets(terminal)
    assert terminal("packet", "both", "--duplex").out == "output/both-packet.pdf  7 pages\n"
    assert terminal("packet", "both").out == "output/both-packet.pdf  4 pages\n"


def test_a_sheet_stands_in_a_packet_once(terminal: Terminal) -> None:
    sheets(terminal)
    terminal.practice.write(
        "handouts/packets/both.yaml", "title: Both\nhandouts: [one, two, one]\n"
    )
    done = terminal("packet", "both")
    assert (done.code, done.out) == (1, "")
    assert "'one' stands in it twice" in done.err
    assert "name each handout once" in done.err


def test_blanks_of_all_its_sheets_are_filled_in(terminal: Terminal) -> None:
    sheets(terminal)
    done = terminal("packet", "both", "--fill", "name=Sam", "--fill", "two.text.day=Friday")
    assert done.out == "output/both-packet-filled.pdf  4 pages\n"
    made = terminal.folder / "output/both-packet-filled.pdf"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    pages = page_texts(made.read_bytes())
    assert ["Sam" in page for page in pages] == [True, False, True, True]
    assert ["Friday" in page for page in pages] == [False, False, False, True]
    wrong = terminal("packet", "both", "--fill", "dya=Friday")
    assert (wrong.code, wrong.out) == (2, "")
    assert "did you mean 'day'?" in wrong.err


def test_the_therapists_copy_has_the_notes(terminal: Terminal) -> None:
    sheets(terminal)
    done = terminal("packet", "both", "--audience", "therapist", "--duplex")
    assert done.out.startswith("output/both-packet-notes.pdf  ")


def test_an_unknown_packet_is_told(terminal: Terminal) -> None:
    done = terminal("packet", "couple-starter")
    assert (done.code, done.out) == (2, "")
    assert done.err == "there is no packet 'couple-starter'; did you mean 'couples-starter'?\n"
