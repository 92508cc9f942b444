"""A way of printing one content, as data: the paper and the measures on it."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from handoutgen.compose.palette import Palette, palette
from handoutgen.compose.sizes import LARGE, STANDARD, Sizes
from handoutgen.content.brand import Brand, Paper
from handoutgen.content.branding.logo import Logo
from handoutgen.content.branding.palette import Colours

PAPERS: dict[Paper, tuple[float, float]] = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
"""Width and height in mm (ANSI A and ISO 216)."""

MARGINS = {"top": 15.0, "outer": 15.0, "bottom": 21.0, "binding": 25.0}
"""In mm. The binding side has room for ISO 838 and US three-hole punches; the footer stands
inside the bottom margin."""
LARGE_BOTTOM = 33.5
"""The bottom margin in mm that a footer in large print needs."""

STYLES = ("page.css", "type.css", "fields.css", "blocks.css", "entries.css")


@dataclass(frozen=True, slots=True)
class Edition:
    """How a handout is printed; `paper` None takes the brand's.

    With `notes` it is the therapist's copy: the client's pages, then the notes and the sources.
    """

    paper: Paper | None = None
    notes: bool = False
    large_print: bool = False
    ink_saver: bool = False
    fillable: bool = False

    def on(self, default: Paper) -> "Edition":
        """The same edition with every choice made."""
        return replace(self, paper=self.paper or default)

    @classmethod
    def of(cls, paper: str | None, looks: Collection[str]) -> "Edition":
        """The edition that differs from the plain one by these words, which are its `suffixes`."""
        chosen = {word.replace("-", "_"): True for word in looks}
        return cls(paper, **chosen)  # type: ignore[arg-type]

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The words for what differs from the plain edition, as in the names of files."""
        words = ("large-print", "ink-saver", "fillable", "notes")
        chosen = (self.large_print, self.ink_saver, self.fillable, self.notes)
        return tuple(word for word, on in zip(words, chosen, strict=True) if on)

    @property
    def entries(self) -> str:
        """What places to fill in are made of: the name of a template in `entries/`."""
        return "screen" if self.fillable else "paper"

    @property
    def text_size(self) -> float:
        """Size of running text in pt."""
        return 18.0 if self.large_print else 12.0

    @property
    def sizes(self) -> Sizes:
        """How large letters, lines and boxes are."""
        return LARGE if self.large_print else STANDARD

    @property
    def margins(self) -> dict[str, float]:
        """The margins by side, in mm."""
        return MARGINS | ({"bottom": LARGE_BOTTOM} if self.large_print else {})

    @property
    def styles(self) -> tuple[str, ...]:
        """The style sheets in `templates/styles/`, each laid over those before."""
        return (
            *STYLES,
            *(("large-print.css",) if self.large_print else ()),
            *(("ink-saver.css",) if self.ink_saver else ()),
        )

    def palette(self, brand: Colours) -> Palette:
        """The brand's colours as this edition prints them."""
        return palette(brand, self.large_print, self.ink_saver)

    def logo(self, brand: Brand) -> Logo | None:
        """The brand's logo, but for an ink saver, where the name stands in words."""
        return None if self.ink_saver else brand.logo

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper in mm."""
        return PAPERS[self.paper or "letter"]

    @property
    def text_width(self) -> float:
        """Width between the margins in mm."""
        return self.size[0] - MARGINS["binding"] - MARGINS["outer"]

    @property
    def turned_width(self) -> float:
        """Width between the margins of a page that is turned, in mm."""
        return self.size[1] - 2 * MARGINS["outer"]
