"""Which typefaces the slots of a base are drawn in: those that the engine takes itself."""

from collections.abc import Collection, Iterable
from pathlib import Path

from handoutgen.content.brand import Brand
from handoutgen.content.branding.typefaces import Face, form_font
from handoutgen.folders import Folders
from handoutgen.press.finish.face import read_shaped, read_style
from handoutgen.press.finish.slots import SetIn
from handoutgen.press.splice.making import Faces


def faces_for(fonts: Collection[SetIn], brand: Brand, folders: Folders) -> Faces:
    """The face that the letters in all slots were set in, and the one that the engine takes for
    letters that the first one lacks; none where these can't be known or drawn with."""
    second = form_font(folders)
    first = _file_of(fonts, brand.faces)
    if first is None:
        return Faces()
    try:
        faces = (read_shaped(first), *([read_shaped(second)] if first != second else ()))
    except ValueError:
        return Faces()
    folders.read(second)
    lacking = read_style(second).letters - read_style(first).letters
    own = {face.path for face in brand.faces if face.path and face.path.parent != second.parent}
    others = [read_style(path).letters for path in own]
    return Faces(faces, "".join(sorted(lacking.intersection(frozenset().union(*others)))))


def _file_of(fonts: Collection[SetIn], faces: Iterable[Face]) -> Path | None:
    """The file of the one font that all letters are set in; nothing where that isn't known."""
    if len(fonts) != 1:
        return None
    (font,) = fonts
    found: dict[Path, float] = {}
    for face in faces:
        if face.path and face.family.casefold() == font.family.casefold():
            style = read_style(face.path)
            least, most = (face.weight, face.weight) if face.weight else style.weights
            upright = face.style == "normal" if face.style else style.is_upright
            if upright == font.upright:
                found[face.path] = max(least - font.weight, font.weight - most, 0)
    return min(found, key=found.__getitem__, default=None)
