"""What is done to a page after the engine: its structure is mended, its blanks become fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from handoutgen.content.blanks import Blank
from handoutgen.press.inspect import Fault


@dataclass(frozen=True, slots=True)
class Form:
    """The blanks of a document that is filled in on a screen.

    `face` is the font file that answers are written in, `size` their size in pt.
    """

    blanks: tuple[Blank, ...]
    face: Path
    size: float


def faults_of_answers(form: Form) -> Iterator[Fault]:
    """The letters that are filled in ahead and that the face of the form can't draw."""
    from handoutgen.press.finish.appearance import undrawable
    from handoutgen.press.finish.face import read_face

    filled = [(blank.said, blank.value) for blank in form.blanks if isinstance(blank.value, str)]
    face = read_face(form.face) if filled else None
    for said, value in filled:
        for letter in undrawable(value, face) if face else "":
            message = (
                f"no font here can draw '{letter}' (U+{ord(letter):04X}), filled in for '{said}'"
            )
            yield Fault(0, 0, message, "write it another way")


def add_fields(pdf: bytes, form: Form) -> tuple[bytes, list[Fault]]:
    """Turn the widgets of a finished PDF into the fields of its form.

    What is filled in ahead and isn't seen whole in its field is a fault, as it is on paper.
    """
    import pikepdf  # not needed for what is printed

    from handoutgen.press.finish.fields import make_fields

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        too_long = make_fields(document, form.blanks, form.face, form.size)
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    faults = [
        Fault(
            0, 0, f"what is filled in for '{blank.said}' doesn't fit its field", "make it shorter"
        )
        for blank in too_long
    ]
    return out.getvalue(), faults
