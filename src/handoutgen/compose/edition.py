"""A way of printing one content, as data: the paper and the measures on it."""

from dataclasses import dataclass, replace

from handoutgen.content.brand import Paper

PAPERS: dict[Paper, tuple[float, float]] = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
"""Width and height in mm (ANSI A and ISO 216)."""

MARGINS = {"top": 15.0, "outer": 15.0, "bottom": 21.0, "binding": 25.0}
"""In mm. The binding side has room for ISO 838 and US three-hole punches; the footer stands
inside the bottom margin."""

MEASURES = {
    "text": "12pt",
    "small": "10pt",
    "leading": "1.4",
    "line": "9mm",
    "box": "5mm",
    "row": "12.5mm",
    "circle": "8.6mm",
    "rule-width": "0.6pt",
}
"""Sizes that people write and read by; each is a CSS custom property of the same name."""


@dataclass(frozen=True, slots=True)
class Edition:
    """How a handout is printed; `paper` None takes the brand's.

    With `notes` it is the therapist's copy: the client's pages, then the notes and the sources.
    """

    paper: Paper | None = None
    notes: bool = False

    def on(self, default: Paper) -> "Edition":
        """The same edition with every choice made."""
        return replace(self, paper=self.paper or default)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in mm."""
        return PAPERS[self.paper or "letter"]

    @property
    def text_width(self) -> float:
        """Width between the margins in mm."""
        return self.size[0] - MARGINS["binding"] - MARGINS["outer"]
