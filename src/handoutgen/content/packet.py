"""A packet: handouts in order, printed as one document with a cover and a contents page."""

from pathlib import Path
from typing import Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from handoutgen.content.blocks import Id, Model
from handoutgen.content.faults import problems_of
from handoutgen.content.handout import Version
from handoutgen.content.prose import Label, Line
from handoutgen.content.source import Source, in_order
from handoutgen.errors import ContentError
from handoutgen.folders import did_you_mean


class Cover(Model):
    """Whether a packet has a cover, and what that says."""

    page: bool = Field(default=True, description="Begin with a cover")
    topic: bool = Field(default=False, description="Name the packet's title on its cover")


class Packet(Model):
    """Handouts to be handed out together, in the order in which they are read."""

    title: Label
    summary: Line | None = None
    handouts: list[Id] = Field(min_length=1, max_length=40)
    cover: Cover = Cover()
    contents: bool = Field(default=True, description="List the handouts on a contents page")
    duplex: bool = Field(default=False, description="Start each handout on a right-hand page")
    version: Version = "1.0"

    _id: str = PrivateAttr("packet")

    @property
    def id(self) -> str:
        """The name of its file without `.yaml`."""
        return self._id

    @classmethod
    def of(cls, handouts: list[str], title: str) -> "Packet":
        """A packet that is in no file."""
        packet = cls(title=title, handouts=handouts)
        packet._id = "my"
        return packet

    def on_both_sides(self) -> "Packet":
        """The same packet for paper that is printed on both sides."""
        return self.model_copy(update={"duplex": True})

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = sorted({name for name in self.handouts if self.handouts.count(name) > 1})
        if twice:
            raise ValueError(f"'{twice[0]}' stands in it twice | name each handout once")
        return self


def read_packet(path: Path, source: Source, known: list[str]) -> Packet:
    """The checked packet; `known` are the ids of the handouts that there are.

    Raises ContentError with every problem of the file.
    """
    problems = list(source.problems)
    if not isinstance(source.data, dict):
        raise ContentError(problems)
    names = source.data.get("handouts")
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str) and name not in known:
            hint = did_you_mean(name, known, "handouts")
            message = f"there is no handout '{name}'"
            problems.append(source.problem(("handouts", number), message, hint, "value"))
    try:
        packet = Packet.model_validate(source.data)
    except ValidationError as error:
        problems += problems_of(error, source, Packet)
    if problems:
        raise ContentError(in_order(problems))
    packet._id = path.stem
    return packet
