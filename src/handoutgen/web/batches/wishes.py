"""What a visitor wants of a batch, as the page's form says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from handoutgen.content.roster.columns import FIELDS
from handoutgen.folders import Folders
from handoutgen.web.choices import Choices, offer_of, read_choices


@dataclass(frozen=True, slots=True)
class Wish:
    """A packet and how it is made.

    `columns` is what was said of the roster's columns, the field of each, "" for none; it is empty
    until anything was said.
    """

    packet: str
    choices: Choices
    duplex: bool = False
    combined: bool = False
    encrypt: bool = False
    skip: bool = False
    columns: tuple[str, ...] = field(default=(), repr=False)

    def for_another_roster(self) -> "Wish":
        """The same, with nothing said of columns and bad rows."""
        return replace(self, columns=(), skip=False)


def read_wish(form: Mapping[str, str], folders: Folders, usual: Wish | None = None) -> Wish:
    """What the form says; where it says nothing of a packet, what was wanted before.

    Raises BadRequest for a choice that there isn't.
    """
    if usual and "packet" not in form:
        return usual
    columns = []
    for number in range(_MOST_COLUMNS):
        if (said := form.get(f"column-{number}")) is None:
            break
        columns.append(said if said in FIELDS else "")
    return Wish(
        form.get("packet", "")[:100],
        read_choices(form, offer_of(folders)),
        duplex=form.get("duplex") == "yes",
        combined=form.get("combined") == "yes",
        encrypt=form.get("encrypt") == "yes",
        skip=form.get("skip") == "yes",
        columns=tuple(columns),
    )


_MOST_COLUMNS = 500


def given(columns: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    """The header of every field, as a batch takes it; empty where nothing was said of columns."""
    if len(columns) != len(header):
        return {}
    pairs = zip(columns, header, strict=True)
    return dict.fromkeys(FIELDS, "") | {each: name for each, name in pairs if each and name}


def faults(wish: Wish, packets: Mapping[str, object]) -> dict[str, str]:
    """What can't be had, by the field of the form that it is about."""
    found = {}
    if wish.packet not in packets:
        found["packet"] = "Choose one of the packets"
    if wish.combined and wish.choices.has("fillable"):
        found["combined"] = (
            "A file for the printer is for paper: leave this out, or “Fillable on a screen”"
        )
    return found


def column_faults(wish: Wish | None) -> dict[int, str]:
    """The columns that are said to be the same thing as one before."""
    seen: set[str] = set()
    found = {}
    for number, each in enumerate(wish.columns if wish else ()):
        if each and each in seen:
            found[number] = f"Another column is the {each} already"
        seen.add(each)
    return found
