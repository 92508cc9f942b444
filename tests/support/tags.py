"""Writes a PDF's tag tree as indented lines: what a screen reader is given, in its order."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

TRANSPARENT = ("/NonStruct", "/Span")
"""The engine's wrappers around each line and box: they mean nothing by themselves."""

SHOWN = {"/Alt": "alt", "/ActualText": "actual", "/Lang": "lang", "/E": "expansion"}
SHOWN_ATTRIBUTES = {
    "/Scope": "scope",
    "/ColSpan": "colspan",
    "/RowSpan": "rowspan",
    "/ListNumbering": "numbering",
}


LINE_END_HYPHEN = "\x02"
"""What pdfium puts for a hyphen at the end of a line."""


@dataclass
class Piece:
    """A run of text on a page, with its left and right edge."""

    text: str
    left: float
    right: float


def tag_tree(data: bytes) -> str:
    """One line for each tag, indented below its parent, with the text that it holds.

    `H1 "My plan"`, `Figure alt="A ring of four steps"`, `TD headers="Step" "One"`,
    `Link -> https://example.org/ contents="What the annotation says" "The words"`,
    `Form field="name"`. Artifacts are left out. Spans and boxes without a meaning of
    their own are left out, their text and children taken as their parent's.
    """
    with pikepdf.open(BytesIO(data)) as document, closing(pypdfium2.PdfDocument(data)) as drawn:
        pages = {page.objgen: _pieces(drawn[n]) for n, page in enumerate(document.pages)}
        tree = _Tree(document.Root.StructTreeRoot, pages)
        return "\n".join(line for kid in _kids(tree.root) for line in tree.lines(kid, ""))


def tagged_text(data: bytes) -> str:
    """All the text that the tags hold, in their order; what is an artifact is left out."""
    with pikepdf.open(BytesIO(data)) as document, closing(pypdfium2.PdfDocument(data)) as drawn:
        pages = {page.objgen: _pieces(drawn[n]) for n, page in enumerate(document.pages)}
        tree = _Tree(document.Root.StructTreeRoot, pages)
        return _joined(piece for kid in _kids(tree.root) for piece in tree.text(kid))


class _Tree:
    def __init__(self, root: Any, pages: dict[Any, dict[int, list[Piece]]]) -> None:
        self.root = root
        self.pages = pages
        self.headers = {
            bytes(tag.ID): _joined(self.text(tag)) for tag in _tags(root) if "/ID" in tag
        }

    def lines(self, tag: Any, indent: str) -> Iterator[str]:
        """The tag's own line, then those of its parts; text among tags gets lines of its own."""
        parts = list(self.parts(tag))
        line = " ".join([indent + str(tag.S).lstrip("/"), *self.attributes(tag)])
        if all(isinstance(part, Piece) for part in parts):
            text = _joined(part for part in parts if isinstance(part, Piece))
            yield f'{line} "{text}"' if text else line
            return
        yield line
        run: list[Piece] = []
        for part in [*parts, None]:
            if isinstance(part, Piece):
                run.append(part)
                continue
            if text := _joined(run):
                yield f'{indent}  "{text}"'
            run = []
            if part is not None:
                yield from self.lines(part, indent + "  ")

    def parts(self, tag: Any) -> Iterator[Any]:
        """The pieces of text and the tags that it holds, wrappers opened."""
        for kid in _kids(tag):
            if isinstance(kid, int):
                yield from self.pages[tag.Pg.objgen].get(kid, [])
            elif kid.get("/Type") == "/MCR":
                page = kid.get("/Pg", tag.get("/Pg"))
                yield from self.pages[page.objgen].get(int(kid.MCID), [])
            elif "/S" in kid:
                wrapper = kid.S in TRANSPARENT and not any(self.attributes(kid))
                yield from self.parts(kid) if wrapper else [kid]

    def text(self, tag: Any) -> Iterator[Piece]:
        """All the text below a tag."""
        for part in self.parts(tag):
            yield from [part] if isinstance(part, Piece) else self.text(part)

    def attributes(self, tag: Any) -> Iterator[str]:
        """What the tag says beside its text."""
        for key, name in SHOWN.items():
            if key in tag:
                yield f'{name}="{tag[key]}"'
        for attributes in _listed(tag.get("/A")):
            for key, name in SHOWN_ATTRIBUTES.items():
                if key in attributes:
                    yield f"{name}={str(attributes[key]).lstrip('/')}"
            named = [self.headers[bytes(name)] for name in attributes.get("/Headers", ())]
            if named:
                yield f'headers="{", ".join(named)}"'
        objects = [kid.Obj for kid in _kids(tag) if _is_object(kid)]
        yield from dict.fromkeys(map(_annotation, objects))  # a link has one on each line


def _is_object(kid: Any) -> bool:
    return not isinstance(kid, int) and kid.get("/Type") == "/OBJR"


def _annotation(annotation: Any) -> str:
    if annotation.get("/Subtype") == "/Link":
        action = annotation.get("/A", pikepdf.Dictionary())
        target = action.get("/URI", action.get("/D", annotation.get("/Dest")))
        return f'-> {target} contents="{annotation.get("/Contents", "")}"'
    return f'field="{".".join(_names(annotation))}"'


def _names(field: Any) -> list[str]:
    """The parts of a field's full name."""
    above = _names(field.Parent) if "/Parent" in field else []
    return [*above, str(field.T)] if "/T" in field else above


def _pieces(page: pypdfium2.PdfPage) -> dict[int, list[Piece]]:
    """The page's text by the number of its marked content.

    What is drawn from elsewhere, as the words of one client are, counts where it is drawn.
    """
    pieces: dict[int, list[Piece]] = {}
    textpage = page.get_textpage()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=2, textpage=textpage):
        left, _, right, _ = item.get_bounds()
        drawn = item.container or item
        if item.container:
            moved = item.container.get_matrix()
            left, right = (moved.on_point(side, 0)[0] for side in (left, right))
        number = raw.FPDFPageObj_GetMarkedContentID(drawn.raw)
        pieces.setdefault(number, []).append(Piece(item.extract(), left, right))
    return pieces


def _joined(pieces: Any) -> str:
    """The text of the pieces, with a space where one starts a new line."""
    text, right = "", float("-inf")
    for piece in pieces:
        text += (" " if piece.left < right - 1 else "") + piece.text
        right = piece.right
    return " ".join(text.split()).replace(f"{LINE_END_HYPHEN} ", "-")


def _tags(tag: Any) -> Iterator[Any]:
    for kid in _kids(tag):
        if not isinstance(kid, int) and "/S" in kid:
            yield kid
            yield from _tags(kid)


def _kids(tag: Any) -> list[Any]:
    return _listed(tag.get("/K"))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
