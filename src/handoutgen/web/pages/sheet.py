"""One sheet: its pages beside the choices of how it is printed and the form of its blanks."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request

from handoutgen.compose.edition import Edition
from handoutgen.content.blanks import Blank
from handoutgen.content.handout import Handout
from handoutgen.content.index import read_index
from handoutgen.content.library import Library
from handoutgen.content.prose import plain
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.choices import LOOKS, Choices, Offer, offer_of, read_choices
from handoutgen.web.filling import FEW, Answers, Told, answers_in, groups_of, told_by_field
from handoutgen.web.here import folders, studio, visitor
from handoutgen.web.pages.library import WHO
from handoutgen.web.sending import How, sent_pdf
from handoutgen.web.studio import Ask, Pages
from handoutgen.web.therapist import notes_of, sources_of

page = Blueprint("sheet", __name__)

_GONE = "These pages are no longer kept. Go back to the sheet and press Print again."


@dataclass(frozen=True, slots=True)
class _Asked:
    """A sheet as it is wanted: with which choices, and filled in with what."""

    name: str
    offer: Offer
    choices: Choices
    answers: Answers = field(default=(), repr=False)

    @property
    def ask(self) -> Ask:
        return Ask(
            self.choices.edition,
            self.choices.brand.path,
            handout=self.name,
            answers=self.answers,
        )

    @property
    def address(self) -> str:
        """The page with this choice, and no answers."""
        return self.choices.address(f"/sheets/{self.name}")

    @property
    def link(self) -> str:
        return request.host_url.rstrip("/") + self.address


@dataclass(frozen=True, slots=True)
class _Shown:
    """The pages that can be shown, and what is wrong with those that were wanted."""

    pages: Pages
    told: Told

    @property
    def is_wrong(self) -> bool:
        return bool(self.told.by_field or self.told.rest)


@page.get("/sheets/<name>")
def show(name: str) -> Response:
    """The page, with the choice that the address names."""
    return _whole(_asked(name, request.args))


@page.post("/sheets/<name>")
def show_filled(name: str) -> Response:
    """The page with a choice and answers, for browsers that run no script."""
    return _whole(_asked(name, request.form, answers_in(request.form)))


@page.post("/sheets/<name>/preview")
def preview(name: str) -> Response:
    """The pages alone, and the parts of the page that change with them."""
    asked = _asked(name, request.form, answers_in(request.form))
    try:
        pages = studio().pages(asked.ask, visitor().id)
    except HandoutgenError as error:
        told = _told(asked, error)
        html = render_template("sheet_refused.html.j2", asked=asked, told=told)
        answer = Response(html, 422, {"HX-Retarget": "#notices"})
    else:
        html = render_template("sheet_preview.html.j2", asked=asked, pages=pages)
        answer = Response(html)
    answer.headers["HX-Replace-Url"] = asked.address
    return answer


@page.post("/sheets/<name>/download")
def download(name: str) -> Response:
    """The PDF as a file."""
    asked = _asked(name, request.form, answers_in(request.form))
    try:
        return _pdf(studio().pages(asked.ask, visitor().id), "attachment")
    except HandoutgenError as error:
        return _whole(asked, error)


@page.post("/sheets/<name>/print")
def to_print(name: str) -> Response:
    """Go on to the PDF in the browser, at an address that can be loaded again."""
    asked = _asked(name, request.form, answers_in(request.form))
    try:
        pages = studio().pages(asked.ask, visitor().id)
    except HandoutgenError as error:
        return _whole(asked, error)
    address = f"/sheets/{name}/print/{pages.token}/{pages.file_name}"
    return redirect(address, 303)  # type: ignore[return-value]


@page.get("/sheets/<name>/print/<token>/<file_name>")
def printed(name: str, token: str, file_name: str) -> Response:
    """The PDF, to be shown and printed by the browser."""
    pages = studio().find(token, visitor().id)
    if pages is None or pages.file_name != file_name:
        abort(410, _GONE)
    return _pdf(pages, "inline")


@page.get("/sheets/<name>/<any(preview, download, print):_>")
def back(name: str, _: str) -> Response:
    """The page, for who loads the address of one of its buttons."""
    return redirect(f"/sheets/{name}", 303)  # type: ignore[return-value]


def _pdf(pages: Pages, how: How) -> Response:
    return sent_pdf(pages.pdf, pages.file_name, how)


def _asked(name: str, given: Mapping[str, str], answers: Answers = ()) -> _Asked:
    known = folders().handouts()
    if name not in known:
        near = get_close_matches(name[:100], known, 3, 0.5)
        titles = {entry["id"]: entry["title"] for entry in read_index(folders())[0]}
        named = [(each, titles.get(each, each)) for each in near]
        html = render_template("sheet_missing.html.j2", near=named)
        abort(Response(html, 404, mimetype="text/html"))
    offer = offer_of(folders())
    return _Asked(name, offer, read_choices(given, offer), answers)


def _whole(asked: _Asked, refused: HandoutgenError | None = None) -> Response:
    """The page with everything on it; `refused` is why the pages can't be had, where that is known
    already."""
    library = Library(folders())
    try:
        handout = library.handout(folders().handout(asked.name))
        sources = library.cited_by(handout)
        shown = _shown(asked, refused)
    except HandoutgenError as error:
        return _unreadable(asked, error)
    groups = groups_of(shown.pages.blanks, handout, asked.answers, shown.told.by_field)
    html = render_template(
        "sheet.html.j2",
        asked=asked,
        looks=LOOKS,
        **_head(handout),
        groups=groups,
        are_many=sum(len(group.entries) for group in groups) > FEW,
        notes=notes_of(handout, sources),
        sources=sources_of(handout, sources),
        pages=shown.pages,
        told=shown.told,
        is_wrong=shown.is_wrong,
    )
    return Response(html, 422 if shown.is_wrong else 200)


def _head(handout: Handout) -> dict[str, Any]:
    return {
        "handout": handout,
        "title": plain(handout.title),
        "summary": plain(handout.summary),
        "who": WHO[handout.audience],
    }


def _unreadable(asked: _Asked, error: HandoutgenError) -> Response:
    problems = list(dict.fromkeys(error.problems))
    html = render_template("sheet_unreadable.html.j2", name=asked.name, problems=problems)
    return Response(html, 422)


def _shown(asked: _Asked, refused: HandoutgenError | None) -> _Shown:
    """The pages that are wanted; where they can't be had, those without the answers or, failing
    these, the usual ones. Raises HandoutgenError where there are none at all."""
    if refused is None:
        try:
            return _Shown(studio().pages(asked.ask, visitor().id), Told({}, {}, ()))
        except HandoutgenError as error:
            refused = error
    return _Shown(_simpler(asked.ask, refused), _told(asked, refused))


def _simpler(ask: Ask, error: HandoutgenError) -> Pages:
    for simpler in (replace(ask, answers=()), Ask(Edition(), handout=ask.handout)):
        if simpler == ask:
            continue
        try:
            return studio().pages(simpler, visitor().id)
        except HandoutgenError:
            ask = simpler
    raise error


def _told(asked: _Asked, error: HandoutgenError) -> Told:
    """What is wrong, by field where it is about one; the blanks are the same in every edition."""
    problems: list[Problem] = list(dict.fromkeys(error.problems))
    blanks: tuple[Blank, ...] = ()
    if asked.answers:
        with suppress(HandoutgenError):
            blanks = studio().pages(Ask(handout=asked.name), visitor().id).blanks
    return told_by_field(problems, blanks, asked.answers)
