"""What is sent to be kept or printed as a file."""

from typing import Any, Literal

from flask import Response

How = Literal["attachment", "inline"]
"""To be kept, or to be shown by the browser."""


def sent(content: Any, name: str, kind: str, how: How = "attachment") -> Response:
    """An answer that is a file of that name, without signs that a header can't have."""
    name = "".join(letter for letter in name if letter.isprintable())
    answer = Response(content, mimetype=kind)
    answer.headers.set("Content-Disposition", how, filename=name)
    return answer


def sent_pdf(content: bytes, name: str, how: How = "attachment") -> Response:
    """A finished document of that name."""
    return sent(content, name, "application/pdf", how)
