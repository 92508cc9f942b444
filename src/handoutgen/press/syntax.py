"""Numbers and streams as they are written in a PDF."""


def number(value: float) -> str:
    """A number as a content stream has it."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def stream(entries: bytes, content: bytes) -> bytes:
    """A stream as it stands between `obj` and `endobj`, of a dictionary that is open at its end."""
    return b"%s/Length %d>>\nstream\n%s\nendstream\n" % (entries, len(content), content)
