"""What can be put into a sheet: content blocks, the parts of other sheets, new parts."""

from dataclasses import dataclass

from handoutgen.authoring.saves import fingerprint
from handoutgen.authoring.sheet import Manuscript, Piece
from handoutgen.authoring.words import lines_of
from handoutgen.content.index import read_index
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.content.source import read_file, read_source
from handoutgen.errors import ContentError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.web.composing.kinds import kind_name

_SAID = ("line", "prose", "lines", "rows")
_NAME, _LONGEST = 60, 110


@dataclass(frozen=True, slots=True)
class Offer:
    """A part that can be added: how it is asked for, and what it says in short."""

    asked: str
    name: str
    kind: str
    says: str


def text_of(folders: Folders, name: str) -> str:
    """The text of a handout's file; raises HandoutgenError where it can't be read."""
    known = folders.handouts()
    if name not in known:
        raise UsageError("there is no sheet of that name")
    path = known[name]
    folders.check_inside(path)
    shown = folders.shown(path)
    try:
        return read_file(path, shown).decode()
    except UnicodeDecodeError:
        hint = "open it in an editor and save it as UTF-8"
        raise ContentError(Problem(shown, 0, 0, "this file isn't saved as UTF-8", hint)) from None


def titles(folders: Folders) -> list[tuple[str, str]]:
    """The id and the title of each handout, by title; one that can't be read has its id."""
    entries, _ = read_index(folders)
    known = {entry["id"]: plain(entry["title"]) for entry in entries}
    found = [(name, known.get(name, name)) for name in folders.handouts()]
    return sorted(found, key=lambda pair: pair[1].lower())


def opened(folders: Folders, name: str) -> tuple[Manuscript, str | None]:
    """A handout to be changed, and the fingerprint of the practice's own file, if it is that.

    Raises HandoutgenError where it can't be changed here.
    """
    state = fingerprint(folders, file_of(name))
    text = text_of(folders, name)
    found = read_source(text.encode(), folders.shown(folders.handouts()[name]))
    if found.problems:  # then nothing can be changed
        raise ContentError(found.problems)
    return Manuscript.of(text, name), state


def file_of(name: str) -> str:
    """The file of a handout in the practice's folder."""
    return f"handouts/{name}.yaml"


def is_shipped(folders: Folders, name: str) -> bool:
    """Whether there is a handout of that id among the shipped ones."""
    return (folders.shipped / file_of(name)).is_file()


def ready_made(library: Library) -> list[Offer]:
    """The content blocks."""
    names = library.block_names()
    text = "\n".join(lines_of({"blocks": [{"use": name} for name in names]}))
    pieces = Manuscript(text).pieces(library)
    return [_offer(f"block {piece.use}", piece) for piece in pieces if piece.words]


def parts_of(folders: Folders, library: Library, name: str) -> list[Offer]:
    """The parts of another handout."""
    pieces = Manuscript(text_of(folders, name)).pieces(library)
    return [_offer(f"part {name} {piece.number}", piece) for piece in pieces if piece.type]


def _offer(asked: str, piece: Piece) -> Offer:
    return Offer(asked, name_of(piece), kind_name(piece.type), says(piece))


def name_of(piece: Piece) -> str:
    """What a part is called in a list: its heading, else its first words, else its kind."""
    if not piece.type:
        return "A part that can't be read"
    return piece.heading or _short(_first_words(piece), _NAME) or kind_name(piece.type)


def says(piece: Piece) -> str:
    """The first words of a part, below its heading; nothing where they are its name."""
    if not piece.heading:
        return ""
    return _short(_first_words(piece), _LONGEST)


def _first_words(piece: Piece) -> str:
    texts = (w.text for w in piece.words if w.kind in _SAID and w.loc != ("title",) and w.text)
    return " ".join(plain(next(texts, "")).split())


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
