"""The therapist's copy: the client's pages, then the notes; and none of them for the client."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest

from handoutgen.compose.citation import with_citations
from handoutgen.compose.document import safety_texts
from handoutgen.compose.edition import Edition
from handoutgen.compose.words import WORDS
from handoutgen.content.handout import Handout, all_sources
from handoutgen.content.prose import prose_html
from handoutgen.errors import UsageError
from handoutgen.folders import Folders
from handoutgen.pipeline import Workshop, build_handout
from support.pdf import page_texts
from support.practice import HEAD, Practice
from support.press import IDS, Case
from support.terminal import TINY, Done, Terminal
from support.verapdf import validate

WORD = WORDS["en"]
RUN = 4  # so many words in a row are no chance
NOTES = """notes:
  purpose: To notice small changes.
  cautions:
    - Stay with what was *noticed*.
    - Never push.
  introduce: |
    - Read it aloud.

    Then see (allen-2017), not x-allen-2017.
"""


class Copies:
    """Prints the therapist's copy of each handout once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshop = Workshop(Folders(folder), None, Edition("letter", notes=True))

    def path(self, name: str) -> Path:
        """The copy's file."""
        path = self.folder / f"{name}-notes.pdf"
        if not path.exists():
            built = self.workshop.build(self.workshop.folders.handout(name), self.folder)
            assert built.path == path
        return path

    def pages(self, name: str) -> list[str]:
        """The text of its pages."""
        return page_texts(self.path(name).read_bytes())


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    return Copies(tmp_path_factory.mktemp("notes"))


def texts(value: object) -> Iterator[str]:
    """Every text in there, as it is written."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts(part)


def tokens(text: str) -> list[str]:
    """The words of a text, without marks and case."""
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", text)).casefold())


def runs(written: Iterable[str]) -> set[tuple[str, ...]]:
    """Every few words in a row of each text."""
    found = [tokens(prose_html(text)) for text in written]
    return {tuple(all_[n : n + RUN]) for all_ in found for n in range(len(all_) - RUN + 1)}


def notes_of(handout: Handout) -> list[str]:
    return list(texts(handout.model_dump(include={"notes"})))


@pytest.mark.parametrize("name", IDS)
def test_the_clients_copy_has_not_a_run_of_words_from_the_notes(press, name):
    case = Case(name, "letter", "default")
    handout = press.handout(case)
    sheet = texts(handout.model_dump(exclude={"notes"}))
    workshop = press.workshop(case)
    cited = (source.model_dump() for source in workshop.library.cited_by(handout).values())
    own = runs([*sheet, *safety_texts(handout, workshop.brand), *texts(list(cited))])
    secret = runs(notes_of(handout)) - own  # notes may quote the sheet
    printed = tokens(" ".join(page_texts(press.pdf(case))))
    shown = {tuple(printed[n : n + RUN]) for n in range(len(printed))}
    assert len(secret) > 20
    assert secret & shown == set()
    assert not {WORD["notes"], WORD["therapist’s copy"]} & set(" ".join(printed))


@pytest.mark.parametrize("name", IDS)
def test_the_therapists_copy_has_the_clients_pages_and_then_all_notes(press, copies, name):
    case = Case(name, "letter", "default")
    handout = press.handout(case)
    pages, client = copies.pages(name), page_texts(press.pdf(case))
    assert len(pages) > len(client)
    number = re.compile(r"Page \d+ of \d+")
    for mine, theirs in zip(pages, client, strict=False):
        assert number.sub("", mine) == number.sub("", theirs)

    added = pages[len(client) :]
    assert added[0].startswith(WORD["notes"])
    assert all(WORD["therapist’s copy"] in page for page in added)
    foot = re.compile(rf"\n[^\n]+\n{WORD['therapist’s copy']}.*", re.S)
    printed = "".join(tokens("".join(foot.sub("", page) for page in added)))
    sources = {name: copies.workshop.library.references[name] for name in all_sources(handout)}
    for text in notes_of(handout):
        words = tokens(prose_html(with_citations(text, sources, WORD)))
        assert "".join(words) in printed, text
    for source in sources.values():
        assert "".join(tokens(source.doi or source.title or "")) in printed


def test_every_copy_passes_pdf_ua_1(copies):
    faults = validate([copies.path(name) for name in IDS])
    assert len(faults) == len(IDS)
    assert {path.name: found for path, found in faults.items() if found} == {}


def built(practice: Practice, head: str) -> list[str]:
    """The pages of the therapist's copy of a small sheet of that head."""
    path = practice.sheet(TINY, head)
    made = build_handout(path, practice=practice.folder, edition=Edition(notes=True))
    assert made.path.name == "sheet-notes.pdf"
    return page_texts(made.path.read_bytes())


def test_notes_stand_under_their_headings_and_sources_at_the_end(practice: Practice):
    _, page = built(practice, HEAD + "references: [finn-2018, allen-2017]\n" + NOTES)
    body = re.sub(r"\s+", " ", page)
    order = [
        "Notes for the therapist",
        "A test sheet",
        "Purpose To notice small changes.",
        "How to introduce it",
        "Read it aloud. Then see (Allen, 2017), not x-allen-2017.",
        "Cautions",
        "Stay with what was noticed.",
        "Never push.",
        "Sources Allen. (2017). Biomarkers",
        "Finn, Morrison, & McGuire. (2018).",
        "Therapist’s copy",
        "Page 2 of 2",
    ]
    places = [body.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "Follow-up" not in body


def test_a_sheet_without_notes_says_so(practice: Practice):
    client, page = built(practice, HEAD)
    assert "Therapist’s copy" not in client
    assert "No notes have been written for this sheet." in page
    assert "Sources" not in page


def test_the_copy_lies_beside_the_clients_and_each_is_made_anew_by_itself(terminal: Terminal):
    client = "output/tiny.pdf  1 page\n1 handout built. They are in output/\n"
    own = "output/tiny-notes.pdf  2 pages\n1 handout built. They are in output/\n"
    same = "0 handouts built, 1 unchanged. They are in output/\n"
    assert terminal("build", "tiny") == Done(0, client, "")
    assert terminal("build", "tiny", "--notes") == Done(0, own, "")
    assert terminal.pdfs() == ["tiny-notes.pdf", "tiny.pdf"]
    assert terminal("build", "tiny") == terminal("build", "tiny", "--notes") == Done(0, same, "")
    (terminal.folder / "output/tiny-notes.pdf").unlink()
    assert terminal("build", "tiny") == Done(0, same, "")
    assert terminal("build", "tiny", "--notes") == Done(0, own, "")


def test_the_copy_never_takes_the_place_of_another_sheet(terminal: Terminal):
    terminal.practice.sheet(TINY, name="tiny-notes")
    said = (
        "this copy of 'tiny' would be named as the handout 'tiny-notes';"
        " rename handouts/tiny-notes.yaml\n"
    )
    assert terminal("build", "tiny", "--notes") == Done(2, "", said)
    assert terminal.pdfs() == []
    with pytest.raises(UsageError):
        build_handout("tiny", practice=terminal.folder, edition=Edition(notes=True))
