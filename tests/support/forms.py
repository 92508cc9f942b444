"""A bare form as a PDF, built by hand: a tree of fields by the dots of their names."""

from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

Places = dict[str, str | tuple[str, ...]]
"""The whole name of each field, and "line", "lines", "tick", or the options of a choice."""

RADIO, MULTILINE = 1 << 15, 1 << 12

PLACES: Places = {
    "action-plan.this-week.1.when": "line",
    "action-plan.this-week.1.how": "lines",
    "action-plan.this-week.ready": "tick",
    "action-plan.sure": ("0", "5", "10"),
    "weekly-check-in.mood": ("not so good", "good"),
    "weekly-check-in.notes": "lines",
}


def form(places: Places = PLACES, creator: str = "handoutgen") -> bytes:
    """A page with those fields, all untouched."""
    pdf = tree(places)
    if creator:
        pdf.docinfo["/Creator"] = creator
    return saved(pdf)


def tree(places: Places) -> Pdf:
    """The same, still open."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Annots = Array()
    pdf.Root.AcroForm = Dictionary(Fields=Array(), DA=String("/Helv 11 Tf 0 g"))
    nodes: dict[str, Object] = {}
    for whole, kind in places.items():
        parts = whole.split(".")
        for end in range(1, len(parts) + 1):
            name = ".".join(parts[:end])
            if name in nodes:
                continue
            node = nodes[name] = pdf.make_indirect(Dictionary(T=String(parts[end - 1])))
            if end == 1:
                pdf.Root.AcroForm.Fields.append(node)
            else:
                hang(nodes[".".join(parts[: end - 1])], node)
        if isinstance(kind, tuple):
            nodes[whole].FT, nodes[whole].Ff = Name.Btn, RADIO
            for option in kind:
                kid = pdf.make_indirect(Dictionary())
                hang(nodes[whole], kid)
                _widget(pdf, kid, option)
        elif kind == "tick":
            nodes[whole].FT = Name.Btn
            _widget(pdf, nodes[whole], "on")
        else:
            nodes[whole].FT, nodes[whole].Ff = Name.Tx, MULTILINE * (kind == "lines")
            _widget(pdf, nodes[whole])
    return pdf


def hang(parent: Object, kid: Object) -> None:
    """Make a field the kid of another one."""
    kid.Parent = parent
    if "/Kids" not in parent:
        parent.Kids = Array()
    parent.Kids.append(kid)


def saved(pdf: Pdf, **options: object) -> bytes:
    """The bytes of the file."""
    out = BytesIO()
    pdf.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def _widget(pdf: Pdf, field: Object, state: str = "") -> None:
    field.Type, field.Subtype, field.F = Name.Annot, Name.Widget, 4
    field.Rect = Array([20, 700 - 20 * len(pdf.pages[0].Annots), 220, 716])
    if state:
        field.AS = Name.Off
        looks = {"/" + state: _look(pdf), "/Off": _look(pdf)}
        field.AP = Dictionary(N=Dictionary(looks))
    pdf.pages[0].Annots.append(field)


def _look(pdf: Pdf) -> Object:
    look = Stream(pdf, b"")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    return pdf.make_indirect(look)
