"""What the brand's form sends: its fields, its files, and which button was pressed."""

import unicodedata

from flask import Request
from werkzeug.datastructures import FileStorage

from handoutgen.content.branding.colour import Advice, advice
from handoutgen.errors import ContentError, HandoutgenError, Problem
from handoutgen.folders import Folders
from handoutgen.web.branding.changes import plainly
from handoutgen.web.branding.draft import Draft
from handoutgen.web.branding.file import COLOURS, FIELDS, SAFETY, SAME, BrandFile
from handoutgen.web.branding.told import FONTS, LOGO
from handoutgen.web.branding.uploads import Font

LONGEST = {**dict.fromkeys(FIELDS, 200), **dict.fromkeys(SAFETY, 1500), "footer": 300}
"""Letters of each field."""
WEIGHTS = {"font-regular": 400, "font-bold": 700}
_ROLES = {"text": ("text",), "headings": ("headings",), "both": ("text", "headings")}


def take_in(draft: Draft, sent: Request, folders: Folders, sheets: dict[str, str]) -> None:
    """Take over what the form holds, and check it.

    What can't be used is told in `draft.told`, and of files in `draft.refused`.
    """
    if draft.unreadable:
        return
    values, too_long = {}, []
    for name in FIELDS:
        if name in sent.form:
            value = _one_line(sent.form[name])
            if len(value) > LONGEST[name] and plainly(value) != plainly(draft.values[name]):
                value = value[: LONGEST[name]]
                too_long.append(name)
            values[name] = value
    draft.fill(values)
    if sent.form.get("sheet") in sheets:
        draft.sheet = sent.form["sheet"]
    _take_files(draft, sent, folders)
    draft.check()
    for name in too_long:
        message = f"this is longer than {LONGEST[name]} letters; the rest was cut off"
        draft.told.fields.setdefault(name, []).append(Problem("", 0, 0, message))


def has_files(sent: Request) -> bool:
    """Whether a file was sent in with the form."""
    return any(file.filename for file in sent.files.values())


def _take_files(draft: Draft, sent: Request, folders: Folders) -> None:
    if has_files(sent) or sent.headers.get("HX-Request") != "true":
        draft.refused = {}
    logo = sent.files.get("logo-file")
    if logo and logo.filename:
        try:
            data = _content(logo)
            draft.take_logo(data, draft.checker.logo(data, logo.filename), folders)
        except HandoutgenError as error:
            draft.refused[LOGO] = list(error.problems)
    fonts: list[Font] = []
    try:
        for name, weight in WEIGHTS.items():
            file = sent.files.get(name)
            if file and file.filename:
                fonts.append(draft.checker.font(_content(file), file.filename, weight))
        _take_fonts(draft, fonts, folders, _ROLES.get(sent.form.get("font-for", ""), ()))
    except HandoutgenError as error:
        draft.refused[FONTS] = list(error.problems)


def _take_fonts(draft: Draft, fonts: list[Font], folders: Folders, roles: tuple[str, ...]) -> None:
    for font in fonts:
        families = {each.family for each in (*draft.fonts.values(), *fonts)}
        if families != {font.family}:
            words = f"the fonts belong to different families: {', '.join(sorted(families))}"
            hint = "choose regular and bold of one family; take the others out first"
            raise ContentError(Problem("", 0, 0, words, hint))
    for font in fonts:
        draft.take_font(font, folders, roles)


def _content(file: FileStorage) -> bytes:
    """The file's bytes; how many it may have is bounded by the request's limit."""
    return file.stream.read()


def _one_line(text: str) -> str:
    """The text without line ends and other signs that do something rather than print."""
    kept = ("" if unicodedata.category(c) == "Cs" else c for c in text)
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in kept).strip()


def advice_on(draft: Draft) -> dict[str, Advice]:
    """What is to be said of each colour that can be read."""
    found = {name: draft.file.colour(name) for name in COLOURS}
    return {name: advice(colour) for name, colour in found.items() if colour}


def families_of(draft: Draft) -> list[tuple[str, str]]:
    """The typefaces to choose from, with where they come from."""
    known = draft.file.families()
    sent = [font.family for font in draft.fonts.values()]
    used = [draft.values[role] for role in ("text", "headings") if draft.values[role] != SAME]
    words = {known[0]: "for low vision, comes with handoutgen", known[1]: "comes with handoutgen"}
    names = dict.fromkeys((*known, *sent, *used))
    return [(name, f"{name} ({words[name]})" if name in words else name) for name in names]


def left_of_sample(draft: Draft, folders: Folders) -> list[str]:
    """The details that are still those of the sample."""
    sample = BrandFile(draft.sample, folders)
    names = {"name": "the name", "phone": "the phone", "address": "the address"}
    if draft.picture and not draft.logo:
        names["alt"] = "the logo"
    return [said for name, said in names.items() if draft.values[name] == sample.value(name)]
