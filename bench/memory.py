"""How much memory one process holds while it renders one sheet over and over.

`python -m bench.memory COUNT FOLDER` renders in a process of its own and prints what it held.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.clients import clients

WARM = 10
"""After so many renders, what is kept for all of them is there."""

SHEET = """\
title: One small step
summary: A short sheet, rendered over and over to see what a process holds on to.
topics: [planning]
audience: client
minutes: 5
version: "1.0"
blocks:
  - {block: text, title: How to use this sheet, text: "Pick **one** step for this week."}
  - {block: checklist, items: [A short walk, A call to a friend, Music after lunch], blank_items: 1}
  - {block: table, columns: [Day, What I did], blank_rows: 3}
  - {block: scale, prompt: How sure am I?, low: not sure, high: very sure}
  - {block: lines, prompt: What helped?, count: 3}
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What a process held, in bytes: after the tenth render, and the most after that."""

    renders: int
    tenth: int
    most: int


def measure_memory(renders: int, folder: Path) -> Held:
    """Render a small sheet so many times in a new process; the folder is for its files."""
    command = [sys.executable, "-m", "bench.memory", str(renders), str(folder)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return Held(**json.loads(done.stdout))


def render_often(renders: int, folder: Path) -> Held:
    """Render the small sheet here, each time for another client."""
    from handoutgen.compose.edition import Edition
    from handoutgen.folders import Folders
    from handoutgen.pipeline import Workshop

    sheet = folder / "handouts/one-small-step.yaml"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text(SHEET, "utf-8")
    workshop = Workshop(Folders(folder), None, Edition())
    tenth = most = 0
    every = clients(100)
    for number in range(1, renders + 1):
        name = every[number % len(every)]["name"]
        workshop.build(sheet, folder / "output", {"one-small-step.name": name})
        if number == WARM:
            tenth = most = held()
        elif number > WARM:
            most = max(most, held())
    return Held(renders, tenth, most)


def held() -> int:
    """The memory that this process holds now, in bytes; where that can't be told, the most yet."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    found = render_often(int(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps({"renders": found.renders, "tenth": found.tenth, "most": found.most}))
