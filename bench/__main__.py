"""Measure, and print one table: `./run bench`."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import browser
from bench.contents import told
from bench.lab import lab
from bench.lines import LINES, MEMORY
from bench.machine import facts
from bench.memory import Held, measure_memory
from bench.rounds import Ratio, measure
from bench.subject import Subject
from bench.table import Result, as_data, as_text, result_of
from handoutgen.errors import HandoutgenError


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: rounds, files that are spliced in one turn, renders for memory."""

    rounds: int
    files: int
    renders: int


FULL, QUICK = Size(7, 500, 1000), Size(2, 200, 100)


def main(words: Sequence[str]) -> None:
    """Do as the words on the line ask."""
    asked = _asked(words)
    size = QUICK if asked.quick else FULL
    with TemporaryDirectory(prefix="handoutgen-bench-", dir=asked.folder) as folder:
        results, files = _measured(Path(folder).resolve(), size)
    command = browser.find()
    machine = facts(browser.version(command) if command else "")
    print(as_text(results), "", *told(files), "", sep="\n")
    print(", ".join(f"{name}: {value}" for name, value in machine.items()))
    if asked.json:
        figures = {"machine": machine, "rounds": size.rounds, "results": as_data(results)}
        asked.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and renders")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="work on the disk of this folder"
    )
    return parser.parse_args(words)


def _measured(folder: Path, size: Size) -> tuple[list[Result], dict[str, bytes]]:
    """Every line's result, and the file that each contender makes for one client."""
    os.environ["HANDOUTGEN_CACHE"] = str(folder / "cache")
    _tell("getting ready: some pages are rendered for the first time")
    practice = folder / "practice"
    practice.mkdir()
    with lab(Subject(practice), folder, size.files) as found:
        times = measure(found.contenders, size.rounds, lambda number: _tell_round(number, size))
    results = [result_of(line, times, found.missing.get(line.theirs, "")) for line in LINES]
    _tell(f"memory: {size.renders:,} renders")
    return [*results, memory_result(measure_memory(size.renders, folder / "memory"))], found.files


def memory_result(held: Held) -> Result:
    """How much more memory was held than after the tenth render."""
    grown = held.most / held.tenth
    most, tenth = (f"{size / 2**20:.1f} MiB" for size in (held.most, held.tenth))
    return Result(MEMORY, most, tenth, Ratio(grown, grown, grown))


def _tell_round(number: int, size: Size) -> None:
    _tell(f"round {number} of {size.rounds}" if number else "once each to warm up")


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except HandoutgenError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode("utf-8", "replace")
        sys.exit(f"{said}This did not work: {' '.join(map(str, error.cmd))}")
