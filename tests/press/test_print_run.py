"""A print run has every client's pages, each as in a file of their own, and no tags."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from PIL import ImageChops

from handoutgen.batch import rendering
from handoutgen.batch.bases import Spec, render_whole
from handoutgen.folders import Folders
from handoutgen.press.print_run import TITLE, PrintRun
from handoutgen.press.splice.base import Base
from handoutgen.press.splice.letters import Unfit
from support.grey import grey_pages
from support.pdf import page_sizes, page_texts
from support.personal import LONG_NAME, ONE, TWO
from support.practice import HEAD, Practice

BLANK = "This page is left blank."
SEVERAL, ONE_SHEET = "several", "one sheet"


@dataclass
class Client:
    """A client as a batch knows them: by what is filled in, and a label."""

    place: int
    label: str
    spec: Spec
    base: Base
    values: Mapping[str, str]

    @cached_property
    def fits(self) -> bool:
        """Whether the base takes the values."""
        try:
            self.base.drawings(self.values)
        except Unfit:
            return False
        return True

    @cached_property
    def file(self) -> bytes:
        """The client's own file."""
        if self.fits:
            return self.base.prefix + self.base.tail(self.values)
        return render_whole(self.spec, self.values, base=self.base)


class Desk:
    """A practice with two packets: one on letter paper, and one of three pages on A4."""

    def __init__(self, practice: Practice) -> None:
        practice.sheet(ONE, name="one")
        practice.sheet(TWO, name="two")
        practice.sheet("  - {block: text, text: Short.}\n", HEAD, "three")
        shipped = Folders(practice.folder).shipped
        of = (practice.folder, shipped, None, None)
        plain = frozenset[str]()
        self.specs = {
            SEVERAL: Spec(*of, ("one", "two"), "Sheets", False, "letter", plain, ()),
            ONE_SHEET: Spec(*of, ("three",), "Sheets", False, "a4", plain, ()),
        }
        self.bases = {name: Base.of(rendering.render(s)[0]) for name, s in self.specs.items()}

    def client(self, place: int, packet: str, name: str) -> Client:
        """A client of that packet."""
        values = {"name": name, "date": "22 November", "header": f"{name} · Dr. Novak"}
        label = f"code-{place}"
        return Client(place, label, self.specs[packet], self.bases[packet], values)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(folder / "cache"))
        yield Desk(Practice(folder / "practice"))


@dataclass
class Whole:
    """A print run of several clients, of whom one had to be laid out in full."""

    clients: list[Client] = field(repr=False)
    data: bytes = field(repr=False)

    @cached_property
    def document(self) -> pikepdf.Pdf:
        """The run, opened."""
        return pikepdf.open(BytesIO(self.data))

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page."""
        return page_texts(self.data)

    @cached_property
    def starts(self) -> list[int]:
        """On which page each client begins, from 0, as the outline has it."""
        with self.document.open_outline() as outline:
            numbers = {page.obj.objgen: number for number, page in enumerate(self.document.pages)}
            return [numbers[entry.destination[0].objgen] for entry in outline.root]

    def pages_of(self, client: Client) -> range:
        """The numbers of the client's pages, with a blank one, from 0."""
        ends = [*self.starts[1:], len(self.document.pages)]
        return range(self.starts[client.place], ends[client.place])


@pytest.fixture(scope="module")
def whole(desk: Desk) -> Whole:
    names = ((SEVERAL, "Žofia Quy"), (ONE_SHEET, "Ana Horvat"), (SEVERAL, LONG_NAME))
    names = (*names, (ONE_SHEET, "Łukasz Dvořák"), (SEVERAL, "Beth O’Neill"))
    clients = [desk.client(n, packet, name) for n, (packet, name) in enumerate(names)]
    assert [client.fits for client in clients] == [True, True, False, True, True]
    return Whole(clients, run_of(reversed(clients)))


def run_of(clients: Any) -> bytes:
    run = PrintRun()
    for client in clients:
        if client.fits:
            run.add(client.place, client.label, client.base, client.values)
        else:
            run.add_whole(client.place, client.label, client.base, client.file)
    return run.finish()


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_each_client_has_the_pages_of_their_own_file_and_no_other(whole: Whole) -> None:
    ends = 0
    for client in whole.clients:
        pages, own = whole.pages_of(client), page_texts(client.file)
        assert pages.start == ends
        found = [whole.texts[number] for number in pages]
        assert found[: len(own)] == own
        assert [text.strip() for text in found[len(own) :]] == [BLANK] * (len(own) % 2)
        said = squeezed("".join(found))
        names = [
            other.values["name"]
            for other in whole.clients
            if squeezed(other.values["name"]) in said
        ]
        assert names == [client.values["name"]]
        ends = pages.stop
    assert ends == len(whole.texts)


def test_each_client_begins_on_a_right_hand_page(whole: Whole) -> None:
    assert {len(page_texts(client.file)) % 2 for client in whole.clients} == {0, 1}
    assert len(set(whole.starts)) == len(whole.clients)
    assert [start % 2 for start in whole.starts] == [0] * len(whole.clients)
    assert len(whole.texts) % 2 == 0


def test_each_page_looks_as_in_the_clients_own_file(whole: Whole) -> None:
    printed = list(grey_pages(whole.data, 50))
    for client in whole.clients:
        own = list(grey_pages(client.file, 50))
        for page, other in zip(own, printed[whole.pages_of(client).start :], strict=False):
            assert page.size == other.size
            assert ImageChops.difference(page, other).getbbox() is None


def test_a_blank_page_is_as_large_as_the_sheet_that_it_is_on(whole: Whole) -> None:
    sizes = page_sizes(whole.data)
    backs = [number for number, text in enumerate(whole.texts) if text.strip() == BLANK]
    assert len(backs) == 2
    for back in backs:
        assert sizes[back] == sizes[back - 1] == (595.3, 841.9)
    pages = list(grey_pages(whole.data, 100))
    assert max(pages[back].getextrema()[0] for back in backs) < 100


def test_it_is_labelled_as_what_it_is(whole: Whole) -> None:
    document = whole.document
    assert TITLE == "Print run (no tags: for the printer only)"
    assert str(document.docinfo["/Title"]) == TITLE
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.Root.Lang) == "en"
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == TITLE
        assert metadata["dc:language"] == {"en"}
    about = document.Root.Metadata.read_bytes()
    assert b"pdfuaid" not in about
    assert b"pdfuaid" in pikepdf.open(BytesIO(whole.clients[0].file)).Root.Metadata.read_bytes()


def test_where_the_languages_differ_it_claims_none(desk: Desk) -> None:
    one, other = desk.client(0, ONE_SHEET, "Ana"), desk.client(1, SEVERAL, "Ana")
    other.base.language = "hr"
    try:
        document = pikepdf.open(BytesIO(run_of([one, other])))
    finally:
        other.base.language = "en"
    assert "/Lang" not in document.Root
    assert b"dc:language" not in document.Root.Metadata.read_bytes()


def entries_of(data: bytes) -> Iterator[str]:
    """Every key of every dictionary that a file has."""
    with pikepdf.open(BytesIO(data)) as document:
        for entries in dictionaries_of(document):
            yield from entries.keys()


def test_nothing_is_left_of_tags_and_links(whole: Whole) -> None:
    gone = {"/StructTreeRoot", "/MarkInfo", "/StructParents", "/StructParent", "/Tabs", "/Annots"}
    spliced, laid_out = whole.clients[0].file, whole.clients[2].file
    assert gone <= {*entries_of(spliced)}
    assert gone <= {*entries_of(laid_out)}
    assert not gone & {*entries_of(whole.data)}


def test_only_pages_know_a_client_by_name(whole: Whole) -> None:
    with whole.document.open_outline() as outline:
        labels = [entry.title for entry in outline.root]
        assert not any(entry.children for entry in outline.root)
    assert labels == ["code-0", "code-1", "code-2", "code-3", "code-4"]
    told = [bytes(value) for value in texts_in(whole.document)]
    told.append(whole.document.Root.Metadata.read_bytes())
    for client in whole.clients:
        for word in client.values["name"].split():
            spellings = (word.encode(), word.encode("utf-16-be"))
            assert not [
                text for text in told for each in spellings if len(word) > 3 and each in text
            ]


def texts_in(document: pikepdf.Pdf) -> Iterator[pikepdf.String]:
    """Every text that stands in an object of the file and not on a page."""
    for entries in dictionaries_of(document):
        yield from (part for _, part in entries.items() if isinstance(part, pikepdf.String))


def dictionaries_of(document: pikepdf.Pdf) -> Iterator[Any]:
    for each in document.objects:
        entries = each.stream_dict if isinstance(each, pikepdf.Stream) else each
        if isinstance(entries, pikepdf.Dictionary):
            yield entries


def test_it_is_a_sound_file(whole: Whole) -> None:
    assert whole.document.check_pdf_syntax() == []


def test_many_clients_share_what_is_on_their_pages(desk: Desk) -> None:
    clients = [desk.client(number, ONE_SHEET, f"Client {number:03}") for number in range(200)]
    data = run_of(clients)
    assert len(data) < len(clients[0].file) + 200 * 1_000
    document = pikepdf.open(BytesIO(data))
    assert len(document.pages) == 800
    contents = {page.Contents.objgen for page in document.pages}
    assert len(contents) == clients[0].base.pages + 1
    drawn = {each for client in clients for each in client.base.drawings(client.values)}
    contents = {content for _, content in drawn}
    streams = [each for each in document.objects if isinstance(each, pikepdf.Stream)]
    forms = [each for each in streams if each.get("/Subtype") == "/Form"]
    assert len([each for each in forms if each.read_bytes() in contents]) == len(drawn)


def test_who_does_not_fit_is_not_added(desk: Desk) -> None:
    run = PrintRun()
    one, other = desk.client(0, ONE_SHEET, "Ana"), desk.client(1, ONE_SHEET, LONG_NAME)
    run.add(one.place, one.label, one.base, one.values)
    with pytest.raises(Unfit):
        run.add(other.place, other.label, other.base, other.values)
    with pikepdf.open(BytesIO(run.finish())) as document:
        assert len(document.pages) == 4


def test_a_value_that_a_client_lacks_leaves_its_place_empty(desk: Desk) -> None:
    one = desk.client(0, ONE_SHEET, "Ana")
    other = replace(one, place=1, values={})
    texts = page_texts(run_of([one, other]))
    assert [("Ana" in text, "22 November" in text) for text in texts] == [
        *((True, True), (False, False), (True, True), (False, False)),
        *[(False, False)] * 4,
    ]


def test_without_a_face_to_draw_with_a_blank_page_is_white(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering.Cutter, "cut", lambda *_: None)
    spec = desk.specs[ONE_SHEET]
    base = Base.of(rendering.render(spec)[0])
    with pikepdf.open(BytesIO(run_of([Client(0, "one", spec, base, {})]))) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.pages) == 4
        assert b"Tf" not in document.pages[3].Contents.read_bytes()
