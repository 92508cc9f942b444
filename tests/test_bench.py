"""The benchmark still runs and reckons rightly; what it measures is told by `./run bench`."""

import json
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

import bench.__main__ as command
from bench.clients import MOST, clients, write_roster
from bench.contents import pages_and_words, told
from bench.lab import Lab, lab
from bench.lines import LINES, MEMORY
from bench.machine import facts
from bench.memory import SHEET, Held, held
from bench.peers import Pikepdf
from bench.processes import CLIENTS, Processes
from bench.rounds import Contender, Ratio, Times, measure
from bench.splicing import one_file
from bench.subject import Subject
from bench.table import Line, as_text, in_words, result_of
from bench.typesetting import HEAD
from handoutgen.content.roster import read_roster
from support.practice import Practice
from support.words import texts_of

SPEED = Line("ours", "theirs", "faster", "a", "b", 4)
TIME = Line("ours", "theirs", "time", "a", "b", 0.5)

CHROMIUM = """\
#!{python}
import base64, json, os
asked, script, data = {{}}, "", b""
def say(told):
    os.write(4, json.dumps(told).encode() + b"\\0")
while more := os.read(3, 65536):
    data += more
    while b"\\0" in data:
        message, _, data = data.partition(b"\\0")
        call = json.loads(message)
        answer = {{"targetId": "t", "sessionId": "s", "result": {{}}, {fault}}}
        if call["method"] == "Page.navigate":
            say({{"method": "Page.loadEventFired"}})
        if call["method"] == "Page.printToPDF":
            answer["data"] = base64.b64encode(script.encode()).decode()
        script = call["params"].get("expression", "")
        say({{"id": call["id"], "result": answer}})
        if call["method"] == "Browser.close":
            raise SystemExit
"""
"""A browser that prints the script which it was given last."""


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[Subject]:
    """A packet of one small sheet; its base is rendered once for all tests here."""
    folder = tmp_path_factory.mktemp("bench")
    practice = Practice(folder / "practice")
    practice.write("handouts/one-small-step.yaml", SHEET)
    practice.write("handouts/packets/small.yaml", "title: Small\nhandouts: [one-small-step]\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", str(folder / "cache"))
        yield Subject(practice.folder, "small")


@pytest.fixture
def machine(monkeypatch, tmp_path) -> Iterator[list[str]]:
    """Peers and processes that only pretend; the commands that would have been run."""
    commands: list[str] = []

    def run(self: Processes, *words: str | Path) -> float:
        line = " ".join(map(str, words))
        commands.append(line)
        if new := re.search(r"\S+/new-\d+", line):
            for number in range(CLIENTS if " batch " in line else 1):
                Path(new[0], f"{number}.pdf").touch()
        return 0.25

    def compiler(*words: object, **options: object) -> SimpleNamespace:
        return SimpleNamespace(compile=lambda **asked: asked["sys_inputs"]["name"].encode())

    monkeypatch.setattr(Processes, "_run", run)
    monkeypatch.setitem(sys.modules, "typst", SimpleNamespace(Compiler=compiler))
    fake_chromium(monkeypatch, tmp_path)
    yield commands


def fake_chromium(monkeypatch: pytest.MonkeyPatch, folder: Path, fault: str = "") -> None:
    path = folder / "bin/chromium"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CHROMIUM.format(python=sys.executable, fault=fault))
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))


def times(*rounds: tuple[list[float], list[float]]) -> Times:
    return Times([{"a": ours, "b": theirs} for ours, theirs in rounds])


def test_contenders_take_turns_in_an_order_that_is_reversed() -> None:
    seen: list[str] = []

    def contender(name: str, turns: int, warm: bool) -> Contender:
        return Contender(name, lambda: seen.append(name) or float(len(seen)), turns, warm)

    told_of: list[int] = []
    three = [contender("a", 2, True), contender("b", 1, True), contender("c", 2, False)]
    found = measure(three, 2, told_of.append)
    assert "".join(seen) == "ab" + "abc" + "ca" + "cba" + "ac"
    assert told_of == [0, 1, 2]
    assert found.rounds[0] == {"a": 5.0, "b": 4.0, "c": 5.5}


def test_a_ratio_is_that_of_medians_with_the_spread_of_rounds() -> None:
    found = times(([1, 2, 90], [4, 5, 4]), ([4], [12]), ([3], [15]))
    assert found.median("a") == 3
    assert found.ratio("b", "a") == Ratio(12 / 3, 4 / 2, 15 / 3)
    assert found.ratio("a", "b").value == 3 / 12


@pytest.mark.parametrize(
    ("line", "ours", "theirs", "value", "met"),
    [
        (SPEED, 1.0, 4.0, 4.0, True),
        (SPEED, 1.0, 3.9, 3.9, False),
        (TIME, 1.0, 2.0, 0.5, True),
        (TIME, 1.1, 2.0, 0.55, False),
        (Line("x", "y", "speed", "a", "b"), 1.0, 3.0, 3.0, None),
        (Line("x", "y", "slower", "a", "b"), 3.0, 1.0, 3.0, None),
    ],
)
def test_a_target_is_a_bound_of_speeds_from_below_and_of_times_from_above(
    line, ours, theirs, value, met
) -> None:
    result = result_of(line, times(([ours], [theirs])))
    assert result.ratio
    assert result.ratio.value == pytest.approx(value)
    assert result.met is met


def test_the_table_tells_what_was_measured_and_what_was_skipped() -> None:
    some = times(([0.0005], [4.2]), ([0.0004], [4.0]), ([0.0006], [4.1]))
    absent = Line("ours", "nobody", "faster", "a", "none", 50)
    results = [result_of(SPEED, some), result_of(TIME, some), result_of(absent, some, "no such")]
    head, rule, *rows = as_text(results).splitlines()
    assert "0.500 ms  4.10 s  8,200 times as fast (6,830 to 10,000)" in rows[0]
    assert re.search("≥ 4 +yes$", rows[0])
    assert re.search("≤ 0.5 +yes$", rows[1])
    assert "skipped: no such" in rows[2]
    assert set(rule) == {"-", " "}
    assert head.index(" ours ") == rows[0].index("00 ms ")
    at = head.index("against")
    assert [row[at - 2 : at + 6] for row in rows] == ["  theirs", "  theirs", "  nobody"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.00012345, "0.123 ms"), (0.0099996, "10.0 ms"), (0.5, "500 ms"), (4.018, "4.02 s")],
)
def test_times_have_three_digits_and_a_unit(seconds, words) -> None:
    assert in_words(seconds) == words


def test_each_client_is_somebody_else_and_the_roster_can_be_read(tmp_path) -> None:
    assert len({client["name"] for client in clients(MOST)}) == MOST == 1000
    write_roster(tmp_path / "roster.csv", 20)
    roster = read_roster(tmp_path / "roster.csv")
    assert not roster.problems
    assert not roster.others
    keys = ("name", "date", "next session")
    told_of = [{key: each.said[key] for key in keys} for each in roster.clients]
    assert told_of == [{key: client[key] for key in keys} for client in clients(20)]


def test_typst_gets_every_word_of_the_packet(practice) -> None:
    subject = Subject(practice.folder)
    source = subject.typst_page.partition(HEAD.read_text("utf-8"))[2]
    literal = re.compile(r'"(?:[^"\\]|\\.)*"')
    there = _words(json.loads(found) for found in literal.findall(source))
    handouts = subject.desk.handouts_of(subject.packet)
    wanted = _words(text for handout in handouts for text in texts_of(handout))
    assert wanted.total() > 3000
    assert wanted - there == Counter()
    _check_brackets(literal.sub("", source))


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(re.findall(r"\w+", " ".join(texts)))


def _check_brackets(source: str) -> None:
    is_open: list[str] = []
    for bracket in re.findall(r"[()\[\]]", source):
        if bracket in ")]":
            assert is_open.pop() == {")": "(", "]": "["}[bracket]
        else:
            is_open.append(bracket)
    assert not is_open


def test_pikepdf_makes_the_same_file_as_a_splice(small, tmp_path) -> None:
    assert Pikepdf(small, tmp_path).run() > 0
    ours = one_file(small, clients(2)[1])
    theirs = (tmp_path / "pikepdf.pdf").read_bytes()
    assert pages_and_words(theirs) == pages_and_words(ours)
    assert pages_and_words(ours) != pages_and_words(one_file(small, clients(1)[0]))


def test_all_contenders_have_their_turns(small, machine, tmp_path) -> None:
    with lab(small, tmp_path, 2) as found:
        measured = measure(found.contenders, 1)
        assert not list((tmp_path / "written/batch").glob("row-*"))
    results = [result_of(line, measured) for line in LINES]
    assert [result.line for result in results if result.ratio is None] == []
    assert found.files["Typst"].decode() == clients(1)[0]["name"]
    assert json.dumps(clients(1)[0]["name"]) in found.files["Chromium"].decode()
    for words in ("batch small", "packet small", "build -o", "import weasyprint", "import click"):
        assert any(words in line for line in machine)


def test_a_peer_that_is_not_there_is_skipped_with_a_word(
    small, machine, tmp_path, monkeypatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    fake_chromium(monkeypatch, tmp_path, '"exceptionDetails": {}')
    with lab(small, tmp_path, 2) as found:
        assert found.missing == {
            "typst": "Typst isn't installed",
            "first typst": "Typst isn't installed",
            "chromium": "the script failed",
        }
        assert "Typst" not in found.files


def test_the_command_prints_the_table_and_writes_the_figures(
    practice, tmp_path, monkeypatch, capsys
) -> None:
    def one(subject: Subject, folder: Path, files: int) -> Iterator[Lab]:
        found = Lab(missing={"typst": "no Typst"})
        for name in {name for line in LINES for name in (line.ours, line.theirs)} - {"typst"}:
            found.add(name, lambda: 0.5)
        yield found

    monkeypatch.setattr(command, "lab", contextmanager(one))
    monkeypatch.setattr(command, "measure_memory", lambda *_: Held(100, 100 << 20, 120 << 20))
    command.main(["--quick", "--json", str(tmp_path / "figures.json"), "--folder", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "skipped: no Typst" in printed
    assert "120.0 MiB  100.0 MiB  1.20 of it" in printed
    figures = json.loads((tmp_path / "figures.json").read_text("utf-8"))
    assert len(figures["results"]) == len(LINES) + 1
    assert figures["results"][-1]["met"] is False
    assert figures["results"][-1]["target"] == MEMORY.target
    assert not list(tmp_path.glob("handoutgen-bench-*"))


def test_memory_that_is_held_is_seen() -> None:
    before = held()
    block = bytearray(b"x" * (64 << 20))
    assert held() - before > 48 << 20
    assert len(block) > 0


def test_the_machine_is_not_named() -> None:
    found = facts("Chromium 1.0")
    assert found["Python"].endswith(platform.python_version())
    assert found["browser"] == "Chromium 1.0"
    assert platform.node() not in found.values()


def test_what_is_in_a_file_is_held_against_the_first_one(small) -> None:
    one, other = (one_file(small, each) for each in clients(2))
    first, second = told({"ours": one, "theirs": other})
    count = re.fullmatch(r"ours: \d pages, \d+ kB, ([\d,]+) of \1 words", first)
    assert count
    assert f"of {count[1]} words" in second
    assert f" {count[1]} of" not in second
