"""The choices of an edition as data: read from an address or a form, and written into a link.

A brand is chosen by a short name out of those that a practice has, never by a path.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest

from handoutgen.compose.edition import Edition
from handoutgen.content.blocks import is_id
from handoutgen.content.brand import DEFAULT, Paper, read_brand
from handoutgen.errors import ContentError, HandoutgenError
from handoutgen.folders import Folders

PAPERS = {"letter": "US Letter", "a4": "A4"}
LOOKS = {
    "large-print": ("Large print", "Large letters, and more room to write"),
    "ink-saver": ("Ink saver", "Black and white, with no filled areas"),
    "fillable": ("Fillable on a screen", "Fields to type in and boxes to tick in the PDF"),
    "notes": ("Therapist’s copy", "With notes and sources at the end; not for the client"),
}
"""What can be ticked, by the words of `Edition.suffixes`: its name, and what it does."""

_TOLD = {
    "large-print": "large print",
    "ink-saver": "ink saver",
    "fillable": "fillable",
    "notes": "with the therapist’s notes",
}
_LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


@dataclass(frozen=True, slots=True)
class Offered:
    """A brand that can be chosen: its short name, "" for the usual one, its name and its file."""

    id: str
    name: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a practice can choose from: its brands, the usual one first, and its language."""

    brands: tuple[Offered, ...]
    usual: str
    """The id of the shipped brand that is the usual one, where the practice has none."""
    language: str

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Values and words for a list."""
        return [("", "As usual"), *PAPERS.items()]

    @property
    def brand_names(self) -> list[tuple[str, str]]:
        """Values and words for a list."""
        return [(each.id, each.name) for each in self.brands]

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Values and words for a list: all sheets of a practice are in one language so far."""
        code = self.language.partition("-")[0]
        return [(self.language, _LANGUAGES.get(code, self.language))]

    def brand(self, name: str) -> Offered | None:
        """The brand of that short name."""
        wanted = "" if name == self.usual else name
        return next((each for each in self.brands if each.id == wanted), None)


@dataclass(frozen=True, slots=True)
class Choices:
    """An edition and a brand, as someone chose them."""

    edition: Edition
    brand: Offered

    @property
    def query(self) -> str:
        """What stands after the '?' of a link to this choice; "" for the usual one."""
        pairs: list[tuple[str, str]] = [("paper", self.edition.paper or "")]
        pairs += [(word, "yes") for word in self.edition.suffixes]
        pairs += [("brand", self.brand.id)]
        return urlencode([(name, value) for name, value in pairs if value])

    @property
    def words(self) -> tuple[str, ...]:
        """A few words for each thing that isn't as usual, such as "large print"."""
        paper = (PAPERS[self.edition.paper],) if self.edition.paper else ()
        brand = (self.brand.name,) if self.brand.id else ()
        return (*paper, *(_TOLD[word] for word in self.edition.suffixes), *brand)

    def address(self, path: str) -> str:
        """The path with this choice after it."""
        return f"{path}?{self.query}" if self.query else path

    def has(self, look: str) -> bool:
        """Whether that one of `LOOKS` is chosen."""
        return look in self.edition.suffixes


def read_choices(given: Mapping[str, str], offer: Offer) -> Choices:
    """What an address or a form chooses; what it doesn't name is as usual.

    Raises BadRequest, in words, for a value that can't be chosen.
    """
    paper = given.get("paper", "")
    if paper and paper not in get_args(Paper):
        raise BadRequest("There is no such paper. Choose 'letter' or 'a4'.")
    looks = [name for name in LOOKS if _is_on(name, given.get(name, ""))]
    language = given.get("language", "")
    if language and language != offer.language:
        raise BadRequest(f"There are no sheets in that language, only in '{offer.language}'.")
    brand = offer.brand(given.get("brand", ""))
    if brand is None:
        others = ", ".join(each.id for each in offer.brands if each.id)
        raise BadRequest(f"There is no such brand. There are: {others or 'no others'}.")
    return Choices(Edition.of(paper or None, looks), brand)


def _is_on(name: str, value: str) -> bool:
    if value not in ("", "yes", "no"):
        raise BadRequest(f"'{name}' is either 'yes' or left out.")
    return value == "yes"


def offer_of(folders: Folders) -> Offer:
    """What can be chosen in that practice, as its files are now."""
    own, default = folders.find("_brand.yml"), folders.find(DEFAULT)
    usual = own or default
    usual_name, language = _head(folders, usual)
    brands = [Offered("", usual_name or "The usual one", None)]
    for name, path in _others(folders).items():
        if path != usual:
            brands.append(Offered(name, _head(folders, path)[0] or name, path))
    usual_id = usual.parent.name if usual and not own else ""
    return Offer(tuple(brands), usual_id, language)


def _others(folders: Folders) -> dict[str, Path]:
    """The brands in `templates/brands/`, by the names of their folders; those of the practice hide
    the shipped ones."""
    found: dict[str, Path] = {}
    for layer in reversed(folders.layers):
        for path in (layer / "templates" / "brands").glob("*/_brand.yml"):
            if is_id(path.parent.name) and _is_inside(folders, path):
                found[path.parent.name] = path
    return dict(sorted(found.items()))


def _is_inside(folders: Folders, path: Path) -> bool:
    try:
        folders.check_inside(path)
    except ContentError:
        return False
    return path.is_file()


def _head(folders: Folders, path: Path | None) -> tuple[str, str]:
    """The brand's name and language; "" and English where it can't be read: the pages tell why."""
    path = path or folders.shipped / DEFAULT
    try:
        stat = path.stat()
    except OSError:
        return "", "en"
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    return _read(folders.practice, folders.shipped, *key)


@lru_cache(maxsize=64)
def _read(practice: Path, shipped: Path, path: str, _time: int, _size: int) -> tuple[str, str]:
    try:
        brand = read_brand(Folders(practice, shipped), Path(path))
    except (HandoutgenError, OSError):
        return "", "en"
    return brand.name, brand.language
