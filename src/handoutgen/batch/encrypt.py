"""A client's file locked with a password, for practices that send files by e-mail."""

import secrets
from io import BytesIO

LONGEST = 127
"""How many bytes of a password count in a PDF; what goes beyond would be cut off unseen."""


def encrypt(pdf: bytes, password: str) -> bytes:
    """The same document locked with AES-256, its metadata too.

    The password opens it with all rights, to print, to fill in, to read aloud. The one that would
    change these rights is random and forgotten. pikepdf is imported here.
    """
    import pikepdf

    lock = pikepdf.Encryption(
        user=password,
        owner=secrets.token_urlsafe(32),
        R=6,
        aes=True,
        metadata=True,
        allow=pikepdf.Permissions(),
    )
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(out, encryption=lock, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def unfit_password(password: str) -> str:
    """Why a file can't be locked with that password, or nothing; the password isn't told."""
    if not password:
        return "there is no password"
    if len(password.encode()) > LONGEST:
        return f"the password is longer than {LONGEST} bytes"
    return ""
