"""The batch page as HTML, in whichever state a visitor's batch is."""

from collections.abc import Iterable, Mapping

from flask import Response, render_template

from handoutgen.batch import told
from handoutgen.content.library import Library
from handoutgen.content.roster.columns import FIELDS
from handoutgen.errors import HandoutgenError, Problem
from handoutgen.folders import Folders
from handoutgen.web.batches.seat import Seat
from handoutgen.web.batches.wishes import Wish, column_faults
from handoutgen.web.batches.words import COMBINED, LOCKED
from handoutgen.web.choices import LOOKS, offer_of, read_choices
from handoutgen.web.here import folders, is_part

HEADERS = ("Client Name", "Code", "Therapist", "Date", "Next Session")
CLIENTS = (
    ("Ana Sample", "C1001", "Dr. A. Example", "", "Tuesday 3 pm"),
    ("Bo Sample", "C1002", "Dr. A. Example", "", "Thursday 10 am"),
)
"""What a roster begins with, and clients that there aren't."""
_NOTHING_WRONG = dict.fromkeys(("packet", "combined", "roster", "password", "skip"), "")


def shown(
    seat: Seat,
    code: int = 200,
    wrong: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> Response:
    """The page as it is now, or the part that tells how the roster was read.

    `wrong` says what is wrong with fields of the form, by their names.
    """
    with seat.lock:
        said, seat.said = seat.said, ""
        packets, unread = _packets(folders())
        offer = offer_of(folders())
        wish = seat.wish or Wish(next(iter(packets), ""), read_choices({}, offer))
        html = render_template(
            "batch_checked.html.j2" if is_part() else f"batch_{_state(seat)}.html.j2",
            seat=seat,
            job=seat.job,
            checked=seat.checked,
            said=said,
            wish=wish,
            wrong=_NOTHING_WRONG | dict(wrong or {}),
            wrong_columns=column_faults(wish),
            problems=list(problems),
            packets=packets,
            unread=unread,
            offer=offer,
            looks=LOOKS,
            fields=list(FIELDS),
            told=told,
            combined_label=COMBINED,
            locked_label=LOCKED,
            columns=HEADERS,
            examples=CLIENTS,
        )
    return Response(html, code)


def _state(seat: Seat) -> str:
    if seat.job:
        return seat.job.state
    return "ready" if seat.upload and seat.checked else "empty"


def _packets(here: Folders) -> tuple[dict[str, tuple[str, int]], list[Problem]]:
    """Title and number of sheets of each packet that can be read, and what is wrong with others."""
    library = Library(here)
    found: dict[str, tuple[str, int]] = {}
    unread: list[Problem] = []
    for name, path in here.packets().items():
        try:
            packet = library.packet(path)
        except HandoutgenError as error:
            unread += error.problems
        else:
            found[name] = (packet.title, len(packet.handouts))
    return found, unread
