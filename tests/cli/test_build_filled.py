"""`build --fill`, `--fill-from` and the editions: what is filled in ahead, and where it ends up."""

import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from support.pdf import page_texts
from support.terminal import Done, Terminal

SHEET = """\
  - block: text
    text: On [[day]] I rest for [[how long]].
  - block: checklist
    title: Help
    items: [Sleep, Eat]
  - block: scale
    prompt: Pain?
    low: none
    high: much
  - block: lines
    prompt: What helped?
    count: 2
"""
OTHER = "  - block: text\n    text: On [[day]].\n"


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    """A terminal in a practice with two sheets that share a blank."""
    terminal.practice.sheet(SHEET, name="one")
    terminal.practice.sheet(OTHER, name="two")
    return terminal


def words(path: Path) -> str:
    return " ".join(" ".join(page_texts(path.read_bytes())).split())


def test_words_stand_on_the_line_and_the_plain_sheet_is_let_be(filled: Terminal) -> None:
    filled("build", "one")
    plain = (filled.folder / "output/one.pdf").read_bytes()
    done = filled("build", "one", "--fill", "Day=Tuesday", "--fill", "one.help.sleep=yes")
    assert done.out.startswith("output/one-filled.pdf  1 page\n")
    made = filled.folder / "output/one-filled.pdf"
    assert "On Tuesday day I rest for" in words(made)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert (filled.folder / "output/one.pdf").read_bytes() == plain
    assert "Tuesday" not in words(filled.folder / "output/one.pdf")


def test_one_answer_goes_to_every_sheet_that_has_the_blank(filled: Terminal) -> None:
    done = filled("build", "one", "two", "--fill", "day=Friday", "--fill", "how long=an hour")
    assert done.code == 0
    texts = [words(filled.folder / f"output/{name}-filled.pdf") for name in ("one", "two")]
    assert all("Friday" in text for text in texts)
    assert ["an hour" in text for text in texts] == [True, False]


def test_a_sheet_without_the_blank_is_made_plain(filled: Terminal) -> None:
    done = filled("build", "one", "two", "--fill", "how long=an hour")
    assert [line.split()[0] for line in done.out.splitlines()[:2]] == [
        "output/one-filled.pdf",
        "output/two.pdf",
    ]


def test_what_is_filled_in_is_kept_nowhere_else(filled: Terminal) -> None:
    secret = "Zanzibar"
    filled("build", "one", "--fill", f"name={secret}")
    filled("build", "one", "--fillable", "--fill", f"name={secret}")
    files = [path for path in filled.folder.parent.rglob("*") if path.is_file()]
    assert len(files) > 4  # the cache is among them
    holding = {path.name for path in files if secret.encode() in path.read_bytes()}
    assert holding == set()  # the PDFs hold it packed
    names = {path.name for path in filled.folder.rglob("*.pdf")}
    assert names == {"one-filled.pdf", "one-fillable-filled.pdf"}


def test_the_same_command_fills_in_again(filled: Terminal) -> None:
    for value in ("Monday", "Sunday"):
        assert filled("build", "one", "--fill", f"day={value}").code == 0
        assert value in words(filled.folder / "output/one-filled.pdf")


def test_several_processes_fill_in_as_well(filled: Terminal) -> None:
    done = filled("build", "one", "two", "--fill", "day=Friday", "--workers", "2")
    assert done.code == 0
    for name in ("one", "two"):
        assert "Friday" in words(filled.folder / f"output/{name}-filled.pdf")


def test_a_file_of_answers_and_what_is_said_on_the_line_over_it(filled: Terminal) -> None:
    filled.practice.write("a.yaml", "day: Monday\none: {how long: an hour}\n")
    filled("build", "one", "--fill-from", "a.yaml", "--fill", "day=Tuesday")
    text = words(filled.folder / "output/one-filled.pdf")
    assert "Tuesday" in text and "an hour" in text and "Monday" not in text


def test_an_unknown_blank_is_told_with_those_there_are_and_nothing_is_made(
    filled: Terminal,
) -> None:
    done = filled("build", "two", "--fill", "dya=Zanzibar", "--fill", "Pain?=11")
    assert (done.code, done.out) == (2, "")
    assert "there is no blank 'dya'; did you mean 'day'?" in done.err
    assert "there is no blank 'Pain?'" in done.err
    assert "name, date, next-session, text.day" in done.err
    assert "Zanzibar" not in done.err
    assert not (filled.folder / "output").exists()


def test_what_does_not_fit_its_blank_is_told_without_its_words(filled: Terminal) -> None:
    done = filled("build", "one", "--fill", "help.eat=Zanzibar", "--fill", "Pain?=11")
    assert (done.code, done.out) == (2, "")
    assert "'help.eat' is a box to tick" in done.err
    assert "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10" in done.err
    assert "Zanzibar" not in done.err
    long = filled("build", "one", "--fill", f"date={'Zanzibar ' * 9}")
    assert long.code == 1
    assert "what is filled in for 'Date' doesn't fit its place on page 1" in long.err
    assert "Zanzibar" not in long.err + long.out
    assert not (filled.folder / "output/one-filled.pdf").exists()
    form = filled("build", "one", "--fillable", "--fill", f"date={'Zanzibar ' * 9}")
    assert form.code == 1
    assert "what is filled in for 'Date' doesn't fit its field" in form.err
    assert "Zanzibar" not in form.err


def test_a_letter_that_no_font_has_is_told_in_a_form_as_on_paper(filled: Terminal) -> None:
    for edition in ((), ("--fillable",)):
        done = filled("build", "one", *edition, "--fill", "how long=漢")
        assert done.code == 1
        assert "no font here can draw '漢' (U+6F22)" in done.err


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["--large-print"], "one-large-print.pdf"),
        (["--notes", "--ink-saver"], "one-ink-saver-notes.pdf"),
        (
            ["--fillable", "--ink-saver", "--large-print", "--notes"],
            "one-large-print-ink-saver-fillable-notes.pdf",
        ),
    ],
)
def test_each_edition_has_a_name_and_is_not_made_twice(
    filled: Terminal, options: list[str], name: str
) -> None:
    assert filled("build", "one").code == 0
    first = filled("build", "one", *options)
    assert first.out.split()[0] == f"output/{name}"
    assert (filled.folder / f"output/{name}").is_file()
    again = filled("build", "one", *options)
    assert again == Done(0, "0 handouts built, 1 unchanged. They are in output/\n", "")
    assert filled("build", "one").out.startswith("0 handouts built, 1 unchanged")


def test_a_form_takes_what_is_filled_in_ahead_as_values(filled: Terminal) -> None:
    filled("build", "one", "--fillable", "--fill", "day=Tuesday", "--fill", "Pain?=6")
    reader = PdfReader(filled.folder / "output/one-fillable-filled.pdf")
    fields = reader.get_fields() or {}
    assert fields["one.text.day"].value == "Tuesday"
    assert fields["one.pain.answer"].value == "/6"
    assert fields["one.what-helped.answer"].value in (None, "")
