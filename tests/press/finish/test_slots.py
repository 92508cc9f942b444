"""Slots cut out of a page: where they are, how much room they have, and what can't be cut."""

from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest

from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import Engine
from handoutgen.press.finish.slots import Cutter, SetIn, Slot
from support.pdf import page_texts
from support.practice import Practice
from support.tags import tag_tree

STYLE = """
@page { size: 130mm 90mm; margin: 15mm }
html { font: 12pt/1.25 "Atkinson Hyperlegible Next" }
body { margin: 0 }
p, table { margin: 0 0 2mm; width: 80mm }
table { border-collapse: collapse; table-layout: fixed }
td { padding: 1mm; height: 20mm; vertical-align: top; line-height: 2 }
.a { font-variant-ligatures: none }
"""
MM = 96 / 25.4
FACE = SetIn("Atkinson Hyperlegible Next", 400, True)


@dataclass
class Cut:
    """A printed page and what was cut out of it."""

    pdf: bytes
    cutter: Cutter

    @property
    def slot(self) -> Slot:
        """The only one."""
        (slot,) = self.cutter.slots.values()
        return slot

    @property
    def text(self) -> str:
        """What is still on the pages."""
        return " ".join(" ".join(page_texts(self.pdf)).split())

    def operators(self, page: int = 0) -> list[str]:
        """How a page is drawn, with the names of what is drawn from elsewhere."""
        with pikepdf.open(BytesIO(self.pdf)) as pdf:
            drawn = pikepdf.parse_content_stream(pdf.pages[page])
            return [
                " ".join([str(item.operator), *map(str, item.operands)])
                if str(item.operator) == "Do"
                else str(item.operator)
                for item in drawn
            ]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def press(engine: Engine, practice: Practice) -> "Press":
    return Press(engine, AssetGate(practice.folders))


@dataclass
class Press:
    """Prints a page and cuts the slots out of it that its blanks `a` and `b` ask for."""

    engine: Engine
    gate: AssetGate

    def __call__(self, body: str, style: str = "", wrapping: str = "") -> Cut:
        cutter = Cutter({"a": "name", "b": "date"}, frozenset(wrapping))
        html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
        done = self.engine.print(html, STYLE + style, self.gate, cutter=cutter)
        return Cut(done.pdf, cutter)


def blank(name: str = "a", style: str = "") -> str:
    return f'<span class="a" data-name="{name}" style="{style}">x</span>'


def test_a_letter_gives_way_to_a_slot(press: Press) -> None:
    cut = press(f"<p>Name {blank()}")
    assert cut.text == "Name"
    assert cut.cutter.blanks == {"slot0": {"a"}}
    assert cut.cutter.fonts == {FACE}
    assert cut.cutter.left == set()
    assert (cut.slot.key, cut.slot.size, cut.slot.ends, cut.slot.wraps) == (
        "name",
        16,
        False,
        False,
    )
    with pikepdf.open(BytesIO(cut.pdf)) as pdf:
        assert pdf.pages[0].Resources.XObject["/slot0"].read_bytes() == b"q Q"
        assert pdf.check_pdf_syntax() == []


def test_it_is_drawn_where_and_as_the_letter_was(press: Press) -> None:
    """Behind what sets the colour, and not among the letters."""
    cut = press(f'<p><span style="color: #ff0000">{blank()}</span>')
    drawn = cut.operators()
    place = drawn.index("Do /slot0")
    assert "rg" in drawn[:place]
    assert drawn[place - 3 : place + 3] == ["ET", "q", "cm", "Do /slot0", "Q", "EMC"]
    assert drawn.count("BT") == drawn.count("ET") == 1
    assert drawn.count("q") == drawn.count("Q")


def test_what_is_not_asked_for_stays(press: Press) -> None:
    body = f"<p>x <b>x</b> {blank('c')} <p>{blank('a').replace('>x<', '>xx<')} <p>{blank('b')}"
    cut = press(body)
    assert cut.text == "x x x xx"
    assert list(cut.cutter.blanks.values()) == [{"b"}]


def test_the_tags_are_those_of_a_page_with_the_letter(press: Press) -> None:
    body = f"<h1>Head</h1><p>Name {blank()}<ul><li>{blank('b')}</ul>"
    cut = press(body)
    other = press(body.replace("data-name", "data-other"))
    assert tag_tree(cut.pdf) == tag_tree(other.pdf).replace("Name x", "Name").replace(' "x"', "")


def test_slots_that_are_alike_share_a_drawing(press: Press) -> None:
    line = f"<p>{blank()}</p>"
    cut = press(f'{line}{line}<p>{blank("b")}</p><p style="width: 50mm">{blank()}</p>{line}')
    assert list(cut.cutter.slots) == ["slot0", "slot1", "slot2"]
    assert [slot.key for slot in cut.cutter.slots.values()] == ["name", "date", "name"]
    names = [item for item in cut.operators() if item.startswith("Do")]
    assert names == ["Do /slot0", "Do /slot0", "Do /slot1", "Do /slot2", "Do /slot0"]


def test_every_page_is_looked_at(press: Press) -> None:
    cut = press(f'<p>{blank()}<p style="break-before: page">{blank()}')
    assert [item for page in (0, 1) for item in cut.operators(page) if item[:2] == "Do"] == [
        "Do /slot0",
        "Do /slot0",
    ]


@pytest.mark.parametrize(
    ("body", "room", "ends"),
    [
        ("<p>{}", 80, False),
        ('<p style="padding-left: 10mm; width: 70mm">{}', 70, False),
        ('<p style="text-align: right">{}', 80, True),
        ('<p style="text-align: justify">{}', 80, False),
        ('<p><span style="display: inline-block; width: 30mm">{}</span>', 30, False),
        ('<p><i style="font-style: normal; padding-left: 5mm">{}</i>', 75, False),
        ('<p style="position: relative; left: 40mm">{}', 60, False),  # to the end of the page
        ("<table><tr><td>{}<td>y", 38, False),
    ],
)
def test_room_is_what_is_left_of_the_block(
    press: Press, body: str, room: float, ends: bool
) -> None:
    cut = press(body.format(blank()))
    assert cut.slot.room == pytest.approx(room * MM, abs=0.1)
    assert cut.slot.ends is ends


def test_what_has_room_for_lines_is_known(press: Press) -> None:
    assert press(f"<p>{blank()}", wrapping="a").slot.wraps
    assert not press(f"<p>{blank()}", wrapping="b").slot.wraps


def test_the_header_is_cut_and_nothing_else_in_a_margin(press: Press) -> None:
    style = """@page {
      @top-left { content: "x" }
      @top-right { content: "x"; width: 60mm; text-align: right; font-variant-ligatures: none }
    }"""
    cut = press("<p>Words", style)
    assert cut.text == "Words x"
    assert cut.slot.key == "header"
    assert (cut.slot.ends, cut.slot.wraps) == (True, True)
    assert cut.slot.room == pytest.approx(60 * MM, abs=0.1)
    assert cut.cutter.blanks == {"slot0": set()}
    assert cut.cutter.left == set()


@pytest.mark.parametrize(
    "style",
    [
        *("text-transform: uppercase", "text-align: center", "letter-spacing: 1pt"),
        *("word-spacing: 1pt", "font-variant-ligatures: normal", "font-kerning: none"),
        *("font-variant-caps: small-caps", "font-feature-settings: 'onum'", "direction: rtl"),
        "text-decoration: underline",
    ],
)
def test_what_is_set_in_a_style_of_its_own_is_left(press: Press, style: str) -> None:
    """Drawn later, it would come out otherwise."""
    cut = press(f"<p>{blank('b')}<p>{blank(style=f'display: block; {style}')}")
    assert cut.cutter.left == {"a"}
    assert [slot.key for slot in cut.cutter.slots.values()] == ["date"]
    assert cut.text.casefold() == "x"


def test_a_header_in_a_style_of_its_own_is_left(press: Press) -> None:
    cut = press("<p>Words", '@page { @top-right { content: "x"; letter-spacing: 2pt } }')
    assert cut.cutter.left == {"header"}
    assert cut.text == "Words x"


@pytest.mark.parametrize(
    ("style", "family", "weight", "upright"),
    [
        ("font-weight: 700", FACE.family, 700, True),
        ("font-style: italic", FACE.family, 400, False),
        ("font-family: Literata", "Literata", 400, True),
    ],
)
def test_the_font_of_each_letter_is_known(
    press: Press, style: str, family: str, weight: int, upright: bool
) -> None:
    cut = press(f"<p>{blank('b')} {blank(style=style)}")
    assert cut.cutter.fonts == {FACE, SetIn(family, weight, upright)}


@pytest.mark.parametrize(("align", "share"), [("top", 1), ("middle", 0.5), ("bottom", 0)])
def test_how_far_a_line_may_sink_is_known(press: Press, align: str, share: float) -> None:
    """In a cell with larger lines than the blank's there is slack above it."""
    style = f".a {{ line-height: 1.25 }} td {{ vertical-align: {align} }}"
    cut = press(f"<table><tr><td>{blank()}</table>", style)
    assert cut.slot.share == share
    assert cut.slot.slack == pytest.approx(16 * (2 - 1.25) / 2, abs=0.1)
    assert press(f"<p>{blank()}").slot.slack == 0


def test_without_a_slot_nothing_is_drawn(press: Press) -> None:
    cut = press("<p>Words")
    assert cut.cutter.slots == {}
    assert not any(item.startswith("Do") for item in cut.operators())
