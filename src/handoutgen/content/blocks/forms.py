"""Blocks to fill in: items to tick, lines and boxes to write in, plans, agreements."""

from typing import Literal

from pydantic import Field

from handoutgen.content.blocks.base import Block, Model
from handoutgen.content.prose import Label, Line, Prose


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


class Box(Block):
    """A question, and an empty box to write or draw in."""

    block: Literal["box"]
    prompt: Line
    height: int = Field(60, ge=20, le=200, description="In mm")


class Agreement(Block):
    """What people promise each other, with lines to sign."""

    block: Literal["agreement"]
    text: Prose | None = Field(None, description="What leads up to the points")
    points: list[Line] = Field(min_length=1, max_length=12)
    blank_points: int = Field(0, ge=0, le=6, description="Lines to add points of one's own")
    signers: list[Label] = Field(min_length=1, max_length=4, description="Who signs")
