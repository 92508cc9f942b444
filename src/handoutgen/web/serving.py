"""The server: on loopback alone, with a start link that has the secret."""

import logging
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, Self

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.wasyncore import close_all, loop

from handoutgen.errors import UsageError
from handoutgen.store import reason
from handoutgen.web.apart import bound_core
from handoutgen.web.app import Setup, close_app, create_app

HOST = "127.0.0.1"
USUAL_PORT = 8777
_THREADS = 96
"""Each page with a batch at work holds one, and each that waits to be drawn, of which there are
fewer: so some are always free for what is quick."""
_LINES = 500
"""Connections at once, some of which say nothing."""
_SILENT = 20
"""Seconds after which one that says nothing is closed."""
_IN_MEMORY = 128 << 20
"""Bytes of an answer that are never written to the disk on their way."""
_LARGEST = 60_000_000
"""Bytes of a request, whatever it is for; each page has a limit of its own below that."""


class Site:
    """The page of one practice, served while it is entered, or by `run` until it is stopped.

    `port` None takes the usual one, or any other where that is taken; 0 any that is free. `url` is
    where the page is, `link` lets a browser in. Raises UsageError where the port can't be had.
    """

    def __init__(
        self, practice: Path, port: int | None = None, shipped: Path | None = None
    ) -> None:
        self.practice = practice
        self._sockets: dict[int, Any] = {}
        self._thread: Thread | None = None
        self._app: Any = None
        secret = secrets.token_urlsafe(32)
        self._server = _listen(self._answer, port, self._sockets)
        self.port = int(self._server.effective_port)
        self.app = self._app = create_app(Setup(practice, self.port, secret, shipped))
        self.url = f"http://{HOST}:{self.port}"
        self.link = f"{self.url}/start?key={secret}"

    def run(self) -> None:
        """Serve until Ctrl-C or a signal to end."""
        try:
            bound_core()
            self.app.extensions["handoutgen"].studio.start()  # the first sheet is drawn sooner
            self._loop()
        finally:
            self.close()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._loop, name="handoutgen-web", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop answering, and end all that goes on behind the page."""
        close_app(self.app)  # first: what waits for it goes on, and no thread is held any more
        self._server.task_dispatcher.shutdown()
        if self._thread:
            self._server.trigger.pull_trigger(self._hang_up)
            self._thread.join(10)
            self._thread = None
        self._hang_up()

    def _hang_up(self) -> None:
        """Close every connection, and the file that is on its way over it."""
        for each in list(self._sockets.values()):
            if isinstance(each, HTTPChannel):
                each.handle_close()  # `close_all` alone leaves its file open
        close_all(self._sockets)

    def _loop(self) -> None:
        loop(timeout=1, use_poll=True, map=self._sockets)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        return self._app(environ, start)


def _listen(answer: Callable[..., Any], port: int | None, sockets: dict[int, Any]) -> Any:
    """The server, listening; nothing is answered before the loop runs."""
    _quiet()
    try:
        door = _door(USUAL_PORT if port is None else port)
    except OSError as error:
        if port is not None:
            words = f"port {port} can't be used: {reason(error)}"
            raise UsageError(f"{words}; give another one with --port, or leave it out") from None
        door = _door(0)
    return create_server(
        answer,
        sockets,
        sockets=[door],
        threads=_THREADS,
        ident=None,
        connection_limit=_LINES,
        channel_timeout=_SILENT,
        cleanup_interval=5,
        max_request_body_size=_LARGEST,
        outbuf_overflow=_IN_MEMORY,
        log_untrusted_proxy_headers=False,
    )


def _quiet() -> None:
    """What the server's library says of a fault may be a client's words: it says nothing."""
    logging.getLogger("waitress").setLevel(logging.CRITICAL + 1)


def _door(port: int) -> socket.socket:
    """A socket that listens on that port of loopback; raises OSError.

    It listens already here, as two that start at the same time may both be bound to one port, and
    only one of them can listen.
    """
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let two servers share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((HOST, port))
        door.listen()
    except OSError:
        door.close()
        raise
    return door
