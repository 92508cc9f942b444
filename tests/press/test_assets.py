"""Which files the engine may read, and what is said of the others."""

import base64
import os
import struct
import zlib
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from handoutgen.errors import Problem
from handoutgen.folders import Folders, digest
from handoutgen.press.assets import AssetGate, RefusedError

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return file.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("practice/images", "practice/templates", "shipped/templates/fonts", "outside"):
        (tmp_path / name).mkdir(parents=True)
    return Folders(tmp_path / "practice", tmp_path / "shipped")


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def refusal(folders: Folders, url: str) -> Problem:
    """The one problem that the gate raises, having also recorded it."""
    gate = AssetGate(folders)
    with pytest.raises(RefusedError) as caught:
        gate.read(url)
    assert gate.refused == list(caught.value.problems)
    assert len(gate.refused) == 1
    return gate.refused[0]


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("images/a.png", picture(), "image/png"),
        ("images/A.PNG", picture(), "image/png"),
        ("images/a.jpg", picture("JPEG"), "image/jpeg"),
        ("handouts/deep/er/a.jpeg", picture("JPEG"), "image/jpeg"),
        ("images/a picture, é.svg", SVG, "image/svg+xml"),
        ("images/50%.svg", SVG, "image/svg+xml"),
        ("templates/a.css", b"p { color: red }", "text/css"),
        ("templates/a.ttf", b"\0\1\0\0rest", "font/ttf"),
        ("templates/b.ttf", b"true" + b"\x7f" * 40, "font/ttf"),
        ("templates/a.otf", b"OTTOrest", "font/otf"),
        ("templates/a.woff", b"wOFF" + bytes(40), "font/woff"),
        ("templates/a.woff2", b"wOF2" + bytes(40), "font/woff2"),
    ],
)
def test_reads_known_kinds_in_known_places(
    folders: Folders, name: str, data: bytes, mime: str
) -> None:
    path = put(folders.practice, name, data)
    assert AssetGate(folders).read(path.as_uri()) == (data, mime)
    assert folders.reads[str(path)] == digest(data)


def test_query_and_fragment_are_left_out(folders: Folders) -> None:
    path = put(folders.practice, "images/a.svg", SVG)
    assert AssetGate(folders).read(path.as_uri() + "?v=2#part")[0] == SVG


def test_falls_back_to_the_shipped_file_and_notes_the_look(folders: Folders) -> None:
    put(folders.shipped, "templates/fonts/a.ttf", b"\0\1\0\0")
    wanted = folders.practice / "templates/fonts/a.ttf"
    assert AssetGate(folders).read(wanted.as_uri()) == (b"\0\1\0\0", "font/ttf")
    assert folders.reads[str(wanted)] is None
    assert folders.reads[str(folders.shipped / "templates/fonts/a.ttf")] == digest(b"\0\1\0\0")


def test_shipped_library_inside_the_practice_folder(tmp_path: Path) -> None:
    shipped = tmp_path / ".venv/lib/shipped"
    path = put(shipped, "templates/a.css", b"p {}")
    assert AssetGate(Folders(tmp_path, shipped)).read(path.as_uri()) == (b"p {}", "text/css")


def test_shipped_library_has_no_images_folder(folders: Folders) -> None:
    path = put(folders.shipped, "images/a.png", picture())
    assert "outside the folders" in refusal(folders, path.as_uri()).message


def test_reads_a_file_named_by_the_brand(folders: Folders, tmp_path: Path) -> None:
    logo = put(tmp_path, "outside/logo.svg", SVG)
    other = put(tmp_path, "outside/other.svg", SVG)
    gate = AssetGate(folders, also=[logo])
    assert gate.read(logo.as_uri()) == (SVG, "image/svg+xml")
    with pytest.raises(RefusedError):
        gate.read(other.as_uri())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.png",
        "https://example.com/a.png",
        "HTTPS://example.com/a.png",
        "ftp://example.com/a.png",
        "file://example.com/share/a.png",
        "file://localhost/etc/a.png",
        "file:////example.com/share/a.png",
        "//example.com/a.png",
        "http://[broken",
        "javascript:alert(1)",
        "jar:file:///a.png",
        "",
    ],
)
def test_only_files_are_read(folders: Folders, url: str) -> None:
    assert refusal(folders, url) == Problem(
        "",
        0,
        0,
        f"'{url}' isn't a file in the practice folder",
        "handoutgen never uses the network. Save the picture into the practice folder, under "
        "'images', and name it from there: 'images/...'.",
    )


@pytest.mark.parametrize(
    "path",
    [
        "images/%2e%2e/%2E%2e/outside/a.png",
        "images/../../outside/a.png",
        "images/a.png%00.svg",
        "images/..%5c..%5ca.png",
        "images/C:%5ca.png",
        "images/a.png:stream.png",
        "images/a%0a.png",
    ],
)
def test_odd_paths_are_refused(folders: Folders, path: str) -> None:
    put(folders.practice.parent, "outside/a.png", picture())
    put(folders.practice, "images/a.png", picture())
    problem = refusal(folders, f"{folders.practice.as_uri()}/{path}")
    assert problem.message.endswith("has a part that a file's name can't have here")


def test_a_relative_address_is_refused(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folders.practice, "images/a.png", picture())
    monkeypatch.chdir(folders.practice)
    assert "a part that a file's name" in refusal(folders, "file:images/a.png").message


@pytest.mark.parametrize(
    "name",
    [
        "outside/a.png",
        "practice/a.png",
        "practice/output/a.png",
        "practice/images/.hidden/a.png",
        "practice/images/.a.png",
        "practice/.git/images/a.png",
        "practice-images/a.png",
    ],
)
def test_other_places_are_refused(folders: Folders, tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, picture())
    problem = refusal(folders, path.as_uri())
    assert problem.file == folders.shown(path)
    assert problem.message == (
        "lies outside the folders that pictures and fonts are taken from, or is hidden"
    )
    assert problem.hint == (
        "Save it in the practice folder, under 'images', and name it from there: 'images/a.png'."
    )
    assert str(path) not in folders.reads


@pytest.mark.parametrize("name", ["/etc/passwd", "/C:/Windows/a.png", "/proc/self/environ"])
def test_absolute_paths_are_refused(folders: Folders, name: str) -> None:
    assert refusal(folders, f"file://{name}").message


@pytest.mark.parametrize("target", ["outside/a.png", "practice/a.png", "practice/images/.a.png"])
def test_links_out_are_refused(folders: Folders, tmp_path: Path, target: str) -> None:
    put(tmp_path, target, picture())
    link = folders.practice / "images/link.png"
    link.symlink_to(tmp_path / target)
    assert refusal(folders, link.as_uri()) == Problem(
        "images/link.png",
        0,
        0,
        "is a link out of the folders that pictures and fonts are taken from",
        "Put a copy of the file itself in its place.",
    )


def test_a_linked_folder_is_refused(folders: Folders, tmp_path: Path) -> None:
    put(tmp_path, "outside/a.png", picture())
    (folders.practice / "handouts").symlink_to(tmp_path / "outside")
    problem = refusal(folders, (folders.practice / "handouts/a.png").as_uri())
    assert problem.message == "is a link out of the folders that pictures and fonts are taken from"


def test_links_within_are_followed(folders: Folders) -> None:
    put(folders.practice, "images/a.png", picture())
    link = folders.practice / "images/link.png"
    link.symlink_to("a.png")
    assert AssetGate(folders).read(link.as_uri())[1] == "image/png"


def test_a_link_to_itself_is_missing(folders: Folders) -> None:
    link = folders.practice / "images/a.png"
    link.symlink_to(link)
    assert refusal(folders, link.as_uri()).message == "there is no picture 'images/a.png'"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_pipes_and_folders_are_refused(folders: Folders, make: object) -> None:
    path = folders.practice / "images/a.png"
    make(path)  # type: ignore[operator]
    problem = refusal(folders, path.as_uri())
    assert (problem.file, problem.message) == ("images/a.png", "isn't a file")


@pytest.mark.parametrize("name", ["images/a.gif", "images/a", "handouts/a.yaml", "images/a.pdf"])
def test_other_kinds_are_refused(folders: Folders, name: str) -> None:
    path = put(folders.practice, name, picture("GIF"))
    assert refusal(folders, path.as_uri()) == Problem(
        name,
        0,
        0,
        "is of a kind that can't be used",
        "Use one of: .png, .jpg, .jpeg, .svg, .css, .ttf, .otf, .woff, .woff2.",
    )


@pytest.mark.parametrize(
    ("name", "data", "line", "message"),
    [
        ("images/a.png", b"", 0, "is empty"),
        ("images/a.png", picture("JPEG"), 0, "isn't a PNG picture"),
        ("images/a.jpg", picture(), 0, "isn't a JPEG picture"),
        ("images/a.png", b"<svg/>", 0, "isn't a PNG picture"),
        ("images/a.svg", picture(), 1, "isn't a well-formed SVG file"),
        ("templates/a.css", picture(), 1, "isn't text in UTF-8"),
        ("templates/a.css", b"p {}\n\n\xff", 3, "isn't text in UTF-8"),
        ("templates/a.css", b"p {\0}", 0, "isn't a style sheet"),
        ("templates/a.ttf", b"wOFF", 0, "isn't a font of the kind that its name says"),
        ("templates/a.woff2", b"wOFF", 0, "isn't a font of the kind that its name says"),
        ("templates/a.woff2", b"wOF2" + b"\x7f" * 40, 0, "is too large a font once unpacked"),
        ("images/a.png", picture()[:20], 0, "is a broken picture"),
        ("images/a.png", picture()[:-12], 0, "is cut short: its last part is missing"),
        ("images/a.jpg", picture("JPEG")[:-2], 0, "is cut short: its last part is missing"),
        ("images/a.jpg", picture("JPEG")[:20], 0, "is a broken picture"),
        ("images/a.png", png_claiming(0, 5), 0, "is a broken picture"),
        (
            "images/a.png",
            png_claiming(12_000, 2),
            0,
            "is 12,000 x 2 pixels, too large to print",
        ),
        (
            "images/a.png",
            png_claiming(2, 10_001),
            0,
            "is 2 x 10,001 pixels, too large to print",
        ),
        (
            "images/a.png",
            png_claiming(5_001, 5_000),
            0,
            "is 5,001 x 5,000 pixels, too large to print",
        ),
        (
            "images/a.png",
            png_claiming(2**31 - 1, 2**31 - 1),
            0,
            "is 2,147,483,647 x 2,147,483,647 pixels, too large to print",
        ),
    ],
)
def test_content_must_match_its_kind(
    folders: Folders, name: str, data: bytes, line: int, message: str
) -> None:
    path = put(folders.practice, name, data)
    problem = refusal(folders, path.as_uri())
    assert (problem.file, problem.line, problem.message) == (name, line, message)
    assert problem.hint


def test_the_largest_picture_is_read(folders: Folders) -> None:
    path = put(folders.practice, "images/a.png", png_claiming(5_000, 5_000))
    assert AssetGate(folders).read(path.as_uri())[1] == "image/png"


def test_a_preview_inside_a_cut_jpeg_is_not_its_end(folders: Folders) -> None:
    whole = picture("JPEG")
    preview = b"\xff\xe5" + (len(whole) + 2).to_bytes(2) + whole
    cut = whole[:2] + preview + whole[2:-2]
    path = put(folders.practice, "images/a.jpg", cut)
    assert refusal(folders, path.as_uri()).message == "is cut short: its last part is missing"
    path.write_bytes(cut + b"\xff\xd9")
    assert AssetGate(folders).read(path.as_uri())[1] == "image/jpeg"


def test_large_files_are_refused_unread(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folders.practice / "images/a.png"
    with path.open("wb") as file:
        file.truncate(5_000_001)
    monkeypatch.setattr(Folders, "read", lambda *_: pytest.fail("it was read"))
    problem = refusal(folders, path.as_uri())
    assert problem.message == "has 5.0 MB; a picture may have up to 5 MB"
    assert problem.hint == "Make the picture smaller, or save it as JPEG."


def test_missing_file_says_where_it_was_looked_for(folders: Folders) -> None:
    url = (folders.practice / "templates/fonts/b.ttf").as_uri()
    assert refusal(folders, url) == Problem(
        "",
        0,
        0,
        "there is no font 'templates/fonts/b.ttf'",
        "Looked in 'templates/fonts' and in 'shipped:templates/fonts'.",
    )
    assert list(folders.reads.values()) == [None, None]


@pytest.mark.parametrize(
    ("there", "asked", "suggestion"),
    [
        ("images/garden.png", "images/gardn.png", "images/garden.png"),
        ("images/Garden.PNG", "images/garden.png", "images/Garden.PNG"),
        ("images/garden.jpg", "images/garden.jpeg", "images/garden.jpg"),
        ("images/garden.png", "handouts/garden.png", "images/garden.png"),
    ],
)
def test_missing_file_suggests_a_near_miss(
    folders: Folders, there: str, asked: str, suggestion: str
) -> None:
    put(folders.practice, there, picture())
    problem = refusal(folders, (folders.practice / asked).as_uri())
    assert problem.message == f"there is no picture '{asked}'"
    assert problem.hint.endswith(f"Did you mean '{suggestion}'?")


@pytest.mark.parametrize("there", ["images/garden.pdf", "images/.garden.png", "images/zoo.png"])
def test_useless_files_are_not_suggested(folders: Folders, there: str) -> None:
    put(folders.practice, there, picture())
    problem = refusal(folders, (folders.practice / "images/garden.png").as_uri())
    assert problem.hint == "Looked in 'images'."


def test_names_too_long_for_the_disk_are_missing(folders: Folders) -> None:
    url = (folders.practice / "images" / ("a" * 400 + ".png")).as_uri()
    assert refusal(folders, url).message.startswith("there is no picture")


def test_a_file_that_cannot_be_opened(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(folders.practice, "images/a.png", picture())

    def denied(*_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", denied)
    problem = refusal(folders, path.as_uri())
    assert problem.message == "can't be opened (Permission denied)"


@pytest.mark.parametrize("data", [picture(), picture("JPEG"), SVG])
def test_reads_a_picture_written_into_the_address(folders: Folders, data: bytes) -> None:
    kinds = {b"\x89": "image/png", b"\xff": "image/jpeg", b"<": "image/svg+xml"}
    mime = kinds[data[:1]]
    coded = base64.encodebytes(data).decode()
    gate = AssetGate(folders)
    assert gate.read(f"data:{mime};base64,{coded}") == (data, mime)
    assert gate.read(f"DATA:{mime.upper()};charset=utf-8,{quote(data)}") == (data, mime)
    assert folders.reads == {}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("data:text/css,p{}", "holds 'text/css', where only"),
        ("data:text/html;base64,AAAA", "holds 'text/html', where only"),
        ("data:,hello", "holds 'text/plain', where only"),
        ("data:image/gif;base64,R0lGODlh", "holds 'image/gif', where only"),
        ("data:image/png", "holds 'image/png', where only"),
        ("data:image/png;base64,AAA", "is cut short or garbled"),
        ("data:image/png;base64,A!A?", "is cut short or garbled"),
        ("data:image/png,hello", "isn't a PNG picture"),
        ("data:image/png,", "is empty"),
        ("data:image/svg+xml,<svg onload='x()'/>", "holds a script (the attribute 'onload')"),
    ],
)
def test_written_in_pictures_are_checked_as_well(folders: Folders, url: str, said: str) -> None:
    problem = refusal(folders, url)
    assert problem.message.startswith(f"the picture written as '{url[:40]}...' {said}")
    assert problem.hint


def test_every_refusal_is_kept_once(folders: Folders) -> None:
    gate = AssetGate(folders)
    for url in ("http://a/", "http://b/", "http://a/"):
        with pytest.raises(RefusedError):
            gate.read(url)
    assert [problem.message[:11] for problem in gate.refused] == ["'http://a/'", "'http://b/'"]


def test_for_an_ink_saver_pictures_come_without_colour(folders: Folders) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'><path fill='#ff0000'/></svg>"
    path = folders.practice / "images" / "red.svg"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(drawing)
    assert AssetGate(folders).read(path.as_uri())[0] == drawing
    grey, mime = AssetGate(folders, in_grey=True).read(path.as_uri())
    assert (b"#ff0000" in grey, b"rgba(139, 139, 139, 1)" in grey) == (False, True)
    assert mime == "image/svg+xml"
