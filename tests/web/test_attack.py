"""What someone tries who means harm: odd requests, hostile files, faults, and too much of it."""

import json
import logging
import os
import socket
import struct
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask import Response
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from handoutgen.content.branding.logo import aspect_of
from handoutgen.errors import HandoutgenError, OutputError
from handoutgen.web.branding import checking
from handoutgen.web.branding.folder import DraftFolder, drafts_folder
from handoutgen.web.sending import sent as sent_file
from handoutgen.web.studio import Ask
from handoutgen.web.studio.worker import BusyError, TooMuchError, Worker
from handoutgen.web.visitors import Visitors
from support.client import Answer, Client
from support.practice import HEAD, Practice
from support.site import LiveSite
from support.typefaces import saved as font_file
from support.typefaces import truetype

MARKUP = "\"><img src=x onerror=alert(1)>'{{7*7}}"
QUOTED = json.dumps(MARKUP)
BLOCKS = "blocks:\n  - block: text\n    text: Rest a little.\n"


def sent(client: Client, line: str, headers: list[str], body: bytes = b"") -> tuple[int, bytes]:
    """Send a request as it is, with the visitor's cookie; the status and the whole answer."""
    cookie = "; ".join(f"{name}={word}" for name, word in client.cookies.items())
    head = [f"{line} HTTP/1.1", *headers, f"Cookie: {cookie}", "Connection: close", "", ""]
    answer = client.raw("\r\n".join(head).encode("latin-1") + body)
    return int(answer.split(b" ", 2)[1]), answer


def host(client: Client) -> str:
    return urlsplit(client.url).netloc


# Odd requests.


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "POST", "ODD"])
def test_no_other_way_of_asking_changes_or_tells_anything(site: LiveSite, method: str) -> None:
    client = site.client()
    more = ["X-HTTP-Method-Override: GET", "Content-Length: 0"]
    status, answer = sent(client, f"{method} /", [f"Host: {host(client)}", *more])
    assert status in (400, 403)
    assert b"Find a sheet" not in answer
    assert next(iter(client.cookies.values())).encode() not in answer


@pytest.mark.parametrize(
    "headers",
    [
        ["Host: example.org", "Host: {}"],
        ["Host: {}", "Host: example.org"],
        ["Host: {}", "Host: {}"],
        ["Host: example.org", "X-Forwarded-Host: {}"],
        ["Host: example.org", "Forwarded: host={}"],
        ["Host: \xff{}"],
        [],
    ],
)
def test_a_host_that_is_named_in_another_way_is_no_host(site: LiveSite, headers: list[str]) -> None:
    client = site.client()
    status, answer = sent(client, "GET /", [each.format(host(client)) for each in headers])
    assert status == 400
    assert b"Find a sheet" not in answer


@pytest.mark.parametrize(
    "headers",
    [
        ["Origin: {0}", "Origin: http://example.org", "X-CSRF-Token: {1}"],
        ["Origin: {0}", "X_CSRF_Token: {1}"],
        ["Origin: {0}", "X-CSRF-Token: {1}", "X-CSRF-Token: {1}"],
        ["Referer: {0}/", "X-CSRF-Token: {1}"],
    ],
)
def test_a_change_with_headers_that_are_not_plain_is_refused(
    site: LiveSite, headers: list[str]
) -> None:
    client = site.client()
    told = [each.format(client.url, client.csrf) for each in headers]
    told = [f"Host: {host(client)}", *told, "Content-Length: 0"]
    assert sent(client, "POST /packet/add", told)[0] == 403


def test_a_body_in_pieces_has_the_same_limit(site: LiveSite) -> None:
    client = site.client()
    told = [f"Host: {host(client)}", f"Origin: {client.url}", f"X-CSRF-Token: {client.csrf}"]
    told += ["Content-Type: application/x-www-form-urlencoded", "Transfer-Encoding: chunked"]
    body = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    assert sent(client, "POST /packet/add", told, body * 2 + b"0\r\n\r\n")[0] == 404
    assert sent(client, "POST /packet/add", told, body * 17 + b"0\r\n\r\n")[0] == 413


def test_odd_requests_are_told_nothing_and_leave_nothing_on_the_terminal(
    site: LiveSite, capfd: pytest.CaptureFixture[str]
) -> None:
    client = site.client()
    for words in (
        b"\0\1\2\r\n\r\n",
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: odd\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /?Ana HTTP/1.1\r\nHost: \xff\r\nCookie: \xff=\xfe; a\r\n\r\n",
    ):
        answer = client.raw(words)
        assert answer.split(b" ", 2)[1][:1] in b"45"
        assert b"Traceback" not in answer
        assert b"waitress" not in answer.lower()
    assert capfd.readouterr() == ("", "")
    assert client.get("/").status == 200


# Hostile files of a practice.


def check_harmless(answer: Answer) -> None:
    assert answer.status in (200, 303, 404, 422), answer.body[-500:]
    assert "<img src=x" not in answer.text
    assert "'49" not in answer.text
    assert "Traceback" not in answer.text
    for tag in answer.tags():
        assert not [name for name in tag if name.startswith("on")], tag
        assert not tag.get("href", "").startswith("javascript"), tag


def test_markup_in_a_practices_files_is_text_on_every_page(
    own_site: LiveSite, practice: Practice
) -> None:
    head = f"title: {QUOTED}\nsummary: {QUOTED}\ntopics: [{QUOTED}]\naudience: client\nminutes: 5\n"
    practice.write("handouts/evil.yaml", f'{head}version: "1.0"\n{BLOCKS}')
    practice.write('handouts/a"onerror=x.yaml', HEAD + BLOCKS)
    practice.write("handouts/packets/evil.yaml", f"title: {QUOTED}\nhandouts: [evil]\n")
    practice.write("templates/brands/evil/_brand.yml", f"meta:\n  name: {QUOTED}\n")
    practice.write("_brand.yml", f"meta:\n  name: {QUOTED}\n  phone: {QUOTED}\n")
    client, asked = own_site.client(), quote(MARKUP)
    sheet = quote('a"onerror=x')
    for path in (
        *("/", f"/?search={asked}&topic={asked}&audience={asked}", f"/sheets/{asked}", "/brand"),
        *("/sheets/evil", f"/sheets/{sheet}", "/packet", "/batch", "/compose", "/sheets/tiny"),
    ):
        check_harmless(client.get(path))
    part = {"HX-Request": "true"}
    for path, fields in (
        ("/sheets/evil/preview", {}),
        ("/packet/add", {"sheet": "evil"}),
        ("/packet/start", {"packet": "evil"}),
        ("/brand/draft", dict.fromkeys(("name", "alt", "primary", "text", "headings"), MARKUP)),
    ):
        check_harmless(client.post(path, fields, headers=part))
    roster = f'Client Name,"{MARKUP.replace(chr(34), chr(34) * 2)}"\nAna Sample,x\n'.encode()
    fields = {"packet": next(name for name in practice.folders.packets() if name != "evil")}
    check_harmless(client.post("/batch/roster", fields, {"roster": (f"{MARKUP}.csv", roster)}))
    read = client.get("/batch")
    assert "&lt;img src=x" in read.text
    check_harmless(read)
    check_harmless(client.get("/brand"))


def test_files_that_are_made_to_harm_are_told_and_the_pages_stay(
    own_site: LiveSite, practice: Practice
) -> None:
    letters = "abcdefghijk"
    pairs = pairwise(letters)
    more = "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairs)
    practice.write("handouts/bomb.yaml", f"a: &a [x, x]\n{more}")
    practice.write("handouts/deep.yaml", "[" * 50_000)
    harm = practice.folder / "harm"
    practice.write("handouts/tag.yaml", f'!!python/object/apply:os.system ["touch {harm}"]\n')
    practice.write("handouts/nul.yaml", b"title: a\0b\n")
    (practice.folder / "handouts/outside.yaml").symlink_to("/etc/passwd")
    (practice.folder / "handouts/loop.yaml").symlink_to("loop.yaml")
    (practice.folder / "handouts/zero.yaml").symlink_to("/dev/zero")
    os.mkfifo(practice.folder / "handouts/fifo.yaml")
    client = own_site.client()
    for name in ("bomb", "deep", "tag", "nul", "outside", "loop", "zero", "fifo"):
        answer = client.get(f"/sheets/{name}")
        assert answer.status in (404, 422), name
        assert "root:" not in answer.text
    assert client.get("/").status == 200
    assert not harm.exists()


def test_a_drawing_of_the_practice_can_do_nothing_where_it_is_opened_by_itself(
    own_site: LiveSite, practice: Practice
) -> None:
    script = "<script>alert(1)</script>"
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{script}</svg>'
    practice.write("logo.svg", drawing)
    practice.write("_brand.yml", "meta:\n  name: Elm\nlogo: logo.svg\n")
    answer = own_site.client().get("/brand/logo")
    assert answer.status == 200
    rules = answer.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "script-src 'self'", "style-src 'self'"} <= {*rules}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.kind.startswith("image/")


def test_nothing_is_saved_through_links(
    own_site: LiveSite, practice: Practice, tmp_path: Any
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    client = own_site.client()

    def save(name: str) -> int:
        client.post("/compose/from", {"sheet": "tiny"})
        return client.post("/compose/save", {"name": name, "unfinished": "yes"}).status

    own = practice.folder / ".handoutgen"
    own.symlink_to(other)
    assert save("one") == 422
    own.unlink()
    (practice.folder / "handouts/two.yaml").symlink_to(other / "two.yaml")
    assert save("two") in (409, 422)
    (practice.folder / "handouts").rename(tmp_path / "moved")
    (practice.folder / "handouts").symlink_to(tmp_path / "moved")
    assert save("three") == 422
    assert not list(other.iterdir())
    assert not (tmp_path / "moved/three.yaml").exists()


# Odd things in the practice's folder are no faults of our own.


def odd_name(practice: Practice) -> str:
    practice.write("handouts/x\ny.yaml", HEAD + BLOCKS)
    return "/sheets/x%0Ay/preview"


def long_logo(practice: Practice) -> str:
    practice.write("_brand.yml", f"meta:\n  name: Elm\nlogo: {'a' * 300}.png\n")
    return "/brand"


def looped_logo(practice: Practice) -> str:
    (practice.folder / "loop.png").symlink_to("loop.png")
    practice.write("_brand.yml", "meta:\n  name: Elm\nlogo: loop.png\n")
    return "/brand"


def looped_brand(practice: Practice) -> str:
    (practice.folder / "_brand.yml").unlink()
    (practice.folder / "_brand.yml").symlink_to("_brand.yml")
    return "/brand"


def long_picture(practice: Practice) -> str:
    name = "a" * 300
    practice.write("_brand.yml", f"meta:\n  name: Elm\nlogo:\n  images:\n    x: {name}.png\n")
    return "/brand"


def odd_packet(practice: Practice) -> str:
    practice.write("handouts/packets/x\ny.yaml", "title: T\nhandouts: [tiny]\n")
    return "/batch/template/x%0Ay.csv"


def deep_journal(practice: Practice) -> str:
    practice.write(".handoutgen/saves/00000001.json", "[" * 100_000)
    return "/compose"


ODD = [odd_name, odd_packet, long_logo, long_picture, looped_logo, looped_brand, deep_journal]


@pytest.mark.parametrize("make", ODD)
def test_odd_things_in_a_practices_folder_are_told_in_words(
    own_site: LiveSite, practice: Practice, make: Callable[[Practice], str]
) -> None:
    path = make(practice)
    client = own_site.client()
    answer = client.post(path, {}) if path.endswith("preview") else client.get(path)
    assert answer.status in (200, 404, 422), answer.body[-300:]


@pytest.mark.parametrize("path", ["/packet/settings", "/packet/download", "/packet/save"])
def test_half_a_form_is_no_fault_of_our_own(site: LiveSite, path: str) -> None:
    client = site.client()
    client.post("/packet/add", {"sheet": "tiny"})
    assert client.post(path, {"title": ""}).status < 500


def test_what_half_a_form_leaves_out_is_filled_in(site: LiveSite) -> None:
    client = site.client()
    client.post("/packet/add", {"sheet": "tiny"})
    words = client.post("/packet/settings", {"title": "", "summary": "In a sentence."}).text
    assert 'value="In a sentence."' in words
    answer = client.post("/packet/settings", {"title": "a **b"})
    assert answer.status < 500


def test_a_name_that_is_no_header_is_sent_without_what_makes_it_so() -> None:
    answer = sent_file(b"x", "a\r\nSet-Cookie: b\u202e.csv", "text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="aSet-Cookie: b.csv"'


def test_a_folder_that_is_a_link_to_itself_takes_no_file(
    own_site: LiveSite, practice: Practice
) -> None:
    client = own_site.client()
    client.post("/compose/from", {"sheet": "tiny"})
    (practice.folder / "handouts").rename(practice.folder / "moved")
    (practice.folder / "handouts").symlink_to("handouts")
    answer = client.post("/compose/save", {"name": "three", "unfinished": "yes"})
    assert answer.status == 422 and "link" in answer.text


# Pictures and fonts that are made to take all of the memory, or minutes.


def poisoned_font() -> bytes:
    """A font with all letters that there can be, in one line of its table."""
    font = truetype("Oak Sans", "Literata", letters="AEae")
    table = DefaultTable("cmap")
    group = struct.pack(">IIIIII", 28, 0, 1, 0, 0x10FFFF, 1)
    table.data = struct.pack(">HHHHIHH", 0, 1, 3, 10, 12, 12, 0) + group
    font["cmap"] = table
    return font_file(font)


SLOW_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    + f'<path style="{"fill:url(#a);" * 18_000}"/>' * 20
    + "</svg>"
).encode()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The fonts that this process, which is the server's, looks into."""
    found: list[object] = []
    usual = TTFont.getBestCmap

    def noted(font: TTFont, *args: Any) -> Any:
        found.append(font)
        return usual(font, *args)

    monkeypatch.setattr(TTFont, "getBestCmap", noted)
    return found


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (poisoned_font(), "This font takes too much time or memory to check"),
        (font_file(truetype("Oak", "Literata")), '<option value="Oak"'),
    ],
    ids=["poisoned", "good"],
)
def test_the_server_itself_looks_into_no_font(
    own_site: LiveSite, opened: list[object], data: bytes, told: str
) -> None:
    client = own_site.client()
    sent = {"font-regular": ("a.ttf", data)}
    assert told in client.post("/brand/draft", {"font-for": "text"}, sent).text
    assert client.post("/brand/draft", {"name": "Oak"}).status == 200
    assert opened == []


def test_nor_into_one_of_the_practices_own_more_than_once(
    own_site: LiveSite,
    practice: Practice,
    opened: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    practice.write("fonts/good.ttf", font_file(truetype("Oak", "Literata")))
    practice.write("fonts/bad.ttf", poisoned_font())
    files = "[fonts/good.ttf, fonts/bad.ttf]"
    fonts = f"[{{family: Oak, source: file, files: {files}}}]"
    practice.write(
        "_brand.yml", f"meta: {{name: Elm}}\ntypography: {{fonts: {fonts}, base: Oak}}\n"
    )
    client = own_site.client()
    words = client.get("/brand").text
    assert "bad.ttf" in words and "can&#39;t be read as a font" in words
    assert "&#39;good.ttf&#39; can" not in words
    monkeypatch.setattr(Worker, "__init__", None)
    assert client.post("/brand/draft", {"name": "Oak"}).status == 200
    assert opened == []


def test_a_picture_that_takes_too_long_is_told(
    own_site: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = replace(checking._PICTURES, limits=replace(checking._LIMITS, seconds=1))
    monkeypatch.setattr(checking, "_PICTURES", quick)
    client = own_site.client()
    start = time.monotonic()
    sent = {"logo-file": ("a.svg", SLOW_PICTURE)}
    answer = client.post("/brand/draft", {"name": "Oak"}, sent)
    assert time.monotonic() - start < 6
    assert "This picture takes too long to check" in answer.text
    assert "Save it more simply" in answer.text


def test_where_no_process_can_be_had_nothing_is_said_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checker, font = checking.Checker(), font_file(truetype("Oak", "Literata"))
    (tmp_path / "a.ttf").write_bytes(font)
    monkeypatch.setattr(checking, "_FONTS", replace(checking._FONTS, room=BoundedSemaphore(1)))
    with monkeypatch.context() as patch:
        patch.setenv("HANDOUTGEN_CACHE", "/dev/null")
        with pytest.raises(BusyError, match="starts no process"):
            checker.font(font, "a.ttf", 400)
        with pytest.raises(BusyError, match="starts no process"):
            checker.learn([tmp_path / "a.ttf"])
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path))
    checker.learn([tmp_path / "a.ttf"])
    assert checker.is_font(font)


def test_a_check_ends_with_its_page() -> None:
    checker = checking.Checker()
    checker.close()
    start = time.monotonic()
    with pytest.raises(TooMuchError):
        checker.logo(SLOW_PICTURE, "a.svg")
    assert time.monotonic() - start < 5


def test_a_drawing_that_never_closes_its_first_tag_takes_no_time() -> None:
    assert aspect_of(b"<svg " * 900_000, ".svg") is None


# A visitor who is forgotten while a request of theirs is under way.


def test_nothing_is_kept_for_a_visitor_who_is_gone() -> None:
    visitors = Visitors()
    visitor = visitors.welcome()[1]
    assert visitor.keep("a", list) == []
    visitors.close()
    with pytest.raises(HandoutgenError, match="load it again"):
        visitor.keep("a", list)
    assert visitor.kept == {}


def test_a_draft_that_is_gone_comes_to_no_new_folder(
    practice: Practice, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOUTGEN_CACHE", str(tmp_path / "cache"))
    folder = DraftFolder()
    folder.write("fonts/a.ttf", b"x")
    folder.close()
    with pytest.raises(OutputError, match="load it again"):
        folder.write("fonts/a.ttf", b"x")
    assert [*drafts_folder().iterdir()] == []


# Faults in odd places, and what is left of a client's words.


def late_fault() -> Iterator[str]:
    yield "x"
    raise ValueError("Ana Sample")


def early_fault() -> Iterator[str]:
    if True:
        raise ValueError("Ana Sample")
    yield "x"


def odd_header() -> Response:
    answer = Response("x")
    answer.headers["X-Odd"] = "Ana \u4e2d"
    return answer


@pytest.mark.parametrize(
    "view",
    [lambda: Response(late_fault()), lambda: Response(early_fault()), odd_header],
    ids=["late", "early", "header"],
)
def test_a_fault_behind_the_view_tells_no_clients_words_either(
    own_site: LiveSite,
    view: Callable[[], Response],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = own_site.client()
    own_site.app.view_functions["library.show"] = view
    with caplog.at_level(logging.DEBUG):
        answer = sent(client, "GET /", [f"Host: {host(client)}"])[1]
    assert "Ana" not in caplog.text + str(capfd.readouterr()) + answer.decode("latin-1")


def test_a_large_answer_is_not_written_to_the_disk_on_its_way(
    own_site: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = own_site.client()
    made: list[object] = []
    usual = tempfile.TemporaryFile

    def noted(*args: Any, **options: Any) -> Any:
        made.append(args)
        return usual(*args, **options)

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    own_site.app.view_functions["library.show"] = lambda: Response(b"Ana Sample " * 300_000)
    assert len(client.get("/").body) == 3_300_000
    assert not made, "a filled-in PDF of that size lies on the disk while it is sent"


# Too much.


def test_what_is_too_long_is_found_without_taking_memory_for_it(own_site: LiveSite) -> None:
    studio = own_site.app.extensions["handoutgen"].studio
    text = "x" * 3000
    ask = Ask(handout="tiny", answers=tuple(("", text) for _ in range(3000)))
    tracemalloc.start()
    try:
        with pytest.raises(HandoutgenError):
            studio.pages(ask)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000, "it grows with the square: a form of 480 kB takes all of the memory"


@pytest.mark.parametrize("many", [60, 130])
def test_connections_that_say_nothing_keep_nobody_out(own_site: LiveSite, many: int) -> None:
    place = urlsplit(own_site.url)
    address = (place.hostname or "", place.port or 0)
    with ExitStack() as stack:
        for _ in range(many):
            line = stack.enter_context(socket.create_connection(address, timeout=5))
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        asked = stack.enter_context(socket.create_connection(address, timeout=4))
        asked.sendall(f"GET /static/app.css HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())
        try:
            assert asked.recv(20).startswith(b"HTTP/1.1 200")
        except TimeoutError:
            pytest.fail(f"{many} strangers without the link's secret keep the visitors out")


@pytest.mark.parametrize("words", ["ab-" * 66, " ".join(["aa", "bb", "cc", "dd"] * 16), "'" * 200])
def test_odd_words_to_search_for_take_no_time(site: LiveSite, words: str) -> None:
    assert site.client().get(f"/?search={quote(words)}").status == 200
    assert site.client().get(f"/sheets/{quote(words * 200)}").status == 404
