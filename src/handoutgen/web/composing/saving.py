"""The sheet in the making put into the practice's folder, and taken back out."""

from dataclasses import dataclass
from datetime import datetime

from handoutgen.authoring import saves
from handoutgen.authoring.naming import free_id
from handoutgen.authoring.saves import NewFile
from handoutgen.content.blocks import is_id
from handoutgen.content.library import Library
from handoutgen.errors import ContentError, Problem, UsageError
from handoutgen.folders import Folders, digest
from handoutgen.web.composing.choices import file_of, is_shipped, text_of
from handoutgen.web.composing.desk import Desk
from handoutgen.web.composing.faults import faults_of

_SHOWN = 8


class UnfinishedError(ContentError):
    """The sheet can't be printed as it is, so it is only saved where that is wanted."""


class TakenError(ContentError):
    """The file of that name isn't the one that was opened; `free` is a name that nobody has."""

    free = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A save that can be undone: its number, the sheet's name, and when it was."""

    number: int
    name: str
    when: str


def save(desk: Desk, folders: Folders, name: str, unfinished: bool = False) -> str:
    """Save the sheet under that name, and return what is to be told.

    Raises ContentError, UnfinishedError, TakenError and OutputError.
    """
    sheet = desk.sheet
    if not is_id(name) or name == "references":
        hint = "use small letters, digits and hyphens, such as 'my-sheet'"
        shown = f"'{name[:60]}'" if name else "nothing"
        raise ContentError(Problem("", 0, 0, f"{shown} can't be the name of a sheet", hint))
    if not unfinished and (problems := faults_of(sheet, desk.name, Library(folders))):
        raise UnfinishedError(problems)
    opened = desk.opened if name == desk.name else None
    data = sheet.text.encode()
    stands = saves.fingerprint(folders, file_of(name))
    if stands not in (opened, digest(data)):
        raise _taken(folders, name, opened, stands)
    done = saves.save(folders, [NewFile(file_of(name), data, stands)])
    desk.name, desk.opened, desk.saved = name, digest(data), sheet.text
    if done is None:
        return f"“{name}” is saved as it is; nothing was changed."
    return f"Saved as “{name}”."


def _taken(folders: Folders, name: str, opened: str | None, stands: str | None) -> TakenError:
    if opened is None:
        message = f"there is a sheet '{name}' already, so nothing was saved"
    elif stands is None:
        message = f"the file of '{name}' was removed since you opened it, so nothing was saved"
    else:
        message = f"'{name}' was changed by someone else since you opened it; nothing was saved"
    error = TakenError(Problem("", 0, 0, message, "save yours under another name"))
    error.free = free_id(name, {*folders.handouts(), "references"}, "my-sheet")
    return error


def take_back(desk: Desk, folders: Folders, number: int, forced: bool = False) -> str:
    """Undo a save, and return what is to be told; raises ContentError and OutputError."""
    known = {save.number: save for save in saves.saved(folders)}
    if number not in known or _sheet_of(known[number].names) == "":
        raise UsageError("this save can't be undone any more")
    done = saves.undo(folders, number, forced)
    name = _sheet_of(done.names)
    opened = saves.fingerprint(folders, file_of(name))
    if desk.state is not None and name == desk.name:
        desk.opened = opened
        desk.saved = "" if opened is None else text_of(folders, name)
    if opened is not None:
        return f"Saving “{name}” is undone: its file is as it was before."
    if is_shipped(folders, name):
        return f"Saving “{name}” is undone: the sheet that came with handoutgen is back."
    return f"Saving “{name}” is undone: its file is taken out again."


def past(folders: Folders) -> list[Past]:
    """The last saves of sheets that can be undone, the newest first."""
    found = ((save, _sheet_of(save.names)) for save in saves.saved(folders))
    told = [Past(save.number, name, _time(save.when)) for save, name in found if name]
    return told[:_SHOWN]


def naming(desk: Desk, folders: Folders, name: str) -> str:
    """What saving under that name means."""
    if not is_id(name) or name == "references":
        return "Use small letters, digits and hyphens, such as my-sheet."
    stands = saves.fingerprint(folders, file_of(name))
    if stands is not None:
        if name == desk.name and desk.opened is not None:
            return "This changes your practice's own sheet of that name."
        return "Your practice has another sheet of that name. Choose a name of its own."
    if is_shipped(folders, name):
        return (
            "A sheet of that name came with handoutgen. Yours then takes its place in your "
            "practice; the one that came stays as it is and is back when you undo the save. "
            "To have both, give yours another name."
        )
    return f"It is kept as the file {file_of(name)} in your practice's folder."


def _sheet_of(names: tuple[str, ...]) -> str:
    """The id of the sheet that was saved; empty where something else was."""
    folder, _, file = names[0].rpartition("/") if len(names) == 1 else ("", "", "")
    return file.removesuffix(".yaml") if folder == "handouts" else ""


def _time(when: datetime) -> str:
    here = when.astimezone()
    today = datetime.now().astimezone().date()
    clock = f"{here:%H:%M}"
    return clock if here.date() == today else f"{here.day} {here:%B}, {clock}"
