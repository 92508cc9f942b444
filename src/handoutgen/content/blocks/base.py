"""What every block type has in common."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from handoutgen.content.prose import Label, Prose

_ID = r"^[a-z0-9][a-z0-9-]{0,63}$"
Id = Annotated[str, StringConstraints(pattern=_ID)]
"""The name of a handout, block or reference: small letters, digits and hyphens."""


def is_id(name: str) -> bool:
    """Whether the text can name a handout, a block or a reference."""
    return re.match(_ID, name) is not None and not name.endswith("\n")


class Model(BaseModel):
    """What every part of a handout has in common: only known keys, never changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Evidence = Literal["supported", "association", "contested", "clinical-practice"]
"""How firmly a claim can be said: shown, seen together, in dispute, or known from practice."""


class Block(Model):
    """The heading and the lead-in that any block may have, and what its claims rest on."""

    title: Label | None = Field(None, description="Heading over the block")
    intro: Prose | None = Field(None, description="A line or two under the heading")
    evidence: Evidence | None = Field(None, description="How firmly its claim can be said")
    sources: list[Id] = Field(default=[], max_length=12, description="References of its claim")
