"""How the server of the page ends."""

import socket
from io import FileIO
from pathlib import Path
from urllib.parse import urlsplit

from flask import send_file

from handoutgen.web.serving import Site
from support.client import Client
from support.practice import Practice

LARGE = 40 << 20
"""Bytes: more than the system takes in for one who doesn't read them."""


def test_a_file_on_its_way_is_let_go(practice: Practice, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * LARGE)
    opened: list[FileIO] = []

    def large() -> object:
        opened.append(path.open("rb", buffering=0))
        return send_file(opened[0], mimetype="text/plain")

    site = Site(practice.folder, 0)
    site.app.add_url_rule("/large", view_func=large)
    with site:
        visitor = Client(site.url).enter(site.link)
        place = urlsplit(site.url)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as line:
            cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
            head = ("GET /large HTTP/1.1", f"Host: {place.netloc}", f"Cookie: {cookies}", "", "")
            line.sendall("\r\n".join(head).encode())
            assert line.recv(15) == b"HTTP/1.1 200 OK"
            assert not opened[0].closed
            site.close()
            assert opened[0].closed
