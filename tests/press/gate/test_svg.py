"""What an SVG drawing may hold, and how much work it may ask for."""

import base64
import struct
import zlib
from io import BytesIO
from time import perf_counter

import pytest
from PIL import Image

from handoutgen.press.gate.svg import check_svg
from handoutgen.press.gate.unfit import UnfitError

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9">'
)
RECT = '<rect width="1" height="1"/>'


def svg(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def coded(kind: str = "PNG") -> str:
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(file.getvalue()).decode()}"


def wide_png() -> str:
    """The address of a picture of a few bytes that claims 24 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 6000, 4000, 1, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(data).decode()


def said(data: bytes) -> str:
    with pytest.raises(UnfitError) as caught:
        check_svg(data)
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(
    "inside",
    [
        "<title>A leaf</title><desc>http://example.com</desc>" + RECT,
        '<linearGradient id="a"><stop/></linearGradient><linearGradient id="b" xlink:href="#a"/>'
        '<rect fill="url(#b) rgb(1,2,3)"/>',
        '<rect id="a"/><use href="#a"/><use xlink:href=" #a "/>',
        f'<image href="{coded()}"/><image xlink:href="{coded("JPEG")}"/>',
        f'<image href="{coded()[:40]} \n {coded()[40:]}"/>',
        '<style>@media print { .a { fill: url("#b") } } .a, .b:hover > rect { fill: red }</style>',
        '<defs><style type="text/css"><![CDATA[.cls-1{clip-path:url(#c)}.cls-2{fill:url(#g)}]]>'
        '</style><clipPath id="c"><rect class="cls-2"/></clipPath>'
        '<linearGradient id="g"><stop/></linearGradient></defs><g class="cls-1"><rect/></g>',
        '<g style="fill:#00f;font-family:\'A\\\'b\';--x:1;-inkscape-stroke:none" id="Group (1)"/>',
        '<g xmlns:inkscape="urn:i" inkscape:only-selected="1" inkscape:export="C:\\a\\b.png"/>',
        '<metadata xmlns:r="urn:r"><r:li r:resource="http://example.com/"/></metadata>',
        '<marker id="m"><path d="M0 0" fill="context-stroke"/></marker>'
        '<path d="M0 0L1 1" marker-end="url(#m)"/>',
        '<g fill="url(#p)"><defs><pattern id="p"><rect fill="red"/></pattern></defs><rect/></g>',
        '<a href=""/><use href="#"/>',
        '<g fill="url(#p)"><pattern id="p"><rect style="fill:red"/></pattern></g>',
        f'<image href="{coded()[:40]}{" " * 500_001}{coded()[40:]}"/>',
        "<style> * > a b , c {fill:red} a:hover:focus::before{}</style>",
        "<style>#b,.c,circle,.d.e{mask:url(#a)}</style>"
        '<mask id="a"><rect id="f" class="d"/></mask>',
    ],
)
def test_harmless_drawings_pass(inside: str) -> None:
    check_svg(svg(inside))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>{HEAD}<title>é</title></svg>'
    check_svg(text.encode(encoding))


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<script>x()</script>", "holds a script"),
        ('<x:SCRIPT xmlns:x="urn:x"/>', "holds a script"),
        ("<foreignObject/>", "holds a piece of web page (foreignObject)"),
        ('<rect onload="x()"/>', "holds a script (the attribute 'onload')"),
        ('<rect ONCLICK="x()"/>', "holds a script (the attribute 'ONCLICK')"),
        ('<g xml:base="http://a/"/>', "changes where its references start from (xml:base)"),
        ('<rect id="a#b"/>', "has '#' in the id 'a#b'"),
        ('<image href="http://a/b.png"/>', "refers to something outside itself: 'http://a/b.png'"),
        ('<image href="b.png"/>', "refers to something outside itself: 'b.png'"),
        ('<image href="#a"/>', "refers to something outside itself: '#a'"),
        ('<image src="b.png"/>', "refers to something outside itself: 'b.png'"),
        ('<use xlink:href="b.svg#a"/>', "refers to something outside itself: 'b.svg#a'"),
        ('<use href="file:///a#b"/>', "refers to something outside itself: 'file:///a#b'"),
        ('<use href="&#10;//a/b"/>', "refers to something outside itself: '//a/b'"),
        (
            '<use href="data:image/png,a"/>',
            "refers to something outside itself: 'data:image/png,a'",
        ),
        ('<a href="javascript:x()"/>', "refers to something outside itself: 'javascript:x()'"),
        ('<use href="#a%62"/>', "refers to '#a%62', a name that can't be looked up"),
        ('<use href="#missing"/>', "uses '#missing', which isn't in it"),
        ('<rect fill="url(http://a/b)"/>', "refers to something outside itself: 'http://a/b'"),
        ("<rect mask=\"url( 'b.svg#a' )\"/>", "refers to something outside itself: 'b.svg#a'"),
        ('<rect other="URL(b.svg)"/>', "refers to something outside itself: 'b.svg'"),
        ('<rect style="fill:url(b)"/>', "refers to something outside itself: 'b'"),
        (r'<rect style="fill:u\72 l(b)"/>', "refers to something outside itself: 'b'"),
        (
            r'<rect style="fill:u\72 l(\23 b%c)"/>',
            "refers to '#b%c', a name that can't be looked up",
        ),
        ('<rect style="fill:url(&quot;b&quot; c)"/>', "has a url(...) that can't be understood"),
        ('<rect style="a{fill:url(b)}"/>', "refers to something outside itself: 'b'"),
        ('<rect style="fill:f({[url(b)]})"/>', "refers to something outside itself: 'b'"),
        ('<use style="href:#a"/>', "sets 'href' in a style"),
        ('<rect style="id:a"/>', "sets 'id' in a style"),
        (r'<use style="\{x\}href:#a"/>', "sets '{x}href' in a style"),
        ("<style>use{href:#a}</style>", "sets 'href' in a style"),
        ('<g mask="inherit"/>', "inherits its 'mask'"),
        ("<style>g{clip-path:inherit}</style><g/>", "inherits its 'clip-path'"),
        ("<style>@import 'a.css';</style>", "takes its styles from another file (@import)"),
        (r"<style>@\69mport url(a);</style>", "takes its styles from another file (@import)"),
        (
            "<style>@font-face{font-family:a;src:url(http://a/b)}</style>",
            "refers to something outside itself: 'http://a/b'",
        ),
        ("<style>a{b:src('c')}</style>", "refers to something outside itself: 'c'"),
        ("<style>@media x{a{b:url(c)}}</style>", "refers to something outside itself: 'c'"),
        ("<style>a{fill:url(data:text/css,b)}</style>", "holds 'text/css', where only"),
        ("<style>a b c d{fill:red}</style>", "has style rules that are too elaborate"),
        ("<style>* * * *{fill:red}</style>", "has style rules that are too elaborate"),
        ("<style>a, a > b > c>d {fill:red}</style>", "has style rules that are too elaborate"),
        ("<style>a{b{fill:url(c)}}</style>", "refers to something outside itself: 'c'"),
        ("<style>a~b{fill:red}</style>", "has style rules that are too elaborate"),
        ("<style>:has(a){fill:red}</style>", "has style rules that are too elaborate"),
        ("<style>[a]{fill:red}</style>", "has style rules that are too elaborate"),
        ('<image href="data:image/svg+xml,b"/>', "holds 'image/svg+xml', where only"),
        ('<image href="data:image/png,b"/>', "isn't a PNG picture"),
        (
            f'<image href="{wide_png()}"/>' * 2,
            "holds pictures that are too large to print together",
        ),
        (
            '<linearGradient spreadMethod="repeat"/>',
            "has a repeating gradient, which can take for ever to draw",
        ),
        (f"<text>{'a' * 10_001}</text>", "has more than 10,000 characters in one <text>"),
        (f"<style>{' ' * 200_001}</style>", "has more than 200,000 characters in one <style>"),
        (f'<path d="{"M0 0" * 125_001}"/>', "has more than 500,000 characters in one 'd'"),
    ],
)
def test_harmful_drawings_are_refused(inside: str, message: str) -> None:
    assert said(svg(inside)).startswith(message)


def test_the_line_is_told() -> None:
    with pytest.raises(UnfitError) as caught:
        check_svg(svg("\n\n<g>\n<script/></g>"))
    assert caught.value.line == 4
    with pytest.raises(UnfitError) as caught:
        check_svg(svg("\n<rect style='fill:url(a)'/>"))
    assert caught.value.line == 2


DOCTYPE = "declares entities of its own (<!DOCTYPE ... [...]>), which can hide other content"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>', DOCTYPE),
        ('<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><svg>&c;</svg>', DOCTYPE),
        ('<?xml-stylesheet href="a.css"?><svg/>', "takes its styles from another file (xml-styl"),
        ("<html/>", "isn't an SVG drawing: it starts with <html>"),
        ('<svg xmlns="http://www.w3.org/1999/xhtml"/>', "isn't an SVG drawing: it starts with <"),
        ("<svg>", "isn't a well-formed SVG file"),
        ("<svg>&nbsp;</svg>", "isn't a well-formed SVG file"),
        ("", "isn't a well-formed SVG file"),
        ('<?xml version="1.0" encoding="no-such"?><svg/>', "isn't a well-formed SVG file"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_documents_that_are_refused(text: str, message: str, encoding: str) -> None:
    if encoding == "utf-16-be" and text:
        text = "\ufeff" + text
    assert said(text.encode(encoding)).startswith(message)


def bomb(depth: int, times: int) -> str:
    """Groups that each use the one before several times."""
    groups = "".join(
        f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * times}</g>' for n in range(depth)
    )
    return f'<defs><g id="a0">{RECT}</g>{groups}</defs><use href="#a{depth}"/>'


MANY = RECT * 300
NEVER = "refers to itself, so that drawing it never ends"
LONG = "would take too long to draw"


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<g>" * 100 + "</g>" * 100, "is nested more than 100 levels deep"),
        (RECT * 20_000, "has more than 20,000 elements"),
        (bomb(6, 8), LONG),
        (bomb(40, 9), LONG),
        (bomb(60, 1), "is nested too deeply"),
        ('<g id="a"><use href="#a"/></g>', NEVER),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', NEVER),
        ('<pattern id="a"><rect fill="url(#a)"/></pattern>', NEVER),
        ('<pattern id="a"><rect fill="url(#a) red"/></pattern>', NEVER),
        ('<pattern id="a"><rect style="stroke:url(#a)"/></pattern>', NEVER),
        ('<g fill="url(#a)"><pattern id="a"><rect/></pattern></g>', NEVER),
        ('<g fill="url(#a)"><pattern id="a"><rect fill="inherit"/></pattern></g>', NEVER),
        ('<style>.a{fill:url(#a)}</style><pattern id="a"><rect class="a"/></pattern>', NEVER),
        ('<style>g #b{mask:url(#a)}</style><mask id="a"><rect id="b"/></mask>', NEVER),
        ('<style>*{clip-path:url(#a)}</style><clipPath id="a"/>', NEVER),
        ('<style>b,RECT{filter:url(#a)}</style><filter id="a"><rect/></filter>', NEVER),
        ('<mask id="a"><rect mask="#a"/></mask>', NEVER),
        ('<marker id="a"><path marker="url(\'#a\')" d="M0 0"/></marker>', NEVER),
        ('<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>', NEVER),
        (f'<pattern id="a">{MANY}</pattern>' + '<rect fill="url(#a)"/>' * 300, LONG),
        (f'<mask id="a">{MANY}</mask>' + '<rect mask="url(#a)"/>' * 300, LONG),
        (f'<marker id="a">{MANY}</marker><path marker="url(#a)" d="M{"1 1" * 300}"/>', LONG),
        (f'<g marker="url(#a)"><path d="M{"1 1" * 300}"/></g><marker id="a">{MANY}</marker>', LONG),
        (
            f'<use href="#b" fill="url(#a)"/><g id="b">{MANY}</g><pattern id="a">{MANY}</pattern>',
            LONG,
        ),
        ('<g opacity=".5">' * 90 + RECT * 10_000 + "</g>" * 90, LONG),
        ('<g style="opacity:.5">' * 90 + RECT * 10_000 + "</g>" * 90, LONG),
        ("<style>g{opacity:.5}</style>" + "<g>" * 90 + RECT * 10_000 + "</g>" * 90, LONG),
        (f"<text>{'a' * 9_999}</text>" * 11, LONG),
        (f'<path d="{"M0 0" * 120_000}"/>' * 11, LONG),
        (
            "".join(f'<rect id="a{n}"/><use href="#a{n}"/>' for n in range(2_000)),
            "has too many references to be drawn",
        ),
        (f"<style>{'a{b:c}' * 1_000}</style>" + RECT * 15_000, "has too many style rules"),
        (
            "<g " + " ".join(f'a{n}=""' for n in range(200)) + "/>" + RECT * 15_000,
            "has too many kinds of attributes to be drawn",
        ),
        (
            '<g style="' + ";".join(f"a{n}:b" for n in range(200)) + '"/>' + RECT * 15_000,
            "has too many kinds of styles to be drawn",
        ),
        (f"<style>a{{b:{'(' * 5_000}}}</style>", "is nested too deeply"),
        (f'<g style="a:{"(" * 5_000}"/>', "is nested too deeply"),
    ],
)
def test_endless_work_is_refused_at_once(inside: str, message: str) -> None:
    start = perf_counter()
    assert said(svg(inside)) == message
    assert perf_counter() - start < 5


def test_a_rich_drawing_passes() -> None:
    gradients = "".join(
        f'<linearGradient id="g{n}"><stop/><stop/></linearGradient>' for n in range(200)
    )
    shapes = "".join(f'<path fill="url(#g{n % 200})" d="M0 0L1 1"/>' for n in range(5_000))
    letters = "".join(f'<symbol id="l{n}">{RECT}</symbol>' for n in range(50))
    words = "".join(f'<use href="#l{n % 50}"/>' for n in range(2_000))
    check_svg(svg(gradients + shapes + letters + words))


def test_a_declaration_of_the_kind_alone_is_what_older_programs_write() -> None:
    kind = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    check_svg(f"<!DOCTYPE svg PUBLIC {kind}>".encode() + svg('<path d="M0 0h9"/>'))
