"""Answers read back: what a client filled in, out of the PDF that came back.

The file comes from outside. Nothing in it is run or followed, and no message shows an answer.
"""

import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf.settings import get_qpdf_limits, set_qpdf_limits

from handoutgen.content.blanks import Value
from handoutgen.errors import ContentError, Problem
from handoutgen.press.filled import UnboundedError, fields, text_of

SIZE_LIMIT = 20_000_000
"""The most bytes that a returned PDF may have."""

_UNPACKED = 20_000_000
_NAME = re.compile(r"[\w-]{1,64}(?:\.[a-z0-9-]+)+")
_NOT_OURS = "this PDF isn't a form made by handoutgen"
_WHOSE = "name a PDF that 'handoutgen build --fillable' made and that was filled in and saved"
_DAMAGED = "this PDF is damaged, so answers may be missing from it"
_AGAIN = "ask for it once more; a PDF is best sent as an attachment or shared as a file"
_NO_FIELDS = "this PDF has no fields to read answers from"
_FLAT = (
    "a form that was printed to a PDF, or scanned, is only a picture of itself: read it by eye, or"
    " ask for the file as it was saved. A new form is made by 'handoutgen build --fillable'"
)
_LOCKED = "this PDF is locked with a password"
_UNLOCK = "open it with the password and save a copy without one, or ask for such a copy"


def read_form(path: Path) -> dict[str, dict[str, Value]]:
    """The answers in a filled-in form, by handout and blank, in the form's order.

    A tick is True, a choice the option, and what was left open is None. Raises ContentError where
    the file isn't such a form, can't be read whole, or is locked.
    """
    name = str(path)
    data = _content(path)
    try:
        with (
            _bounded(),
            pikepdf.open(
                BytesIO(data), attempt_recovery=False, inherit_page_attributes=False
            ) as pdf,
        ):
            answers = _answers(pdf, name)
            whole = not pdf.get_warnings()
    except ContentError:
        raise
    except pikepdf.PasswordError:
        raise _fault(name, _LOCKED, _UNLOCK) from None
    except UnboundedError:
        raise _fault(name, _NOT_OURS, _WHOSE) from None
    except Exception:  # whatever a file that was made to harm makes the reader stumble over
        raise _fault(name, _DAMAGED, _AGAIN) from None
    if not whole:
        raise _fault(name, _DAMAGED, _AGAIN)
    return answers


def _content(path: Path) -> bytes:
    """The bytes of a PDF; raises ContentError where there is none."""
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise _fault(name, "this is not a file", "name the PDF itself")
        if status.st_size > SIZE_LIMIT:
            message = f"this file is larger than {SIZE_LIMIT // 1_000_000} MB, as no form is"
            raise _fault(name, message, _WHOSE)
        data = path.read_bytes()
    except FileNotFoundError:
        raise _fault(name, "there is no such file", "check its name and its folder") from None
    except (OSError, ValueError):
        message, hint = "this file can't be read", "check its name and who may read it"
        raise _fault(name, message, hint) from None
    if b"%PDF-" not in data[:1024]:
        raise _fault(name, "this is not a PDF", _WHOSE)
    return data


def _answers(pdf: pikepdf.Pdf, name: str) -> dict[str, dict[str, Value]]:
    creator = text_of(pdf.trailer.get("/Info", pikepdf.Dictionary()).get("/Creator"))
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary())
    found = list(fields(form))
    ours = creator.startswith("handoutgen")
    if not found:
        raise _fault(name, _NO_FIELDS, _FLAT)
    # Some programs drop who made the file; then the names of its fields have to tell.
    if not ours and (creator or not all(_NAME.fullmatch(field) for field, _ in found)):
        raise _fault(name, _NOT_OURS, _WHOSE)
    answers: dict[str, dict[str, Value]] = {}
    for field, value in found:
        handout, dot, blank = field.partition(".")
        if dot and (value is not None or blank not in answers.get(handout, {})):
            answers.setdefault(handout, {})[blank] = value
    if not answers:
        raise _fault(name, _NO_FIELDS, _FLAT)
    return answers


@contextmanager
def _bounded() -> Iterator[None]:
    """A small file can't unpack into one that fills the memory."""
    before = get_qpdf_limits()
    set_qpdf_limits(flate_max_memory=_UNPACKED)
    try:
        yield
    finally:
        set_qpdf_limits(flate_max_memory=before["flate_max_memory"])


def _fault(name: str, message: str, hint: str) -> ContentError:
    return ContentError(Problem(name, 0, 0, message, hint))
