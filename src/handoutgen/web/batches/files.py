"""The folder of a finished batch: opened in the file manager, or removed."""

import os
import subprocess
import sys
from pathlib import Path

from handoutgen.batch.folder import open_folder
from handoutgen.batch.ledger import NAME, Ledger
from handoutgen.errors import OutputError, Problem
from handoutgen.store import reason


def remove_files(folder: Path) -> int:
    """Remove all that batches have put into the folder, and the folder where nothing else is in it.

    Returns how many other files stay. Raises OutputError.
    """
    if not folder.is_dir():
        return 0
    try:
        with open_folder(folder):
            ledger = Ledger(folder)
            ledger.close()
            for name in ledger.entries:
                (folder / name).unlink(missing_ok=True)
            (folder / NAME).unlink(missing_ok=True)
        (folder / ".lock").unlink(missing_ok=True)
        others = sum(1 for _ in folder.iterdir())
        if not others:
            folder.rmdir()
    except OSError as error:
        words = f"can't be removed: {reason(error)}"
        raise OutputError(Problem(str(folder), 0, 0, words, "close what has it open")) from None
    return others


def show(folder: Path) -> bool:
    """Show a folder in the file manager; False where there is none to show it in."""
    if os.name == "nt":
        os.startfile(folder)  # type: ignore[attr-defined,unused-ignore]
        return True
    on_screen = sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
    if not on_screen:
        return False
    command = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        done = subprocess.run(
            (command, str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=10,
        )
    except subprocess.TimeoutExpired:
        return True  # it stays at work while the folder is shown
    except OSError:
        return False
    return done.returncode == 0
