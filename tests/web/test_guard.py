"""Who is let in, and what is never let through."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from handoutgen.web import guard
from handoutgen.web.app import Setup, close_app, create_app
from handoutgen.web.serving import Site
from handoutgen.web.studio import BusyError
from support.practice import Practice

PORT = 5999
HOST = f"127.0.0.1:{PORT}"
SECRET = "the-word-of-the-link"
CHANGES = ("/packet/add", "/sheets/action-plan/preview", "/batch", "/brand/save", "/nowhere")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The app of an empty practice, for all tests here: each is a visitor of its own."""
    folder = tmp_path_factory.mktemp("guard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(folder / "cache"))
        app = create_app(Setup(Practice(folder / "practice").folder, PORT, SECRET))
        yield app
        close_app(app)


class Browser(FlaskClient):
    """Asks under the page's own address."""

    def open(self, *args: Any, **options: Any) -> Any:
        return super().open(*args, **{"base_url": f"http://{HOST}", "buffered": True, **options})


@pytest.fixture
def stranger(app: Any) -> FlaskClient:
    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture
def visitor(stranger: FlaskClient) -> FlaskClient:
    assert stranger.get(f"/start?key={SECRET}").status_code == 200
    return stranger


def csrf(client: FlaskClient) -> str:
    found = re.search(r'X-CSRF-Token": "([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def test_the_start_link_lets_a_browser_in_with_a_strict_cookie(stranger):
    assert stranger.get("/").status_code == 403
    answer = stranger.get(f"/start?key={SECRET}")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith(f"handoutgen-{PORT}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert SECRET not in cookie
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize("key", ["", "x", SECRET[:-1], SECRET + "x", SECRET.upper(), "\udcff"])
def test_another_word_lets_nobody_in(stranger, key):
    answer = stranger.get("/start", query_string={"key": key.encode("utf-8", "replace")})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert SECRET not in answer.text


def test_two_browsers_are_two_visitors(app, visitor):
    other = app.test_client()
    other.get(f"/start?key={SECRET}")
    assert csrf(visitor) != csrf(other)
    refused = other.post("/packet/add", data={"csrf": csrf(visitor)}, headers=origin())
    assert refused.status_code == 403


def origin(name: str = f"http://{HOST}") -> dict[str, str]:
    return {"Origin": name}


@pytest.mark.parametrize(
    "host",
    [
        *("example.org", "example.org:5999", "127.0.0.1", "127.0.0.1:80", "localhost:5998", ""),
        *("127.0.0.1.example.org:5999", "evil@127.0.0.1:5999", "0.0.0.0:5999", "[::1]:5999"),
    ],
)
@pytest.mark.parametrize("path", ["/", f"/start?key={SECRET}", "/static/app.css"])
def test_another_host_is_answered_with_nothing(visitor, host, path):
    answer = visitor.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers
    assert "Find a sheet" not in answer.text


def test_localhost_is_this_machine_too(stranger):
    assert stranger.get("/start?key=x", headers={"Host": f"localhost:{PORT}"}).status_code == 403


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    "name",
    [
        *(None, "", "null", "http://example.org", f"https://{HOST}", "http://127.0.0.1:5998"),
        *(f"http://localhost:{PORT}", f"http://{HOST}.example.org", f"http://{HOST}/"),
    ],
)
def test_a_change_from_elsewhere_is_refused(visitor, path, name):
    headers = {"X-CSRF-Token": csrf(visitor), **({} if name is None else origin(name))}
    answer = visitor.post(path, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("said", ["", "x", "\udce9"])
@pytest.mark.parametrize("where", ["header", "form"])
def test_a_change_without_the_word_of_the_form_is_refused(visitor, path, said, where):
    word = said.encode("utf-8", "surrogateescape").decode("latin-1")
    if where == "header":
        answer = visitor.post(path, headers={"X-CSRF-Token": word, **origin()})
    else:
        answer = visitor.post(path, data={"csrf": word}, headers=origin())
    assert answer.status_code == 403
    assert "out of date" in answer.text


def test_a_change_with_all_of_it_gets_through(visitor):
    headers = {"X-CSRF-Token": csrf(visitor), **origin()}
    assert visitor.post("/nowhere", headers=headers).status_code == 404
    assert (
        visitor.post("/nowhere", data={"csrf": csrf(visitor)}, headers=origin()).status_code == 404
    )


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
def test_a_cookie_that_comes_along_from_another_site_opens_nothing(visitor, site):
    answer = visitor.get("/", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "Find a sheet" not in answer.text


def test_the_start_link_may_come_from_elsewhere(stranger):
    answer = stranger.get(f"/start?key={SECRET}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


def every_rule(app: Any) -> list[Any]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in guard._OPEN]


def test_no_page_opens_without_a_cookie(app, stranger):
    rules = every_rule(app)
    assert len(rules) > 2
    for rule in rules:
        path = re.sub(r"<(int:)?\w+>", "1", rule.rule)
        for method in rule.methods - {"OPTIONS"}:
            answer = stranger.open(path, method=method, headers=origin())
            assert answer.status_code == 403, (method, path)
            assert "another" not in answer.text


def test_every_change_needs_the_word(app, visitor):
    for rule in every_rule(app):
        path = re.sub(r"<(int:)?\w+>", "1", rule.rule)
        for method in rule.methods - {"OPTIONS", "HEAD", "GET"}:
            answer = visitor.open(path, method=method, headers=origin())
            assert answer.status_code == 403, (method, path)


def test_what_is_seen_is_not_kept_by_the_browser(app, visitor):
    for path in ("/", "/nowhere", "/cards/action-plan.pn", f"/start?key={SECRET}"):
        answer = visitor.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
    assert "max-age" in visitor.get("/static/app.css").headers["Cache-Control"]


def test_every_answer_says_what_the_page_may_do(app, visitor, stranger):
    for answer in (visitor.get("/"), visitor.get("/x"), visitor.get("/", headers={"Host": "x"})):
        rules = dict(
            rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; ")
        )
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
        assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_hold_no_script_or_style_of_their_own(visitor):
    text = visitor.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|hx-on", text)


@pytest.mark.parametrize("size", [guard.SMALL + 1, 70_000_000])
def test_a_large_request_is_refused_before_it_is_read(visitor, size):
    claimed = {"CONTENT_LENGTH": str(size)}
    answer = visitor.post("/packet/add", headers=origin(), environ_overrides=claimed)
    assert answer.status_code == 413
    assert "1 MB at most" in answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../../pyproject.toml",
        "..%2f..%2fREADME.md",
        "OFL-Literata.txt",
        "x.ttf",
        "%00.ttf",
        "a/b.ttf",
    ],
)
def test_fonts_are_fonts_of_the_library_alone(visitor, name):
    answer = visitor.get(f"/fonts/{name}")
    assert answer.status_code == 404
    assert visitor.get("/fonts/Literata-Bold.ttf").data[:4] == b"\0\1\0\0"


@pytest.mark.parametrize(
    "name", ["../app.py", "..%2fapp.py", "%2e%2e/guard.py", "/etc/passwd", "."]
)
def test_static_files_are_static_files_alone(visitor, name):
    assert visitor.get(f"/static/{name}").status_code in (308, 404)


def test_a_fault_of_our_own_is_told_by_its_kind_alone(app, visitor, monkeypatch, capfd):
    def fail() -> str:
        raise ZeroDivisionError("Ana Sample")

    monkeypatch.setitem(app.view_functions, "library.show", fail)
    monkeypatch.delenv("HANDOUTGEN_DEBUG", raising=False)
    answer = visitor.get("/")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in answer.text
    assert "Ana" not in answer.text + str(capfd.readouterr())
    assert "Traceback" not in answer.text


def test_who_asks_when_too_many_do_is_told_to_try_again(app, visitor, monkeypatch):
    def busy(_: str) -> bytes:
        raise BusyError("too much is asked for at once", "try again in a moment")

    monkeypatch.setattr(app.extensions["handoutgen"].studio, "card", busy)
    answer = visitor.get("/cards/action-plan.png")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Try again in a moment." in answer.text


NOBODY = 65534
ASK = "exec 3<>/dev/tcp/127.0.0.1/{port}; printf '{words}' >&3; timeout 10 cat <&3"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whose a connection is")
@pytest.mark.parametrize("user", [None, NOBODY])
@pytest.mark.parametrize("path", ["/", "/start?key={key}", "/static/app.css"])
def test_another_user_of_the_machine_gets_nothing_even_with_the_cookie(site, user, path):
    if user and os.geteuid():
        pytest.skip("only root can ask as another user")
    client = site.client()
    cookie = "; ".join(f"{name}={word}" for name, word in client.cookies.items())
    path = path.format(key=site.link.partition("key=")[2])
    host = site.url.removeprefix("http://")
    head = (f"GET {path} HTTP/1.1", f"Host: {host}", f"Cookie: {cookie}", "Connection: close")
    ask = ASK.format(port=host.partition(":")[2], words=r"\r\n".join((*head, "", "")))
    done = subprocess.run(
        ["bash", "-c", ask], user=user, capture_output=True, timeout=20, cwd="/", check=True
    )
    said = done.stdout.decode("utf-8", "replace")
    if user is None:
        assert said.startswith(("HTTP/1.1 200", "HTTP/1.1 303"))
    else:
        assert said.startswith("HTTP/1.1 403")
        assert "belongs to another user" in said
        assert "Set-Cookie" not in said


def test_the_server_answers_on_this_machine_alone(tmp_path: Path):
    with Site(tmp_path, 0) as site:
        assert site.url == f"http://127.0.0.1:{site.port}"
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert answer.status == 403
        assert "waitress" not in str(answer.headers).lower()
        connection.close()
        host, port = site._server.socket.getsockname()
        assert (host, port) == ("127.0.0.1", site.port)
    with pytest.raises(OSError):
        http.client.HTTPConnection("127.0.0.1", site.port, timeout=2).connect()
