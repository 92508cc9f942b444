"""A sheet made of parts: where it begins, how it stands, how it looks."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request

from handoutgen.authoring.sheet import Manuscript
from handoutgen.errors import HandoutgenError
from handoutgen.web.composing import saving
from handoutgen.web.composing.answering import Done, changed, desk, desk_of, whole
from handoutgen.web.composing.choices import opened, titles
from handoutgen.web.composing.doing import doing, look_at
from handoutgen.web.composing.preview import look, told_of
from handoutgen.web.composing.view import shown_title
from handoutgen.web.here import folders, studio, visitor
from handoutgen.web.sending import How, sent, sent_pdf
from handoutgen.web.studio import Ask

page = Blueprint("compose", __name__)
page.register_blueprint(doing)

_LONGEST_TITLE = 300


@page.get("/compose")
def show() -> str:
    """The sheet in the making; without one, where it can begin."""
    with visitor().lock:
        if desk().state is None or "start" in request.args:
            return _start()
        opened_key, looked_at = request.args.get("open"), request.args.get("sheet")
        if opened_key is not None:
            _open(opened_key)
        if looked_at is not None:
            look_at(looked_at)
        return whole(with_pages="pages" in request.args)


def _start(**told: Any) -> str:
    """Where a sheet begins: with a title, or with one of the library."""
    current = desk()
    said, current.said = current.said, ""
    return render_template(
        "compose_start.html.j2",
        sheets=titles(folders()),
        making=shown_title(current.sheet) if current.state else "",
        is_changed=current.is_changed,
        said=said,
        saves=saving.past(folders()),
        done=None,
        **{"asked": "", "title": "", "problem": "", "name": "", "sure": False, **told},
    )


@page.post("/compose/new")
def begin() -> Response | str | tuple[str, int]:
    """Begin a new sheet with that title."""
    title = " ".join(request.form.get("title", "").split())
    if not title or len(title) > _LONGEST_TITLE:
        problem = "Write a title of a few words." if title else "Write a title."
        return _start(title=title, problem=problem), 422
    sheet = Manuscript.new(title)
    return _begin("", lambda: (sheet, None), title)


@page.post("/compose/from")
def adapt() -> Response | str | tuple[str, int]:
    """Begin with a sheet of the library."""
    name = request.form.get("sheet", "")
    if name not in folders().handouts():
        abort(404)
    return _begin(name, lambda: opened(folders(), name), "")


def _begin(
    name: str, make: Callable[[], tuple[Manuscript, str | None]], title: str
) -> Response | tuple[str, int]:
    with visitor().lock:
        if desk().is_changed and request.form.get("sure") != "yes":
            return _start(asked=name or title, title=title, sure=True, name=name), 409
        sheet, state = make()
        desk().begin(sheet, sheet.suggested_id(folders()), name, state)
    return redirect("/compose", 303)  # type: ignore[return-value]


@page.get("/compose/open")
def open_part() -> Response:
    """Show a part with its words, or close it."""

    def do() -> Done:
        key = desk().open
        _open(request.args.get("key", ""))
        return Done("", ("parts",), focus=f"open-{desk().open or key or 0}")

    return changed(do, asks=False)


def _open(key: str) -> None:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
    desk().open = number if number in desk().keys else None


@page.get("/compose/sheet-parts")
def sheet_parts() -> Response:
    """The parts of a sheet that can be added."""

    def do() -> Done:
        look_at(request.args.get("sheet", ""))
        return Done("", ("offers",))

    return changed(do, asks=False)


@page.get("/compose/preview")
def preview() -> str:
    """The pages, or what keeps them from being printed."""
    return render_template("compose_preview.html.j2", shown=look(desk_of()))


@page.get("/compose/sheet.yaml")
def as_yaml() -> Response:
    """The sheet as a file."""
    with visitor().lock:
        current = desk_of()
        return sent(current.sheet.text.encode(), f"{current.name}.yaml", "application/yaml")


@page.get("/compose/sheet.pdf")
def as_pdf() -> Response:
    """The sheet as a PDF."""
    return _pdf("attachment")


@page.get("/compose/print")
def to_print() -> Response:
    """The PDF, to be shown and printed by the browser."""
    return _pdf("inline")


def _pdf(how: How) -> Response:
    """The sheet as it is now, or what keeps it from being printed."""
    with visitor().lock:
        ask = Ask(sheet=desk_of().sheet.text, name=desk_of().name)
    try:
        pages = studio().pages(ask, visitor().id)
    except HandoutgenError as error:
        with visitor().lock:
            problems = list(dict.fromkeys(told_of(desk_of(), error.problems)))
        return Response(render_template("compose_refused.html.j2", problems=problems), 422)
    return sent_pdf(pages.pdf, pages.file_name, how)
