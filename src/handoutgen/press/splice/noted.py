"""The fields of a base, noted so that they can be written anew without a PDF library."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary

from handoutgen.content.blanks import Blank
from handoutgen.press.finish.typeface import Face
from handoutgen.press.splice.objects import empty_stream, open_entries

_MULTILINE = 1 << 12


@dataclass(frozen=True, slots=True)
class Form:
    """The fields that values go into, as `fields.Fields` reads them."""

    fields: list[dict[str, Any]]

    @property
    def objects(self) -> Iterator[int]:
        """The numbers of the objects that are written anew."""
        for field in self.fields:
            yield field["object"]
            yield from (kid["object"] for kid in field.get("kids", ()))
            if "drawing" in field:
                yield field["drawing"]

    def about(self, face: Face, size: float) -> dict[str, Any]:
        """All that is to be kept of them; `size` is that of the form's text in pt."""
        if not self.fields:
            return {}
        known = {
            "glyphs": face.glyphs,
            "widths": list(face.widths),
            "ascent": face.ascent,
            "descent": face.descent,
            "capitals": face.capitals,
        }
        return {"fields": self.fields, "face": known, "size": size}


def note_fields(document: pikepdf.Pdf, fields: Mapping[str, Sequence[Blank]]) -> Form:
    """Note the fields of these blanks, which are by the key of the value that goes into them."""
    form = document.Root.get("/AcroForm", Dictionary())
    by_name = dict(_named(form.get("/Fields", ()), ""))
    return Form(
        [
            {"key": key, "blank": asdict(blank), **_noted(by_name[blank.name], blank)}
            for key, blanks in fields.items()
            for blank in blanks
        ]
    )


def _named(nodes: Any, above: str) -> Iterator[tuple[str, Any]]:
    """Each field by its whole name."""
    for node in nodes:
        name = f"{above}.{node.T}" if above else str(node.T)
        yield name, node
        kids = [kid for kid in node.get("/Kids", ()) if "/T" in kid]
        yield from _named(kids, name)


def _noted(field: Any, blank: Blank) -> dict[str, Any]:
    if blank.kind == "choice":
        kids = [_button(kid) for kid in field.Kids]
        names = {kid["option"]: kid.pop("name") for kid in kids}
        return {**_entry(field, "/V"), "kids": kids, "names": names}
    if blank.kind == "tick":
        return _entry(field, "/V", "/AS")
    left, bottom, right, top = field.Rect
    drawing = field.AP.N
    return {
        **_entry(field, "/V", "/DA"),
        "drawing": drawing.objgen[0],
        "look": empty_stream(drawing),
        "sides": [float(right - left), float(top - bottom)],
        "wraps": bool(int(field.get("/Ff", 0)) & _MULTILINE),
    }


def _button(widget: Any) -> dict[str, Any]:
    """One option of a choice: its own name in the PDF is that of its state."""
    state = next(key for key in widget.AP.N if key != "/Off")
    name = pikepdf.Name(state).unparse().decode("latin-1")
    return {**_entry(widget, "/AS"), "option": str(state).removeprefix("/"), "name": name}


def _entry(each: Any, *written: str) -> dict[str, Any]:
    """The object's number, and its dictionary open at the end, without what is written anew."""
    return {"object": each.objgen[0], "head": open_entries(each, *written).decode("latin-1")}
