"""The text of a content file, line by line, while it is being read and mended in memory."""

import codecs
import re
from itertools import islice

from handoutgen.errors import Problem

_FORBIDDEN = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_MOST_FORBIDDEN = 20
_BLANK_LINE = re.compile(r"^[ \t]+$", re.MULTILINE)
# The parser takes these for line ends, which YAML 1.2 and every editor's line count do not.
_NOT_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")
_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_SAVE_AS = "save the file as UTF-8 (in most editors: 'Save as', then the encoding)"


class Draft:
    """A file's lines as they are parsed, each still knowing where it stood in the file.

    `original` is what the user sees in a message; `lines` may be mended. Lines and columns are
    counted from 0 here, and line numbers never change.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        text = text.translate(_NOT_LINE_ENDS)
        self.original = text.split("\n")
        self.lines = _BLANK_LINE.sub("", text).split("\n")
        self.problems: list[Problem] = []
        self._columns: dict[int, list[int]] = {}

    def text(self) -> str:
        """The text to parse."""
        return "\n".join(self.lines)

    def edit(self, line: int, start: int, end: int, new: str) -> None:
        """Replace a part of a line, remembering where the rest of it came from."""
        old = self.lines[line]
        columns = self._columns.setdefault(line, list(range(len(old) + 1)))
        columns[start:end] = [columns[start]] * len(new)
        self.lines[line] = old[:start] + new + old[end:]

    def place(self, line: int, column: int) -> tuple[int, int, str]:
        """Line and column in the file, counted from 1, and the whole line as it stands there."""
        line = min(line, len(self.original) - 1)
        columns = self._columns.get(line)
        if columns:
            column = columns[min(column, len(columns) - 1)]
        return line + 1, column + 1, self.original[line]

    def problem(self, line: int, column: int, message: str, hint: str = "") -> Problem:
        """A problem at that place of the parsed lines."""
        at_line, at_column, excerpt = self.place(line, column)
        return Problem(self.name, at_line, at_column, message, hint, excerpt)

    def report(self, line: int, column: int, message: str, hint: str = "") -> None:
        """Note a problem at that place."""
        self.problems.append(self.problem(line, column, message, hint))


def draft_of(data: bytes, name: str) -> tuple[Draft, bool]:
    """The bytes as lines of text, and whether there is any use in parsing them."""
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            return _unreadable(name, f"this file is saved as {encoding}, not as UTF-8", _SAVE_AS)
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        before = data[: data.index(b"\0")].decode("utf-8", "replace").splitlines() or [""]
        message = "this is not a text file"
        hint = "a content file is plain text, saved as UTF-8; is this a picture or a document?"
        return _unreadable(name, message, hint, len(before), len(before[-1]) + 1)
    fault = None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        fault = error
        text = _guessed(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = islice(_FORBIDDEN.finditer(text), _MOST_FORBIDDEN)
    draft = Draft(name, _FORBIDDEN.sub("\ufffd", text))
    if fault is not None:
        good = data[: fault.start].decode().replace("\r\n", "\n").replace("\r", "\n")
        guess = _guessed(data[fault.start : fault.start + 1])
        draft.report(
            good.count("\n"),
            len(good) - good.rfind("\n") - 1,
            f"this file isn't saved as UTF-8; the first letter that shows it may be '{guess}'",
            _SAVE_AS,
        )
    for found in forbidden:
        start = found.start()
        draft.report(
            text.count("\n", 0, start),
            start - text.rfind("\n", 0, start) - 1,
            f"there is an invisible character here that can't be printed (U+{ord(found[0]):04X})",
            "delete it; it often comes along when text is pasted from another program",
        )
    _refuse_directives(draft)
    return draft, True


def _unreadable(
    name: str, message: str, hint: str, line: int = 1, column: int = 1
) -> tuple[Draft, bool]:
    draft = Draft(name, "")
    draft.problems.append(Problem(name, line, column, message, hint))
    return draft, False


def _guessed(data: bytes) -> str:
    """UTF-8 where it is, else the letters of old Windows programs, so that reading can go on."""
    return data.decode("utf-8", "handoutgen.guess")


def _old_letter(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("handoutgen.guess", _old_letter)


def _refuse_directives(draft: Draft) -> None:
    """`%YAML` and `%TAG` lines would change how all the rest is read."""
    for number, line in enumerate(draft.lines):
        if line.startswith("%"):
            draft.report(number, 0, "a line can't begin with '%'", "delete this line")
            draft.edit(number, 0, 1, "#")
        elif line and not line.lstrip().startswith("#"):
            return
