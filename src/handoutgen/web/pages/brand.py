"""The practice's brand: its details, logo, colours and fonts, seen on a sheet as one changes them.

What is in the making is kept for its visitor, so each button works by a form alone, and a file
that was sent in isn't lost over a fault in another field.
"""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from handoutgen.content.branding.typefaces import Face
from handoutgen.folders import digest
from handoutgen.press.gate.kinds import MIMES
from handoutgen.web.branding import buttons
from handoutgen.web.branding.draft import Draft
from handoutgen.web.branding.drawing import draw, sheets_to_show
from handoutgen.web.branding.file import COLOURS, NAME, SAFETY, usual
from handoutgen.web.branding.folder import sweep
from handoutgen.web.branding.form import (
    LONGEST,
    advice_on,
    families_of,
    has_files,
    left_of_sample,
    take_in,
)
from handoutgen.web.branding.told import FONTS, LOGO
from handoutgen.web.guard import POLICY, takes_up_to
from handoutgen.web.here import folders, studio, visitor
from handoutgen.web.sending import sent

page = Blueprint("brand", __name__)
page.record(lambda _: sweep())

_LARGEST = 21_000_000
"""Bytes: room for a logo and two fonts that are too large by a third, so that this can be told."""
_PAPERS = (("letter", "US Letter"), ("a4", "A4"))


@page.get("/brand")
def show() -> str:
    """The form, and beside it the sheet where that is asked for."""
    draft = _draft()
    with draft.lock:
        if not draft.is_changed and draft.is_stale(folders()):
            draft.restart(folders())
    is_shown = request.args.get("shown") == "yes"
    drawn = draw(draft, studio(), visitor().id) if is_shown else None
    with draft.lock:
        said, draft.said = draft.said, ""
        return render_template("brand.html.j2", **_facts(draft), said=said, drawn=drawn)


@page.post("/brand/draft")
@takes_up_to(_LARGEST)
def change() -> Response:
    """Take over what the form holds, and answer with the parts of the page that tell of it."""
    draft = _draft()
    with draft.lock:
        take_in(draft, request, folders(), _sheets())
        html = render_template("brand_told.html.j2", **_facts(draft), seen=request.form)
    answer = make_response(html)
    answer.headers["HX-Trigger"] = "brand-changed"
    return answer


@page.get("/brand/preview")
def preview() -> str:
    """The sheet as it looks with what is in the making."""
    draft = _draft()
    drawn = draw(draft, studio(), visitor().id)
    return render_template("brand_preview.html.j2", draft=draft, told=draft.told, drawn=drawn)


@page.post("/brand")
@takes_up_to(_LARGEST)
def press() -> Response:
    """Do what the button says that was pressed."""
    draft, what = _draft(), request.form.get("do", "")
    with draft.lock:
        if button := buttons.WITHOUT_FORM.get(what):
            return _go_on(button(draft, folders()))
        take_in(draft, request, folders(), _sheets())
        if button := buttons.WITH_FORM.get(what):
            return _go_on(button(draft, folders()))
    is_refused = has_files(request) and bool(draft.refused)
    if draft.told or draft.unreadable or is_refused or what not in ("save", "download"):
        if what == "save":
            draft.said = "Nothing was saved yet. Mend what is marked below, then save again."
        return _go_on(buttons.TOP if what in ("save", "download") else buttons.SEEN)
    if what == "download":
        return sent(draft.path.read_bytes(), NAME, "application/yaml")
    if draw(draft, studio(), visitor().id).problems:  # the pages show what the file can't
        draft.said = "Nothing was saved, since the sheet can't be printed with this brand."
        return _go_on(buttons.SEEN)
    with draft.lock:
        is_fit = not draft.told  # still, whatever another window sent meanwhile
        return _go_on(buttons.save(draft, folders()) if is_fit else buttons.TOP)


@page.get("/brand/logo")
def logo() -> Response:
    """The logo as it is in the making."""
    found = _draft().picture
    if found is None:
        abort(404)
    answer = _file(found)
    answer.headers["Content-Security-Policy"] = f"{POLICY}; sandbox"  # a drawing is a page too
    return answer


@page.get("/brand/faces.css")
def faces() -> Response:
    """The style sheet that draws each sample of a typeface in its own."""
    rules = (
        f'@font-face {{ font-family: "sample-{role}"; src: url("/brand/faces/{role}"); }}\n'
        f'.sample-{role} {{ font-family: "sample-{role}", var(--text); }}\n'
        for role in ("text", "headings")
        if (face := _face(role)) and face.path
    )
    return Response("".join(rules), mimetype="text/css")


@page.get("/brand/faces/<role>")
def font(role: str) -> Response:
    """The file of the typeface that the brand in the making has for text or headings."""
    found = _face(role)
    if found is None or found.path is None:
        abort(404)
    return _file(found.path)


def _draft() -> Draft:
    def make() -> Draft:
        draft = Draft(folders())
        draft.sheet = next(iter(_sheets()), "")
        return draft

    return visitor().keep("brand", make)


def _sheets() -> dict[str, str]:
    return visitor().keep("brand sheets", lambda: sheets_to_show(folders()))


def _go_on(part: str) -> Response:
    return redirect(f"/brand?shown=yes#{part}", 303)  # type: ignore[return-value]


def _facts(draft: Draft) -> dict[str, Any]:
    """What the templates tell of the draft."""
    problems = {name: list(found) for name, found in draft.told.fields.items()}
    for name, found in draft.refused.items():
        problems[name] = [*found, *problems.get(name, [])]
    used = [face.path for role in ("text", "headings") if (face := _face(role))]
    state = draft.picture.stat() if draft.picture else None
    logo_words = (draft.logo, draft.logo_removed, draft.file.logo(), problems.get(LOGO))
    return {
        "draft": draft,
        "told": draft.told,
        "problems": problems,
        "advice": advice_on(draft),
        "families": families_of(draft),
        "longest": LONGEST,
        "usual": {name: usual(name) for name in SAFETY},
        "papers": _PAPERS,
        "sheets": list(_sheets().items()),
        "colours": COLOURS,
        "logo_mark": _mark(*logo_words, state and (state.st_size, state.st_mtime_ns)),
        "fonts_mark": _mark(*used, *draft.fonts, problems.get(FONTS)),
        "is_stale": draft.is_stale(folders()),
        "last_save": buttons.last_save(folders()),
        "samples": left_of_sample(draft, folders()),
    }


def _mark(*words: object) -> str:
    """What stands for a part of the page as it is now, to see whether it has changed."""
    return digest(repr(words).encode())


def _face(role: str) -> Face | None:
    brand = _draft().brand
    if brand is None or role not in ("text", "headings"):
        return None
    return (brand.text_faces if role == "text" else brand.heading_faces)[0]


def _file(path: Path) -> Response:
    try:
        return Response(path.read_bytes(), mimetype=MIMES[path.suffix.lower()])
    except OSError:
        abort(404)
