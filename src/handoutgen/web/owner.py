"""Whose browser it is that asks: on Linux the system tells which user has the other end of a line.

A browser sends a page's cookies to every port of a host, so another user of the machine who serves
a page of their own could come to have one. It is of no use to them here. Where the system doesn't
tell, as on macOS and Windows, the cookie alone counts.
"""

import os
from pathlib import Path

_LINES = Path("/proc/net/tcp")
_ROOT = 0
"""Can read everything on the machine anyway; what a container lets in comes from there too."""


def is_anothers(client: str, client_port: str, port: int) -> bool:
    """Whether the connection from that address to that port of loopback is another user's."""
    owner = owner_of(client, client_port, port)
    return owner is not None and owner not in (os.geteuid(), _ROOT)


def owner_of(client: str, client_port: str, port: int) -> int | None:
    """The id of the user who has the connection's other end; None where that isn't told."""
    try:
        near, far = _written(client, int(client_port)), _written("127.0.0.1", port)
        with _LINES.open(encoding="ascii") as lines:
            for line in lines:
                if near in line:
                    words = line.split()
                    if words[1:3] == [near, far]:
                        return int(words[7])
    except (OSError, ValueError, IndexError):
        pass
    return None


def _written(address: str, port: int) -> str:
    """An address and a port as the system lists them."""
    numbers = [int(each) for each in address.split(".")]
    return bytes(reversed(numbers)).hex().upper() + f":{port:04X}"
