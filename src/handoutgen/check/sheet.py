"""A handout on the checker's desk: what it says, and where each word of it stands."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from handoutgen.check.passages import Passage, passages_of
from handoutgen.content.handout import Handout, read_handout
from handoutgen.content.library import Library
from handoutgen.content.source import Mark, Source


class Sheet:
    """A handout, and its source with the content blocks put in.

    Raises ContentError where the handout can't be read.
    """

    def __init__(self, path: Path, library: Library) -> None:
        self.source: Source = library.source(path)
        self.handout: Handout = read_handout(path, self.source, library)
        folders = library.folders
        paths = (*folders.listing("handouts/blocks").values(), path)
        self._paths = {folders.shown(path): path for path in paths}
        self._texts: dict[str, str] = {}

    @property
    def for_therapist(self) -> bool:
        """Whether the sheet itself, and not only its notes, is for the therapist."""
        return self.handout.audience == "therapist"

    @cached_property
    def passages(self) -> list[Passage]:
        """The texts that the sheet's reader sees."""
        return passages_of(self.handout)

    def uses(self, number: int) -> str:
        """The name of the content block that stands there; empty where the sheet has its own."""
        file = self.source.mark(("blocks", number, "block")).file
        return Path(file).stem if file != self.source.name else ""

    def matches(
        self, pattern: re.Pattern[str], passage: Passage
    ) -> Iterator[tuple[re.Match[str], Mark]]:
        """Each match in the passage, with its own place in the file."""
        value = self.source.mark(passage.loc, "value")
        text = self._text(value.file)
        lines = text.split("\n")
        start = sum(len(line) + 1 for line in lines[: value.line - 1]) + value.column - 1
        in_file = pattern.finditer(text, start)
        for match in pattern.finditer(passage.text):
            there = next(in_file, None)
            if there is None or not value.line:
                yield match, value
                continue
            line = text.count("\n", 0, there.start())
            column = there.start() - (text.rfind("\n", 0, there.start()) + 1)
            yield match, Mark(value.file, line + 1, column + 1, lines[line])

    def _text(self, name: str) -> str:
        if name not in self._texts:
            self._texts[name] = self._paths[name].read_text("utf-8-sig", "replace")
        return self._texts[name]
