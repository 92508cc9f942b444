"""What the Compose page answers: the parts that changed or, where no script runs, all of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, redirect, render_template, request

from handoutgen.content.library import Library
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.composing.choices import titles
from handoutgen.web.composing.desk import Desk
from handoutgen.web.composing.preview import look, told_of
from handoutgen.web.composing.saving import TakenError, UnfinishedError
from handoutgen.web.composing.view import HEAD, head_label, offers, saving_of, view_of
from handoutgen.web.here import folders, is_part, visitor

_ALL = ("title", "head", "parts", "places", "save-note", "saves", "save-state")
_NONE = "There is no sheet in the making any more. Load this page again to begin one."
_OUTDATED = Problem(
    "",
    0,
    0,
    "the sheet was changed in another window meanwhile, so this wasn't done",
    "look at it as it is now, and do it again",
)
_KEPT = Problem("", 0, 0, "what you typed stands in its fields, and isn't in the sheet yet")


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a change: what is told of it, and which parts of the page show it.

    `key` is the part whose words were changed, `focus` the id of what gets the focus, `anchor`
    where a page that is loaded whole begins.
    """

    said: str
    parts: tuple[str, ...]
    key: int = 0
    focus: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something wasn't done; `kind` says what is offered instead, with that name or number.

    `lost` is what was typed and has no place in the sheet any more.
    """

    problems: list[Problem] = field(repr=False)
    kind: str = ""
    name: str = ""
    lost: list[str] = field(default_factory=list, repr=False)


def desk() -> Desk:
    """The visitor's desk."""
    return visitor().keep("compose", Desk)


def desk_of() -> Desk:
    """The visitor's desk with a sheet on it; 404 where there is none."""
    if desk().state is None:
        abort(404)
    return desk()


def changed(
    do: Callable[[], Done],
    *,
    asks: bool = True,
    needs_sheet: bool = True,
    keep: Callable[[], list[str]] = list,
) -> Response:
    """Do something to the sheet and answer with what came of it.

    With `asks` it is done only where the page that asks for it shows the sheet as it is; `keep`
    else keeps what was typed, and returns what has no place.
    """
    with visitor().lock:
        current = desk()
        if needs_sheet and current.state is None:
            return _without_sheet()
        before = request.values.get("revision", str(current.revision))
        if asks and before != str(current.revision):
            lost = keep()
            problems = [_OUTDATED, _KEPT] if current.unfit else [_OUTDATED]
            return _refused(Trouble(problems, lost=lost), before, 409)
        try:
            done = do()
        except UnfinishedError as error:
            name = request.form.get("name", "")
            problems = told_of(current, error.problems)
            return _refused(Trouble(problems, "unfinished", name), before, 422)
        except TakenError as error:
            return _refused(Trouble(list(error.problems), "taken", error.free), before, 409)
        except HandoutgenError as error:
            kind = "unsave" if "number" in request.form else ""
            number = request.form.get("number", "")
            problems = list(dict.fromkeys(error.problems))
            return _refused(Trouble(problems, kind, number), before, 422)
        return _done(done, before)


def _without_sheet() -> Response:
    if is_part():
        html = render_template("problems.html.j2", title=_NONE, words="", problems=[])
        return Response(html, 409)
    return redirect("/compose", 303)  # type: ignore[return-value]


def _done(done: Done, before: str) -> Response:
    if not is_part():
        desk().said = done.said
        address = "/compose?pages=yes" if desk().state else "/compose"
        return redirect(f"{address}#{done.anchor}", 303)  # type: ignore[return-value]
    html = render_template("compose_answer.html.j2", done=done, trouble=None, **_told(done.parts))
    return _with_revision(Response(html), before)


def _refused(trouble: Trouble, before: str, status: int) -> Response:
    if not is_part():
        if desk().state is None:
            html = render_template("compose_refused.html.j2", problems=trouble.problems)
            return Response(html, status)
        return Response(whole(with_pages=True, trouble=trouble), status)
    done = Done("", _ALL if desk().state else ())
    context = _told(done.parts)
    html = render_template("compose_answer.html.j2", done=done, trouble=trouble, **context)
    return _with_revision(Response(html, status), before)


def _with_revision(answer: Response, before: str) -> Response:
    """Tell the page's script which state of the sheet the page shows now."""
    if before != str(desk().revision):
        told = {"revision": desk().revision}
        answer.headers["HX-Trigger"] = json.dumps({"revised": told})
    return answer


def whole(*, with_pages: bool, trouble: Trouble | None = None) -> str:
    """The whole page; `with_pages` has them in it at once, rather than asked for by a script."""
    said, desk().said = desk().said, ""
    return render_template(
        "compose.html.j2",
        done=Done(said, ()),
        trouble=trouble,
        shown=look(desk()) if with_pages else None,
        **_told((*_ALL, "offers")),
    )


def _told(parts: tuple[str, ...]) -> dict[str, Any]:
    """What the templates of these parts need."""
    current = desk()
    told: dict[str, Any] = {"desk": current, "head_names": HEAD, "head_label": head_label}
    if current.state is None:
        return {**told, "view": None, **saving_of(current, folders())}
    library = Library(folders())
    told["view"] = view_of(current, library)
    told["sheets"] = titles(folders()) if "offers" in parts else []
    told |= offers(current, folders(), library) if "offers" in parts else {}
    return {**told, **saving_of(current, folders())}
