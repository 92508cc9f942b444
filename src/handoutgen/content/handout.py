"""A handout: from its file to a checked model, content blocks of the library put in."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, ValidationError, model_validator

from handoutgen.content.blocks import AnyBlock, Id, Model, References, is_id
from handoutgen.content.faults import problems_of
from handoutgen.content.prose import Label, Line, Prose
from handoutgen.content.resolve import Shelf, put_in_blocks, reference_problems
from handoutgen.content.source import Mark, Source
from handoutgen.errors import ContentError, Problem

Doi = Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")]
Version = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+){0,2}$")]
Audience = Literal["client", "partners", "therapist"]


class TherapistNotes(Model):
    """What the therapist needs to know; never on the client's copy."""

    purpose: Prose | None = None
    suits: Prose | None = None
    not_for: Prose | None = None
    introduce: Prose | None = None
    listen_for: Prose | None = None
    cautions: list[Line] = Field(default=[], max_length=20)
    evidence: Prose | None = None
    follow_up: Prose | None = None


class Reference(Model):
    """A source, with only what is known of it."""

    authors: list[Label] = Field(default=[], max_length=20)
    year: int | None = Field(None, ge=1900, le=2100)
    title: Line | None = None
    source: Label | None = None
    volume: Label | None = None
    issue: Label | None = None
    pages: Label | None = None
    doi: Doi | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.title and not self.doi:
            raise ValueError("a reference has a title or a DOI | add 'title:' or 'doi:'")
        return self


class Handout(Model):
    """One worksheet: what it says, for whom, and what its therapist needs to know."""

    title: Label
    summary: Line
    topics: list[Label] = Field(min_length=1, max_length=8)
    audience: Audience
    minutes: int = Field(ge=1, le=240)
    reminder: Line | None = Field(None, description="A short line under the title")
    blocks: list[AnyBlock] = Field(min_length=1, max_length=60)
    notes: TherapistNotes | None = None
    references: list[Id] = Field(default=[], max_length=60)
    version: Version

    _id: str = PrivateAttr("")
    _places: tuple[Mark, ...] = PrivateAttr(())

    @property
    def id(self) -> str:
        """The name of its file without `.yaml`."""
        return self._id

    @property
    def places(self) -> tuple[Mark, ...]:
        """Where each block stands in its file, for messages about how it printed."""
        return self._places


def read_handout(path: Path, source: Source, shelf: Shelf) -> Handout:
    """The checked handout; raises ContentError with every problem of the file."""
    problems = [*_name_problems(path, source), *source.problems]
    if not isinstance(source.data, dict):
        raise ContentError(problems)
    problems += put_in_blocks(source, shelf)
    problems += reference_problems(source, shelf)
    try:
        handout = Handout.model_validate(source.data)
    except ValidationError as error:
        problems += problems_of(error, source, Handout)
    if problems:
        raise ContentError(sorted(problems, key=lambda p: (p.file, p.line, p.column)))
    handout._id = path.stem
    handout._places = tuple(source.mark(("blocks", n)) for n in range(len(handout.blocks)))
    return handout


def _name_problems(path: Path, source: Source) -> list[Problem]:
    if is_id(path.stem):
        return []
    return [
        Problem(
            source.name,
            0,
            0,
            "a handout's file is named with small letters, digits and hyphens",
            "rename it, for example to 'my-sheet.yaml'",
        )
    ]


def sources_of(handout: Handout, block: References) -> list[str]:
    """The reference ids that a references block prints: its own, else the handout's."""
    return list(block.items or handout.references)


def all_sources(handout: Handout) -> list[str]:
    """The ids of all references that the handout or one of its blocks names, once each."""
    names = [*handout.references]
    for block in handout.blocks:
        names += block.sources
        names += block.items if isinstance(block, References) else []
    return list(dict.fromkeys(names))
