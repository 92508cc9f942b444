"""A packet made into one HTML document: cover, contents, and each handout as it is alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from handoutgen.compose.document import Composed, compose_css, context_of, words_of
from handoutgen.compose.edition import Edition
from handoutgen.compose.form import Form
from handoutgen.compose.templates import Templates
from handoutgen.content.blanks import Blank, Values
from handoutgen.content.brand import Brand
from handoutgen.content.handout import Handout, Reference
from handoutgen.content.packet import Packet

COVER = "cover"
"""What the names of the blanks on the cover begin with."""


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
) -> Composed:
    """Lay out a packet; `references` are those of all its handouts.

    Blocks are numbered through the packet, so that a fault on a page is told where it stands.
    Raises ContentError for a fault in a template.
    """
    words = words_of(brand)
    sheets, notes, blanks, before = [], [], [], 0
    for handout in handouts:
        form = Form(handout.id, values, before)
        context = context_of(handout, brand, edition, templates, references, form)
        body = Markup(templates.fill("sheet.html.j2", **context))
        sheets.append(_Sheet(handout.title, handout.version, body))
        if edition.notes:
            notes.append(Markup(templates.fill("notes.html.j2", **context)))
        blanks += form.blanks
        before += len(handout.blocks)
    shared = {"brand": brand, "edition": edition, "words": words, "packet": packet}
    shared |= {"colours": edition.palette(brand.colours), "logo": edition.logo(brand)}
    cover, strip = _strip(templates, values, shared)
    html = templates.fill("packet.html.j2", **shared, sheets=sheets, notes=notes, strip=strip)
    css = templates.fill("styles/packet.css.j2", **shared, sheets=len(sheets))
    page = compose_css(brand, edition, words, templates)
    return Composed(html, f"{page}\n{css}", (*cover, *blanks))


def _strip(
    templates: Templates, values: Values | None, shared: dict[str, object]
) -> tuple[list[Blank], Markup]:
    """Name, date and next session on the cover."""
    form = Form(COVER, values)
    return form.blanks, Markup(templates.fill("strip.html.j2", form=form, **shared))
