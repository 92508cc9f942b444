"""A base made of a finished PDF: what is shared is packed, what differs is noted."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from handoutgen.content.blanks import Blank
from handoutgen.press.finish.appearance import smallest
from handoutgen.press.finish.embedding import embed_whole
from handoutgen.press.finish.slots import Slot
from handoutgen.press.finish.typeface import Face
from handoutgen.press.splice.base import MAGIC, mark_of
from handoutgen.press.splice.noted import note_fields
from handoutgen.press.splice.objects import body_of, empty_stream, object_stream

_PX = 0.75  # in pt


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces that slots are drawn in, each with a font of the same glyphs for HarfBuzz.

    There are none where these can't be known; the letters that stand `elsewhere` may be drawn in
    another face by the engine.
    """

    each: tuple[tuple[Face, bytes], ...] = ()
    elsewhere: str = ""


def make_base(
    pdf: bytes,
    slots: Mapping[str, tuple[Slot, Collection[str]]],
    fields: Mapping[str, Sequence[Blank]],
    undrawn: Mapping[str, Sequence[str]],
    faces: Faces,
    form_face: Face,
    size: float,
    language: str,
) -> bytes:
    """The bytes of a base, as `base.Base` reads them.

    `slots` are by the name of their drawing, each with the names of its blanks; `fields` are the
    blanks of the form by the key of their value; `undrawn` are the names of the blanks, by key,
    that can only be laid out in full. `size` is that of the form's text in pt.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [embed_whole(document, face) for face, _ in faces.each]
        _give_fonts(document, slots, fonts)
        out = BytesIO()
        document.save(out, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    with pikepdf.open(out) as document:
        return _Maker(document, slots, faces).base(fields, undrawn, form_face, size, language)


def _give_fonts(document: pikepdf.Pdf, slots: Collection[str], fonts: Sequence[Any]) -> None:
    """Let each slot's drawing know the faces; in a file that uses one face the second is left out,
    and then its entry leads nowhere."""
    if not slots or not fonts:
        return
    named = {f"/F{number}": font for number, font in enumerate(fonts)}
    resources = document.make_indirect(Dictionary(Font=Dictionary(named)))
    for drawing in _drawings(document, slots).values():
        drawing.Resources = resources


def _drawings(document: pikepdf.Pdf, slots: Collection[str]) -> dict[str, Any]:
    found = document.pages[0].Resources.get("/XObject", Dictionary())
    return {name: found[f"/{name}"] for name in slots}


class _Maker:
    """Sorts the objects of a document into those that are shared and those that differ."""

    def __init__(
        self,
        document: pikepdf.Pdf,
        slots: Mapping[str, tuple[Slot, Collection[str]]],
        faces: Faces,
    ) -> None:
        self._document = document
        self._slots = slots
        self._faces = faces
        self._left_out: set[int] = set()

    def base(
        self,
        fields: Mapping[str, Sequence[Blank]],
        undrawn: Mapping[str, Sequence[str]],
        form_face: Face,
        size: float,
        language: str,
    ) -> bytes:
        """All of it as bytes."""
        drawings = _drawings(self._document, self._slots)
        noted = [self._slot(name, drawing) for name, drawing in drawings.items()]
        form = note_fields(self._document, fields)
        self._left_out.update(each["object"] for each in noted)
        self._left_out.update(form.objects)
        blobs: dict[str, bytes] = {}
        more = []
        for number, body in self._second_face():
            blobs[f"face-{number}"] = body
            more.append([number, f"face-{number}"])
            self._left_out.add(number)
        blobs["prefix"], blobs["table"] = self._shared()
        blobs["trailer"] = self._trailer()
        for number, (_, font) in enumerate(self._faces.each):
            blobs[f"font-{number}"] = font
        blanks: dict[str, list[str]] = {key: list(names) for key, names in undrawn.items()}
        for slot, names in self._slots.values():
            blanks.setdefault(slot.key, []).extend(sorted(names))
        for key, found in fields.items():
            blanks.setdefault(key, []).extend(blank.name for blank in found)
        about = {
            "pages": len(self._document.pages),
            "language": language,
            "blanks": blanks,
            "undrawn": sorted(undrawn),
            "slots": noted,
            "fields": form.about(form_face, size),
            "fonts": [f"font-{number}" for number in range(len(self._faces.each))],
            "elsewhere": self._faces.elsewhere,
            "more": more,
            "blobs": [[name, len(blob)] for name, blob in blobs.items()],
        }
        head = json.dumps(about, separators=(",", ":")).encode()
        packed = b"\n".join([head, b"".join(blobs.values())])
        return b"%s%s\n%s" % (MAGIC, mark_of(packed), packed)

    def _slot(self, name: str, drawing: Any) -> dict[str, Any]:
        slot, blanks = self._slots[name]
        high, wide = 2 * slot.size, slot.room + slot.size
        drawing.BBox = Array([round(side, 2) for side in (-wide, -high, wide, high)])
        return {
            "name": name,
            "key": slot.key,
            "blanks": sorted(blanks),
            "size": slot.size,
            "least": smallest(slot.size * _PX) / _PX,
            "room": slot.room,
            "slack": slot.slack,
            "share": slot.share,
            "ends": slot.ends,
            "wraps": slot.wraps,
            "object": drawing.objgen[0],
            "head": empty_stream(drawing),
        }

    def _second_face(self) -> Iterator[tuple[int, bytes]]:
        """The objects of the second face, which a client's file holds only where it uses them."""
        if len(self._faces.each) < 2 or not self._slots:
            return
        drawing = next(iter(_drawings(self._document, self._slots).values()))
        font = drawing.Resources.Font.F1
        inner = font.DescendantFonts[0]
        descriptor = inner.FontDescriptor
        for each in (font, font.ToUnicode, inner, descriptor, descriptor.FontFile2):
            yield each.objgen[0], body_of(each)

    def _shared(self) -> tuple[bytes, bytes]:
        """What every file begins with, and the table of where each object lies."""
        parts, start = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], 15
        packed: list[tuple[int, bytes]] = []
        places: dict[int, int] = {}
        last = 0
        for each in self._document.objects:
            number = each.objgen[0]
            last = max(last, number)
            if number in self._left_out or not _is_of_the_document(each):
                continue
            if not isinstance(each, pikepdf.Stream):
                packed.append((number, each.unparse(resolved=True)))
                continue
            places[number] = start
            parts.append(b"%d 0 obj\n%sendobj\n" % (number, body_of(each)))
            start += len(parts[-1])
        holder = last + 1
        places[holder] = start
        parts.append(object_stream(holder, packed))
        table = bytearray(b"\0" * 7 * (holder + 2))
        for number, place in places.items():
            table[7 * number : 7 * number + 5] = b"\x01" + place.to_bytes(4, "big")
        for index, (number, _) in enumerate(packed):
            entry = b"\x02" + holder.to_bytes(4, "big") + index.to_bytes(2, "big")
            table[7 * number : 7 * number + 7] = entry
        return b"".join(parts), bytes(table)

    def _trailer(self) -> bytes:
        root, info = self._document.trailer.Root, self._document.trailer.get("/Info")
        entry = b"/Info %d 0 R" % info.objgen[0] if info is not None else b""
        return b"/Root %d 0 R%s" % (root.objgen[0], entry)


def _is_of_the_document(each: Any) -> bool:
    """Whether it isn't one of the file's own objects, that say where the others lie."""
    kinds = (Name.ObjStm, Name.XRef)
    return not (isinstance(each, pikepdf.Stream) and each.get("/Type") in kinds)
