"""Tiny pages under the policy of the real ones, with faults in them, to try a browser's helpers."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from handoutgen.web.guard import POLICY

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tiny</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css"></head><body><main><h1>A tiny page</h1>"""
FORM = """<form method="post" action="/form"><input type="hidden" name="csrf" value="secret">
<p><label for="size">Size</label> <select id="size" name="size"><option>A4</option></select></p>
<p><label for="who">Name</label> <input id="who" name="who"></p>
<p><button id="send">Send</button></p></form>"""
PDF = b"%PDF-1.7\n" + b"x" * 300_000 + b"\n%%EOF\n"
PAGES: dict[str, str] = {
    "/": HEAD + FORM,
    "/unlabelled": HEAD + FORM.replace('<label for="size">Size</label>', ""),
    "/inline": HEAD + "<script>document.title = 'run'</script>",
    "/styled": HEAD + '<p style="color: red">Red</p>',
    "/throws": HEAD + '<script src="/throw.js"></script>',
    "/missing": HEAD + '<img src="/nowhere.png" alt="">',
    "/outside": HEAD + '<img src="http://example.org/x.png" alt="">',
    "/scripted": HEAD + '<noscript><p id="off">Off</p></noscript><script src="/on.js"></script>',
    "/wide": HEAD + '<p class="wide">Too wide</p>',
    "/narrow": HEAD + "<p>Fits</p>",
    "/no-viewport": HEAD.replace('name="viewport"', 'name="none"') + "<p>Fits</p>",
    "/hidden-focus": HEAD + '<p><button>First</button><button class="dull">Second</button></p>',
    "/pale-focus": HEAD + '<p><button class="pale">Only</button></p>',
    "/clipped-focus": HEAD + '<div class="clip"><a href="/">Only</a></div>',
    "/far-focus": HEAD + '<p><a href="/" class="far">Only</a></p>',
    "/card": HEAD + '<div class="card"><p>Around</p><a href="/">Only</a></div>',
    "/radios": HEAD + '<p><input type="radio" id="r" class="unseen"><label for="r">Odd</label></p>',
    "/shadow": HEAD + '<p><button class="shadow">Only</button></p>',
    "/download": HEAD + '<p><a id="get" href="/slow.pdf">Get it</a></p>',
    "/unseen": HEAD
    + "".join(
        f'<div class="{name}"><p>Out of sight</p></div>'
        for name in ("none", "clear", "hidden", "clip away", "empty")
    )
    + "<p>In sight</p>",
    "/going": HEAD + '<meta http-equiv="refresh" content="1;url=/">',
    "/theme": HEAD + '<p class="theme">Theme</p>',
}
FILES = {
    "/style.css": """
        p { color: black } .wide { width: 700px } .dull:focus { outline: none }
        :focus-visible { outline: 2px solid #036; outline-offset: 1px }
        .pale:focus-visible { outline: 3px solid #eee }
        .clip { overflow: hidden; width: 4em } .clip a { display: block }
        .none { display: none } .clear { opacity: 0 } .hidden { visibility: hidden }
        .away p { position: relative; left: 5em } .empty p { font-size: 0 }
        .far { position: fixed; left: -999px }
        .card { padding: 3em } .card:focus-within { outline: 2px solid #036 }
        .card a { outline: none }
        .shadow:focus-visible { outline: none; box-shadow: 0 0 0 3px #036 }
        .unseen { position: absolute; opacity: 0 }
        .unseen:focus-visible + label { outline: 2px solid #036 }
        @media (prefers-color-scheme: dark) {
          html { background: black } p { color: white } h1 { color: #333 }
        }
        """,
    "/throw.js": "throw new Error('oh no')",
    "/on.js": "document.querySelector('h1').textContent = 'Scripts run'",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow.pdf":
            self.head(200, "application/pdf", **{"Content-Disposition": "attachment"})
            for start in range(0, len(PDF), 100_000):
                self.wfile.write(PDF[start : start + 100_000])
                time.sleep(0.1)
        elif self.path == "/start":
            self.head(303, "text/plain", **{"Location": "/", "Set-Cookie": "who=me; HttpOnly"})
        elif self.path == "/events":
            self.head(200, "text/event-stream")
            self.wfile.write(b"event: done\ndata: 1\ndata: 2\n\n: rest\n\ndata:3\n\n")
        elif self.path in PAGES:
            self.head(200, "text/html", **{"Content-Security-Policy": POLICY})
            self.wfile.write(PAGES[self.path].encode())
        elif self.path in FILES:
            self.head(200, "text/css" if self.path.endswith("css") else "text/javascript")
            self.wfile.write(FILES[self.path].encode())
        else:
            self.head(404, "text/plain")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.head(200, "text/plain")
        self.wfile.write(f"{self.headers['Cookie']} {self.headers['Origin']}\n".encode() + sent)

    def head(self, status: int, kind: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def tiny() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
