"""Many at once, and each alone: parallel previews, and what one visitor sees of another."""

import re
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from pypdf import PdfReader

from support.client import Answer, Client
from support.practice import HEAD
from support.site import LiveSite

MANY = 50
BLOCKS = "  - block: lines\n    prompt: Something small\n    count: 1\n"
TRICKS = (
    *("../../README", "..%2f..%2fREADME", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%00", "a%00b"),
    *("references", "blocks/next-session", "C:%5cWindows", "//etc/passwd", "tiny.yaml", "a" * 3000),
    *("%ff%fe", "%C0%AE%C0%AE%2f", "{{7*7}}", "%3Cscript%3E", "-", "tiny%0d%0aX-Odd:%201"),
)


@pytest.fixture
def small(own_site, practice):
    """A site with a sheet that has one place to fill in; gives its name and the blank's."""
    practice.sheet(BLOCKS, head=HEAD, name="small")
    text = own_site.client().get("/sheets/small").text
    found = re.search(r'name="(blank[^"]*something[^"]*)"', text)
    assert found, re.findall(r'name="([^"]+)"', text)
    return own_site, found[1]


def pictures(text: str) -> list[str]:
    return re.findall(r'src="(/pictures/[^"]+)"', text)


def test_fifty_visitors_look_at_their_own_pages_at_once(small):
    site, blank = small
    clients = [site.client() for _ in range(MANY)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def look(number: int) -> tuple[int, list[str], str]:
        fields = {blank: f"Secret {number}", "paper": "a4" if number % 2 else "letter"}
        answer = clients[number].post("/sheets/small/preview", fields)
        return answer.status, pictures(answer.text), answer.text

    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(look, range(MANY)))
    assert {status for status, _, _ in answers} == {200}
    for number, (_, seen, text) in enumerate(answers):
        assert len(seen) == 1
        assert re.findall(r"Secret \d+", text) == [f"Secret {number}"]
    tokens = [seen[0] for _, seen, _ in answers]
    assert len(set(tokens)) == MANY
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150_000, "in kB: the server holds more than it may"
    for number in (0, 1, MANY - 1):
        assert clients[number].get(tokens[number]).status == 200
        assert clients[number].get(tokens[number - 1]).status == 404


def test_what_one_fills_in_is_in_no_answer_to_another(small):
    site, blank = small
    one, other = site.client(), site.client()
    answer = one.post("/sheets/small/download", {blank: "Only mine"})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body)).pages)
    assert "Only mine" in text
    for path in ("/", "/sheets/small", "/compose", "/packet", "/batch", "/brand"):
        assert "Only mine" not in other.get(path).text


def test_what_is_filled_in_is_in_no_address_log_or_file(small, capfd, caplog):
    site, blank = small
    client = site.client()
    words = "Ana Sample, Tuesday"
    for action in ("", "/preview", "/download", "/print"):
        answer = client.post(f"/sheets/small{action}", {blank: words})
        assert answer.status in (200, 303), action
        assert "Ana" not in str(answer.headers), action
    assert "Ana" not in str(capfd.readouterr()) + caplog.text
    for folder in (site.practice, site.cache):
        for path in folder.rglob("*"):
            assert not path.is_file() or b"Ana Sample" not in path.read_bytes(), path


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize(
    "path", ["/sheets/{}", "/cards/{}.png", "/pictures/{}/1.png", "/fonts/{}", "/{}", "/static/{}"]
)
def test_tricks_in_addresses_find_nothing(site, path, trick):
    answer = site.client().get(path.format(trick))
    assert answer.status in (400, 404, 308), answer.status
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text
    assert "X-Odd" not in answer.headers


def posts(site: LiveSite) -> list[str]:
    """Every address that takes a form."""
    rules = site.app.url_map.iter_rules()
    return sorted(
        re.sub(r"<(?:int:)?\w+>", "1", re.sub(r"/sheets/<\w+>", "/sheets/tiny", rule.rule))
        for rule in rules
        if "POST" in rule.methods
    )


HOSTILE: tuple[Callable[[Client, str], Answer], ...] = (
    lambda client, path: client.post(path, {}),
    lambda client, path: client.post(
        path, {"sheet": "../../etc/passwd", "name": "\0", "id": "../x"}
    ),
    lambda client, path: client.post(path, {"number": "-1", "to": "9" * 400, "revision": "x"}),
    lambda client, path: client.post(path, {"paper": "a3", "brand": "../harbor", "language": "'"}),
    lambda client, path: client.post(path, {f"field-{n}": "x" * 100 for n in range(2500)}),
    lambda client, path: client.post(
        path, {"title": "{{ 7*7 }}<script>", "text": "\U0001f600" * 9}
    ),
    lambda client, path: client.post(path, {}, files={"file": ("../../x.csv", b"\0" * 99)}),
    lambda client, path: client.post(path, {}, files={"roster": ("a\r\nX-Odd: 1.svg", b"<svg")}),
    lambda client, path: client.ask("POST", path, b"\xff" * 50, {"Content-Type": "text/plain"}),
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_no_form_answers_with_a_fault_of_our_own(site, number):
    client = site.client()
    found = posts(site)
    assert len(found) > 15
    for path in found:
        answer = HOSTILE[number](client, path)
        assert answer.status < 500, (path, answer.body)
        assert b"Traceback" not in answer.body, path
        assert b"49<script>" not in answer.body, path
        assert "X-Odd" not in answer.headers, path
    assert client.get("/").status == 200
