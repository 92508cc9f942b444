"""What is one element in the page's HTML becomes one tag again.

The engine makes a tag for each piece of an element: one on every page that it goes over, and for
what stands within a line, one on every line. A head that is printed again on the next page is no
further piece.
"""

from typing import Any

from handoutgen.press.finish.tags import Kid, Tag

_REPEATED = ("/THead", "/TFoot")


class Joins:
    """Joins the pieces below a tag, and knows what became of those that are gone.

    `renamed` leads from the reference of a tag that is gone to that of the one it went into.
    `repeated` are the heads and feet of tables that are printed again on a further page: they are
    in the tree no more. `headers` leads from the name of a header that is gone to the one left.
    """

    def __init__(self, root: Tag, pages: tuple[bytes, ...]) -> None:
        self.renamed: dict[bytes, bytes] = {}
        self.repeated: list[Tag] = []
        self.headers: dict[str, Any] = {}
        self._pages = pages
        self._join_below(root)

    def _join_below(self, parent: Tag) -> None:
        firsts: dict[tuple[Any, str, str], Tag] = {}
        kept: list[Kid] = []
        for kid in parent.kids:
            if isinstance(kid, Tag) and kid.box.element is not None:
                key = (kid.box.element, kid.box.element_tag, kid.role)
                first = firsts.setdefault(key, kid)
                if first is not kid and kid.role in _REPEATED:
                    self._leave_out(first, kid)
                    continue
                if first is not kid and _goes_on(first, kept[-1]):
                    self._absorb(first, kid)
                    continue
                firsts[key] = kid
            kept.append(kid)
        parent.kids = kept
        for kid in kept:
            if isinstance(kid, Tag):
                self._join_below(kid)

    def _absorb(self, first: Tag, more: Tag) -> None:
        first.kids += more.handed_to(first, self._pages)
        self.renamed[more.reference] = first.reference
        if "ID" in more.entry:
            self.headers[more.entry["ID"].string] = first.entry["ID"]
        more.entry.clear()

    def _leave_out(self, first: Tag, again: Tag) -> None:
        cells = {tag.box.element: tag for tag in first.tags() if "ID" in tag.entry}
        for tag in again.tags():
            if "ID" in tag.entry:
                self.headers[tag.entry["ID"].string] = cells[tag.box.element].entry["ID"]
        self.repeated.append(again)


def _goes_on(first: Tag, last: object) -> bool:
    """Whether a further tag of one's element and kind is a piece of the same box.

    Boxes that the engine puts in have the element of the box around them, so there may be
    several: only where nothing stands between is it one over the end of a page or column.
    """
    around = first.parent.box if first.parent else None
    return around is None or around.element is not first.box.element or first is last
