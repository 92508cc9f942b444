"""What a reader of the tags is given once the engine's structure is mended."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from handoutgen.press.assets import AssetGate
from handoutgen.press.engine import VARIANT, Engine
from handoutgen.press.finish.structure import mend
from support.pdf import page_pictures, page_texts
from support.practice import Practice
from support.tags import tag_tree
from support.verapdf import validate

CSS = """
@page {
  size: 80mm 60mm; margin: 10mm;
  @top-left { content: "Running head" }
  @bottom-right { content: "Page " counter(page) }
  @left-middle { content: "|" }
}
html { font: 12px/15px "Atkinson Hyperlegible Next"; orphans: 1; widows: 1 }
body { margin: 0 }
p { margin: 0 0 5px }
input { display: inline-block; width: 4mm; height: 4mm }
"""

DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='20' height='10'/%3E"
ROW = "<tr><th scope=row>Day {0}<td>a{0}<td>b{0}</tr>"
REPEATED = (None, None)
"""How a head that is printed again shows among a page's artifacts."""

ROWS = 14
TABLE = (
    '<table><caption>Days</caption><thead><tr><th>When<th><a href="#end">What</a><th>Who</thead>'
    + "".join(ROW.format(number) for number in range(1, ROWS + 1))
    + "</table>"
)
LINK = '<a href="https://example.org/a">words that go on <b>and on</b> for more than a line</a>'
ALL = (
    f"<main><section><h1>One</h1><p>{'Some words. ' * 40}{LINK}</section><section>{TABLE}"
    f'<img src="{DOT}" alt="A dot"></section></main><ul><li>{"Item. " * 60}<li>last</ul><p id=end>'
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


class Press:
    """Prints a body, mended or as the engine leaves it."""

    def __init__(self, engine: Engine, practice: Practice) -> None:
        self.engine, self.gate = engine, AssetGate(practice.folders)

    def pdf(self, body: str, css: str = "", finisher: Any = mend) -> bytes:
        html = f'<html lang="en"><title>T</title><body>{body}</body></html>'
        document = self.engine.lay_out(html, CSS + css, self.gate, False, True)
        done: bytes = document.write_pdf(
            finisher=finisher, pdf_variant=VARIANT, pdf_forms=True, pdf_identifier=b"x"
        )
        return done

    def tree(self, body: str, css: str = "") -> list[str]:
        return tag_tree(self.pdf(body, css)).splitlines()

    def open(self, body: str, css: str = "") -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.pdf(body, css)))


@pytest.fixture
def press(engine: Engine, practice: Practice) -> Press:
    return Press(engine, practice)


def test_an_element_that_goes_over_pages_is_one_tag(press: Press) -> None:
    words = ("Some words. " * 40).strip()
    assert press.tree(f"<main><section><h2>A</h2><p>{words}</section><p>B</main>") == [
        "Document",
        "  Part",
        "    Sect",
        '      H2 "A"',
        f'      P "{words}"',
        '    P "B"',
    ]


def test_a_list_and_an_item_that_go_over_pages_are_one(press: Press) -> None:
    words = ("word " * 90).strip()
    inner = f"<ol><li>{words}<li>c</ol>"
    assert press.tree(f"<ul><li>a<li>{words}{inner}<li>d</ul>") == [
        "Document",
        "  L numbering=Disc",
        "    LI",
        '      Lbl "•"',
        '      LBody "a"',
        "    LI",
        '      Lbl "•"',
        f'      LBody "{words}"',
        "    L numbering=Decimal",
        "      LI",
        '        Lbl "1."',
        f'        LBody "{words}"',
        "      LI",
        '        Lbl "2."',
        '        LBody "c"',
        "    LI",
        '      Lbl "•"',
        '      LBody "d"',
    ]


def test_elements_of_one_kind_on_either_side_of_a_pages_end_stay_two(press: Press) -> None:
    tree = press.tree("<section><p>a</section><section style='break-before: page'><p>b</section>")
    assert tree == ["Document", "  Sect", '    P "a"', "  Sect", '    P "b"']


def test_boxes_that_the_engine_puts_in_stay_in_their_order(press: Press) -> None:
    body = f"<li>one<p>two</p>{'three ' * 90}<p>four</p>five</li>"
    tree = "".join(press.tree(f"<ul style='list-style: none'>{body}</ul>"))
    places = [tree.index(word) for word in ("one", "two", "three", "four", "five")]
    assert places == sorted(places)


def test_a_table_over_pages_has_one_head(press: Press) -> None:
    data = press.pdf(TABLE + "<p id=end>")
    assert len(page_texts(data)) == 3
    assert all("When" in text for text in page_texts(data))
    rows = [
        line
        for number in range(1, ROWS + 1)
        for line in (
            "      TR",
            f'        TH scope=Row "Day {number}"',
            f'        TD headers="Day {number}, What" "a{number}"',
            f'        TD headers="Day {number}, Who" "b{number}"',
        )
    ]
    assert tag_tree(data).splitlines()[:-1] == [
        "Document",
        "  Table",
        '    Caption "Days"',
        "    THead",
        "      TR",
        '        TH scope=Column "When"',
        "        TH scope=Column",
        '          Link -> end contents="What" "What"',
        '        TH scope=Column "Who"',
        "    TBody",
        *rows,
    ]


def test_a_row_that_goes_over_pages_is_one(press: Press) -> None:
    long = ("word " * 60).strip()
    table = f"<table><tr><th scope=row>{long}<td style='width: 20mm'>{long}<td>c</table>"
    assert press.tree(table)[3:] == [
        "      TR",
        f'        TH scope=Row "{long}"',
        f'        TD headers="{long}" "{long}"',
        f'        TD headers="{long}" "c"',
    ]


def test_a_header_that_goes_over_pages_is_named_by_the_cells_below(press: Press) -> None:
    long = ("word " * 60).strip()
    tree = press.tree(f"<table><tr><th style='width: 20mm'>{long}<th>B<tr><td>c<td>d</table>")
    assert tree[-2:] == [f'        TD headers="{long}" "c"', '        TD headers="B" "d"']


def test_columns_are_read_on(press: Press) -> None:
    tree = press.tree(f"<div style='columns: 2'><p>{'word ' * 90}</p><p>b</div>")
    assert [line.replace(" ", "") for line in tree[-2:]] == [f'P"{"word" * 90}"', 'P"b"']


def test_a_head_that_is_set_another_way_on_the_next_page_is_the_same(press: Press) -> None:
    css = "@page :first { size: 45mm 60mm } th { width: 20mm }"
    table = TABLE.replace("When", "When it is that it was")
    tree = press.tree(f"{table}<p id=end>", css)
    assert sum("THead" in line for line in tree) == 1
    assert f'        TD headers="Day {ROWS}, Who" "b{ROWS}"' in tree


def test_header_cells_are_listed_by_their_names(press: Press) -> None:
    with press.open(TABLE + TABLE) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        heads = {bytes(tag.ID): tag.objgen for tag in tags(pdf) if tag.S == "/TH"}
        assert [bytes(name) for name in names[::2]] == sorted(heads)
        assert {bytes(n): tag.objgen for n, tag in zip(*[iter(names)] * 2, strict=True)} == heads
        assert len(heads) == 2 * (3 + ROWS)


def test_the_cell_over_rows_is_told_by_its_own_scope(press: Press) -> None:
    """The engine takes a header for that of a column unless it says that it is a row's."""
    tree = press.tree("<table><tr><th>A<th>B<tr><th scope=row>C<td>d</table>")
    assert [line.strip() for line in tree if "TH" in line] == [
        'TH scope=Column "A"',
        'TH scope=Column "B"',
        'TH scope=Row "C"',
    ]


def test_margins_and_repeated_heads_are_artifacts(press: Press) -> None:
    data = press.pdf(TABLE + "<p id=end>")
    assert not {"Running", "Page", "|"} & set(tag_tree(data).replace('"', " ").split())
    with pikepdf.open(BytesIO(data)) as pdf:
        found = [artifacts(page) for page in pdf.pages]
        structure = pdf.Root.StructTreeRoot
        numbers = [list(structure.ParentTree.Nums[place]) for place in (1, 3, 5)]
    margins = [("/Header", "/Top"), ("/Footer", "/Bottom"), (None, "/Left")]
    assert [set(each) - {REPEATED} for each in found] == [set(margins)] * 3
    assert [each.count(REPEATED) for each in found] == [0, 3, 3]
    assert [each.count(None) for each in numbers] == [len(each) for each in found]


def test_a_link_in_the_margin_or_in_a_repeated_head_is_only_words(press: Press) -> None:
    css = ".run { position: running(run) } @page { @bottom-left { content: element(run) } }"
    run = '<div class=run>See <a href="https://example.org/b">there</a></div>'
    with press.open(f"{run}{TABLE}<p id=end>", css) as pdf:
        assert [len(page.get("/Annots", [])) for page in pdf.pages] == [1, 0, 0]
        consistent(pdf)


def test_a_link_over_lines_is_one_and_says_its_words(press: Press) -> None:
    said = "words that go on and on for more than a line"
    data = press.pdf(f"<p>See {LINK} here.")
    assert tag_tree(data).splitlines()[2:] == [
        '    "See"',
        f'    Link -> https://example.org/a contents="{said}" "{said}"',
        '    "here."',
    ]
    with pikepdf.open(BytesIO(data)) as pdf:
        found = list(pdf.pages[0].Annots)
        assert len(found) > 1  # one on each line, and for the bold words
        assert {str(each.Contents) for each in found} == {said}
        assert {int(each.F) for each in found} == {4}


def test_a_link_over_pages_says_its_words_on_both(press: Press) -> None:
    data = press.pdf(f'<div style="height: 35mm"></div><p>{LINK}')
    assert len([line for line in tag_tree(data).splitlines() if "Link" in line]) == 1
    with pikepdf.open(BytesIO(data)) as pdf:
        said = [{str(each.Contents) for each in page.Annots} for page in pdf.pages]
        assert said == [{"words that go on and on for more than a line"}] * 2


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("soft&shy;ly <i>sp</i>oken", "softly spoken"),
        (f'<img src="{DOT}" alt="A dot">', "A dot"),
        ("Zażółć", "Zażółć"),
        ("", "https://example.org/"),
    ],
)
def test_a_link_says_words_and_else_its_target(press: Press, inside: str, said: str) -> None:
    with press.open(f'<p>A <a href="https://example.org/">{inside}</a> b') as pdf:
        assert {str(each.Contents) for each in pdf.pages[0].Annots} == {said}


def test_annotations_stand_in_reading_order(press: Press) -> None:
    """The engine puts links first, then what stands outside a form, then what is in one."""
    box = '<input type=checkbox name="{0}" title="{0}"> '
    number = count(1)
    boxes = [box.format(next(number)) for _ in range(4)]
    link = '<a href="https://example.org/">{}</a> '
    body = f"<form><p>{boxes[0]}{link.format('x')}{boxes[1]}</form>{boxes[2]}{link.format('y')}"
    after = f'<p style="break-before: page">{boxes[3]}'
    with press.open(body + after) as pdf:
        names = [
            [str(each.get("/T") or each.Contents) for each in page.Annots] for page in pdf.pages
        ]
        assert names == [["1", "x", "2", "3", "y"], ["4"]]
        for page in pdf.pages:
            assert page.Tabs == "/S"
            for left, bottom, right, top in (map(float, each.Rect) for each in page.Annots):
                assert left < right
                assert bottom < top


@pytest.mark.parametrize(
    ("tag", "style", "numbering"),
    [
        ("ol", "", " numbering=Decimal"),
        ("ol", "lower-roman", " numbering=LowerRoman"),
        ("ol", "none", " numbering=Decimal"),  # the numbers are drawn another way
        ("ul", "", " numbering=Disc"),
        ("ul", "none", ""),
    ],
)
def test_a_list_tells_how_it_is_numbered(
    press: Press, tag: str, style: str, numbering: str
) -> None:
    shown = f"list-style-type: {style}" if style else ""
    assert press.tree(f"<{tag} style='{shown}'><li>a</{tag}>")[1] == f"  L{numbering}"


def test_a_list_of_terms_has_no_numbering(press: Press) -> None:
    assert press.tree("<dl><dt>a<dd>b</dl>")[1] == "  L"


def test_a_picture_tells_where_it_stands(press: Press) -> None:
    with press.open(f'<p><img style="display: block" src="{DOT}" alt="A dot">') as pdf:
        (figure,) = (tag for tag in tags(pdf) if tag.S == "/Figure")
        left, bottom, right, top = (float(side) for side in figure.A.BBox)
    margin, height = 10 / 25.4 * 72, 60 / 25.4 * 72
    assert (left, top) == pytest.approx((margin, height - margin), abs=0.01)
    assert (right - left, top - bottom) == pytest.approx((15, 7.5), abs=0.01)


def test_words_stand_in_their_own_tag(press: Press) -> None:
    with press.open("<main><header><h1>A <b>b</b></h1></header><div>c</div></main>") as pdf:
        roles = [str(tag.S) for tag in tags(pdf)]
    assert roles == ["/Document", "/Part", "/H1", "/Div", "/Span"]


def test_everything_leads_to_what_it_belongs_to(press: Press) -> None:
    with press.open(ALL) as pdf:
        assert len(pdf.pages) > 4
        consistent(pdf)


def test_nothing_is_drawn_another_way_and_the_file_does_not_grow(press: Press) -> None:
    mended, plain = press.pdf(ALL), press.pdf(ALL, finisher=None)
    before, after = page_pictures(plain, dpi=60), page_pictures(mended, dpi=60)
    assert [each.tobytes() for each in after] == [each.tobytes() for each in before]
    assert page_texts(mended) == page_texts(plain)
    assert len(mended) < len(plain)
    assert mended[:8] == plain[:8] == b"%PDF-1.7"
    with pikepdf.open(BytesIO(mended)) as one, pikepdf.open(BytesIO(plain)) as other:
        assert one.docinfo == other.docinfo
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
        assert one.trailer.ID[0] == other.trailer.ID[0]
        assert one.check_pdf_syntax() == []


def test_it_is_the_same_to_the_byte(press: Press) -> None:
    assert press.pdf(ALL) == press.pdf(ALL)


def test_it_passes_pdf_ua_1(press: Press, tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    path.write_bytes(press.pdf(ALL))
    assert validate([path]) == {path: []}


@pytest.mark.parametrize("place", ["more", "other"])
def test_an_engine_that_goes_another_way_is_noticed(press: Press, place: str) -> None:
    def disturbed(document: Any, pdf: Any) -> None:
        made = [each for each in pdf.objects if isinstance(each, dict) and "P" in each]
        extra = type(pdf.catalog)({"Type": "/StructElem", "S": "/P", "P": made[0]["P"], "K": []})
        if place == "more":
            pdf.add_object(extra)
        else:
            made[3]["P"] = made[3].reference
        mend(document, pdf)

    with pytest.raises(RuntimeError, match="the engine"):
        press.pdf("<h1>A</h1><p>B", finisher=disturbed)


def tags(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All tags that the tree holds, in reading order."""

    def below(tag: Any) -> Iterator[Any]:
        yield tag
        for kid in listed(tag.get("/K")):
            if not isinstance(kid, int) and "/S" in kid:
                assert kid.P.objgen == tag.objgen
                yield from below(kid)

    for tag in listed(pdf.Root.StructTreeRoot.K):
        yield from below(tag)


def listed(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, pikepdf.Array) else [value]


def artifacts(page: pikepdf.Page) -> list[tuple[str | None, str | None]]:
    """Which kinds of pagination are marked on the page: what they are, and the side."""
    found = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC" and operands[0] == "/Artifact":
            assert operands[1].Type == "/Pagination"
            kind, side = operands[1].get("/Subtype"), operands[1].get("/Attached", [None])[0]
            found.append((kind and str(kind), side and str(side)))
    return found


def consistent(pdf: pikepdf.Pdf) -> None:
    """Every piece of marked content and every annotation is held by the one tag it leads to."""
    held: dict[Any, Any] = {}
    for tag in tags(pdf):
        for kid in listed(tag.get("/K")):
            if isinstance(kid, int):
                place = (tag.Pg.objgen, kid)
            elif kid.get("/Type") == "/OBJR":
                place = kid.Obj.objgen
            elif kid.get("/Type") == "/MCR":
                place = (kid.Pg.objgen, int(kid.MCID))
            else:
                continue
            assert place not in held
            held[place] = tag.objgen
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    assert sum(each.get("/Type") == "/StructElem" for each in found) == len(list(tags(pdf)))
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(key): value for key, value in zip(*[iter(numbers)] * 2, strict=True)}
    led: dict[Any, Any] = {}
    for page in pdf.pages:
        marked = {
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        }
        slots = dict(enumerate(parents.pop(int(page.StructParents))))
        leading = {number: tag for number, tag in slots.items() if tag is not None}
        assert set(leading) == marked
        led |= {(page.objgen, number): tag.objgen for number, tag in leading.items()}
        for annotation in page.get("/Annots", []):
            led[annotation.objgen] = parents.pop(int(annotation.StructParent)).objgen
    assert led == held
    assert not parents
