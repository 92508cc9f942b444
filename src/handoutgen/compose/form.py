"""The blanks of a document, named and numbered as the templates draw them, from top to bottom.

A template asks for each place to fill in by the words beside it and by where in its block it
stands; what comes back carries the name, the question and what is filled in. So the same list of
blanks serves the lines on paper, the fields on a screen and the values given ahead.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from handoutgen.content.blanks import Blank, Fits, Kind, Values
from handoutgen.content.blocks import AnyBlock
from handoutgen.content.prose import plain

_LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i"}
)


def slug(text: str) -> str:
    """The text in small letters, digits and hyphens, cut after a word at 40 characters or so."""
    bare = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    words = _OTHER.sub("-", bare.encode("ascii", "ignore").decode().lower().replace("'", ""))
    words = words.strip("-")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    return words or "blank"


class Form:
    """Collects the blanks of one handout while its page is composed.

    `values` and `fits` are by a blank's whole name. A name is made of the handout's id, the
    block's title or question, the place in the block and the words beside the blank; where that
    would not be the only one of its name, a number is added. No name is the beginning of another
    one.
    """

    def __init__(
        self,
        handout: str,
        values: Values | None = None,
        before: int = 0,
        fits: Fits | None = None,
    ) -> None:
        self.blanks: list[Blank] = []
        self._before = before
        self.draw: Callable[[Blank, str], str] | None = None
        self._values: Values = values or {}
        self._fits = fits or {}
        self._block = self._handout = re.sub(r"[^\w-]+", "-", handout)
        self._heading = ""
        self._taken: set[str] = set()
        self._above = {self._handout}

    def enter(self, block: AnyBlock, number: int) -> str:
        """Go on to the handout's next block; returns the id of its element."""
        heading = block.title or getattr(block, "prompt", None) or block.block.replace("_", " ")
        self._heading = plain(heading)
        self._block = self._free(f"{self._handout}.{slug(self._heading)}")
        self._above.add(self._block)
        return f"block-{self._before + number}"

    def leave(self) -> None:
        """Go on to what comes after the last block."""
        self._block, self._heading = self._handout, ""

    def line(self, said: str, *path: object, of: str = "", leaf: str = "") -> Blank:
        """One line to write on; `of` says what it is about, where the words beside it are few."""
        return self._add("line", said, path, of, leaf)

    def lines(
        self, said: str, *path: object, count: int = 2, of: str = "", leaf: str = ""
    ) -> Blank:
        """Room for a text of several lines; one line is just that."""
        return self._add("lines" if count > 1 else "line", said, path, of, leaf)

    def tick(self, said: str, *path: object, of: str = "", leaf: str = "") -> Blank:
        """A box to tick."""
        return self._add("tick", said, path, of, leaf)

    def choice(
        self, said: str, options: Iterable[object], *path: object, of: str = "", leaf: str = ""
    ) -> Blank:
        """Several options, of which one is chosen."""
        return self._add("choice", said, path, of, leaf, tuple(str(each) for each in options))

    def written(self, said: str, size: str) -> str:
        """A blank inside a text, drawn as the templates have it."""
        blank = self._add("line", said, (), "", "", prose=True)
        return self.draw(blank, size) if self.draw else ""

    def _add(
        self,
        kind: Kind,
        said: str,
        path: tuple[object, ...],
        of: str,
        leaf: str,
        options: tuple[str, ...] = (),
        prose: bool = False,
    ) -> Blank:
        said = plain(said)
        of = plain(of) if of else ""
        parts = [slug(str(part)) for part in path]
        wanted = ".".join([self._block, *parts, leaf or slug(said)])
        name = self._free(wanted)
        above = name.split(".")
        self._above.update(".".join(above[:end]) for end in range(1, len(above)))
        self._taken.add(name)
        label = f"{of}: {said}" if of and of != said else said
        if prose and self._heading and self._heading != said:
            label = f"{self._heading}: {said}"
        value, size = self._values.get(name), self._fits.get(name)
        blank = Blank(name, label, said, kind, options, prose, value, size)
        self.blanks.append(blank)
        return blank

    def _free(self, wanted: str) -> str:
        """The name, numbered where a blank or a block has it already or a part of its beginning."""
        *above, last = wanted.split(".")
        name = ""
        for part in above:
            name = self._numbered(name, part, self._taken)
        return self._numbered(name, last, self._taken | self._above)

    @staticmethod
    def _numbered(above: str, part: str, taken: set[str]) -> str:
        first = name = f"{above}.{part}" if above else part
        number = 1
        while name in taken:
            number += 1
            name = f"{first}-{number}"
        return name
