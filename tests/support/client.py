"""One who asks a site for its pages without a browser: each safeguard can be left out by name."""

import http.client
import json
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http.cookies import Morsel, SimpleCookie
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

Fields = Mapping[str, str | Sequence[str]]
Files = Mapping[str, tuple[str, bytes]]
"""Name of the field -> name of the file and what is in it."""

SECONDS = 60
"""What an answer may take on a loaded machine."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def kind(self) -> str:
        """The type of the content, such as text/html."""
        return self.headers.get_content_type()

    @property
    def location(self) -> str:
        """Where it sends the browser on to; empty if nowhere."""
        return str(self.headers.get("Location", ""))

    @property
    def cookies(self) -> list[Morsel[str]]:
        """The cookies that it gives, each with who may have it."""
        lines = self.headers.get_all("Set-Cookie") or ()
        return [each for line in lines for each in SimpleCookie(line).values()]

    @property
    def file_name(self) -> str:
        """The name that a download is saved under; empty if it isn't one."""
        if self.headers.get_content_disposition() != "attachment":
            return ""
        return self.headers.get_filename() or ""

    def tags(self, name: str = "") -> list[dict[str, str]]:
        """The attributes of each tag of that name, or of each tag there is."""
        parser = _Tags()
        parser.feed(self.text)
        parser.close()
        return [attributes for tag, attributes in parser.found if name in ("", tag)]

    def value(self, name: str) -> str:
        """What stands in the first field of that name, hidden ones too."""
        for tag in ("input", "button"):
            for attributes in self.tags(tag):
                if attributes.get("name") == name:
                    return attributes.get("value", "")
        raise AssertionError(f"the page has no field {name!r}")


class Client:
    """Asks over the wire, keeps cookies, and follows redirects only where it is told to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, str] = {}
        self._csrf = ""

    @property
    def csrf(self) -> str:
        """The word that stands in the forms of the pages, looked up once."""
        if not self._csrf:
            page = self.get("/")
            found = [tag["value"] for tag in page.tags("input") if tag.get("name") == "csrf"]
            for body in page.tags("body"):
                found.append(json.loads(body.get("hx-headers", "{}")).get("X-CSRF-Token", ""))
            assert any(found), f"no page with a csrf word: {page.status}"
            self._csrf = next(word for word in found if word)
        return self._csrf

    def enter(self, link: str) -> "Client":
        """Come in through the start link."""
        answer = self.get(link, follow=True)
        assert answer.status == 200, f"the start link is answered with {answer.status}"
        return self

    def get(
        self, path: str, *, follow: bool = False, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Get a page; `path` may be a whole address of this site."""
        answer = self.ask("GET", path, headers=headers)
        for _ in range(5):
            if not (follow and answer.location):
                break
            path = urljoin(urljoin(self.url, path), answer.location)
            answer = self.ask("GET", path, headers=headers)
        return answer

    def post(
        self,
        path: str,
        fields: Fields | None = None,
        files: Files | None = None,
        *,
        csrf: str | None = "",
        origin: str | None = "",
        follow: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a form as a browser does; `csrf` and `origin` can be others, or None for none."""
        sent: dict[str, str | Sequence[str]] = dict(fields or {})
        if csrf is not None:
            sent["csrf"] = csrf or self.csrf
        body, kind = encoded(sent, files)
        told = {"Content-Type": kind, **(headers or {})}
        if origin is not None:
            told["Origin"] = origin or self.url
        answer = self.ask("POST", path, body, told)
        if follow and answer.location:
            return self.get(urljoin(urljoin(self.url, path), answer.location), follow=True)
        return answer

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        cookies: bool = True,
    ) -> Answer:
        """Ask for exactly that, with no header but the cookies and those given; Host can be one."""
        with self._asked(method, path, body, headers, cookies) as response:
            return Answer(response.status, response.headers, response.read())

    @contextmanager
    def events(self, path: str) -> Iterator[Iterator[tuple[str, str]]]:
        """The events that a page sends, one after the other, as name and data."""
        with self._asked("GET", path, None, {"Accept": "text/event-stream"}, True) as response:
            assert response.status == 200, f"the events are answered with {response.status}"
            yield _events(response)

    def raw(self, words: bytes) -> bytes:
        """Send bytes as they are, and return whatever comes back until the server hangs up."""
        place = urlsplit(self.url)
        address = (place.hostname or "", place.port or 80)
        with socket.create_connection(address, timeout=SECONDS) as line:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(1 << 16), b""))

    @contextmanager
    def _asked(
        self,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str] | None,
        cookies: bool,
    ) -> Iterator[http.client.HTTPResponse]:
        place = urlsplit(self.url)
        told = {"Host": place.netloc, **(headers or {})}
        if cookies and self.cookies:
            told.setdefault("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        with closing(
            http.client.HTTPConnection(place.hostname or "", place.port, timeout=SECONDS)
        ) as line:
            line.request(method, path.removeprefix(self.url) or "/", body, told)
            with line.getresponse() as response:
                for cookie in response.headers.get_all("Set-Cookie") or ():
                    self.cookies |= {k: v.value for k, v in SimpleCookie(cookie).items()}
                yield response


def encoded(fields: Fields, files: Files | None) -> tuple[bytes, str]:
    """A form's content as it is sent, and the type of that."""
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        values = [value] if isinstance(value, str) else value
        pairs += [(name, each) for each in values]
    if files is None:
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    parts: MultiDict[str, object] = MultiDict(pairs)
    for field_name, (file_name, content) in files.items():
        parts.add(field_name, FileStorage(BytesIO(content), file_name))
    boundary, body = encode_multipart(parts)
    return body, f'multipart/form-data; boundary="{boundary}"'


def _events(response: http.client.HTTPResponse) -> Iterator[tuple[str, str]]:
    name, data = "message", list[str]()
    for line in iter(response.readline, b""):
        field_name, _, value = line.decode().rstrip("\r\n").partition(":")
        value = re.sub("^ ", "", value)
        if field_name == "event":
            name = value
        elif field_name == "data":
            data.append(value)
        elif not line.strip():
            if data:
                yield name, "\n".join(data)
            name, data = "message", []
