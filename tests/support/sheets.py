"""The sheets that are measured: what is drawn on each, and what there is to fill in."""

import re
from functools import cached_property
from itertools import product

from handoutgen.content.handout import Handout
from support.drawn import marks
from support.marks import MM, Mark, Rect, behind
from support.pdf import page_sizes
from support.placed import Widget, inked, widgets
from support.press import IDS, Case, Press, cases_of_editions, plain_cases

LOOKS = product((False, True), repeat=3)
FULL = [Case("every-block", "letter", "default", *look) for look in LOOKS]
"""A sheet with every block, in every edition."""


def cases_to_measure(every: bool) -> dict[str, list[Case]]:
    """The cases by the name under which a test asks for them: each handout in the plain edition and
    in some of the others, or in all of them."""
    editions = [*cases_of_editions(IDS, every), *FULL]
    plain = plain_cases(IDS, every)
    one_each = plain if every else [plain[2 * n + n // 2 % 2] for n in range(len(IDS))]
    cases = [*one_each, *editions]
    return {
        "case": cases,
        "form": [case for case in cases if case.fillable],
        "printed": [case for case in cases if not case.fillable],
        "saver": [case for case in cases if case.ink_saver],
        "seen": [*(plain if every else ()), *editions],
    }


class Sheet:
    """One printed case, and what is drawn on its pages."""

    def __init__(self, press: Press, case: Case) -> None:
        self.pdf = press.pdf(case)
        self.large = case.large_print
        self.sizes = case.edition.sizes
        self.drawn = marks(self.pdf)
        self.papers = [(width * MM, height * MM) for width, height in page_sizes(self.pdf)]
        self.feet = [height - case.edition.margins["bottom"] for _, height in self.papers]

    @cached_property
    def own(self) -> list[Mark]:
        """All but the running footer."""
        return [mark for mark in self.drawn if mark.rect.top < self.feet[mark.page - 1]]

    @cached_property
    def footer(self) -> list[Mark]:
        """The running footer."""
        return [mark for mark in self.drawn if mark.rect.top >= self.feet[mark.page - 1]]

    @cached_property
    def texts(self) -> list[Mark]:
        """The words, but for those of the running footer."""
        return [mark for mark in self.own if mark.kind == "text"]

    @cached_property
    def frames(self) -> list[Mark]:
        """The boxes and circles."""
        return [mark for mark in self.own if mark.kind == "frame" and not mark.in_picture]

    @cached_property
    def inked(self) -> list[list[Rect]]:
        """Where the ink of the words is, on each page."""
        return inked(self.pdf)

    @cached_property
    def widgets(self) -> list[Widget]:
        """The fields' places."""
        return widgets(self.pdf)

    @cached_property
    def _areas(self) -> list[Mark]:
        return [mark for mark in self.drawn if mark.kind == "fill"]

    def behind(self, mark: Mark, x: float, y: float) -> str:
        """The colour that lies behind a mark at that point."""
        return behind(mark, x, y, self._areas)


class Places:
    """What there is to fill in on a handout, as its form tells."""

    def __init__(self, press: Press, handout: str) -> None:
        case = Case(handout, "letter", "default", fillable=True)
        composed = press.workshop(case).compose(press.folders.handout(handout))
        self.ticks = sum(blank.kind == "tick" for blank in composed.blanks)
        self.samples = _samples(press.handout(case))
        self.options = sum(len(blank.options) for blank in composed.blanks)
        inputs = re.findall(r'class="entry ([\w-]+)"(?: style="height: ([^"]+)")?', composed.html)
        self.lines = [
            int(height.removeprefix("calc(").split()[0])
            for kind, height in inputs
            if kind == "entry-lines"
        ]
        self.areas = [
            float(height.removesuffix("mm")) for kind, height in inputs if kind == "entry-area"
        ]
        self.cells = sum(kind in ("entry-cell", "entry-cell-beside") for kind, _ in inputs)


def _samples(handout: Handout) -> int:
    """How many boxes only show what the others mean."""
    return sum(bool(getattr(block, "tick", "")) for block in handout.blocks)
