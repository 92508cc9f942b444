"""What a page finds at hand while it answers a request."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, current_app, g, request

from handoutgen.folders import Folders
from handoutgen.web.studio import Studio
from handoutgen.web.visitors import Visitor, Visitors


@dataclass(frozen=True, slots=True)
class Shop:
    """What all requests share.

    `hosts` are the names that the server answers to, with its port; `cookie` is the name of the
    visitors' cookie; `secret` stands in the start link.
    """

    app: Flask
    practice: Path
    port: int
    shipped: Path | None
    hosts: frozenset[str]
    cookie: str
    secret: str = field(repr=False)
    visitors: Visitors
    studio: Studio


def shop() -> Shop:
    """The shop of the app that answers."""
    found: Shop = current_app.extensions["handoutgen"]
    return found


def visitor() -> Visitor:
    """The visitor who asks."""
    found: Visitor = g.visitor
    return found


def studio() -> Studio:
    """Where pages are rendered."""
    return shop().studio


def folders() -> Folders:
    """The practice's folder over the shipped library, looked at anew for each request."""
    if "folders" not in g:
        g.folders = Folders(shop().practice, shop().shipped)
    found: Folders = g.folders
    return found


def is_part() -> bool:
    """Whether the page's own script asks for a part of it."""
    return request.headers.get("HX-Request") == "true"
