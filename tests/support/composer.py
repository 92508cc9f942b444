"""Someone who composes a sheet without a browser: by the forms that the page has."""

import re
from html import unescape
from html.parser import HTMLParser

from support.client import Answer, Client, Fields

PART = {"HX-Request": "true"}


class _Words(HTMLParser):
    """The words of a page; of a field, what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name and (given.get("type") != "checkbox" or "checked" in given):
            self.fields.setdefault(name, given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self._area] = self.fields[self._area].removeprefix("\n")
            self._area = ""


class Composer:
    """One visitor at the Compose page; each change is sent with the state that was seen last."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.revision = ""

    @property
    def page(self) -> Answer:
        """The page as it is now."""
        answer = self.client.get("/compose")
        assert answer.status == 200
        return answer

    def begin(self, title: str) -> "Composer":
        """Begin a new sheet."""
        answer = self.client.post("/compose/new", {"title": title})
        assert (answer.status, answer.location) == (303, "/compose")
        return self.look()

    def adapt(self, sheet: str) -> "Composer":
        """Begin with a sheet of the library."""
        answer = self.client.post("/compose/from", {"sheet": sheet})
        assert (answer.status, answer.location) == (303, "/compose")
        return self.look()

    def look(self) -> "Composer":
        """Load the page anew, to go on from there."""
        self.revision = self.page.value("revision")
        return self

    def send(self, what: str, fields: Fields | None = None, *, part: bool = True) -> Answer:
        """Send a form, as htmx does or as a browser without scripts does."""
        sent = {"revision": self.revision, **(fields or {})}
        answer = self.client.post(f"/compose/{what}", sent, headers=PART if part else {})
        if found := re.search(r'"revision": (\d+)', answer.headers.get("HX-Trigger", "")):
            self.revision = found[1]
        elif not part:
            self.look()
        return answer

    def write(self, key: str, **words: str) -> Answer:
        """Type into the fields of a part: `say="…"`, `green__title="…"`."""
        typed = {f"w.{name.replace('__', '.')}": text for name, text in words.items()}
        return self.send("words", {"key": key, **typed})

    @property
    def keys(self) -> list[str]:
        """The keys of the parts, in order."""
        return [tag["value"] for tag in self.page.tags("input") if tag.get("name") == "order"]

    @property
    def names(self) -> list[str]:
        """What the parts are called, in order."""
        found = re.findall(r'class="piece-name" id="name-\d+">([^<]*)<', self.page.text)
        return [unescape(name) for name in found]

    @property
    def yaml(self) -> str:
        """The sheet as its file would be."""
        answer = self.client.get("/compose/sheet.yaml")
        assert answer.status == 200
        return answer.text

    def fields(self, key: str) -> dict[str, str]:
        """The fields of a part, as they are shown when it is open."""
        words = _Words()
        words.feed(self.client.get(f"/compose?open={key}").text)
        shown = words.fields.items()
        return {name.removeprefix("w."): v for name, v in shown if name.startswith("w.")}

    @property
    def head(self) -> dict[str, str]:
        """The fields of the head."""
        words = _Words()
        words.feed(self.page.text)
        return words.fields


def told(answer: Answer) -> str:
    """The words of an answer, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
