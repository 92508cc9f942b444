"""Content that can't be used, from the file to the terminal: where, what, and what to do."""

import codecs
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from support.practice import HEAD
from support.terminal import TINY, Terminal

GOOD = f"{HEAD}blocks:\n{TINY}"


def with_(old: str, new: str) -> bytes:
    """A good handout with one change."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new).encode()


BAD: dict[str, tuple[bytes, list[str]]] = {
    "wrong-type": (
        with_("minutes: 5", "minutes: soon"),
        ["5:10: 'minutes' should be a whole number, not 'soon'"],
    ),
    "list-for-text": (with_("A test sheet", "[A, sheet]"), ["1:8: "]),
    "text-for-list": (with_("[testing]", "testing"), ["3:9: "]),
    "out-of-range": (with_("minutes: 5", "minutes: 500"), ["5:10: "]),
    "wrong-choice": (with_("audience: client", "audience: clients"), ["4:11: "]),
    "unknown-key": (
        with_("summary:", "sumary:"),
        ["2:1: 'sumary' is not a known field"],
    ),
    "unknown-block": (
        with_("block: text", "block: txet"),
        ["8:12: 'txet' is not a known block type"],
    ),
    "missing-key": (with_("audience: client\n", ""), ["1:1: 'audience' is missing"]),
    "missing-block-key": (with_("    text: Rest a little.\n", ""), ["8:5: 'text' is missing"]),
    "tab": (
        with_("    text:", "\ttext:"),
        ["9:1: this line is indented with a tab; only ordinary spaces count", "9:2: "],
    ),
    "unclosed-quote": (
        with_("title: A", 'title: "A'),
        ["1:8: a quote is opened here and never closed"],
    ),
    "duplicate": (
        with_("minutes: 5", "minutes: 5\ntitle: Again"),
        ["6:1: 'title' stands here a second time (first in line 1)"],
    ),
    "anchor": (with_("title: A", "title: &a A"), ["1:8: anchors like '&a' aren't used here"]),
    "alias": (
        with_("title: A test sheet", "title: *a"),
        ["1:8: references like '*a' aren't used here"],
    ),
    "tag": (
        with_("title: A", "title: !!python/object:os.system A"),
        ["1:8: tags that begin with '!' aren't used here"],
    ),
    "colon": (
        with_("title: A test", "title: A test: a"),
        ["1:14: a colon with a space after it ends a name"],
    ),
    "empty": (b"", ["1:1: this file is empty"]),
    "only-a-comment": (b"# later\n", ["1:1: this file is empty"]),
    "a-list": (b"- one\n", ["1:1: this file holds only a list"]),
    "binary": (b"GIF89a\0\0\xff\xfe" + bytes(range(256)), ["1:7: this is not a text file"]),
    "large": (b"#" * 10_000_000, [" this file has 10,000 kB; a content file has 200 kB at most"]),
    "latin-1": (
        with_("A test", "Café").replace("é".encode(), b"\xe9"),
        ["1:11: this file isn't saved as UTF-8"],
    ),
    "utf-16": (GOOD.encode("utf-16"), ["1:1: this file is saved as UTF-16, not as UTF-8"]),
    "unknown-use": (
        with_(TINY, "  - use: next-sesion\n"),
        ["8:10: there is no content block 'next-sesion'"],
    ),
    "use-of-a-path": (with_(TINY, "  - use: ../../etc/passwd\n"), ["8:10: 'use' takes the name "]),
    "unknown-reference": (
        with_("blocks:", "references: [fin-2018]\nblocks:"),
        ["7:14: there is no reference 'fin-2018'"],
    ),
    "html": (with_("Rest a", "Rest <b>a</b>"), ["9:11: '<b>' looks like HTML"]),
    "several": (
        with_("minutes: 5", "minuets: 5").replace(b"text: Rest", b"txt: Rest"),
        ["5:1: 'minuets' is not a known field", "9:5: 'txt' is not a known field"],
    ),
    "Not an Id": (GOOD.encode(), [" a handout's file is named with small letters, digits and "]),
}


def check(terminal: Terminal, name: str, heads: list[str]) -> None:
    """Build the faulty handout beside a good one, and look at all that is told."""
    done = terminal("build", name, "tiny")
    assert done.code == 1
    assert done.out == (
        f"output/tiny.pdf  1 page\n1 handout built, 1 failed: {name}. They are in output/\n"
    )
    assert terminal.pdfs() == ["tiny.pdf"]
    assert "Traceback" not in done.err
    lines = done.err.splitlines()
    told = [at for at, line in enumerate(lines) if not line.startswith("  ")]
    assert len(told) == len(heads), done.err
    for at, head, end in zip(told, heads, [*told[1:], len(lines)], strict=True):
        assert lines[at].startswith(f"handouts/{name}.yaml:{head}")
        hint = lines[end - 1]
        assert end - at >= 2 and hint.startswith("  ") and "|" not in hint, done.err


@pytest.mark.parametrize("name", BAD)
def test_a_faulty_file_is_told_and_the_others_are_built(terminal: Terminal, name: str) -> None:
    content, heads = BAD[name]
    terminal.practice.write(f"handouts/{name}.yaml", content)
    check(terminal, name, heads)


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path.name)],
    ids=["folder", "pipe", "loop"],
)
def test_what_is_no_file_is_told(terminal: Terminal, make: Callable[[Path], None]) -> None:
    make(terminal.folder / "odd.yaml")
    done = terminal("build", "odd.yaml", "tiny")
    assert done.code in (1, 2)
    assert done.err.startswith(("odd.yaml: this is not a file\n", "there is no file 'odd.yaml'\n"))


def test_a_fault_in_a_used_block_is_told_in_its_own_file(terminal: Terminal) -> None:
    terminal.practice.write("handouts/blocks/own.yaml", "block: text\ntxt: Rest.\n")
    terminal.practice.sheet("  - use: own\n", name="bad")
    done = terminal("build", "bad", "tiny")
    assert done.code == 1
    assert "handouts/blocks/own.yaml:2:1: 'txt' is not a known field\n" in done.err
    assert terminal.pdfs() == ["tiny.pdf"]


def test_a_broken_template_is_told_with_its_line(terminal: Terminal) -> None:
    terminal.practice.write("templates/blocks/lines.html.j2", "<p>\n{% if %}\n")
    terminal.practice.sheet("  - block: lines\n    prompt: P\n", name="bad")
    done = terminal("build", "bad", "tiny")
    assert done.code == 1
    assert done.err.startswith("templates/blocks/lines.html.j2:2:1: this template can't be read: ")
    assert terminal.pdfs() == ["tiny.pdf"]


def test_broken_references_are_told_only_where_they_are_used(terminal: Terminal) -> None:
    terminal.practice.write("handouts/references.yaml", "a-2001: {authors: [A]}\n")
    terminal.practice.sheet(TINY, HEAD + "references: [a-2001]\n", "bad")
    done = terminal("build", "bad", "tiny")
    assert done.code == 1
    assert done.err.startswith("handouts/references.yaml:1:9: a reference has a title or a DOI\n")
    assert terminal.pdfs() == ["tiny.pdf"]


def test_what_editors_put_before_the_text_is_no_fault(terminal: Terminal) -> None:
    lines = GOOD.replace("\n", "\r\n").encode()
    terminal.practice.write("handouts/tiny.yaml", codecs.BOM_UTF8 + lines)
    assert terminal("build", "tiny").code == 0
