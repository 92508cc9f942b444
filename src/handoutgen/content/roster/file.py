"""The bytes of a roster, and what kind of file they are."""

import stat
from pathlib import Path

from handoutgen.errors import ContentError, Problem

SIZE_LIMIT = 50_000_000

_AS_TABLE = "save the table as CSV (UTF-8) or as .xlsx, and name that file"
_WEB = (b"<!doctype", b"<html", b"<head", b"<meta", b"<style", b"<table", b"<?xml")


def read_file(path: Path) -> bytes:
    """The bytes of a file that may hold a table; raises ContentError for any that can't."""
    message, hint = "this file can't be read", "check its name and who may read it"
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message, hint = "this is not a file", "name a file that holds a table"
        elif status.st_size > SIZE_LIMIT:
            message = f"this file has {status.st_size / 1e6:,.0f} MB"
            hint = f"a roster has {SIZE_LIMIT // 1_000_000} MB at most: is it the right file?"
        else:
            data = path.read_bytes()
            _check_kind(data, str(path))
            return data
    except FileNotFoundError:
        message = "there is no such file"
    except (OSError, ValueError):
        pass
    raise ContentError(Problem(str(path), 0, 0, message, hint))


def is_archive(data: bytes) -> bool:
    """Whether it is a ZIP archive, as workbooks are."""
    return data.startswith(b"PK\x03\x04")


def other_kind(kind: str, name: str) -> ContentError:
    """The error for a file of a kind that holds no table that can be read."""
    return ContentError(Problem(name, 0, 0, f"this is {kind}, not a table", _AS_TABLE))


def _check_kind(data: bytes, name: str) -> None:
    start = data[:100].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"%pdf-"):
        raise other_kind("a PDF", name)
    if start.startswith(b"{\\rtf"):
        raise other_kind("a text document (RTF)", name)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        message = "this is an old Excel file (.xls), or one that is locked with a password"
        hint = "open it in a spreadsheet program and save it as .xlsx or CSV, without a password"
        raise ContentError(Problem(name, 0, 0, message, hint))
    if start.startswith(_WEB):
        message = "this is a web page or XML, whatever its name ends in"
        hint = "open it in a spreadsheet program and save it as .xlsx or CSV"
        raise ContentError(Problem(name, 0, 0, message, hint))
