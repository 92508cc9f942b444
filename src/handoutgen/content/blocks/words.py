"""Blocks to read: texts, words to say, help to call, sources."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from handoutgen.content.blocks.base import Block, Id, Model
from handoutgen.content.prose import Label, Line, Prose

PICTURES = (".png", ".jpg", ".jpeg", ".svg")


class Text(Block):
    """Paragraphs and lists."""

    block: Literal["text"]
    text: Prose


class Callout(Block):
    """Words that stand apart from the rest; `care` for what asks for caution."""

    block: Literal["callout"]
    text: Prose
    tone: Literal["note", "care"] = "note"
    safety: list[Literal["crisis", "couples", "medicine"]] = Field(
        default=[], max_length=3, description="Safety texts of the brand to print large"
    )


class Script(Block):
    """Sentences to say, with blanks, and lines for words of one's own."""

    block: Literal["script"]
    say: list[Line] = Field(min_length=1, max_length=12)
    own_words: Label | None = Field(None, description="Leads the lines for own words")
    own_lines: int = Field(2, ge=0, le=8)


class Step(Model):
    """One step: what to do, and more about it."""

    title: Label
    text: Prose | None = None


class Steps(Block):
    """Things to do one after the other, each with a number, a name and a line or two."""

    block: Literal["steps"]
    steps: list[Step] = Field(min_length=2, max_length=10)


class Contact(Model):
    """Somebody to turn to: who, how, and when or for what."""

    name: Label
    how: Line
    when: Line | None = None


class Contacts(Block):
    """People and places to turn to, and blank rows for one's own."""

    block: Literal["contacts"]
    contacts: list[Contact] = Field(default=[], max_length=12)
    blank_rows: int = Field(0, ge=0, le=12)

    @model_validator(mode="after")
    def _something_there(self) -> Self:
        if not self.contacts and not self.blank_rows:
            raise ValueError("nobody is named here | add 'contacts' or 'blank_rows: 3'")
        return self


class Image(Block):
    """A picture from the practice's `images` folder, described for those who can't see it."""

    block: Literal["image"]
    file: Label
    alt: Line = Field(description="What the picture shows, for a screen reader")
    caption: Line | None = None
    width: int = Field(100, ge=10, le=100, description="In percent of the text's width")

    @field_validator("file")
    @classmethod
    def _is_a_picture(cls, name: str) -> str:
        if not name.lower().endswith(PICTURES):
            raise ValueError(
                f"'{name}' isn't a kind of picture that can be used"
                f" | save it as one of {', '.join(PICTURES)}"
            )
        return name

    @property
    def address(self) -> str:
        """Where the picture lies in the practice's folder, named with or without `images/`."""
        return "images/" + self.file.removeprefix("images/")


class PageBreak(Block):
    """The next block starts on a new page."""

    block: Literal["page_break"]


class References(Block):
    """The sources of the handout, or those named."""

    block: Literal["references"]
    items: list[Id] = Field(default=[], max_length=60)
