"""Progress: a bar on a terminal, else a line every few seconds."""

import io
import subprocess
import sys

from handoutgen.batch.progress import Progress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_a_line_is_printed_every_few_seconds() -> None:
    clock, out = Clock(), io.StringIO()
    progress = Progress(out, clock)
    progress.begin(1000)
    for _ in range(30):
        clock.now += 0.5
        progress.add(10)
    progress.close()
    assert out.getvalue().splitlines() == [
        "100 of 1,000 files, 20 a second, 45 s left",
        "200 of 1,000 files, 20 a second, 40 s left",
        "300 of 1,000 files, 20 a second, 35 s left",
    ]


def test_while_nothing_is_finished_only_that_is_told() -> None:
    clock, out = Clock(), io.StringIO()
    progress = Progress(out, clock)
    progress.begin(10)
    clock.now += 6
    progress.tick()
    clock.now += 600
    progress.add(1)
    assert out.getvalue().splitlines() == [
        "0 of 10 files",
        "1 of 10 files, 0.0 a second, 91 min left",
    ]


def test_a_short_batch_shows_nothing() -> None:
    for stream in (io.StringIO(), Screen()):
        clock = Clock()
        progress = Progress(stream, clock)
        progress.begin(10)
        for _ in range(10):
            clock.now += 0.04
            progress.add()
        progress.close()
        assert stream.getvalue() == ""


def test_on_a_terminal_a_bar_is_drawn_and_taken_away() -> None:
    clock, screen = Clock(), Screen()
    progress = Progress(screen, clock)
    progress.begin(100)
    for _ in range(20):
        clock.now += 0.2
        progress.add(5)
    drawn = screen.getvalue()
    assert "15/100" in drawn
    assert "files, 25 a second, " in drawn
    progress.close()
    assert screen.getvalue() != drawn


def test_rich_is_imported_only_for_a_bar() -> None:
    code = (
        "import sys, io; from handoutgen.batch.progress import Progress;"
        "p = Progress(io.StringIO()); p.begin(9); p.add(); p.close(); print('rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
