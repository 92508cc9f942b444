"""What the packet's page answers with: the whole of it, the parts that changed, or its PDF."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from flask import Response, redirect, render_template, request
from werkzeug.exceptions import BadRequest

from handoutgen.content.index import read_index
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.web.choices import LOOKS, Choices, offer_of, read_choices
from handoutgen.web.here import folders, is_part, studio, visitor
from handoutgen.web.packing.making import HEAD, MOST, PARTS, Making
from handoutgen.web.packing.rows import check_rows, packets_of, printable, rows_of
from handoutgen.web.sending import How, sent_pdf
from handoutgen.web.studio import Ask, Pages

FIRST = 12
"""So many pages are shown as pictures before the others are asked for."""

Place = Literal["whole", "list", "keep", "start", "none"]
"""What is put in anew: all, the list, the part about saving, or only what is told of it."""

_EDITION = ("paper", "brand", "language", *LOOKS)
_WHO = {"client": "For clients", "partners": "For partners", "therapist": "For the therapist"}


@contextmanager
def making() -> Iterator[Making]:
    """The visitor's packet, for nobody else to change meanwhile."""
    found: Making = visitor().keep("packet", Making)
    with visitor().lock:
        yield found


def title_of(name: str) -> str:
    """The title of a sheet in quotes, or its id where it can't be read."""
    return f"“{rows_of([name], folders())[0].title}”"


def settle(packet: Making) -> dict[str, str]:
    """Take over what the form says of all but the list; tells what is wrong, by field."""
    form = request.form
    if "title" not in form:
        return {}
    given = {name: form[name] for name in _EDITION if form.get(name)}
    read_choices(given, offer_of(folders()))
    return packet.settle(form, given)


def pages_of(now: Making) -> Pages:
    """The pages of all that can be printed; raises HandoutgenError."""
    rows = rows_of(now.handouts, folders())
    good = [row for row in rows if not row.problem]
    check_rows(good or rows)
    choices = _choices(now)
    ask = Ask(choices.edition, choices.brand.path, packet=printable(now.draft, rows).text)
    return studio().pages(ask, visitor().id)


def wanted() -> "tuple[Pages, str] | Response":
    """The pages to be printed with what the form says and the name of their PDF, or the page that
    tells what is wrong."""
    with making() as packet:
        wrong = settle(packet)
        now = packet.copy()
    if wrong:
        return whole(now, wrong=wrong)
    try:
        check_rows(rows_of(now.handouts, folders()))
        pages = pages_of(now)
    except HandoutgenError as error:
        return whole(now, told=error.problems)
    return pages, f"{now.draft.id or 'my'}{pages.file_name.removeprefix('my')}"


def pdf(pages: Pages, how: How, name: str) -> Response:
    """The finished PDF, as a download or to be shown."""
    return sent_pdf(pages.pdf, name, how)


def is_file_name(name: str) -> bool:
    """Whether a PDF of a packet can be called so."""
    return re.fullmatch(r"[a-z0-9-]{1,120}\.pdf", name) is not None


def whole(
    now: Making,
    pages: Pages | None = None,
    most: int | None = FIRST,
    told: Iterable[Problem] = (),
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """The page with everything on it."""
    problems = list(dict.fromkeys(told))
    more = {"pages": pages, "most": most, "told": problems, "wrong": wrong or {}}
    html = render_template("packet.html.j2", **_context(now), **more)
    return Response(html, 422 if problems or wrong else 200)


def changed(
    now: Making,
    place: Place,
    said: str = "",
    focus: str = "",
    note: str = "",
    wrong: Mapping[str, str] | None = None,
    is_new: bool = True,
) -> Response:
    """The parts of the page that are others now, each for its place."""
    more = {"place": place, "said": said, "focus": focus, "note": note, "wrong": wrong or {}}
    html = render_template("packet_changed.html.j2", **_context(now, place == "whole"), **more)
    answer = Response(html, 422 if wrong else 200)
    swaps = {"whole": "#packet", "list": "#packet-parts"}
    if place in swaps:
        answer.headers["HX-Retarget"] = swaps[place]
        answer.headers["HX-Reswap"] = "outerHTML"
    else:
        answer.headers["HX-Reswap"] = "none"
    if is_new and place != "whole":
        answer.headers["HX-Trigger"] = "packetChanged"
    return answer


def done(now: Making, words: str, place: Place = "whole", fragment: str = "main") -> Response:
    """What was done, told on the page: by its script, or on the next page."""
    if is_part():
        return changed(now, place, said=words)
    return on(words, fragment)


def on(words: str, fragment: str) -> Response:
    """Go on to the page, at that place of it, where the words are told."""
    with making() as packet:
        packet.note = words
    return redirect(f"/packet#{fragment}", 303)  # type: ignore[return-value]


def refused(now: Making, error: HandoutgenError, place: Place) -> Response:
    """Why something wasn't done, told beside its button."""
    if not is_part():
        return whole(now, told=error.problems)
    problems = list(dict.fromkeys(error.problems))
    html = render_template("packet_refused.html.j2", problems=problems, place=place)
    return Response(html, 422, {"HX-Reswap": "none"})


def _choices(now: Making) -> Choices:
    offer = offer_of(folders())
    try:
        return read_choices(now.given, offer)
    except BadRequest:  # a brand that isn't there any more
        return read_choices({}, offer)


def _context(now: Making, is_whole: bool = True) -> dict[str, Any]:
    rows = rows_of(now.handouts, folders())
    packets, unread = packets_of(folders()) if is_whole else ({}, [])
    return {
        "now": now,
        "rows": rows,
        "minutes": sum(row.minutes for row in rows),
        "offer": offer_of(folders()),
        "choices": _choices(now),
        "looks": LOOKS,
        "head": HEAD,
        "parts": PARTS,
        "most_sheets": MOST,
        "packets": packets,
        "unread": unread,
        "others": _others(now),
    }


def _others(now: Making) -> dict[str, list[tuple[str, str]]]:
    """The sheets that aren't in the packet as ids and titles, by whom they are for."""
    found: dict[str, list[tuple[str, str]]] = {words: [] for words in _WHO.values()}
    for entry in read_index(folders())[0]:
        if entry["id"] not in now.handouts:
            found[_WHO[entry["audience"]]].append((entry["id"], entry["title"]))
    return {words: sheets for words, sheets in found.items() if sheets}
