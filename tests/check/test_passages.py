"""Which texts of a sheet its reader sees, and where they stand."""

from handoutgen.check.passages import Passage
from support.checking import desk
from support.practice import HEAD, Practice


def sentences(text: str) -> list[str]:
    return Passage(("title",), text).sentences()


def test_every_printed_text_is_found_and_nothing_else(practice: Practice) -> None:
    head = HEAD + "reminder: Take your time.\nreferences: [finn-2018]\n"
    sheet = desk(
        practice,
        """\
  - block: menu
    title: Our menu
    columns: [One, Two]
    rows:
      - [Hugs, Talks]
    sources: [finn-2018]
    evidence: supported
  - block: image
    file: tree.png
    alt: A tree.
  - block: steps
    steps:
      - {title: First, text: Sit down.}
      - {title: Then}
  - block: log
    rows: [Monday]
    columns: [Mood]
  - block: references
    items: [finn-2018]
notes:
  purpose: Not for the client.
""",
        head,
    )
    assert [(p.loc, p.text) for p in sheet.passages] == [
        (("title",), "A test sheet"),
        (("summary",), "What it is for."),
        (("reminder",), "Take your time."),
        (("blocks", 0, "title"), "Our menu"),
        (("blocks", 0, "columns", 0), "One"),
        (("blocks", 0, "columns", 1), "Two"),
        (("blocks", 0, "rows", 0, 0), "Hugs"),
        (("blocks", 0, "rows", 0, 1), "Talks"),
        (("blocks", 1, "alt"), "A tree."),
        (("blocks", 2, "steps", 0, "title"), "First"),
        (("blocks", 2, "steps", 0, "text"), "Sit down."),
        (("blocks", 2, "steps", 1, "title"), "Then"),
        (("blocks", 3, "rows", 0), "Monday"),
        (("blocks", 3, "columns", 0), "Mood"),
        (("blocks", 3, "first"), "Day"),
    ]
    assert [passage.block for passage in sheet.passages[2:5]] == [None, 0, 0]


def test_a_text_falls_into_sentences() -> None:
    text = "**Two minutes?** Tick one. “Is it 0.5?” Yes… No!\nStill no"
    assert sentences(text) == [
        *("Two minutes?", "Tick one.", "“Is it 0.5?”", "Yes…", "No!"),
        "Still no",
    ]


def test_items_and_paragraphs_are_sentences_of_their_own() -> None:
    assert sentences("1. Sit down\n2. Rest\n\n- one\n- two *or* three\n\nThe end") == [
        *("Sit down", "Rest", "one", "two or three", "The end")
    ]


def test_blanks_links_and_marks_are_not_words() -> None:
    assert sentences("I feel [[a feeling | long]]. [Call](https://example.org/x.y) us.") == [
        *("I feel .", "Call us.")
    ]
    assert sentences("[[my name]]") == []
