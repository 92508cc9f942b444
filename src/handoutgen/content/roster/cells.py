"""The text of one cell, made fit for a page."""

import unicodedata

from handoutgen.content.typed import clean

NO_RESULT = "#N/A"
"""What stands for the result of a formula that has none."""

ERRORS = {NO_RESULT, "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"}
"""What a spreadsheet shows where a formula went wrong."""

_ARABIC_LETTER_MARK = "\u061c"


class RowError(ValueError):
    """What is wrong with a row and what to do, in words that hold nothing of the row."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def tidy(text: str) -> str:
    """The text composed (NFC), with even line ends and without what can't be printed or would
    turn it about."""
    if text.isprintable():  # then nothing in it is stray
        return unicodedata.normalize("NFC", text.strip())
    return unicodedata.normalize("NFC", clean(text.replace(_ARABIC_LETTER_MARK, "")))


def line(text: str) -> str:
    """The text tidied, on one line."""
    return " ".join(tidy(text).split())


def can_be_seen(text: str) -> bool:
    """Whether any letter, digit or symbol is in it, not only blanks and punctuation."""
    return any(map(str.isalnum, text)) or any(unicodedata.category(each)[0] == "S" for each in text)
