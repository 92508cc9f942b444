"""The sheets there are: find one by words, topic and audience."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from handoutgen.content.index import AUDIENCES, head, read_index
from handoutgen.content.search import search
from handoutgen.web.here import folders, studio, visitor

page = Blueprint("library", __name__)

WHO = {"client": "For a client", "partners": "For partners", "therapist": "For the therapist"}
"""What is said of each audience."""


@page.get("/")
def show() -> str:
    """All sheets, or those that are asked for."""
    entries, problems = read_index(folders())
    asked = {name: request.args.get(name, "")[:200] for name in ("search", "topic", "audience")}
    topics = sorted({topic for entry in entries for topic in entry["topics"]})
    found = entries
    corrected: dict[str, list[str]] = {}
    if asked["search"].strip():
        found, corrected = search(entries, asked["search"])
    if asked["topic"]:
        found = [entry for entry in found if asked["topic"] in entry["topics"]]
    if asked["audience"]:
        found = [entry for entry in found if entry["audience"] == asked["audience"]]
    return render_template(
        "library.html.j2",
        asked=asked,
        entries=[head(entry) for entry in found],
        all_count=len(entries),
        narrowed=any(asked.values()),
        corrected=corrected,
        problems=problems,
        topics=[("", "All topics"), *((topic, topic) for topic in topics)],
        audiences=[("", "Everybody"), *_known_audiences(entries)],
        who=WHO,
    )


def _known_audiences(entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    there = {entry["audience"] for entry in entries}
    return [(name, WHO[name].removeprefix("For ")) for name in AUDIENCES if name in there]


@page.get("/cards/<name>.png")
def card(name: str) -> Response:
    """The small picture of a sheet's first page."""
    if name not in folders().handouts():
        abort(404)
    return Response(studio().card(name), mimetype="image/png")


@page.get("/pictures/<token>/<int:number>.png")
def picture(token: str, number: int) -> Response:
    """One page of a document that this visitor has had rendered."""
    found = studio().find(token, visitor().id)
    if found is None or not 1 <= number <= len(found.pages):
        abort(404)
    return Response(found.pages[number - 1].png, mimetype="image/png")
