"""Faults that can only be seen on the finished pages."""

import pytest

from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine
from handoutgen.press.inspect import Fault
from support.practice import Practice

CSS = """
@page { size: 100mm 60mm; margin: 10mm }
html { font: 10pt "Atkinson Hyperlegible Next" }
body, p { margin: 0 }
.tight { width: 20mm; height: 6mm }
.hug { width: 20mm }
table { width: 100%; table-layout: fixed }
"""
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwe"
SHORTER = "make it shorter, or split a very long word"
OTHER = "write it another way, or name a font that has it in the brand's 'typography'"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def faults(engine: Engine, practice: Practice):  # type: ignore[no-untyped-def]
    def faults(body: str, css: str = "") -> list[Fault]:
        html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
        return list(engine.print(html, CSS + css, AssetGate(practice.folders)).faults)

    return faults


def misfit(words: str, block: int = 0, page: int = 1) -> Fault:
    return Fault(block, page, f"'{words}' doesn't fit its place on page {page}", SHORTER)


def undrawn(letter: str, block: int = 0, page: int = 1) -> Fault:
    message = f"no font here can draw '{letter}' (U+{ord(letter):04X})"
    return Fault(block, page, message, OTHER, letter)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>One</h1><p>Two words, and more of them than there is room for in one line of it.",
        f'<table><tr><td>{LONG[:20]}<td style="overflow-wrap: anywhere">{LONG}</table>',
        '<div class="tight"><p>One</p></div>',
        '<div class="hug"><p>Some words that need several lines to stand in</p></div>',
        '<div class="hug">Incomprehensibilities</div>',
        '<p style="height: 2mm">One line, in a paragraph that has only a height</p>',
        # the number on the corner of a box, placed on purpose
        '<div class="tight" style="position: relative; margin-left: 5mm">'
        '<b style="position: absolute; left: -4mm; top: -3mm; width: 6mm; height: 6mm">1</b></div>',
        "<p>" + "line<br>" * 30,
        '<p>Light from a <svg width="9" height="9"><title>A</title></svg>',
        "<p>   </p>",
    ],
)
def test_what_fits_is_no_fault(faults, body: str) -> None:  # type: ignore[no-untyped-def]
    assert faults(body) == []


def test_a_word_wider_than_its_cell(faults) -> None:  # type: ignore[no-untyped-def]
    body = f'<table id="block-3"><tr><td>One<td>{LONG}</table>'
    assert faults(body) == [misfit(LONG[:40], 3)]


def test_a_word_wider_than_the_page(faults) -> None:  # type: ignore[no-untyped-def]
    assert faults(f"<p>{LONG}{LONG}") == [misfit(LONG[:40])]


def test_words_to_the_left_of_the_page(faults) -> None:  # type: ignore[no-untyped-def]
    assert faults('<p style="margin-left: -5mm">Left out') == [misfit("Left out")]


def test_a_box_too_low_for_its_words(faults) -> None:  # type: ignore[no-untyped-def]
    body = '<section id="block-2"><div class="tight">One line more than fits</div></section>'
    assert faults(body) == [misfit("more than", 2)]


def test_a_box_too_narrow_for_its_word(faults) -> None:  # type: ignore[no-untyped-def]
    assert faults('<div class="tight">Incomprehensibly</div>') == [misfit("Incomprehensibly")]


def test_a_picture_wider_than_the_page(faults) -> None:  # type: ignore[no-untyped-def]
    body = '<svg id="block-1" width="500" height="9"><title>A</title></svg>'
    assert faults(body) == [misfit("a picture", 1)]


def test_what_cannot_be_broken_and_ends_below_the_page(faults) -> None:  # type: ignore[no-untyped-def]
    body = '<div style="position: absolute; top: 39mm; width: 60mm">Too low</div>'
    assert faults(body) == [misfit("Too low")]


def test_the_page_is_told(faults) -> None:  # type: ignore[no-untyped-def]
    body = f'<p>One<p id="block-4" style="break-before: page">{LONG}{LONG}'
    assert faults(body) == [misfit(LONG[:40], 4, 2)]


def test_each_fault_is_told_once_a_block(faults) -> None:  # type: ignore[no-untyped-def]
    body = '<p id="block-1">睡 and 睡<br>and 睡<p id="block-2">睡 and 眠 and 睡'
    assert faults(body) == [undrawn("睡", 1), undrawn("眠", 2), undrawn("睡", 2)]


def test_other_ids_are_no_blocks(faults) -> None:  # type: ignore[no-untyped-def]
    body = '<div id="block-2"><p id="block-x">睡</p></div><p id="other">眠'
    assert faults(body) == [undrawn("睡", 2), undrawn("眠", 0)]


def test_a_letter_in_the_footer(faults) -> None:  # type: ignore[no-untyped-def]
    css = '@page { @bottom-left { content: "Practice 睡" } }'
    assert faults('<p id="block-1">One', css) == [undrawn("睡")]


def test_a_letter_in_a_label_before_the_words(faults) -> None:  # type: ignore[no-untyped-def]
    assert faults('<p id="block-1">One', 'p::before { content: "睡 " }') == [undrawn("睡", 1)]


def test_a_letter_in_a_drawing(faults) -> None:  # type: ignore[no-untyped-def]
    svg = '<svg width="50" height="20"><title>A</title><text y="15">睡</text></svg>'
    assert faults(f"<p>{svg}") == [undrawn("睡", 0, 0)]


def test_a_footer_that_runs_off_the_paper(faults) -> None:  # type: ignore[no-untyped-def]
    css = '@page { @bottom-left { content: "%s"; width: 30mm; vertical-align: top } }'
    assert faults('<p id="block-1">One', css % ("Words " * 2)) == []
    (found,) = faults('<p id="block-1">One', css % ("Words " * 40))
    assert found.message.endswith("doesn't fit its place on page 1")
