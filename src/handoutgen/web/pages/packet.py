"""The packet in the making: its sheets in order beside its pages, to be printed or saved."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, redirect, render_template, request

from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.here import folders, is_part, studio, visitor
from handoutgen.web.packing import answers
from handoutgen.web.packing.answers import FIRST, changed, done, making, title_of, whole
from handoutgen.web.packing.making import Making
from handoutgen.web.packing.rows import check_rows, rows_of
from handoutgen.web.studio import Pages

page = Blueprint("packet", __name__)

_GONE = "These pages are no longer kept. Go back to the packet and press Print again."
_NO_SHEET = "This sheet isn’t there any more. Look for it among the sheets."
_OUTDATED = "The packet was changed in another window. This is how it is now."
_NOW_IN = "is in the packet now"


@page.get("/packet")
def show() -> Response:
    """The packet; with `pages=first` or `pages=all` its pages too, where no script loads them."""
    asked = request.args.get("pages", "")
    pages: Pages | None = None
    told: Sequence[Problem] = ()
    with making() as packet:
        now, packet.note = packet.copy(), ""
    if asked in ("first", "all") and now.handouts:
        try:
            pages = answers.pages_of(now)
        except HandoutgenError as error:
            told = error.problems
    return whole(now, pages, None if asked == "all" else FIRST, told)


@page.post("/packet/add")
def add() -> Response:
    """Put a sheet into the packet, from wherever it is shown."""
    name = request.form.get("sheet", "")
    if name not in folders().handouts():
        if not is_part():
            abort(404)
        html = render_template("packet_added.html.j2", words=_NO_SHEET, size=None)
        return Response(html, 404)
    with making() as packet:
        words = f"{title_of(name)} {packet.add(name) or _NOW_IN}."
        size = len(packet.handouts)
    if is_part():
        return Response(render_template("packet_added.html.j2", words=words, size=size))
    return answers.on(words, f"row-{name}")


@page.post("/packet/order")
def order() -> Response:
    """Add, move or remove a sheet, or put all of them in another order."""
    form = request.form
    name, said, focus, note = "", "", "", ""
    with making() as packet:
        before = packet.handouts
        if name := form.get("add", ""):
            note = _added(packet, name)
            said = note or f"{title_of(name)} {_NOW_IN}."
        elif name := form.get("remove", ""):
            packet.remove(name)
            said, focus = f"{title_of(name)} is out of the packet.", _beside(name, before)
        elif name := form.get("up", "") or form.get("down", ""):
            packet.move(name, -1 if form.get("up") else 1)
        elif not packet.order(form.getlist("order")):
            said = note = _OUTDATED
        now = packet.copy()
    if not is_part():
        return answers.on(said, f"row-{focus or name}" if focus or name else "main")
    if not said:  # the page's own script has moved the row already
        return changed(now, "none")
    is_other = bool(before) != bool(now.handouts)
    return changed(now, "whole" if is_other else "list", said, focus, note)


@page.post("/packet/settings")
def settings() -> Response:
    """Take over how the packet is printed."""
    with making() as packet:
        before = packet.copy()
        wrong = answers.settle(packet)
        now = packet.copy()
    if is_part():
        is_new = (before.draft, before.given) != (now.draft, now.given)
        return changed(now, "none", wrong=wrong, is_new=is_new)
    if wrong:
        return whole(now, wrong=wrong)
    return redirect("/packet?pages=first#pages-title", 303)  # type: ignore[return-value]


@page.post("/packet/start")
def start() -> Response:
    """Go on with a packet that there is."""
    name = request.form.get("packet", "")
    if name not in folders().packets():
        abort(404)
    with making() as packet:
        try:
            packet.start(folders(), name)
        except HandoutgenError as error:
            return answers.refused(packet.copy(), error, "start")
        now = packet.copy()
    return done(now, f"This is “{now.title}” now.")


@page.post("/packet/clear")
def clear() -> Response:
    """Begin anew."""
    with making() as packet:
        packet.clear()
        now = packet.copy()
    return done(now, "The packet is empty now.")


@page.post("/packet/back")
def back() -> Response:
    """Go back to the packet from before."""
    with making() as packet:
        packet.back()
        now = packet.copy()
    return done(now, f"This is “{now.title}” again.")


@page.get("/packet/preview")
def preview() -> Response:
    """The pages as pictures, the first of them or with `pages=all` all."""
    packet: Making = visitor().keep("packet", Making)
    with packet.drawing:
        with visitor().lock:
            now = packet.copy()
        try:
            pages = answers.pages_of(now)
        except HandoutgenError as error:
            problems = list(dict.fromkeys(error.problems))
            html = render_template("packet_refused.html.j2", problems=problems, place="none")
            return Response(html, 422)
    most = None if request.args.get("pages") == "all" else FIRST
    more = {"rows": rows_of(now.handouts, folders()), "pages": pages, "most": most}
    return Response(render_template("packet_preview.html.j2", now=now, **more))


@page.post("/packet/download")
def download() -> Response:
    """The PDF as a file."""
    found = answers.wanted()
    return found if isinstance(found, Response) else answers.pdf(found[0], "attachment", found[1])


@page.post("/packet/print")
def to_print() -> Response:
    """Go on to the PDF in the browser, at an address that can be loaded again."""
    found = answers.wanted()
    if isinstance(found, Response):
        return found
    pages, name = found
    return redirect(f"/packet/print/{pages.token}/{name}", 303)  # type: ignore[return-value]


@page.get("/packet/print/<token>/<name>")
def printed(token: str, name: str) -> Response:
    """The PDF, to be shown and printed by the browser."""
    pages = studio().find(token, visitor().id)
    if not answers.is_file_name(name):
        abort(404)
    if pages is None:
        abort(410, _GONE)
    return answers.pdf(pages, "inline", name)


@page.post("/packet/save")
def save() -> Response:
    """Save the packet in the practice's folder."""
    with making() as packet:
        wrong = answers.settle(packet)
        if wrong:
            now = packet.copy()
            return changed(now, "none", wrong=wrong) if is_part() else whole(now, wrong=wrong)
        try:
            check_rows(rows_of(packet.handouts, folders()))
            packet.save_in(folders(), anew=request.form.get("as") == "new")
        except HandoutgenError as error:
            return answers.refused(packet.copy(), error, "keep")
        now = packet.copy()
    return done(now, "The packet is saved.", "keep", "packet-keep")


@page.post("/packet/undo")
def undo() -> Response:
    """Take the last save back."""
    with making() as packet:
        try:
            packet.undo(folders())
        except HandoutgenError as error:
            return answers.refused(packet.copy(), error, "keep")
        now = packet.copy()
    words = "The save is undone. The packet on this page is as it was."
    return done(now, words, "keep", "packet-keep")


@page.get("/packet/<any(add, order, settings, start, clear, back, download, print, save, undo):_>")
def again(_: str) -> Response:
    """The page, for who loads the address of one of its buttons."""
    return redirect("/packet", 303)  # type: ignore[return-value]


def _added(packet: Making, name: str) -> str:
    """Add a sheet to the packet; tells why that wasn't done, or nothing."""
    if name in folders().handouts():
        refused = packet.add(name)
        return f"{title_of(name)} {refused}." if refused else ""
    if not is_part():
        abort(404)
    return _NO_SHEET


def _beside(name: str, before: Sequence[str]) -> str:
    """The sheet that stands where a removed one stood, or else the one above."""
    if name not in before:
        return ""
    place = before.index(name)
    rest = [*before[place + 1 :], *reversed(before[:place])]
    return rest[0] if rest else ""
