"""The sheet that shows what a brand in the making looks like."""

from dataclasses import dataclass

from handoutgen.content.index import read_index
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.folders import Folders
from handoutgen.web.branding.draft import Draft
from handoutgen.web.branding.told import without_path
from handoutgen.web.studio import Ask, Pages, Studio

_SHEETS = ("pain-stress-intimacy-cycle", "judgment-free-agreement", "talking-about-side-effects")
"""One with drawings in both colours; one for partners; one that speaks of a medicine."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The sheet as it was drawn last; `is_new` where it is as it would be now.

    `problems` are those that the pages have; those of the brand file are in the draft.
    """

    pages: Pages | None
    is_new: bool
    problems: tuple[Problem, ...] = ()


def draw(draft: Draft, studio: Studio, owner: str) -> Drawn:
    """The draft's sheet with its brand, else as it looked before something was wrong."""
    problems: list[Problem] = []
    if not draft.told and not draft.unreadable:
        try:
            pages = studio.pages(Ask(handout=draft.sheet, brand=draft.path), owner)
        except HandoutgenError as error:
            problems = without_path(error.problems, draft.folder.path)
        else:
            draft.token = pages.token
            return Drawn(pages, True)
    return Drawn(studio.find(draft.token, owner), False, tuple(problems))


def sheets_to_show(folders: Folders) -> dict[str, str]:
    """The sheets that a brand can be looked at on, with their titles."""
    titles = {entry["id"]: entry["title"] for entry in read_index(folders)[0]}
    return {name: titles[name] for name in _SHEETS if name in titles} or dict([*titles.items()][:1])
