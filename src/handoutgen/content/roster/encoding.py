"""The text of a file by its own marks: UTF-8, UTF-16 or Windows-1252."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from handoutgen.errors import ContentError, Problem

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def decoded(data: bytes, name: str) -> str:
    """The file's text without its byte order mark.

    What isn't UTF-8 is taken for Windows-1252, but for UTF-8 in which some bytes were damaged.
    Raises ContentError.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = _strictly(data, "utf-16")
    elif (text := _strictly(data, "utf-8-sig")) is None:
        damaged = data.startswith(BOM_UTF8) or _is_mostly_utf8(data)
        text = None if damaged else _strictly(data, "cp1252")
    if text is None:
        message = "some letters in this file are damaged, or saved in a way that isn't known"
        hint = "open it where it was made and save it anew as 'CSV UTF-8'"
        raise ContentError(Problem(name, 0, 0, message, hint))
    if "\0" in text:
        hint = "if it is a CSV, save it anew as 'CSV UTF-8'; a workbook is read as .xlsx"
        raise ContentError(Problem(name, 0, 0, "this isn't a table as text", hint))
    return text


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text, or None; the codec's own error holds the whole file, so it goes no further."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more of what isn't plain English is good UTF-8 than isn't."""
    text = data.decode("utf-8", "replace")
    damaged = text.count(_UNKNOWN)
    return sum(not each.isascii() for each in text) - damaged > damaged
