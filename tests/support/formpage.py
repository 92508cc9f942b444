"""A page with one blank of each kind, as the engine hands it over and as a form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf

from handoutgen.content.blanks import Blank
from handoutgen.folders import shipped_folder
from handoutgen.press.engine import load
from handoutgen.press.finish.fields import make_fields

LITERATA = shipped_folder() / "templates/fonts/Literata-Regular.ttf"
"""The face that the form is filled in with."""

NUMBERS = tuple(map(str, range(11)))
BLANKS = (
    Blank("plan.week.1.when", "This week: When", "When"),
    Blank("plan.week.1.where", "This week: Where", "Where"),
    Blank("plan.notes", "Notes", "Notes", "lines"),
    Blank("plan.done", "Done", "Done", "tick"),
    Blank("plan.pain", "Pain today", "Pain today", "choice", NUMBERS),
    Blank("plan.mood", "Mood", "Mood", "choice", ("not so good", "más o menos", "good")),
)
STYLE = """
@page { size: 180mm 150mm; margin: 10mm }
html { font: 12pt "Atkinson Hyperlegible Next" }
input { display: block; width: 150mm; height: 8mm; margin: 1mm 0 3mm; padding: 0 }
.lines { height: 36mm }
.tick, .choice { display: inline-block; width: 8mm; margin-right: 2mm }
"""


@cache
def widgets(blanks: tuple[Blank, ...] = BLANKS) -> bytes:
    """A page of the engine's plainest widgets, one for each blank or option."""
    body = ""
    for blank in blanks:
        names = [f"{blank.name}={option}" for option in blank.options] or [blank.name]
        inputs = (
            f'<input type="checkbox" class="{blank.kind}" name="{name}" title="{blank.label}">'
            for name in names
        )
        body += f"<div>{blank.label} {''.join(inputs)}</div>"
    html = f'<html lang="en"><title>Form</title><style>{STYLE}</style><body>{body}</html>'
    made = (
        load()
        .HTML(string=html)
        .write_pdf(
            pdf_variant="pdf/ua-1", pdf_forms=True, pdf_identifier=b"form", custom_metadata=True
        )
    )
    assert isinstance(made, bytes)
    return made


def form(values: Mapping[str, str | bool] | None = None, size: float = 12) -> bytes:
    """The page with its blanks as fields, with these values."""
    filled = tuple(replace(blank, value=(values or {}).get(blank.name)) for blank in BLANKS)
    return changed(widgets(), lambda pdf: make_fields(pdf, filled, LITERATA, size))


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A PDF after something was done to it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def fields(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Each field by its whole name."""

    def below(node: Any, above: str) -> Iterator[tuple[str, Any]]:
        name = f"{above}{node.T}"
        named = [kid for kid in node.get("/Kids", []) if "/T" in kid]
        for kid in named:
            assert kid.Parent.objgen == node.objgen
            yield from below(kid, f"{name}.")
        if not named:
            yield name, node

    return {name: node for top in pdf.Root.AcroForm.Fields for name, node in below(top, "")}


@cache
def place(name: str, option: str = "") -> tuple[float, float, float, float]:
    """Where a field is on the page: left, bottom, right and top."""
    with pikepdf.open(BytesIO(form())) as pdf:
        field = fields(pdf)[name]
        field = next((kid for kid in field.get("/Kids", []) if f"/{option}" in kid.AP.N), field)
        left, bottom, right, top = map(float, field.Rect)
    return left, bottom, right, top
