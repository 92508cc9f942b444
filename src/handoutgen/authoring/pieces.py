"""A list with a line or more an item, parted into its items, each with its own comments."""

from dataclasses import dataclass
from itertools import pairwise

from handoutgen.authoring.tree import Node, Written, cannot


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one item: from the comments directly above it to those inside it, at its end.

    `start` is where the first line starts, `dash` where the dash stands, `end` where the last line
    ends, before its line end.
    """

    start: int
    dash: int
    end: int


def parts_of(page: Written, node: Node) -> list[Part]:
    """The items of a list; raises ContentError where they share lines with other things."""
    found: list[Part] = []
    for dash, item in zip(node.dashes, node.items, strict=True):
        if page.text[page.line_start(dash) : dash].strip(" "):
            raise cannot("several lists begin on one line")
        column = page.column(dash)
        top = top_of(page, page.line(dash), column)
        end = bottom_of(page, max(item.end, dash + 1), column)
        found.append(Part(page.starts[top], dash, end))
    return found


def top_of(page: Written, line: int, column: int) -> int:
    """The line of the first comment directly above a line, none of them right of `column`."""
    while line and _is_comment(page.row(line - 1)) and _depth(page.row(line - 1)) <= column:
        line -= 1
    return line


def bottom_of(page: Written, end: int, column: int) -> int:
    """Where the lines of a value end: with the comments below it that stand right of `column`."""
    last = page.line(end)
    found = page.line_end(end)
    for number in range(last + 1, len(page.starts)):
        row = page.row(number)
        if _is_comment(row) and _depth(row) > column:
            found = page.starts[number] + len(row)
        elif row.strip():
            break
    return found


def has_comment(page: Written, start: int, end: int, node: Node) -> bool:
    """Whether a comment stands between these places, outside the texts of that node."""
    spans = sorted(span for leaf in _leaves(node) for span in _spans(page, leaf))
    edges = [start, *(x for a, b in spans if start <= a <= b <= end for x in (a, b)), end]
    return any("#" in page.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _leaves(node: Node) -> list[Node]:
    if node.kind == "text":
        return [node]
    inner = [part for pair in node.pairs for part in (pair.key, pair.value)] + node.items
    return [leaf for part in inner for leaf in _leaves(part)]


def _spans(page: Written, leaf: Node) -> list[tuple[int, int]]:
    """Where a text stands; a comment may follow the `|` of a block scalar."""
    if leaf.style not in ("|", ">") or leaf.head == leaf.end:
        return [(leaf.start, leaf.end)]
    return [(leaf.start, leaf.head), (page.below(leaf.head), leaf.end)]


def is_apart(page: Written, parts: list[Part]) -> bool:
    """Whether the items have empty lines between them."""
    gaps = pairwise(parts)
    return any("\n\n" in _gap(page, one.end, other.start) for one, other in gaps)


def _gap(page: Written, start: int, end: int) -> str:
    rows = page.text[start:end].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(row.strip() for row in rows)


def _is_comment(row: str) -> bool:
    return row.lstrip().startswith("#")


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
