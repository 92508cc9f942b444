"""The app behind the page: its rooms put together, and what is answered when something fails."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, render_template, request, send_from_directory
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from handoutgen import __version__
from handoutgen.errors import HandoutgenError
from handoutgen.folders import Folders
from handoutgen.web import guard
from handoutgen.web.here import Shop, folders, is_part
from handoutgen.web.pages import PAGES
from handoutgen.web.studio import BusyError, Studio
from handoutgen.web.visitors import Visitors

_WORDS = {
    400: "This can't be answered",
    403: "Not from here",
    404: "There is no such page",
    405: "This page is used in another way",
    413: "This is too large",
    422: "This needs a change",
    500: "handoutgen has a fault of its own",
    503: "handoutgen is busy",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """What a server is for: the practice's folder, its port, the secret of its link."""

    practice: Path
    port: int
    secret: str = field(repr=False)
    shipped: Path | None = None


class App(Flask):
    """Flask with every template escaped, whatever its name ends in."""

    jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}  # noqa: RUF012

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Always."""
        return True


def create_app(setup: Setup) -> Flask:
    """The app for a practice; `app.extensions["handoutgen"]` is its `Shop`, to be closed with
    `close_app`."""
    app = App("handoutgen.web")
    app.config["MAX_FORM_PARTS"] = 2000
    studio = Studio(setup.practice, setup.shipped)
    names = ("127.0.0.1", "localhost")
    app.extensions["handoutgen"] = Shop(
        app=app,
        practice=setup.practice.resolve(),
        port=setup.port,
        shipped=setup.shipped,
        hosts=frozenset(f"{name}:{setup.port}" for name in names),
        cookie=f"handoutgen-{setup.port}",  # a browser sends cookies to all ports of a host
        secret=setup.secret,
        visitors=Visitors(studio.forget),
        studio=studio,
    )
    guard.set_up(app)
    for page in PAGES:
        app.register_blueprint(page)
    app.add_url_rule("/fonts/<name>", "font", _font)
    app.register_error_handler(HandoutgenError, _told)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)
    app.context_processor(_around)
    return app


def close_app(app: Flask) -> None:
    """Forget the visitors and end the processes behind the app."""
    shop: Shop = app.extensions["handoutgen"]
    shop.visitors.close()
    shop.studio.close()


def _around() -> dict[str, Any]:
    """What every template can name."""
    visitor = g.get("visitor")
    return {
        "csrf": visitor.csrf if visitor else "",
        "packet_size": len(getattr(visitor.kept.get("packet"), "handouts", ())) if visitor else 0,
        "practice_folder": folders().practice.name if visitor else "",
        "version": __version__,
        "is_part": is_part(),
    }


def _font(name: str) -> Response:
    """A font of the library, for the page itself."""
    if not name.endswith(".ttf"):
        return _answer(404)
    return send_from_directory(Folders().shipped / "templates" / "fonts", name)


def _told(error: HandoutgenError) -> Response:
    """What a counselor can mend, in the words of the command line."""
    problems = list(dict.fromkeys(error.problems))
    if isinstance(error, BusyError):
        answer = _answer(503, problems=problems)
        answer.headers["Retry-After"] = "5"
        return answer
    return _answer(422, problems=problems)


def _refused(error: HTTPException) -> Response:
    code = error.code or 500
    own = error.description if code in (400, 403, 409, 410) else ""
    if code == 413:
        own = f"What is sent here has {_megabytes()} at most. Send a smaller file, or less text."
    answer = _answer(code, str(own or ""))
    for name, value in error.get_headers():
        if name.lower() == "allow":
            answer.headers[name] = value
    return answer


def _megabytes() -> str:
    most = (request.max_content_length or guard.SMALL) / 1_000_000
    return f"{most:.0f} MB"


def _failed(error: Exception) -> Response:
    """A fault of handoutgen's own: its kind is told, never its words, which may be a client's."""
    if os.environ.get("HANDOUTGEN_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    words = f"({type(error).__name__}) Nothing was lost. Please report it."
    return _answer(500, words)


def _answer(code: int, words: str = "", problems: list[Any] | None = None) -> Response:
    """The page, or the part of one, that tells what went wrong."""
    title = _WORDS.get(code, _WORDS[400])
    name = "problems.html.j2" if is_part() else "error.html.j2"
    html = render_template(name, title=title, words=words, problems=problems or [])
    return Response(html, code, mimetype="text/html")
