"""Blocks that are drawn: rings, webs, zones."""

from typing import Literal, Self

from pydantic import Field, model_validator

from handoutgen.content.blocks.base import Block, Model
from handoutgen.content.prose import Label, Line


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


class Web(Block):
    """Factors that pull on each other, each on each, with arrows both ways."""

    block: Literal["web"]
    title: Label
    factors: list[Label] = Field(min_length=3, max_length=6)
    centre: Label | None = Field(None, description="What they all pull on")
    ties: list[Line] = Field(default=[], max_length=12, description="How one pulls on another")


class Zone(Model):
    """One of three zones: what it means, its signs, and what to do."""

    title: Label
    meaning: Line
    examples: list[Line] = Field(default=[], max_length=10)
    blank_items: int = Field(0, ge=0, le=8, description="Lines to add items of one's own")


class Zones(Block):
    """Green, amber and red, each told by its shape and its word as well as its colour."""

    block: Literal["zones"]
    green: Zone
    amber: Zone
    red: Zone
