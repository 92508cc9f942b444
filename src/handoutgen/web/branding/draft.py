"""A brand in the making, one a visitor: what the form holds, what was sent in, how it will look."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import RLock

from handoutgen.authoring import saves
from handoutgen.content.brand import DEFAULT, Brand, read_brand
from handoutgen.content.branding.settings import FILE_LIMIT
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.folders import Folders, digest
from handoutgen.web.branding.changes import changed, plainly, with_font, with_logo, without_logo
from handoutgen.web.branding.checking import Checker
from handoutgen.web.branding.file import COLOURS, NAME, SAME, BrandFile, opening
from handoutgen.web.branding.folder import DraftFolder
from handoutgen.web.branding.told import Told
from handoutgen.web.branding.uploads import Font


class Draft:
    """What a visitor makes of the practice's brand file, or of the sample where there is none.

    Hold `lock` to change it. `told` and `brand` are as of the last `check`. Raises HandoutgenError
    where the practice's file can't be looked at.
    """

    def __init__(self, folders: Folders) -> None:
        self.lock = RLock()
        self.checker = Checker()
        self.folder = DraftFolder()
        self.sheet = ""
        self.token = ""
        self.said = ""
        try:
            self._open(folders)
        except BaseException:
            self.folder.close()
            raise

    def close(self) -> None:
        """Remove all of it."""
        self.checker.close()
        with self.lock:
            self.folder.close()

    def _open(self, folders: Folders, from_sample: bool = False) -> None:
        """Begin with what the file says now."""
        self.refused: dict[str, list[Problem]] = {}
        self.logo, self.logo_removed = "", False
        self.fonts: dict[str, Font] = {}
        self.brand: Brand | None = None
        self.told = Told()
        self.unreadable: list[Problem] = []
        self.opened = saves.fingerprint(folders, NAME)
        sample = folders.find(DEFAULT) or folders.shipped / DEFAULT
        self.is_sample = from_sample or self.opened is None
        self.sample = opening(sample)
        self._origins = [folders.practice, sample.parent] if self.is_sample else [folders.practice]
        self._shipped = folders.shipped
        self.base = self.sample if self.is_sample else self._text(folders)
        self.file = BrandFile(self.base, self._folders)
        if self.file.settings.source.data is None:
            self.unreadable += self.file.settings.problems
        self.values = self.file.values()
        self._begun = dict(self.values)
        self.check()

    def _text(self, folders: Folders) -> str:
        try:
            return (folders.practice / NAME).read_bytes().decode()
        except UnicodeDecodeError:
            hint = "save it again as UTF-8 in a text editor"
            self.unreadable.append(Problem(NAME, 0, 0, "this file isn't text in UTF-8", hint))
            return ""

    @property
    def _folders(self) -> Folders:
        """The layers for this brand alone, so that its files are named as they will be."""
        return Folders(self.folder.path, self._shipped)

    @property
    def path(self) -> Path:
        """The brand file to draw a page with."""
        return self.folder.path / NAME

    @property
    def is_changed(self) -> bool:
        """Whether there is something in it that isn't saved."""
        return bool(self.logo or self.logo_removed or self.fonts or self._changes())

    def _changes(self) -> dict[str, str]:
        pairs = self.values.items()
        return {k: v for k, v in pairs if plainly(v) != plainly(self._begun[k])}

    def restart(self, folders: Folders, from_sample: bool = False) -> None:
        """Let go of what was changed, and begin with what the file says now."""
        for name in [self.logo, *self.fonts]:
            self.folder.remove(name)
        self._open(folders, from_sample)

    def is_stale(self, folders: Folders) -> bool:
        """Whether the practice's file was changed since it was opened."""
        return saves.fingerprint(folders, NAME) != self.opened

    def follow(self, folders: Folders) -> None:
        """Put what was changed into what the file says now."""
        changes, logo, removed, fonts = self._changes(), self.logo, self.logo_removed, self.fonts
        self._open(folders)
        self.logo, self.logo_removed, self.fonts = logo, removed, fonts
        self.values |= changes
        self.check()

    def fill(self, values: Mapping[str, str]) -> None:
        """Take over what stands in the fields of the form."""
        self.values |= {name: value for name, value in values.items() if name in self.values}

    def take_logo(self, data: bytes, suffix: str, folders: Folders) -> None:
        """Put a picture in the place of the logo; it has passed `read_logo`."""
        self.drop_logo()
        now = BrandFile(self.base, self._folders).logo()
        self.logo = self._free(f"logo{suffix}", data, folders, now)
        self.folder.write(self.logo, data)
        if self.is_sample and self.values["alt"] == self._begun["alt"]:
            self.values["alt"] = ""  # what it says is of the sample's

    def drop_logo(self, removed: bool = False) -> None:
        """Let go of a picture that was sent in, or leave the logo out altogether."""
        if self.logo:
            self.folder.remove(self.logo)
        self.logo, self.logo_removed = "", removed

    def take_font(self, font: Font, folders: Folders, roles: tuple[str, ...]) -> None:
        """Put a font among the typefaces, and use it for these roles; it has passed `read_font`."""
        named = set(BrandFile(self.base, self._folders).named_files())
        name = f"fonts/{font.file_name}"
        name = self._free(name, font.data, folders, name if name in named else "")
        self.folder.write(name, font.data)
        self.fonts[name] = font
        for role in roles:
            self.values[role] = font.family
        if roles == ("text", "headings"):
            self.values["headings"] = SAME

    def drop_fonts(self) -> None:
        """Let go of the fonts that were sent in."""
        families = {font.family for font in self.fonts.values()}
        for name in self.fonts:
            self.folder.remove(name)
        self.fonts = {}
        for role in ("text", "headings"):
            if self.values[role] in families:
                self.values[role] = self._begun[role]
        if self.values["headings"] == SAME:
            self.values["headings"] = self._begun["headings"]

    def _free(self, name: str, data: bytes, folders: Folders, own: str) -> str:
        """A name that is the brand's own or that no other file of the practice has."""
        stem, dot, suffix = name.rpartition(".")
        number, found = 2, name
        while found != own and (folders.practice / found).exists():
            if saves.fingerprint(folders, found) == digest(data):
                break
            found, number = f"{stem}-{number}{dot}{suffix}", number + 1
        return found

    def _written(self) -> str:
        """The text of the file with all that was changed; raises ContentError."""
        text, folders = self.base, self._folders
        if self.logo_removed:
            text = without_logo(text)
        elif self.logo:
            text = with_logo(text, self.logo, folders)
        used = {self.values["text"], self.values["headings"]}
        for name, font in self.fonts.items():
            if font.family in used:
                text = with_font(text, font, name)
        return changed(text, self.values, folders)

    def check(self) -> None:
        """Write it all into the folder, and tell what is wrong with it."""
        self.told = told = Told()
        if self.unreadable:
            return
        try:
            text = self._written()
        except HandoutgenError as error:
            told.others += error.problems
            return
        self.file = BrandFile(text, self._folders)
        for name in self.file.named_files():
            self._bring(name)
        self.folder.write(NAME, text.encode())
        try:
            self.checker.learn(self.folder.path / name for name in self.file.named_files())
            self.brand = read_brand(self._folders, self.path, self.checker.is_font)
            told.warnings += self.brand.warnings
        except HandoutgenError as error:
            told.add(error.problems, self.file)

    def _bring(self, name: str) -> None:
        """Have a file that the brand names in the folder, where it may have it at all."""
        if name in (self.logo, *self.fonts) or not self.folder.holds(name):
            return
        for origin in self._origins:
            with suppress(OSError, RuntimeError):  # a link to itself, no leave to read
                source = (origin / name).resolve()
                if source.is_relative_to(origin.resolve()) and source.is_file():
                    if source.stat().st_size <= FILE_LIMIT:
                        self.folder.bring(name, source)
                    return
        self.folder.remove(name)

    def save(self, folders: Folders) -> saves.Save | None:
        """Put it into the practice's folder, with the files that it brings; it was checked.

        Raises HandoutgenError; nothing is written then.
        """
        files = [saves.NewFile(NAME, self.path.read_bytes(), self.opened)]
        for name in self.file.named_files():
            is_new = self.is_sample and not (folders.practice / name).exists()
            is_there = (self.folder.path / name).is_file()
            if is_there and (is_new or name in (self.logo, *self.fonts)):
                data = (self.folder.path / name).read_bytes()
                files.append(saves.NewFile(name, data, saves.fingerprint(folders, name)))
        done = saves.save(folders, files)
        self.restart(folders)
        return done

    @property
    def picture(self) -> Path | None:
        """The logo's file, None where there is none."""
        name = self.file.logo()
        path = self.folder.path / name
        is_there = name in self.file.named_files() and self.folder.holds(name) and path.is_file()
        return path if is_there else None

    @property
    def given(self) -> dict[str, str]:
        """The colours that the sheet is printed in, also where the file names none."""
        if self.brand is None:
            return {}
        colours = self.brand.colours
        return dict(zip(COLOURS, (colours.primary, colours.secondary, colours.ink), strict=True))

    @property
    def shades(self) -> set[str]:
        """The colours of which the file has a light form and a dark one."""
        return {name for name in COLOURS if self.file.place(name)[-1:] == ("light",)}
