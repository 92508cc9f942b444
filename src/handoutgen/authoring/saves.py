"""Files saved into the practice's folder, each whole, so that every save can be undone."""

import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from handoutgen.authoring.journal import Journal, Save, Trace, as_undone, journal, kept_saves, now
from handoutgen.content.blocks import is_id
from handoutgen.errors import ContentError, OutputError, Problem
from handoutgen.folders import Folders, digest
from handoutgen.store import reason, write_atomically

__all__ = ["NewFile", "Save", "fingerprint", "redo", "save", "saved", "undo"]

_SHEETS = ("handouts", "handouts/blocks", "handouts/packets")
_PICTURE = re.compile(r"(?!\.)[^\W_][\w ()+,.&-]{0,90}\.(?:png|jpe?g|svg)", re.IGNORECASE)
_FONT = re.compile(r"[A-Za-z0-9-]{1,60}\.(?:ttf|otf|woff2)")

_Change = tuple[Path, bytes | None, int | None]
"""A file, what it is to hold (None: it is to go) and who may read it."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a file is to hold. `name` is its path from the practice's folder.

    `opened` is the fingerprint that the file had when it was opened, as `fingerprint` tells it;
    None where there was no file.
    """

    name: str
    data: bytes = field(repr=False)
    opened: str | None = None


def fingerprint(folders: Folders, name: str) -> str | None:
    """What the file in the practice's folder is like now, None where there is none.

    Keep it with what you open, and give it to `save`. Raises ContentError, OutputError.
    """
    found = _read(_place(folders, name), name)
    return None if found is None else digest(found[0])


def save(folders: Folders, files: Iterable[NewFile]) -> Save | None:
    """Put the files into the practice's folder, all or none; None where nothing changes.

    Raises ContentError where a file can't have that name or isn't what it was when it was opened,
    and OutputError where it can't be written.
    """
    files = list(files)
    places = [_place(folders, file.name) for file in files]
    with journal(folders.practice) as kept:
        traces: list[Trace] = []
        changes: list[_Change] = []
        for file, place in zip(files, places, strict=True):
            found = _read(place, file.name)
            before = None if found is None else digest(found[0])
            _check_opened(file.name, before, file.opened)
            if before == digest(file.data):
                continue
            if found is not None:
                kept.keep(found[0])
            mode = None if found is None else found[1]
            traces.append(Trace(file.name, before, digest(file.data), mode))
            changes.append((place, file.data, mode))
        if not traces:
            return None
        done = Save(kept.next(), now(), tuple(traces))
        kept.note(done)
        try:
            _write_all(changes)
        except OutputError:
            kept.forget(done)
            raise
        kept.tidy()
        return done


def saved(folders: Folders) -> list[Save]:
    """The saves that can be undone, the newest first."""
    return [save for save in reversed(kept_saves(folders.practice)) if not save.undone]


def undo(folders: Folders, number: int | None = None, forced: bool = False) -> Save:
    """Take the newest save back, or the one of that number, and return it.

    Raises ContentError where there is none, or where one of its files was changed since then.
    `forced` takes it back all the same; what stood there is then a save that can be undone.
    """
    with journal(folders.practice) as kept:
        found = [save for save in kept.saves() if not save.undone]
        return _swap(folders, kept, _chosen(found, number, "undone"), forced, True)


def redo(folders: Folders, number: int | None = None, forced: bool = False) -> Save:
    """Bring back what was undone last, or the save of that number; otherwise as `undo`."""
    with journal(folders.practice) as kept:
        found = [save for save in kept.saves() if save.undone]
        return _swap(folders, kept, _chosen(found, number, "brought back"), forced, False)


def _chosen(saves: list[Save], number: int | None, what: str) -> Save:
    chosen = saves if number is None else [save for save in saves if save.number == number]
    if not chosen:
        what = f"there is nothing that can be {what}"
        raise ContentError(Problem("", 0, 0, what if number is None else f"{what} any more"))
    return chosen[-1] if what == "undone" else chosen[0]


def _swap(folders: Folders, kept: Journal, chosen: Save, forced: bool, undone: bool) -> Save:
    """Give the files of a save the content that they had before it, or after it."""
    changes, extra, problems = [], [], []
    for trace in chosen.traces:
        here, goal = (trace.after, trace.before) if undone else (trace.before, trace.after)
        place = _place(folders, trace.name)
        found = _read(place, trace.name)
        stands = None if found is None else digest(found[0])
        if stands == goal:
            continue
        if stands != here:
            message = "this file was changed after that save"
            hint = "look at what it says now; taking the save back would undo that change as well"
            problems.append(Problem(trace.name, 0, 0, message, hint))
            extra.append(Trace(trace.name, stands, goal, None if found is None else found[1]))
        if found is not None:
            kept.keep(found[0])
        data = None if goal is None else kept.content(goal)
        changes.append((place, data, trace.mode if found is None else found[1]))
    if problems and not forced:
        raise ContentError(problems)
    done = [Save(kept.next(), now(), tuple(extra))] if extra else []
    for note in done:
        kept.note(note)
    try:
        _write_all(changes)
    except OutputError:
        for note in done:
            kept.forget(note)
        raise
    chosen = as_undone(chosen, undone)
    kept.note(chosen)
    kept.tidy()
    return chosen


def _write_all(changes: list[_Change]) -> None:
    """Write each file, or remove it where it is to hold nothing; all of them or none."""
    done: list[_Change] = []
    try:
        for path, data, mode in changes:
            found = _read(path, path.name)
            earlier = (path, None, None) if found is None else (path, *found)
            _write(path, data, mode)
            done.append(earlier)
    except OutputError:
        for path, data, mode in reversed(done):
            with suppress(OutputError):
                _write(path, data, mode)
        raise


def _write(path: Path, data: bytes | None, mode: int | None) -> None:
    try:
        if data is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: can't be written: {reason(error)}") from None
    write_atomically(path, data, mode)


def _check_opened(name: str, stands: str | None, opened: str | None) -> None:
    if stands == opened:
        return
    if opened is None:
        message = "there is a file of this name already"
        hint = "give this one another name, or open that file and change it"
    elif stands is None:
        message = "this file was removed or renamed since you opened it"
        hint = "save under another name, or open what there is now"
    else:
        message = "this file was changed by someone else since you opened it"
        hint = "open it anew to see the change; to keep your own words, save under another name"
    raise ContentError(Problem(name, 0, 0, f"{message}, so nothing was saved", hint))


def _place(folders: Folders, name: str) -> Path:
    """Where a file of that name goes; raises ContentError where it may not be saved there."""
    folder, _, file = name.rpartition("/")
    stem, dot, ending = file.rpartition(".")
    if folder in _SHEETS and (dot, ending) == (".", "yaml"):
        if not is_id(stem) or (folder == "handouts" and stem == "references"):
            message = f"'{stem[:60]}' can't be the name of a file here"
            hint = "use small letters, digits and hyphens, such as 'my-sheet'"
            raise ContentError(Problem("", 0, 0, message, hint))
    elif not _has_a_place(folder, file):
        message = f"'{name[:60]}' isn't a place where something can be saved"
        hint = "name a picture or font in letters and digits, with its usual ending such as .png"
        raise ContentError(Problem("", 0, 0, message, hint))
    path = folders.practice / name
    folders.check_inside(path)
    if path.is_symlink() or not path.parent.resolve().is_relative_to(folders.practice):
        message = "this is a link, and nothing is saved through a link"
        raise ContentError(Problem(name, 0, 0, message, "put the file itself in its place"))
    return path


def _has_a_place(folder: str, file: str) -> bool:
    """Whether a file that holds no sheet, block or packet is saved there."""
    if folder == "fonts":
        return bool(_FONT.fullmatch(file))
    if (folder, file) == ("", "_brand.yml"):
        return True
    return folder in ("", "images") and bool(_PICTURE.fullmatch(file))


def _read(path: Path, name: str) -> tuple[bytes, int] | None:
    """The content of a file and who may read it, or None where there is none."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            raise ContentError(Problem(name, 0, 0, "something that isn't a file stands here"))
        return path.read_bytes(), stat.S_IMODE(status.st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(Problem(name, 0, 0, f"can't be read: {reason(error)}")) from None
