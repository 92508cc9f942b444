"""Which columns of a table stand side by side, where letters are too large for all of them.

Each column needs the room of its longest word. A table that needs more than there is comes in
parts, one below the other, and each part begins with the column that names the rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from handoutgen.compose.edition import Edition
from handoutgen.compose.measure import Measure, longest_word, measure_in
from handoutgen.compose.sizes import Sizes
from handoutgen.content.blocks.tables import Grid, Log, Menu
from handoutgen.content.brand import Brand
from handoutgen.content.prose import BLANK, blank_size, plain

_HAIR = 0.6  # for the rules, and a little more


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a table that stand side by side: their numbers from 0, and their widths in mm.

    Without widths all are as wide as each other.
    """

    columns: list[int]
    widths: dict[int, float]


def parts_of(block: Grid | Log, edition: Edition, brand: Brand) -> list[Part]:
    """The parts that a table comes in: one, but in large print as many as it needs."""
    heads: list[str] = block.columns
    rows = [] if isinstance(block, Log) else block.rows
    width = edition.text_width
    if isinstance(block, Log):
        heads, rows = [block.first, *heads], [[day] for day in block.rows]
        width = edition.turned_width if block.landscape else width
    if not edition.large_print:
        return [Part(list(range(len(heads))), {})]
    bold, sizes = measure_in(_bold(brand)), edition.sizes
    needs = [
        column_need(head, [row[number] for row in rows if number < len(row)], bold, sizes)
        for number, head in enumerate(heads)
    ]
    split = split_columns(needs, width - _HAIR, names_rows=not isinstance(block, Menu))
    return [Part(part, _widths(part, needs, width)) for part in split]


def _bold(brand: Brand) -> Path | None:
    """The file of the boldest upright face of the text."""
    upright = [face for face in brand.text_faces if face.style != "italic"]
    return max(upright or brand.text_faces, key=lambda face: face.weight or 0).path


def _widths(part: list[int], needs: Sequence[float], width: float) -> dict[int, float]:
    """As even as can be, with no column narrower than it needs where there is the room."""
    widths, rest, left = {}, sorted(part, key=lambda number: -needs[number]), width - _HAIR
    for done, number in enumerate(rest):
        widths[number] = round(max(needs[number], left / (len(rest) - done)), 2)
        left -= widths[number]
    return widths


def column_need(head: str, cells: Iterable[str], bold: Measure, sizes: Sizes) -> float:
    """How wide in mm a column has to be for its longest word, and to write in."""
    lengths, size = sizes.lengths, sizes.type["table"]
    words = [plain(text) for text in (head, *(BLANK.sub("", cell) for cell in cells))]
    lines = [
        lengths.get(f"blank-{blank_size(name, asked)}", 0.0)
        for cell in cells
        for name, asked in BLANK.findall(cell)
    ]
    inside = max(lengths["column"], *(longest_word(text, size, bold) for text in words), *lines)
    return inside + 2 * lengths["cell-x"] + _HAIR


def split_columns(needs: Sequence[float], width: float, names_rows: bool) -> list[list[int]]:
    """The numbers of the columns in each part, from 0, as few parts and as even as can be.

    With `names_rows` the first column is repeated in every part.
    """
    every = list(range(len(needs)))
    if sum(needs) <= width:
        return [every]
    first, rest = (every[:1], every[1:]) if names_rows else ([], every)
    room = width - sum(needs[number] for number in first)
    parts: list[list[int]] = []
    for count in range(1, len(rest) + 1):
        ends = [round(len(rest) * part / count) for part in range(count + 1)]
        parts = [rest[start:end] for start, end in pairwise(ends)]
        if all(sum(needs[number] for number in part) <= room for part in parts):
            break
    return [[*first, *part] for part in parts]
