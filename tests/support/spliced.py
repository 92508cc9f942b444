"""Files of clients made both ways, spliced and laid out in full, and how they differ."""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter
from pypdfium2 import raw

from handoutgen.batch import bases, rendering
from handoutgen.batch.bases import Spec
from handoutgen.folders import shipped_folder
from handoutgen.press.splice.base import Base
from support.practice import HEAD, Practice

PLAN = """\
  - {block: text, title: Diary, text: "On [[day]] I felt [[pain]]."}
  - {block: checklist, title: List, items: [a thing]}
  - {block: scale, prompt: How sure?, low: none, high: all, start: 0, end: 3}
  - {block: page_break}
  - {block: lines, prompt: What else?, count: 3}
  - {block: table, title: Table, columns: [When, Notes], rows: [[A, B]], blank_rows: 1}
"""
"""A handout with blanks of every kind, on two pages."""
ASIDE = "  - {block: text, text: Mine.}\n"
_FOR_THERAPIST = HEAD.replace("audience: client", "audience: therapist")
_DPI, _SHARPER = 72, 4
"""Letters are drawn on whole dots, so a hair's breadth can move one by a dot: the dots are small
ones, of which several then make one."""


def spec_of(practice: Path, handouts: tuple[str, ...] = ("plan", "aside"), **more: Any) -> Spec:
    """What a base of those handouts is made from, in the plain edition unless told otherwise."""
    usual: dict[str, Any] = {
        "practice": practice,
        "shipped": shipped_folder(),
        "brand": None,
        "packet": None,
        "handouts": handouts,
        "title": "Sheets",
        "duplex": False,
        "paper": "letter",
        "looks": frozenset(),
        "headers": (),
    }
    return Spec(**usual | more)


def write_sheets(practice: Practice) -> None:
    """The handouts `plan` and, for the therapist, `aside`, which has no client strip."""
    practice.sheet(PLAN, name="plan")
    practice.sheet(ASIDE, _FOR_THERAPIST, "aside")


@dataclass
class Copier:
    """Makes files of clients both ways, and keeps what it has rendered."""

    practice: Practice
    cache: Path
    _bases: dict[Spec, Base] = field(default_factory=dict)
    _wholes: dict[tuple[Spec, tuple[tuple[str, str], ...]], bytes] = field(default_factory=dict)

    @contextmanager
    def caching(self) -> Iterator[None]:
        """Its own cache instead of the user's."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HANDOUTGEN_CACHE", str(self.cache))
            yield

    def spec(self, handouts: tuple[str, ...] = ("plan", "aside"), **more: Any) -> Spec:
        """What a base of its practice is made from."""
        return spec_of(self.practice.folder, handouts, **more)

    def base(self, spec: Spec) -> Base:
        """The base of that spec."""
        if spec not in self._bases:
            with self.caching():
                self._bases[spec] = Base.load(bases.render_base(spec))
        return self._bases[spec]

    def spliced(self, spec: Spec, values: Mapping[str, str]) -> bytes:
        """A client's file by way of the base."""
        base = self.base(spec)
        return base.prefix + base.tail(values)

    def whole(self, spec: Spec, values: Mapping[str, str]) -> bytes:
        """A client's file laid out in full."""
        key = spec, tuple(sorted(values.items()))
        if key not in self._wholes:
            base = self.base(spec)
            self._wholes[key] = bases.render_whole(spec, values, base=base)
        return self._wholes[key]

    def changed(self) -> None:
        """Forget what was rendered, since the practice's files were changed."""
        self._bases.clear()
        self._wholes.clear()
        rendering._room.cache_clear()


@dataclass(frozen=True)
class Letter:
    """A letter on a page: its place in pt from the lower left corner, and its size in pt."""

    letter: str
    x: float
    y: float
    size: float


def letters(data: bytes) -> list[list[Letter]]:
    """The letters of each page, in the order of their names and places."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        found = [list(_letters(page.get_textpage())) for page in document]
    key = lambda each: (each.letter, round(each.y), each.x)  # noqa: E731
    return [sorted(page, key=key) for page in found]


def _letters(textpage: Any) -> Iterator[Letter]:
    text = textpage.raw  # closed as soon as the page of text is forgotten
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    for number in range(raw.FPDFText_CountChars(text)):
        letter = chr(raw.FPDFText_GetUnicode(text, number))
        if raw.FPDFText_IsGenerated(text, number) or letter.isspace():
            continue
        raw.FPDFText_GetCharOrigin(text, number, x, y)
        raw.FPDFText_GetMatrix(text, number, matrix)
        size = raw.FPDFText_GetFontSize(text, number) * abs(matrix.d)
        yield Letter(letter, x.value, y.value, round(size, 2))


def furthest(one: bytes, other: bytes) -> float:
    """How far in pt the letter that has moved most stands from where it stands in the other file;
    that has to have the same letters on each page."""
    pairs = [
        (here, there)
        for page, same in zip(letters(one), letters(other), strict=True)
        for here, there in zip(page, same, strict=True)
    ]
    assert [here.letter for here, _ in pairs] == [there.letter for _, there in pairs]
    return max(max(abs(a.x - b.x), abs(a.y - b.y)) for a, b in pairs)


def visible_difference(one: bytes, other: bytes) -> int:
    """How much the pages differ where they differ most, up to 255, for an eye that sees no dots."""
    pages = zip(_pictures(one), _pictures(other), strict=True)
    return max(_largest(ImageChops.difference(here, there)) for here, there in pages)


def _pictures(data: bytes) -> Iterator[Image.Image]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        document.init_forms()
        for page in document:
            drawn = page.render(scale=_SHARPER * _DPI / 72, grayscale=True).to_pil()
            yield drawn.reduce(_SHARPER).filter(ImageFilter.GaussianBlur(1))


def _largest(shades: Image.Image) -> int:
    _, largest = shades.getextrema()
    assert isinstance(largest, int)
    return largest


def outline(data: bytes) -> list[str]:
    """The bookmarks, each with the page that it leads to, indented below its parent."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as opened:
        pages = [page.objgen for page in pdf.pages]
        return list(_bookmarks(opened.root, pages, ""))


def _bookmarks(items: Any, pages: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}{item.title} {pages.index(item.destination[0].objgen)}"
        yield from _bookmarks(item.children, pages, indent + " ")


_SAID: tuple[str, ...] = (
    "/Subtype",
    "/Rect",
    "/Contents",
    "/F",
    "/FT",
    "/Ff",
    "/T",
    "/TU",
    "/V",
    "/DA",
    "/AS",
)
_SAID += ("/Dest", "/H", "/MK", "/StructParent")


def annotations(data: bytes) -> list[dict[str, str]]:
    """Every link and field, page by page, with what is drawn in it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [_said(each) for page in pdf.pages for each in page.get("/Annots", ())]


def _said(annotation: Any) -> dict[str, str]:
    said = {key: repr(annotation[key]) for key in _SAID if key in annotation}
    if "/V" in annotation.get("/Parent", {}):
        said["/V"] = repr(annotation.Parent.V)
    drawn = annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if isinstance(drawn, pikepdf.Stream):
        said["/AP"] = drawn.read_bytes().decode("latin-1")
    elif drawn is not None:
        said["/AP"] = " ".join(sorted(drawn.keys()))
    if "/A" in annotation:
        said["/A"] = repr(annotation.A.get("/URI", annotation.A.get("/D")))
    return said
