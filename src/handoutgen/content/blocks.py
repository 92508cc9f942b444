"""What each block type may say: one model a type, chosen by the word after `block:`."""

import re
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handoutgen.content.prose import Label, Line, Prose

_ID = r"^[a-z0-9][a-z0-9-]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=_ID)]
"""The name of a handout, block or reference: small letters, digits and hyphens."""


def is_id(name: str) -> bool:
    """Whether the text can name a handout, a block or a reference."""
    return re.match(_ID, name) is not None and not name.endswith("\n")


class Model(BaseModel):
    """What every part of a handout has in common: only known keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Block(Model):
    """The heading and the lead-in that any block may have."""

    title: Label | None = Field(None, description="Heading over the block")
    intro: Prose | None = Field(None, description="A line or two under the heading")


class Text(Block):
    """Paragraphs and lists."""

    block: Literal["text"]
    text: Prose


class Callout(Block):
    """Words that stand apart from the rest; `care` for what asks for caution."""

    block: Literal["callout"]
    text: Prose
    tone: Literal["note", "care"] = "note"


class Checklist(Block):
    """Items with a box to tick, and lines for items of one's own."""

    block: Literal["checklist"]
    items: list[Line] = Field(min_length=1, max_length=40)
    blank_items: int = Field(0, ge=0, le=20, description="Lines to add items of one's own")
    columns: int = Field(1, ge=1, le=2)


class PlanStep(Model):
    """One numbered step of an action plan, with ways to go about it to tick."""

    title: Label
    options: list[Line] = Field(default=[], max_length=8)
    own: Label | None = Field(None, description="Leads a line for an idea of one's own")


class ActionPlan(Block):
    """Steps to take, each with when and where, how sure one is, and what could get in the way."""

    block: Literal["action_plan"]
    steps: list[PlanStep] = Field(min_length=1, max_length=6)
    details: list[Label] = Field(default=[], max_length=4, description="Short lines side by side")
    confidence: Label | None = Field(None, description="Leads a scale from 0 to 10")
    follow_up: list[Label] = Field(default=[], max_length=3, description="Longer lines below")


class Script(Block):
    """Sentences to say, with blanks, and lines for words of one's own."""

    block: Literal["script"]
    say: list[Line] = Field(min_length=1, max_length=12)
    own_words: Label | None = Field(None, description="Leads the lines for own words")
    own_lines: int = Field(2, ge=0, le=8)


class Cycle(Block):
    """Steps in a ring, each leading to the next and the last back to the first."""

    block: Literal["cycle"]
    title: Label
    steps: list[Label] = Field(default=[], max_length=8)
    blank: bool = Field(False, description="Leave the boxes to be filled in")
    boxes: int | None = Field(None, ge=3, le=8, description="How many boxes, where blank")
    direction: Literal["down", "up"] = "up"

    @model_validator(mode="after")
    def _enough_steps(self) -> Self:
        if self.boxes and not self.blank:
            raise ValueError("'boxes' goes with 'blank: true' | list the 'steps' instead")
        if self.boxes and self.steps and self.boxes != len(self.steps):
            raise ValueError("'boxes' and the number of 'steps' differ | leave 'boxes' out")
        if any("[[" in step for step in self.steps):
            raise ValueError(
                "a blank doesn't fit into a ring's box"
                " | write 'blank: true' to leave every box open for writing"
            )
        if len(self.steps) < 3 and not self.boxes:
            raise ValueError(
                "a ring needs 3 to 8 'steps' | for empty boxes write 'blank: true' and 'boxes: 6'"
            )
        return self


class Grid(Block):
    """Columns with a heading each, filled rows and blank ones."""

    columns: list[Label] = Field(min_length=2, max_length=6)
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
    columns: list[Label] = Field(min_length=2, max_length=4)
    tick: Label | None = Field(None, description="What a tick in a blank cell means")


class Table(Grid):
    """Rows and columns to read or to fill in; the first cell of a row heads it."""

    block: Literal["table"]


class Scale(Block):
    """A question answered by circling a number, with words at both ends."""

    block: Literal["scale"]
    prompt: Line
    low: Label
    high: Label
    start: int = Field(0, ge=0, le=1)
    end: int = Field(10, ge=3, le=10)


class Lines(Block):
    """A question, and lines to write on."""

    block: Literal["lines"]
    prompt: Line
    count: int = Field(3, ge=1, le=24)


class References(Block):
    """The sources of the handout, or those named."""

    block: Literal["references"]
    items: list[Id] = Field(default=[], max_length=60)


AnyBlock = Annotated[
    Text
    | Callout
    | Checklist
    | ActionPlan
    | Script
    | Cycle
    | Menu
    | Table
    | Scale
    | Lines
    | References,
    Field(discriminator="block"),
]
BLOCK_TYPES: tuple[type[Block], ...] = get_args(get_args(AnyBlock)[0])
"""Every block type, in the order in which the documentation lists them."""
