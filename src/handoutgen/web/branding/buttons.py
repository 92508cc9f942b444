"""What the buttons of the brand's page do; each tells the part of the page to go on to."""

from collections.abc import Callable, Mapping

from handoutgen.authoring import saves
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.folders import Folders
from handoutgen.web.branding.draft import Draft
from handoutgen.web.branding.file import COLOURS, NAME
from handoutgen.web.branding.form import advice_on

Button = Callable[[Draft, Folders], str]

TOP, SEEN = "top", "preview"
"""The page's head, and its sheet."""


def save(draft: Draft, folders: Folders) -> str:
    """Save it; it was checked and drawn, and nothing is wrong with it."""
    if draft.is_stale(folders):
        return TOP  # which says so
    try:
        done = draft.save(folders)
    except HandoutgenError as error:
        draft.said = f"Nothing was saved. {_words(error.problems)}"
        return TOP
    if done is None:
        draft.said = "Nothing is changed, so there was nothing to save."
    else:
        draft.said = f"Saved: {', '.join(done.names)}. Every sheet has this brand from now on."
    return TOP


def last_save(folders: Folders) -> saves.Save | None:
    """The newest save of the brand that isn't undone."""
    return next((done for done in saves.saved(folders) if NAME in done.names), None)


def _undo(draft: Draft, folders: Folders) -> str:
    last = last_save(folders)
    if last is None:
        draft.said = "There is no save that can be undone."
        return TOP
    try:
        saves.undo(folders, last.number)
    except HandoutgenError as error:
        draft.said = f"The save is not undone. {_words(error.problems)}"
        return TOP
    draft.restart(folders)
    draft.said = "The last save is undone. All files are as they were before it."
    return TOP


def _restart(draft: Draft, folders: Folders) -> str:
    draft.restart(folders)
    if not draft.unreadable:
        draft.said = "The form shows what is saved. What you had changed is gone."
    return TOP


def _from_sample(draft: Draft, folders: Folders) -> str:
    draft.restart(folders, from_sample=True)
    return TOP


def _follow(draft: Draft, folders: Folders) -> str:
    draft.follow(folders)
    draft.said = "Your changes now stand in the file as it is. Look it over, then save."
    return TOP


def _remove_logo(draft: Draft, _: Folders) -> str:
    draft.drop_logo(removed=not draft.logo)
    draft.check()
    return "logo"


def _return_logo(draft: Draft, _: Folders) -> str:
    draft.drop_logo()
    draft.check()
    return "logo"


def _drop_fonts(draft: Draft, _: Folders) -> str:
    draft.drop_fonts()
    draft.check()
    return "fonts"


def _taker(name: str) -> Button:
    def take(draft: Draft, _: Folders) -> str:
        if found := advice_on(draft).get(name):
            draft.fill({name: found.nearest})
            draft.check()
        return "colours"

    return take


WITHOUT_FORM: Mapping[str, Button] = {"restart": _restart, "sample": _from_sample, "undo": _undo}
"""Those that pay no heed to what stands in the form."""
WITH_FORM: Mapping[str, Button] = {
    "follow": _follow,
    "remove-logo": _remove_logo,
    "return-logo": _return_logo,
    "drop-fonts": _drop_fonts,
    **{f"take-{name}": _taker(name) for name in COLOURS},
}
"""Those that change something of what stands there."""


def _words(problems: tuple[Problem, ...]) -> str:
    told = (f"{each.file}: {each.message}" if each.file else each.message for each in problems)
    hints = (f" {each.hint[:1].upper()}{each.hint[1:]}." if each.hint else "" for each in problems)
    pairs = zip(told, hints, strict=True)
    return " ".join(f"{words[:1].upper()}{words[1:]}.{hint}" for words, hint in pairs)
