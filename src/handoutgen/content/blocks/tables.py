"""Blocks in rows and columns, to read or to fill in."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from handoutgen.content.blocks.base import Block, Model
from handoutgen.content.prose import Label, Line


def _without_blanks(text: str) -> str:
    if "[[" in text:
        raise ValueError(
            "a blank can't stand in a column's heading, which is printed anew on each page"
            " | put it in a row, or leave the cells open with 'blank_rows'"
        )
    return text


Column = Annotated[Label, AfterValidator(_without_blanks)]
"""The heading of a column."""


class Grid(Block):
    """Columns with a heading each, filled rows and blank ones."""

    columns: list[Column] = Field(min_length=2, max_length=6)
    rows: list[list[Line]] = Field(default=[], max_length=40)
    blank_rows: int = Field(0, ge=0, le=30)

    @model_validator(mode="after")
    def _rows_fit(self) -> Self:
        if not self.rows and not self.blank_rows:
            raise ValueError("nothing stands under the columns | add 'rows' or 'blank_rows: 5'")
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} has {len(row)} cells, but there are {len(self.columns)} columns"
                    " | give each row one cell a column; a cell with a comma goes in quotes"
                )
        return self


class Menu(Grid):
    """Ideas to choose from, one column a kind, and blank cells for more."""

    block: Literal["menu"]
    columns: list[Column] = Field(min_length=2, max_length=4)
    tick: Label | None = Field(None, description="What a tick in a blank cell means")


class Table(Grid):
    """Rows and columns to read or to fill in; the first cell of a row heads it."""

    block: Literal["table"]


class Compare(Grid):
    """Two columns side by side, from what to what; filled, blank or both."""

    block: Literal["compare"]
    columns: list[Column] = Field(min_length=2, max_length=2)


class RoutinePart(Model):
    """A time of day, and things to do then."""

    time: Label
    ideas: list[Line] = Field(default=[], max_length=8)


class Routine(Block):
    """The day in parts, each with small things to tick and a line for one's own."""

    block: Literal["routine"]
    parts: list[RoutinePart] = Field(min_length=2, max_length=6)
    own: Label | None = Field(None, description="Leads a line for an idea of one's own")


class Log(Block):
    """A tracker: a row for each day, and a column for each thing to note."""

    block: Literal["log"]
    rows: list[Label] = Field(min_length=1, max_length=31, description="The days, or times")
    columns: list[Column] = Field(min_length=1, max_length=8)
    first: Column = Field("Day", description="Heading of the first column")
    landscape: bool = Field(False, description="Print it on a page of its own, turned")
