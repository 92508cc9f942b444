"""What the processes of a batch are told of it: plain data, so that little is imported for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handoutgen.compose.edition import Edition


@dataclass(frozen=True, slots=True)
class Wanted:
    """A packet for each client of a roster, and how it is made."""

    practice: Path
    roster: Path
    packet: str
    edition: "Edition"
    brand: Path | None
    duplex: bool
    combined: bool
    encrypt: bool
