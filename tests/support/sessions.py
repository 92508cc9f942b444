"""The processes that a test has started in a session of their own."""

import os
from pathlib import Path


def session(number: int) -> list[int]:
    """The processes of that session that are alive."""
    found = []
    for path in Path("/proc").iterdir():
        try:
            if path.name.isdigit() and os.getsid(int(path.name)) == number:
                state = (path / "stat").read_text().rpartition(")")[2].split()[0]
                found += [int(path.name)] if state != "Z" else []
        except OSError:
            continue
    return found
