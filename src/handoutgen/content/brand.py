"""The practice's brand: its `_brand.yml`, in the public brand.yml format, checked and resolved."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from handoutgen.content.branding.logo import Logo, read_logo
from handoutgen.content.branding.palette import Colours, read_colours
from handoutgen.content.branding.settings import Settings
from handoutgen.content.branding.typefaces import Face, is_font, read_typefaces
from handoutgen.content.source import Loc, in_order, read_file, read_source
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders

Paper = Literal["letter", "a4"]
DEFAULT = "templates/brands/default/_brand.yml"


@dataclass(frozen=True, slots=True)
class Safety:
    """What a sheet says about help in a crisis and about its own limits. An empty text isn't
    printed. The words given here hold for the United States.
    """

    crisis: str = (
        "In a crisis in the US, call or text 988, or chat at 988lifeline.org, at any hour. "
        "Veterans press\u00a01, Spanish press\u00a02."
    )
    couples: str = "If you don't feel safe with your partner: 1-800-799-7233."
    education: str = "For education. Not a replacement for care from a professional who knows you."
    medicine: str = (
        "Don't stop or change a medicine by yourself; talk to the person who prescribes it."
    )


@dataclass(frozen=True, slots=True)
class Brand:
    """A practice as its handouts show it: words, logo, colours and typefaces."""

    path: Path
    name: str
    short_name: str
    phone: str
    address: str
    clinician: str
    licence: str
    link: str
    footer: str
    language: str
    paper: Paper
    safety: Safety
    logo: Logo | None
    colours: Colours
    text_faces: tuple[Face, ...]
    heading_faces: tuple[Face, ...]
    warnings: tuple[Problem, ...]

    @property
    def text_family(self) -> str:
        """The font family of running text."""
        return self.text_faces[0].family

    @property
    def heading_family(self) -> str:
        """The font family of headings."""
        return self.heading_faces[0].family

    @property
    def faces(self) -> tuple[Face, ...]:
        """Every face to declare, once each."""
        return tuple(dict.fromkeys((*self.text_faces, *self.heading_faces)))

    @property
    def uses_system_fonts(self) -> bool:
        """Whether a family is left to what the machine has."""
        return any(face.path is None for face in self.faces)

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that the pages need: the logo and the fonts."""
        logo = [self.logo.path] if self.logo else []
        return (*logo, *(face.path for face in self.faces if face.path))


def read_brand(
    folders: Folders, path: Path | None = None, is_fit: Callable[[bytes], bool] = is_font
) -> Brand:
    """The brand in that file; without one, the practice's `_brand.yml`, else the shipped one.

    `is_fit` tells whether a file can be read as a font. Raises ContentError with every problem of
    the file.
    """
    path = path or folders.find("_brand.yml") or folders.find(DEFAULT) or folders.shipped / DEFAULT
    path = path.absolute()
    name = folders.shown(path)
    data = read_file(path, name)
    folders.note(path, data)
    settings = Settings(read_source(data, name), path, folders)
    if settings.source.data is None:
        raise ContentError(settings.problems)
    brand = _brand(settings, is_fit)
    if settings.problems:
        raise ContentError(in_order(settings.problems))
    return brand


def _brand(settings: Settings, is_fit: Callable[[bytes], bool]) -> Brand:
    settings.mapping((), ("meta", "logo", "color", "typography", "defaults"))
    name, short_name = _names(settings)
    settings.mapping(("defaults",), ("handoutgen",))
    ours: Loc = ("defaults", "handoutgen")
    settings.mapping(ours, ("paper", "footer", "language", "crisis"))

    def meta(key: str) -> str:
        return settings.text(("meta", key)) or ""

    text_faces, heading_faces = read_typefaces(settings, is_fit)
    return Brand(
        path=settings.path,
        name=name,
        short_name=short_name,
        phone=meta("phone"),
        address=meta("address"),
        clinician=meta("clinician"),
        licence=meta("licence") or meta("license") or "CC BY 4.0",
        link=_link(settings),
        footer=settings.text((*ours, "footer")) or "",
        language=_language(settings, (*ours, "language")),
        paper="a4" if settings.choice((*ours, "paper"), get_args(Paper)) == "a4" else "letter",
        safety=_safety(settings, (*ours, "crisis")),
        logo=read_logo(settings, f"Logo of {name}" if name else "Logo"),
        colours=read_colours(settings),
        text_faces=tuple(text_faces),
        heading_faces=tuple(heading_faces),
        warnings=tuple(in_order(settings.warnings)),
    )


def _names(settings: Settings) -> tuple[str, str]:
    known = ("name", "link", "phone", "address", "clinician", "licence", "license")
    meta = settings.mapping(("meta",), known)
    loc: Loc = ("meta", "name")
    if isinstance(meta.get("name"), str):
        full = short = settings.text(loc) or ""
    else:
        settings.mapping(loc, ("full", "short"))
        full, short = (settings.text((*loc, key)) or "" for key in ("full", "short"))
    if not (full or short):
        hint = "write 'meta:' and under it 'name: ...'"
        settings.warn(("meta",), "the handouts will carry no name of a practice", hint)
    return full or short, short or full


def _link(settings: Settings) -> str:
    loc: Loc = ("meta", "link")
    if not isinstance(settings.get(loc), str):
        settings.mapping(loc, ("home",))
        loc = (*loc, "home")
    link = settings.text(loc) or ""
    if link and not link.startswith(("https://", "http://")):
        settings.problem(loc, "a link starts with https://", f"did you mean 'https://{link}'?")
    return link


def _language(settings: Settings, loc: Loc) -> str:
    language = settings.text(loc) or "en"
    first, *more = language.split("-")
    if not (
        language.isascii()
        and first.isalpha()
        and len(first) in (2, 3)
        and all(part.isalnum() and len(part) <= 8 for part in more)
    ):
        settings.problem(
            loc, f"'{language[:40]}' is not the code of a language", "such as en or es"
        )
    return language


def _safety(settings: Settings, loc: Loc) -> Safety:
    usual = Safety()
    if isinstance(settings.get(loc), str):
        return Safety(crisis=settings.text(loc) or "")
    settings.mapping(loc, Safety.__slots__)
    given = {key: settings.text((*loc, key)) for key in Safety.__slots__}
    return Safety(**{k: getattr(usual, k) if v is None else v for k, v in given.items()})
