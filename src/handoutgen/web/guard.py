"""Who may ask for what: each request is held against these rules before a page sees it.

The page is for browsers on this machine alone. Another site that a browser has open can make it
send requests here too; what stops them is the name of the host, the origin, a cookie that no other
site's requests carry, and a word in each form.
"""

import hmac
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, redirect, request
from werkzeug.exceptions import BadRequest, Forbidden, RequestEntityTooLarge

from handoutgen.web.here import shop
from handoutgen.web.owner import is_anothers
from handoutgen.web.visitors import Visitor

V = TypeVar("V", bound=Callable[..., Any])

SMALL = 1_000_000
"""The most bytes that a request without a file may have."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with 'no-referrer' browsers hide a form's origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("start", "static", "font")
"""What can be had without a cookie: none of it tells anything."""


def takes_up_to(size: int) -> Callable[[V], V]:
    """Let a view take requests of so many bytes, for a file in them."""

    def marked(view: V) -> V:
        view.upload_limit = size  # type: ignore[attr-defined]
        return view

    return marked


def set_up(app: Flask) -> None:
    """Put the rules before every page of the app, and the headers on every answer."""
    app.before_request(_admit)
    app.after_request(_seal)
    app.add_url_rule("/start", "start", _start)


def _admit() -> None:
    line = request.environ
    if is_anothers(line.get("REMOTE_ADDR", ""), line.get("REMOTE_PORT", ""), shop().port):
        raise Forbidden("This page belongs to another user of this machine.")
    if request.headers.get("Host", "") not in shop().hosts:
        raise BadRequest("This page answers only under its own address on this machine.")
    if request.endpoint in _OPEN:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise Forbidden("Another site's page asked for this.")
    visitor = shop().visitors.find(request.cookies.get(shop().cookie, ""))
    if visitor is None:
        raise Forbidden("Open the link that handoutgen printed when it started.")
    g.visitor = visitor
    view: Any = shop().app.view_functions.get(request.endpoint or "")
    request.max_content_length = limit = getattr(view, "upload_limit", SMALL)
    if (request.content_length or 0) > limit:
        raise RequestEntityTooLarge()
    if request.method not in _SAFE:
        _check_change(visitor)


def _check_change(visitor: Visitor) -> None:
    """What changes something comes from one of our own forms."""
    if request.headers.get("Origin", "") != f"http://{request.headers['Host']}":
        raise Forbidden("This was sent from a page of another site.")
    said = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
    if not hmac.compare_digest(said.encode("utf-8", "replace"), visitor.csrf.encode()):
        raise Forbidden("This form is out of date. Load its page again, then send it anew.")


def _start() -> Response:
    """Let a browser in that has the secret of the start link, and give it a cookie.

    The answer is a page that goes on by itself rather than a redirect, since a browser that comes
    from elsewhere would not send a strict cookie along with that.
    """
    said = request.args.get("key", "")
    if not hmac.compare_digest(said.encode("utf-8", "replace"), shop().secret.encode()):
        raise Forbidden("Open the link that handoutgen printed when it started, whole.")
    if shop().visitors.find(request.cookies.get(shop().cookie, "")):
        return redirect("/", 303)  # type: ignore[return-value]
    word, _ = shop().visitors.welcome()
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>handoutgen</title>'
        '<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=/"></head>'
        '<body><main><h1>handoutgen</h1><p><a href="/">Go on to the sheets</a></p></main></body>'
        "</html>"
    )
    answer = Response(page, mimetype="text/html")
    answer.set_cookie(shop().cookie, word, httponly=True, samesite="Strict", path="/")
    return answer


def _seal(answer: Response) -> Response:
    """The headers that keep an answer where it belongs."""
    for name, value in _HEADERS.items():
        answer.headers.setdefault(name, value)
    kept = request.endpoint in ("static", "font") and answer.status_code == 200
    answer.headers["Cache-Control"] = "private, max-age=3600" if kept else "no-store"
    return answer
