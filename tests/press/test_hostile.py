"""Documents that reach for what isn't theirs, printed by the real engine behind the gate."""

import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from handoutgen.folders import Folders
from handoutgen.press import engine
from handoutgen.press.assets import AssetGate, RefusedError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
WEB = "http://localhost:9/a"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every attempt to use the network; there must be none by the end of the test."""
    attempts: list[str] = []

    def attempt(name: str) -> Any:
        def refuse(*arguments: object, **_: object) -> None:
            attempts.append(f"{name}{arguments}")
            raise OSError("no network in this test")

        return refuse

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, attempt(name))
    yield attempts
    assert attempts == []


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    file = BytesIO()
    Image.new("RGB", (3, 3), "teal").save(file, "PNG")
    for name, data in {
        "secret/a.png": file.getvalue(),
        "secret/a.svg": SVG.format("<text>secret</text>").encode(),
        "secret/a.css": b"p { color: red }",
        "secret/a.ttf": b"\0\1\0\0",
        "practice/images/a.png": file.getvalue(),
        "practice/images/web.svg": SVG.format(f'<image href="{WEB}"/>').encode(),
        "practice/images/file.svg": SVG.format('<image href="a.png"/>').encode(),
        "practice/images/loop.svg": SVG.format('<g id="a"><use href="#a"/></g>').encode(),
        "practice/templates/good.css": b"@import 'more.css'; p { color: green }",
        "practice/templates/more.css": b"p { background: url(../images/a.png) }",
        "practice/templates/web.css": f"@import '{WEB}.css';".encode(),
        "practice/templates/out.css": b"p { background: url(../../secret/a.png) }",
        "practice/templates/hop.css": b"@import 'out.css';",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "practice/images/link.png").symlink_to(tmp_path / "secret/a.png")
    return Folders(tmp_path / "practice", tmp_path / "shipped")


def print_page(html: str, gate: AssetGate) -> bytes | None:
    """The PDF, None where the engine was stopped."""
    weasyprint = engine.load()
    urls = weasyprint.urls

    class Fetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                data, mime = gate.read(url)
            except RefusedError as error:
                raise urls.FatalURLFetchingError(str(error)) from error
            return urls.URLFetcherResponse(url, data, {"Content-Type": mime})

    try:
        base = gate.folders.practice.as_uri() + "/"
        document = weasyprint.HTML(string=html, base_url=base, url_fetcher=Fetcher())
        pdf: bytes = document.write_pdf()
    except urls.FatalURLFetchingError:
        return None
    return pdf


def style(css: str) -> str:
    return f"<style>{css}</style><p class=a>text<ul><li>text</ul>"


REACHING = [
    '<img src="{}">',
    '<img srcset="{} 2x" src="{}">',
    '<embed src="{}">',
    '<object data="{}"></object>',
    '<link rel=stylesheet href="{}">',
    '<link rel=attachment href="{}">',
    '<a rel=attachment href="{}">text</a>',
    "<svg width=9 height=9><image href='{}' width=9 height=9 /></svg>",
    "<svg width=9 height=9><image xlink:href='{}' width=9 height=9 /></svg>",
    "<svg xmlns='http://www.w3.org/2000/svg' width=9 height=9>"
    "<style>image {{ href: {} }}</style><image width=9 height=9 /></svg>",
    style("@import '{}';"),
    style("@import url({});"),
    style("@font-face {{ font-family: x; src: url('{}') }} p {{ font-family: x }}"),
    style("p {{ background: url('{}') }}"),
    style("p {{ background: \\75 rl('{}') }}"),
    style("p {{ border-image-source: url('{}'); border: 9px solid; border-image-slice: 1 }}"),
    style("li {{ list-style-image: url('{}') }}"),
    style("p::before {{ content: url('{}') }}"),
    style("@page {{ background: url('{}') }}"),
    style("@page {{ @top-left {{ content: url('{}') }} }}"),
]


@pytest.mark.parametrize("html", REACHING)
def test_nothing_is_taken_from_the_web(html: str, folders: Folders, sent: list[str]) -> None:
    gate = AssetGate(folders)
    print_page(html.format(WEB, WEB), gate)
    assert {problem.message for problem in gate.refused} == {
        f"'{WEB}' isn't a file in the practice folder"
    }
    assert folders.reads == {}


@pytest.mark.parametrize("html", REACHING)
@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.css", "a.ttf"])
def test_nothing_is_taken_from_other_folders(
    html: str, name: str, folders: Folders, sent: list[str]
) -> None:
    path = folders.practice.parent / "secret" / name
    gate = AssetGate(folders)
    for url in (path.as_uri(), f"../secret/{name}", f"images/%2e%2e/%2e%2e/secret/{name}"):
        print_page(html.format(url, url), gate)
    assert len(gate.refused) == 2, "both ways to spell the path come to the same file"
    assert gate.refused[0].file == str(path)
    assert folders.reads == {}


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<base href='http://localhost:9/'><img src='a.png'>", "isn't a file in the practice"),
        ("<base href='../secret/'><img src='a.png'>", "lies outside the folders"),
        ("<img src='images/link.png'>", "is a link out of the folders"),
        ("<img src='images/web.svg'>", f"refers to something outside itself: '{WEB}'"),
        ("<img src='images/file.svg'>", "refers to something outside itself: 'a.png'"),
        ("<img src='images/loop.svg'>", "refers to itself, so that drawing it never ends"),
        ("<link rel=stylesheet href='templates/web.css'>", "isn't a file in the practice folder"),
        ("<link rel=stylesheet href='templates/out.css'><p>", "lies outside the folders"),
        ("<link rel=stylesheet href='templates/hop.css'><p>", "lies outside the folders"),
        ("<link rel=stylesheet href='data:text/css,p{}'>", "holds 'text/css', where only"),
        ("<img src='data:image/svg+xml,<svg><script/></svg>'>", "holds a script"),
        ("<img src='/etc/hostname'>", "lies outside the folders"),
        ("<img src='file:///dev/zero'>", "lies outside the folders"),
        ("<img src='images/none.png'>", "there is no picture 'images/none.png'"),
        (
            "<svg width=9 height=9><image href='../secret/a.svg' width=9 height=9 /></svg>",
            "lies outside the folders",
        ),
    ],
)
def test_hostile_documents(html: str, message: str, folders: Folders, sent: list[str]) -> None:
    gate = AssetGate(folders)
    print_page(html, gate)
    assert len(gate.refused) == 1
    assert message in str(gate.refused[0])
    assert not any("secret" in path for path in folders.reads)


@pytest.mark.parametrize(
    "html",
    [
        f"<iframe src='{WEB}'></iframe><video poster='{WEB}' src='{WEB}'></video>",
        f"<script src='{WEB}'></script><meta http-equiv=refresh content='0;url={WEB}'>",
        f"<input type=image src='{WEB}'><body background='{WEB}'><picture><source srcset='{WEB}'>",
        f"<a href='{WEB}'>text</a><link rel=icon href='{WEB}'><link rel=preload href='{WEB}'>",
        f"<!DOCTYPE html SYSTEM '{WEB}'><p style='filter: url({WEB})'>text",
    ],
)
def test_what_the_engine_ignores_stays_ignored(
    html: str, folders: Folders, sent: list[str]
) -> None:
    gate = AssetGate(folders)
    pdf = print_page(html, gate)
    assert pdf is not None
    assert gate.refused == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.attachments) == 0


def test_a_good_document_is_printed(folders: Folders, sent: list[str]) -> None:
    gate = AssetGate(folders)
    html = "<link rel=stylesheet href='templates/good.css'><p>text<img src='images/a.png'>"
    assert print_page(html, gate)
    assert gate.refused == []
    assert sorted(Path(path).name for path in folders.reads) == ["a.png", "good.css", "more.css"]


def test_the_network_guard_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    attempts: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_: attempts.append(a))
    weasyprint = engine.load()
    weasyprint.HTML(string=f"<img src='{WEB}'>").write_pdf()
    assert attempts, "without the gate the engine uses the network"
