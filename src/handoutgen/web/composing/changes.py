"""What a visitor does to the sheet in the making: each a change that can be taken back."""

from collections.abc import Callable

from handoutgen.authoring.sheet import Manuscript
from handoutgen.content.library import Library
from handoutgen.errors import ContentError, HandoutgenError, Problem, UsageError
from handoutgen.folders import Folders
from handoutgen.web.composing.choices import name_of, text_of
from handoutgen.web.composing.desk import Desk
from handoutgen.web.composing.entries import Form, all_typed_in, typed_in
from handoutgen.web.composing.entries import name_of as field_name
from handoutgen.web.composing.parts import add_to, take_from
from handoutgen.web.composing.view import HEAD, head_of

LONGEST = 180_000
"""The most bytes that a sheet may have; its file may have a little more."""


def write(desk: Desk, library: Library, key: int, form: Form) -> None:
    """Put the words that were typed into a part's fields into the sheet.

    Words that can't be put in stay on the desk; raises ContentError with why.
    """
    piece = desk.sheet.pieces(library)[desk.number(key)]
    typed = typed_in(form, piece)
    sheet, unfit = desk.sheet, dict[str, str]()
    problems: list[Problem] = []
    names = []
    for loc, text in typed.items():
        try:
            _check_size(text)
            changed = _fitting(sheet.with_words(piece.number, loc, text, library))
        except HandoutgenError as error:
            unfit[field_name(loc)] = text
            problems += error.problems
        else:
            names += [field_name(loc)] if changed.text != sheet.text else []
            sheet = changed
    desk.unfit.pop(key, None)
    desk.change(sheet, what=f"{key} {' '.join(names)}")
    if unfit:
        desk.unfit[key] = unfit
        raise ContentError(dict.fromkeys(problems))


def keep(desk: Desk, library: Library, form: Form) -> list[str]:
    """Keep what was typed into a part's fields on the desk, without putting it into the sheet.

    Returns what was typed where the part is gone.
    """
    sent = form.get("key", "")
    key = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    if key not in desk.keys:
        return all_typed_in(form)
    piece = desk.sheet.pieces(library)[desk.number(key)]
    stands = {word.loc: word.text.strip() for word in piece.words}
    typed = typed_in(form, piece).items()
    kept = {field_name(loc): text for loc, text in typed if text.strip() != stands[loc]}
    if kept:
        desk.unfit[key], desk.open = kept, key
    return []


def keep_head(desk: Desk, form: Form) -> list[str]:
    """As `keep`, for the head."""
    stands = head_of(desk)
    kept = {name: form.get(name, "") for name in HEAD if name in form}
    kept = {name: text for name, text in kept.items() if text.strip() != stands[name]}
    if kept:
        desk.unfit[0] = kept
    return []


def write_head(desk: Desk, form: Form) -> None:
    """Put what was typed into the head into the sheet; raises as `write`."""
    stands = head_of(desk)
    sheet, unfit = desk.sheet, dict[str, str]()
    problems: list[Problem] = []
    names = []
    for name in HEAD:
        text = form.get(name, stands[name])
        if name not in form or (text.strip() == stands[name] and name not in desk.unfit.get(0, {})):
            continue
        try:
            _check_size(text)
            sheet = _fitting(_with_head(sheet, name, text))
            names.append(name)
        except HandoutgenError as error:
            unfit[name] = text
            problems += error.problems
    desk.unfit.pop(0, None)
    desk.change(sheet, what=f"head {' '.join(names)}")
    if unfit:
        desk.unfit[0] = unfit
        raise ContentError(dict.fromkeys(problems))


def _with_head(sheet: Manuscript, name: str, text: str) -> Manuscript:
    if name == "topics":
        topics = [" ".join(topic.split()) for topic in text.replace("\n", ",").split(",")]
        return sheet.with_head(topics=list(filter(None, topics)))
    if name == "minutes" and text.strip().isascii() and text.strip().isdigit():
        return sheet.with_head(minutes=int(text.strip()[:9]))
    return sheet.with_head(**{name: text})


def order(desk: Desk, library: Library, keys: list[int], moved: int) -> str:
    """Put the parts in that order; returns what is to be told of the one that was moved."""
    if sorted(keys) != sorted(desk.keys):
        raise _gone()
    name = name_of(desk.sheet.pieces(library)[desk.number(moved)])
    sheet, standing = desk.sheet, list(desk.keys)
    for key in (moved, *keys):
        place = keys.index(key)
        at = standing.index(key)
        if at != place:
            sheet = sheet.move(at, place)
            standing.insert(place, standing.pop(at))
    desk.change(sheet, tuple(keys))
    return _moved(name, keys.index(moved), len(keys))


def _moved(name: str, at: int, count: int) -> str:
    return f"Moved “{name}” to place {at + 1} of {count}."


def move(desk: Desk, library: Library, key: int, by: int) -> str:
    """Move a part up or down by one place."""
    at = desk.number(key)
    to = at + (1 if by > 0 else -1)
    if not 0 <= to < len(desk.keys):
        return "It is the first already." if by < 0 else "It is the last already."
    keys = list(desk.keys)
    keys.insert(to, keys.pop(at))
    name = name_of(desk.sheet.pieces(library)[at])
    desk.change(desk.sheet.move(at, to), tuple(keys))
    return _moved(name, to, len(keys))


def remove(desk: Desk, library: Library, key: int) -> tuple[str, int]:
    """Take a part out; returns what is to be told, and the key of the part in its place."""
    at = desk.number(key)
    name = name_of(desk.sheet.pieces(library)[at])
    keys = tuple(each for each in desk.keys if each != key)
    desk.change(desk.sheet.remove(at), keys)
    left = f"{len(keys)} {'part is' if len(keys) == 1 else 'parts are'} left."
    return f"“{name}” is taken out. {left}", keys[min(at, len(keys) - 1)] if keys else 0


def add(desk: Desk, folders: Folders, library: Library, asked: str, after: int | None) -> str:
    """Add what is asked for: `new TYPE`, `block NAME`, `part SHEET NUMBER` or `all SHEET`.

    It goes below the part with the key `after`; 0 is above all, None below all.
    """
    at = len(desk.keys) if after is None else 0 if after == 0 else desk.number(after) + 1
    sheet = _fitting(_added(desk.sheet, folders, asked, at))
    key = desk.insert(sheet, at)
    count = len(desk.keys)
    if asked.startswith("all "):
        return f"Its parts are put in; there are {count} now."
    desk.open = key
    name = name_of(desk.sheet.pieces(library)[desk.number(key)])
    return f"“{name}” is put in as part {at + 1} of {count}."


def _added(sheet: Manuscript, folders: Folders, asked: str, at: int) -> Manuscript:
    how, _, what = asked.partition(" ")
    name, _, number = what.partition(" ")
    if how == "new":
        return sheet.add_new(name, at)
    if how == "block":
        if name not in Library(folders).block_names():
            raise UsageError("there is no ready-made part of that name")
        return sheet.add_block(name, at)
    if how == "all":
        return sheet.add_all_from(text_of(folders, name), at)
    if how == "part" and number.isascii() and number.isdigit() and len(number) < 4:
        return sheet.add_from(text_of(folders, name), int(number), at)
    raise UsageError("this can't be added")


def do_inside(desk: Desk, library: Library, key: int, asked: str) -> str:
    """Add to a list inside a part (`add FIELD`), or take one thing out (`remove FIELD NUMBER`)."""
    piece = desk.sheet.pieces(library)[desk.number(key)]
    how, _, what = asked.partition(" ")
    name, _, number = what.partition(" ")
    if how == "add":
        desk.change(_fitting(add_to(desk.sheet, piece, name, library)))
        return "One more is put in."
    if how == "remove" and number.isascii() and number.isdigit() and len(number) < 4:
        desk.change(take_from(desk.sheet, piece, name, int(number), library))
        return "It is taken out."
    return ""


def step(desk: Desk, back: bool) -> str:
    """Take the last change back, or take it again."""
    done: Callable[[], bool] = desk.undo if back else desk.redo
    if done():
        return "The last change is taken back." if back else "The change is there again."
    return "There is nothing to take back." if back else "There is nothing to bring back."


def _fitting(sheet: Manuscript) -> Manuscript:
    _check_size(sheet.text)
    return sheet


def _check_size(text: str) -> None:
    size = len(text.encode("utf-8", "replace"))
    if size > LONGEST:
        message = f"the sheet would then have {size / 1000:,.0f} kB; {LONGEST // 1000} are the most"
        hint = "is this the right text? A long one can be split into several sheets"
        raise ContentError(Problem("", 0, 0, message, hint))


def _gone() -> ContentError:
    hint = "look at the parts as they are now, and try it again"
    return ContentError(Problem("", 0, 0, "these aren't the parts of the sheet any more", hint))
