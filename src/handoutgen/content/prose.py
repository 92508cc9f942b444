"""The words of a handout: a little Markdown, and blanks to fill in.

In any text, `**bold**`, `*italic*` and `[words](https://...)` work; in longer texts lists and
paragraphs too. `[[pain today]]` leaves a line to write on with its name under it; `[[date |
short]]` says how long a line. Anything else that looks like markup is refused, so that it never
lands on the paper.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, StringConstraints

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BLANK = re.compile(r"\[\[\s*([^\[\]|\s][^\[\]|\n]{0,59}?)\s*(?:\|\s*([a-z]+)\s*)?\]\]")
SIZES = {"short": 22, "medium": 42, "long": 70, "full": 0}
"""Length of a blank's line in mm; 0 takes a whole line of its own."""

_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_LINK_SCHEMES = ("https://", "http://", "mailto:", "tel:")
_SHORT_ANSWER = re.compile(r"\b(date|day|time|number|age|phone|\d+ to \d+)\b", re.IGNORECASE)
_RULE = re.compile(r"(?:[-=*] ?){3,}$")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def _check_line(text: str) -> str:
    """Refuse what would print as stray marks; the part after ' | ' says what to do."""
    if tag := _TAG.search(text):
        raise ValueError(
            f"'{tag[0][:30]}' looks like HTML, which isn't read here"
            " | write **bold**, *italic* or a list instead"
        )
    if "![" in text:
        raise ValueError("a picture can't stand inside a text | take the '![...]' out")
    if "`" in text:
        raise ValueError("a backtick ` would print as it is | write an apostrophe ’ or quotes “ ”")
    if "___" in text:
        raise ValueError(
            "a row of underscores isn't a place to fill in | write [[what goes there]] instead"
        )
    rest = BLANK.sub("", text)
    if "[[" in rest or "]]" in rest:
        raise ValueError(
            "a blank isn't closed or has no name | a blank is written [[pain today]],"
            " on one line, with a name of 1 to 60 characters"
        )
    for _, size in BLANK.findall(text):
        if size and size not in SIZES:
            raise ValueError(
                f"'{size}' isn't a length for a blank | after the bar write {', '.join(SIZES)}"
            )
    for address in _LINK.findall(rest):
        if not address.lower().startswith(_LINK_SCHEMES):
            raise ValueError(
                f"'{address[:40]}' can't be linked to"
                " | a link starts with https://, mailto: or tel:"
            )
    if found := _UNPRINTABLE.search(text):
        raise ValueError(
            f"an invisible character (U+{ord(found[0]):04X}) stands in the text"
            " | delete it and type the word again"
        )
    return " ".join(text.split("\n"))


def _check_prose(text: str) -> str:
    for line in text.splitlines():
        start = line.lstrip()
        if re.match(r"#{1,6}\s", start):
            raise ValueError(
                f"'{start[:30]}' is a heading inside a text"
                " | start a new block with a 'title' instead"
            )
        if _RULE.match(start):
            raise ValueError(
                f"'{start[:30]}' would print as it is"
                " | start a new block where the text is to be parted"
            )
        if start.startswith("> "):
            raise ValueError(
                "a quotation mark '>' at the start of a line isn't read"
                " | use 'block: callout' for words that stand apart"
            )
        _check_line(line)
    return text


Line = Annotated[str, StringConstraints(min_length=1, max_length=240), AfterValidator(_check_line)]
"""One line of text, up to 240 characters."""
Label = Annotated[str, StringConstraints(min_length=1, max_length=90), AfterValidator(_check_line)]
"""A few words, up to 90 characters: a heading, a column, a step of a ring."""
Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=6000), AfterValidator(_check_prose)
]
"""Paragraphs and lists, up to 6,000 characters."""


Written = Callable[[str, str], str]
"""Gives the HTML of a blank from its name and the size of its line."""


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    from handoutgen.content import markdown

    reader = MarkdownIt("zero", {"typographer": True, "breaks": False})
    reader.enable(["list", "emphasis", "link", "newline", "escape", "replacements", "smartquotes"])
    return reader.use(markdown.plugin)


def blank_size(name: str, asked: str = "") -> str:
    """How long a line a blank gets when its text doesn't say: by what will be written on it."""
    if asked:
        return asked
    if _SHORT_ANSWER.search(name):
        return "short"
    return "medium" if len(name) <= 24 else "long"


def line_html(text: str, written: Written | None = None) -> str:
    """One line of text as HTML without a paragraph around it.

    `written` gives the HTML of a blank from its name and size; without it the name stands there.
    """
    return str(_markdown().renderInline(text, {"written": written}))


def prose_html(text: str, written: Written | None = None) -> str:
    """Paragraphs and lists as HTML; `written` as for a line."""
    return str(_markdown().render(text, {"written": written}))


def plain(text: str) -> str:
    """The words alone, as a PDF title or a bookmark shows them."""
    words = []
    for token in _markdown().parseInline(text)[0].children or ():
        words.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(words)
