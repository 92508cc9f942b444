"""One handout, a brand and an edition, made into one HTML document and its style sheet."""

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from handoutgen.compose.citation import in_order, short_citation, with_citations
from handoutgen.compose.columns import Part, parts_of
from handoutgen.compose.drawing import picture
from handoutgen.compose.edition import Edition
from handoutgen.compose.form import Form
from handoutgen.compose.measure import measure_in
from handoutgen.compose.palette import Palette
from handoutgen.compose.ring import Ring, lay_out_ring
from handoutgen.compose.templates import Templates
from handoutgen.compose.web import Web, lay_out_web
from handoutgen.compose.words import WORDS
from handoutgen.content import blocks
from handoutgen.content.blanks import Blank, Fits, Values
from handoutgen.content.blocks import Cycle, References
from handoutgen.content.blocks.tables import Grid, Log
from handoutgen.content.brand import Brand
from handoutgen.content.handout import Handout, Reference, all_sources, sources_of
from handoutgen.content.prose import plain


@dataclass(frozen=True, slots=True)
class Composed:
    """What the press prints: an HTML document, its style sheet, and its places to fill in."""

    html: str = field(repr=False)
    css: str
    blanks: tuple[Blank, ...]


def compose_handout(
    handout: Handout,
    brand: Brand,
    edition: Edition,
    templates: Templates,
    references: dict[str, Reference],
    values: Values | None = None,
    fits: Fits | None = None,
) -> Composed:
    """Lay out one handout, its blanks filled in with the values under their whole names.

    Values in `fits` are written smaller. Raises ContentError for a fault in a template.
    """
    words = words_of(brand)
    form = Form(handout.id, values, fits=fits)
    context = context_of(handout, brand, edition, templates, references, form)
    html = templates.fill("handout.html.j2", **context)
    return Composed(html, compose_css(brand, edition, words, templates), tuple(form.blanks))


def words_of(brand: Brand) -> dict[str, str]:
    """The fixed words in the brand's language, or in English."""
    return WORDS.get(brand.language.split("-")[0], WORDS["en"])


def context_of(
    handout: Handout,
    brand: Brand,
    edition: Edition,
    templates: Templates,
    references: dict[str, Reference],
    form: Form,
) -> dict[str, Any]:
    """All that the templates of one handout can ask for; the form collects its blanks."""
    words = words_of(brand)
    studio = _Studio(handout, brand, edition, words, references)
    context = {
        "form": form,
        "handout": handout,
        "brand": brand,
        "edition": edition,
        "colours": studio.colours,
        "logo": edition.logo(brand),
        "words": words,
        "safety": safety_texts(handout, brand),
        "ring": studio.ring,
        "web": studio.web,
        "arrows": studio.arrows,
        "parts": studio.parts,
        "cited": studio.cited,
        "citations": studio.citations,
        "named": studio.named,
        "bibliography": studio.bibliography() if edition.notes else [],
    }
    form.draw = templates.macro("fields.html.j2", "written", **context)
    return context


def safety_texts(handout: Handout, brand: Brand) -> list[str]:
    """What stands at the foot of a sheet's last page: help at any hour, and the sheet's limits."""
    safety = brand.safety
    if handout.audience == "therapist":
        return [text for text in (safety.education,) if text]
    texts = [safety.crisis]
    if handout.audience == "partners":
        texts.append(safety.couples)
    if "medicine" in handout.topics:
        texts.append(safety.medicine)
    return [text for text in (*texts, safety.education) if text]


def compose_css(brand: Brand, edition: Edition, words: dict[str, str], templates: Templates) -> str:
    """The style sheet: the brand's colours and faces as custom properties, then the rules."""
    head = templates.fill(
        "styles/brand.css.j2",
        brand=brand,
        edition=edition,
        colours=edition.palette(brand.colours),
        logo=edition.logo(brand),
        words=words,
    )
    parts = [head]
    for name in edition.styles:  # the name lets the engine's complaints be told with file and line
        parts += [f"/* templates/styles/{name} */", templates.fill(f"styles/{name}")]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class _Studio:
    """What templates can ask for that takes more than filling in."""

    handout: Handout
    brand: Brand
    edition: Edition
    words: dict[str, str]
    references: dict[str, Reference]

    @property
    def colours(self) -> Palette:
        """What templates draw with."""
        return self.edition.palette(self.brand.colours)

    def ring(self, block: Cycle) -> Ring:
        """The geometry of a cycle."""
        labels = [plain(step) for step in block.steps] or [""] * (block.boxes or 0)
        note = self.words["ring returns"].format(last=len(labels))
        text = measure_in(self.brand.text_faces[0].path)
        heading = measure_in(self.brand.heading_faces[0].path)
        title, width, sizes = plain(block.title), self.edition.text_width, self.edition.sizes
        return lay_out_ring(labels, title, note, width, text, heading, block.blank, sizes)

    def web(self, block: blocks.Web) -> Web:
        """The geometry of a web."""
        labels = [plain(factor) for factor in block.factors]
        centre = plain(block.centre) if block.centre else None
        text = measure_in(self.brand.text_faces[0].path)
        return lay_out_web(labels, centre, self.edition.text_width, text, self.edition.sizes)

    def arrows(self, drawn: Ring | Web, colour: str) -> Markup:
        """The arrows of a drawing as the address of a picture, for a CSS background."""
        inside = self.colours.paper if self.colours.outlined else ""
        return Markup(picture(drawn.arrows, drawn.width, drawn.height, colour, inside))

    def parts(self, block: Grid | Log) -> list[Part]:
        """The columns of a table that stand side by side, part by part."""
        return parts_of(block, self.edition, self.brand)

    def cited(self, block: References) -> list[Reference]:
        """The references that a block prints."""
        return in_order(self.references[name] for name in sources_of(self.handout, block))

    def citations(self, block: blocks.Block) -> list[str]:
        """The sources of a block's claim, in short."""
        found = [self.references[name] for name in block.sources]
        named = [source for source in found if source.authors or source.title]
        return [short_citation(source, self.words) for source in named]

    def bibliography(self) -> list[Reference]:
        """Every reference that the handout or one of its blocks names."""
        return in_order(self.references[name] for name in all_sources(self.handout))

    def named(self, text: str) -> str:
        """The text with the id of each reference told as the reader knows it."""
        sources = {name: self.references[name] for name in all_sources(self.handout)}
        return with_citations(text, sources, self.words)
