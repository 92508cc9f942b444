"""A base: a finished PDF as the bytes that all clients share and the few objects that differ.

A client's file is the shared bytes, then that client's objects, then one table of where all
objects lie. It has no earlier revision, and of other clients it holds nothing.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from handoutgen.press.splice.fields import Fields
from handoutgen.press.splice.letters import Letters, Line, Unfit
from handoutgen.press.syntax import stream

MAGIC = b"handoutgen base 1\n"
_ENTRY = 7  # bytes in the table of objects: a kind, four of a place, two of a number
_EMPTY = b"q Q"  # of a drawing without a word some viewers complain
_PX = 0.75  # in pt


class Base:
    """One base, ready to be filled in for any number of clients.

    `id` differs for bases that differ; `prefix` is what every file begins with; `pages` and
    `language` are those of the document; `fills` are the keys of the values that it has a place
    for, and `blanks` tells for each of them the names of the blanks that it fills.
    """

    def __init__(self, about: dict[str, Any], blobs: Mapping[str, bytes], mark: str) -> None:
        self.id = mark
        self._about = about
        self._blobs = blobs
        self.prefix = blobs["prefix"]
        self.pages: int = about["pages"]
        self.language: str = about["language"]
        self.blanks: dict[str, list[str]] = about["blanks"]
        self.fills = frozenset(self.blanks)
        self._slots: list[dict[str, Any]] = [
            {**slot, "head": slot["head"].encode("latin-1")} for slot in about["slots"]
        ]
        self._fields = Fields(about["fields"])
        fonts = [blobs[name] for name in about["fonts"]]
        self._letters = Letters(fonts, self.language, about["elsewhere"])

    @classmethod
    def load(cls, path: Path) -> "Base":
        """The base in that file; raises ValueError where it is damaged, and OSError."""
        return cls.of(path.read_bytes())

    @classmethod
    def of(cls, data: bytes) -> "Base":
        """The base that these bytes are; raises ValueError where they are damaged."""
        mark, _, packed = data.removeprefix(MAGIC).partition(b"\n")
        if not data.startswith(MAGIC):
            raise ValueError("this is no base of this version")
        if mark_of(packed) != mark:
            raise ValueError("this base is damaged")
        head, _, rest = packed.partition(b"\n")
        about = json.loads(head)
        blobs, start = {}, 0
        for name, length in about["blobs"]:
            blobs[name] = rest[start : start + length]
            start += length
        return cls(about, blobs, mark.decode())

    def tail(self, values: Mapping[str, str]) -> bytes:
        """What comes after the prefix in the file of the client whose values these are.

        Raises Unfit where the base can't take them, and ContentError for a value that its blank
        doesn't take.
        """
        return self._filled(values, 0)

    def drawings(self, values: Mapping[str, str]) -> list[tuple[str, bytes]]:
        """What is drawn for that client under the name of each slot; raises Unfit as `tail` does.

        A slot without a word isn't among them.
        """
        found = self._drawn(values)
        return [(slot["name"], drawing) for slot, drawing, _ in found if drawing != _EMPTY]

    def unfilled(self) -> bytes:
        """The document with nothing filled in, and with all faces that drawings are set in."""
        return self.prefix + self._filled({}, len(self._about["fonts"]) - 1)

    def _filled(self, values: Mapping[str, str], faces: int) -> bytes:
        """What comes after the prefix, with the faces up to that number at least."""
        objects = []
        for slot, drawing, used in self._drawn(values):
            faces = max(faces, used)
            objects.append((slot["object"], stream(slot["head"], drawing)))
        objects += self._fields.objects(values)
        return self._written(objects, faces)

    def words(self, text: str, size: float) -> bytes:
        """The content of a drawing of these words in the faces of the slots; raises Unfit."""
        return self._letters.line(text).drawing(size, ends=False)

    def sizes(self, values: Mapping[str, str]) -> dict[str, float]:
        """The size in pt of each blank whose text is smaller here than usual, by the blank's name;
        0.0 where it isn't readable on one line."""
        found: dict[str, float] = {}
        for slot in self._slots:
            try:
                line = self._line(slot, values.get(slot["key"], ""))
                size = _size(slot, line) if line else slot["size"]
            except Unfit as error:
                size = 0.0 if error.kinds == ("room",) and not slot["wraps"] else slot["size"]
            if size != slot["size"]:
                for name in slot["blanks"]:
                    found[name] = round(size * _PX, 2)
        return found

    def _drawn(self, values: Mapping[str, str]) -> list[tuple[dict[str, Any], bytes, int]]:
        """Each slot with its content and the number of the last face in it; raises Unfit."""
        faults = ["kind" for key in self._about["undrawn"] if values.get(key)]
        found = []
        for slot in self._slots:
            try:
                drawing, used = self._drawing(slot, values.get(slot["key"], ""))
                found.append((slot, drawing, used))
            except Unfit as error:
                faults += error.kinds
        if faults:
            raise Unfit(faults)
        return found

    def _line(self, slot: Mapping[str, Any], text: str) -> Line | None:
        """A text as it is drawn in a slot, nothing for an empty one; raises Unfit."""
        if slot["wraps"] and "\n" in text.strip():
            raise Unfit(["room"])
        words = text.split()
        return self._letters.line(" ".join(words)) if words else None

    def _drawing(self, slot: Mapping[str, Any], text: str) -> tuple[bytes, int]:
        """The content of a slot, and the number of the last face in it."""
        line = self._line(slot, text)
        if not line:
            return _EMPTY, 0
        used = max(face for face, _ in line.runs)
        size = _size(slot, line)
        sinks = 0.0
        if size == slot["size"]:  # a smaller line is lower than one of the usual size
            sinks = max(0.0, line.lift * size - slot["slack"]) * slot["share"]
        return line.drawing(size, slot["ends"], sinks), used

    def _written(self, objects: list[tuple[int, bytes]], faces: int) -> bytes:
        """The objects of one client, with those of the faces that they use, and the table."""
        start, places, parts = len(self.prefix), {}, []
        for number, body in (*objects, *self._faces(faces)):
            places[number] = start
            parts.append(b"%d 0 obj\n%sendobj\n" % (number, body))
            start += len(parts[-1])
        table = bytearray(self._blobs["table"])
        last = len(table) // _ENTRY - 1
        for number, place in (*places.items(), (last, start)):
            at = number * _ENTRY
            table[at : at + 5] = b"\x01" + place.to_bytes(4, "big")
        mark = blake2b(b"".join(parts), digest_size=16).hexdigest().encode()
        parts.append(
            b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%s/ID[<%s><%s>]/Length %d>>\nstream\n"
            % (last, last + 1, self._blobs["trailer"], mark, mark, len(table))
        )
        parts += [bytes(table), b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start]
        return b"".join(parts)

    def _faces(self, last: int) -> Iterator[tuple[int, bytes]]:
        """The objects of the second face, which most files can do without."""
        if last and self._about["more"]:
            for number, name in self._about["more"]:
                yield number, self._blobs[name]


def mark_of(packed: bytes) -> bytes:
    """What a base is known by: it tells of damage to any of it."""
    return blake2b(packed, digest_size=16).hexdigest().encode()


def _size(slot: Mapping[str, Any], line: Line) -> float:
    """The size in CSS px of a line in a slot; raises Unfit."""
    least = slot["size"] if slot["wraps"] else slot["least"]
    return line.size_within(slot["room"], slot["size"], least)
