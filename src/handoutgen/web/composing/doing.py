"""What is done to the sheet in the making: each change an address that a form is sent to."""

from flask import Blueprint, Response, abort, request

from handoutgen.content.library import Library
from handoutgen.errors import UsageError
from handoutgen.web.composing import changes, saving
from handoutgen.web.composing.answering import Done, changed, desk
from handoutgen.web.here import folders

doing = Blueprint("doing", __name__)


@doing.post("/compose/head")
def head() -> Response:
    """Put in what was typed into the head."""

    def do() -> Done:
        changes.write_head(desk(), request.form)
        return Done("", ("title", "head-faults", "save-state"))

    return changed(do, keep=lambda: changes.keep_head(desk(), request.form))


@doing.post("/compose/words")
def words() -> Response:
    """Put in what was typed into a part's fields; add to it or take out of it."""
    asked = request.form.get("do", "")

    def do() -> Done:
        key, library = _number("key"), Library(folders())
        desk().open = key if key in desk().keys else desk().open
        changes.write(desk(), library, key, request.form)
        if asked in ("", "keep"):
            return Done("", ("words", "save-state"), key=key)
        said = changes.do_inside(desk(), library, key, asked)
        return Done(said, ("parts", "save-state"), anchor=f"piece-{key}")

    return changed(do, keep=lambda: changes.keep(desk(), Library(folders()), request.form))


@doing.post("/compose/order")
def order() -> Response:
    """Put the parts in another order."""

    def do() -> Done:
        keys = [_as_number(key) for key in request.form.getlist("order")]
        moved = _number("moved") if "moved" in request.form else keys[0] if keys else 0
        said = changes.order(desk(), Library(folders()), keys, moved)
        return Done(said, ("places", "save-state"))

    return changed(do)


@doing.post("/compose/move")
def move() -> Response:
    """Move a part up or down, for browsers that run no script."""

    def do() -> Done:
        key, _, by = request.form.get("move", "").partition(":")
        said = changes.move(desk(), Library(folders()), _as_number(key), -1 if by[:1] == "-" else 1)
        return Done(said, ("parts", "places", "save-state"), anchor=f"piece-{key}")

    return changed(do)


@doing.post("/compose/remove")
def remove() -> Response:
    """Take a part out."""

    def do() -> Done:
        said, key = changes.remove(desk(), Library(folders()), _number("key"))
        focus = f"open-{key}" if key else "add-title"
        return Done(said, ("parts", "places", "save-state"), focus=focus, anchor="parts")

    return changed(do)


@doing.post("/compose/add")
def add() -> Response:
    """Add a part, or look at the parts of a sheet."""

    def do() -> Done:
        asked, place = request.form.get("add", ""), request.form.get("place", "end")
        if asked in ("", "look"):
            look_at(request.form.get("sheet", ""))
            return Done("", ("offers",), anchor="add")
        after = None if place == "end" else 0 if place == "start" else _as_number(place)
        said = changes.add(desk(), folders(), Library(folders()), asked, after)
        focus = "" if asked.startswith("all ") else f"open-{desk().open}"
        anchor = f"piece-{desk().open}" if focus else "parts"
        return Done(said, ("parts", "places", "save-state"), focus=focus, anchor=anchor)

    return changed(do)


@doing.post("/compose/step")
def step() -> Response:
    """Take the last change back, or take it again."""

    def do() -> Done:
        said = changes.step(desk(), request.form.get("do") != "redo")
        return Done(said, ("title", "head", "parts", "places", "save-state"))

    return changed(do)


@doing.post("/compose/naming")
def naming() -> Response:
    """What saving under a name means, while it is typed."""
    name = request.form.get("name", "")[:100].strip()
    return Response(saving.naming(desk(), folders(), name), mimetype="text/plain")


@doing.post("/compose/save")
def save() -> Response:
    """Save the sheet into the practice's folder."""

    def do() -> Done:
        name = request.form.get("name", "").strip()
        said = saving.save(desk(), folders(), name, request.form.get("unfinished") == "yes")
        return Done(said, ("save-note", "saves", "save-state"), anchor="save")

    return changed(do)


@doing.post("/compose/unsave")
def unsave() -> Response:
    """Undo a save."""

    def do() -> Done:
        forced = request.form.get("forced") == "yes"
        said = saving.take_back(desk(), folders(), _number("number"), forced)
        return Done(said, ("save-note", "saves", "save-state"), focus="saves-title", anchor="save")

    return changed(do, asks=False, needs_sheet=False)


def look_at(name: str) -> None:
    """Have the parts of that sheet shown, to be added."""
    if name and name not in folders().handouts():
        abort(404)
    desk().looked_at = name


def _number(name: str) -> int:
    return _as_number(request.form.get(name, ""))


def _as_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError("this page sent something that can't be read; load it again")
    return int(text)
