"""The tags of a finished document, mended where the engine falls short of PDF/UA.

This is done on the engine's own objects before they are written: there a tag still has its box,
marked content its number, and nothing has to be unpacked. What stands here as text is written into
the file as it is.
"""

from typing import Any

from handoutgen.press.finish.joins import Joins
from handoutgen.press.finish.tags import Tag, look_up, read_tags
from handoutgen.press.finish.wrappers import open_wrappers

_REPEATED = "<</Type /Pagination>>"
_MARGINS = {
    "@top": "<</Type /Pagination /Subtype /Header /Attached [/Top]>>",
    "@bottom": "<</Type /Pagination /Subtype /Footer /Attached [/Bottom]>>",
    "@left": "<</Type /Pagination /Attached [/Left]>>",
    "@right": "<</Type /Pagination /Attached [/Right]>>",
}
_PRINTED = 4  # the flag of an annotation that is there on paper, too
_PT = 0.75  # a CSS px in points
_NUMBERINGS = {
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
    "decimal": "/Decimal",
    "lower-alpha": "/LowerAlpha",
    "lower-latin": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "upper-latin": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
}


def mend(document: Any, pdf: Any) -> None:
    """Mend the tags of a WeasyPrint document whose PDF is about to be written.

    Pieces of one element become one tag, what the margins say and repeated heads of tables become
    artifacts, header cells tell what they are over, links say their words, and annotations stand
    in the order of the tags.
    """
    tags = read_tags(document, pdf)
    root = tags[0]
    heights = [page.height * _PT for page in document.pages]
    for tag in tags:
        _describe(tag, heights[tag.page])
    page_references = pdf.page_references
    joins = Joins(root, page_references)
    open_wrappers(root, joins.renamed, page_references)
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    artifacts = {tag: _margin(tag.margin) for tag in tags if tag.margin}
    artifacts.update((tag, _REPEATED) for head in joins.repeated for tag in head.tags())
    _make_artifacts(artifacts, pages, pdf)
    _link_headers(root, joins, pdf)
    _order_annotations(root, pages, pdf)
    _write(root)
    lost = {tag.reference for tag in artifacts}
    _mend_parents(look_up(pdf, _structure(pdf)["ParentTree"]), joins.renamed, lost)
    for tag in artifacts:
        tag.entry.clear()  # nothing leads to it any more


def _describe(tag: Tag, height: float) -> None:
    """Say of one tag what the engine left out, or has said in its own measures."""
    box, attributes = tag.box, tag.entry.get("A")
    if tag.role == "/TH" and attributes:
        attributes["Scope"] = "/Row" if box.element.get("scope") == "row" else "/Column"
    elif tag.role == "/Figure":
        left, top, right, bottom = (side * _PT for side in attributes["BBox"])
        attributes["BBox"][:] = left, height - bottom, right, height - top
    elif tag.role == "/L" and box.element_tag in ("ul", "ol"):
        style = box.style["list_style_type"]
        if numbering := _NUMBERINGS.get(style, "/Decimal" if box.element_tag == "ol" else ""):
            tag.entry["A"] = f"<</O /List /ListNumbering {numbering}>>"
    if tag.role != "/Form" and box is not None and box.link_annotation:
        annotation = box.link_annotation
        annotation["F"] = _PRINTED
        if words := _words(tag):
            annotation["Contents"].string = words


def _words(tag: Tag) -> str:
    """The words of the whole link that a tag is a piece of."""
    around: Tag | None = tag
    while around and around.role != "/Link":
        around = around.parent
    element = (around or tag).box.element
    pictures = [image.get("alt") or "" for image in element.iter("img")]
    words = " ".join(["".join(element.itertext()), *pictures])
    return " ".join(words.replace("\u00ad", "").split())


def _margin(keyword: str) -> str:
    return next(entry for side, entry in _MARGINS.items() if keyword.startswith(side))


def _make_artifacts(artifacts: dict[Tag, str], pages: list[Any], pdf: Any) -> None:
    """Mark the content of these tags as artifacts; a link in it is none any more."""
    marks: list[dict[int, str]] = [{} for _ in pages]
    for tag, entry in artifacts.items():
        for kid in tag.kids:
            if isinstance(kid, int):
                marks[tag.page][kid] = entry
            elif isinstance(kid, bytes):
                pages[tag.page]["Annots"].remove(look_up(pdf, kid)["Obj"])
    for page, numbers in zip(pages, marks, strict=True):
        stream = look_up(pdf, page["Contents"]).stream
        for place, item in enumerate(stream) if numbers else ():
            if isinstance(item, dict) and item.get("MCID") in numbers:
                stream[place - 1 : place + 1] = "/Artifact", numbers[item["MCID"]]


def _link_headers(root: Tag, joins: Joins, pdf: Any) -> None:
    """Let cells name the headers that are left, and list these, as names of tags have to be."""
    names: dict[bytes, bytes] = {}
    for tag in root.tags():
        if "ID" in tag.entry:
            names[tag.entry["ID"].data] = tag.reference
        if "Headers" in tag.entry.get("A", ()):
            headers = tag.entry["A"]["Headers"]
            kept = {name.data: name for name in (joins.headers.get(n.string, n) for n in headers)}
            headers[:] = kept.values()
    if names:
        listed = b" ".join(name + b" " + names[name] for name in sorted(names))
        _structure(pdf)["IDTree"] = b"<</Names [" + listed + b"]>>"


def _order_annotations(root: Tag, pages: list[Any], pdf: Any) -> None:
    """Put each page's annotations in reading order, each with its corners in order."""
    references = [
        look_up(pdf, kid)["Obj"]
        for tag in root.tags()
        for kid in tag.kids
        if isinstance(kid, bytes)
    ]
    order = {reference: place for place, reference in enumerate(references)}
    for page in pages:
        annotations = page.get("Annots", [])
        annotations.sort(key=lambda reference: order.get(reference, len(order)))
        for annotation in annotations:
            corners = look_up(pdf, annotation)["Rect"]
            x, y = sorted(corners[::2]), sorted(corners[1::2])
            corners[:] = x[0], y[0], x[1], y[1]


def _write(root: Tag) -> None:
    """Give the engine's entries the kids and parents that their tags have now."""
    for tag in root.tags():
        tag.entry["K"][:] = [kid.reference if isinstance(kid, Tag) else kid for kid in tag.kids]
        if tag.parent:
            tag.entry["P"] = tag.parent.reference


def _mend_parents(tree: Any, renamed: dict[bytes, bytes], lost: set[bytes]) -> None:
    """Let marked content and annotations lead to the tags that are left."""
    numbers: list[Any] = []
    for key, value in zip(tree["Nums"][::2], tree["Nums"][1::2], strict=True):
        if isinstance(value, list):
            value[:] = ["null" if each in lost else _left(each, renamed) for each in value]
        elif value in lost:
            continue
        else:
            value = _left(value, renamed)
        numbers += [key, value]
    tree["Nums"][:] = numbers


def _left(reference: bytes, renamed: dict[bytes, bytes]) -> bytes:
    while reference in renamed:
        reference = renamed[reference]
    return reference


def _structure(pdf: Any) -> Any:
    return look_up(pdf, pdf.catalog["StructTreeRoot"])
