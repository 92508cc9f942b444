"""How large letters, lines and boxes are, as data: in the standard edition and in large print.

Every size is a CSS custom property of the same name in the style sheets.
"""

from dataclasses import dataclass

# In pt: standard, large print. In large print nothing that is read is smaller than the text; the
# footer, which says the same on every page, is 14 pt so that it stays inside its margin, and so is
# an answer that is too long for its line.
_TYPE = {
    "text": (12, 18),
    "small": (10, 18),
    "h1": (24, 22),
    "h2": (15, 20),
    "h3": (12.5, 18),
    "h2-callout": (13, 20),
    "h2-notes": (20, 22),
    "lead": (13.5, 18),
    "practice": (12, 18),
    "notes": (11, 18),
    "say": (12.5, 18),
    "table-head": (11, 18),
    "table": (11.5, 18),
    "log-head": (10.5, 18),
    "blank-label": (8.5, 18),
    "number": (10.5, 18),
    "badge-number": (10, 18),
    "crisis": (11.5, 18),
    "answer-small": (9, 14),
    "safety": (9.5, 18),
    "footer": (8.5, 14),
    "label": (11, 18),
    "label-blank": (9, 18),
    "ring-answer": (11, 18),
    "ring-title": (14, 20),
    "ring-note": (10.5, 18),
    "rule-width": (0.6, 0.9),
    "box-width": (0.9, 1.2),
}

# In mm: standard, large print.
_LENGTHS = {
    "line": (9, 12),
    "line-field": (6, 9),
    "line-strip": (7, 10),
    "line-own": (7, 9),
    "line-blank": (5.6, 8.4),
    "line-sign": (11, 15),
    "box": (5, 7),
    "box-gap": (3.5, 4),
    "row": (12.5, 16.5),
    "circle": (8.6, 10.8),
    "badge": (6.2, 10.2),
    "badge-gap": (3.8, 3.8),
    "item-gap": (2, 3),
    "cell-x": (3, 2.2),
    "log-first": (30, 44),
    "time": (34, 44),
    "zone-word": (22, 25),
    "blank-short": (22, 34),
    "blank-medium": (42, 62),
    "blank-long": (70, 105),
    "footer-gap": (3.4, 2.6),
    "column": (18, 26),
    "indent": (7, 10.5),
    "measure": (148, 176),
    "ring-x": (4, 3.8),
    "web-x": (4, 3.2),
    "drawn-y": (2.1, 3.2),
    "drawn-height": (14, 20),
    "drawn-blank": (22, 27),
    "drawn-writing": (12, 20),
}

# Line height, as a multiple of the size.
_LEADINGS = {
    "leading": (1.4, 1.35),
    "leading-say": (1.8, 1.9),
    "leading-small": (1.35, 1.3),
    "leading-tight": (1.2, 1.25),
    "leading-footer": (1.45, 1.25),
    "leading-h1": (1.15, 1.25),
    "leading-label": (1.25, 1.25),
    "leading-ring-title": (1.2, 1.25),
    "leading-ring-note": (1.35, 1.3),
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of one edition by name: type in pt, lengths in mm, line heights without unit."""

    type: dict[str, float]
    lengths: dict[str, float]
    leadings: dict[str, float]

    @property
    def properties(self) -> dict[str, str]:
        """Each size as the value of a CSS custom property."""
        return {
            **{name: f"{size}pt" for name, size in self.type.items()},
            **{name: f"{length}mm" for name, length in self.lengths.items()},
            **{name: f"{leading}" for name, leading in self.leadings.items()},
        }


def _column(number: int) -> Sizes:
    type_, lengths, leadings = (
        {name: float(both[number]) for name, both in table.items()}
        for table in (_TYPE, _LENGTHS, _LEADINGS)
    )
    return Sizes(type_, lengths, leadings)


STANDARD, LARGE = _column(0), _column(1)
