"""What each block type may say: one model a type, chosen by the word after `block:`."""

from typing import Annotated, get_args

from pydantic import Field

from handoutgen.content.blocks.base import Block, Evidence, Id, Model, is_id
from handoutgen.content.blocks.drawn import Cycle, Web, Zones
from handoutgen.content.blocks.forms import (
    ActionPlan,
    Agreement,
    Box,
    Checklist,
    Lines,
    PlanStep,
    Scale,
)
from handoutgen.content.blocks.tables import Compare, Log, Menu, Routine, Table
from handoutgen.content.blocks.words import (
    Callout,
    Contacts,
    Image,
    PageBreak,
    References,
    Script,
    Steps,
    Text,
)

__all__ = [
    "BLOCK_TYPES",
    "AnyBlock",
    "Block",
    "Cycle",
    "Evidence",
    "Id",
    "Image",
    "Model",
    "PlanStep",
    "References",
    "Web",
    "is_id",
]

AnyBlock = Annotated[
    Text
    | Callout
    | Steps
    | Checklist
    | ActionPlan
    | Script
    | Cycle
    | Web
    | Zones
    | Menu
    | Table
    | Compare
    | Routine
    | Log
    | Scale
    | Lines
    | Box
    | Agreement
    | Contacts
    | Image
    | PageBreak
    | References,
    Field(discriminator="block"),
]
BLOCK_TYPES: tuple[type[Block], ...] = get_args(get_args(AnyBlock)[0])
"""Every block type, in the order in which the documentation lists them."""
