"""A packet made into one HTML document: cover, contents, and each handout as it is alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from handoutgen.compose.document import Composed, compose_css, context_of, words_of
from handoutgen.compose.edition import Edition
from handoutgen.compose.form import Form
from handoutgen.compose.measure import MM_PER_PT, count_lines, measure_in
from handoutgen.compose.templates import Templates
from handoutgen.content.blanks import Fits, Values
from handoutgen.content.brand import Brand
from handoutgen.content.handout import Handout, Reference
from handoutgen.content.packet import Packet

COVER = "cover"
"""What the names of the blanks on the cover begin with."""


_EDGE, _TURNED_EDGE, _GAP = 5.5, 17.2, 1.6
"""In mm: how far a running header stays from the paper's edge, from that of a turned page, which
is the one that is punched, and from the text below it."""


@dataclass(frozen=True, slots=True)
class _Header:
    """A running header, and in mm where it begins and where the text does, below all its lines."""

    text: str = field(repr=False)
    top: float
    turned_top: float
    edge: float = _EDGE
    turned_edge: float = _TURNED_EDGE


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    version: str
    body: Markup


def compose_packet(
    packet: Packet,
    handouts: Sequence[Handout],
    brand: Brand,
    edition: Edition,
    templates: Templates,
    references: dict[str, Reference],
    values: Values | None = None,
    header: str = "",
    fits: Fits | None = None,
) -> Composed:
    """Lay out a packet; `references` are those of all its handouts.

    Blocks are numbered through the packet, so that a fault on a page is told where it stands.
    `header` is said at the head of each page that doesn't tell in its strip whose it is, but not
    on the cover, the contents after it and blank pages. Values in `fits` are written smaller.
    Raises ContentError for a fault in a template.
    """
    words = words_of(brand)
    sheets, notes, blanks, before = [], [], [], 0
    for handout in handouts:
        form = Form(handout.id, values, before, fits)
        context = context_of(handout, brand, edition, templates, references, form)
        body = Markup(templates.fill("sheet.html.j2", **context))
        sheets.append(_Sheet(handout.title, handout.version, body))
        if edition.notes:
            notes.append(Markup(templates.fill("notes.html.j2", **context)))
        blanks += form.blanks
        before += len(handout.blocks)
    shared = {"brand": brand, "edition": edition, "words": words, "packet": packet}
    shared |= {"colours": edition.palette(brand.colours), "logo": edition.logo(brand)}
    shared["header"] = _running(header, brand, edition)
    first = Form(COVER, values, fits=fits)
    strip = _strip(templates, first, shared) if packet.cover.page else Markup()
    html = templates.fill("packet.html.j2", **shared, sheets=sheets, notes=notes, strip=strip)
    strips = [handout.audience != "therapist" for handout in handouts]
    css = templates.fill("styles/packet.css.j2", **shared, sheets=len(sheets), strips=strips)
    page = compose_css(brand, edition, words, templates)
    return Composed(html, f"{page}\n{css}", (*first.blanks, *blanks))


def _running(text: str, brand: Brand, edition: Edition) -> _Header | None:
    """The running header, with room for as many lines as it takes."""
    if not text.strip():
        return None
    size, leading = edition.sizes.type["footer"], edition.sizes.leadings["leading-tight"]
    measure = measure_in(brand.text_faces[0].path)

    def top(usual: float, edge: float, width: float) -> float:
        high = count_lines(text, width, size, measure) * size * leading * MM_PER_PT
        return round(max(usual, edge + high + _GAP), 2)

    margins = edition.margins
    upright = top(margins["top"], _EDGE, edition.text_width)
    return _Header(text, upright, top(margins["binding"], _TURNED_EDGE, edition.turned_width))


def _strip(templates: Templates, form: Form, shared: dict[str, object]) -> Markup:
    """Name, date and next session on the cover."""
    return Markup(templates.fill("strip.html.j2", form=form, **shared))
