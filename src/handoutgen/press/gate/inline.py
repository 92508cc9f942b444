"""Pictures written into an address itself: `data:image/png;base64,...`."""

import base64
import binascii
from urllib.parse import unquote_to_bytes

from handoutgen.press.gate.unfit import UnfitError

INLINE = ("image/png", "image/jpeg", "image/svg+xml")
SAVE_IT = "Save the picture as a file in the practice folder's 'images' folder and name that file."


def inline_file(url: str, allowed: tuple[str, ...] = INLINE) -> tuple[bytes, str]:
    """The content and kind of a `data:` address."""
    head, comma, body = url.partition(",")
    mime, *options = (part.strip().lower() for part in head.partition(":")[2].split(";"))
    if not comma or mime not in allowed:
        raise UnfitError(
            f"holds '{mime[:40] or 'text/plain'}', where only {' or '.join(allowed)} can be used",
            SAVE_IT,
        )
    data = unquote_to_bytes(body)
    if "base64" not in options:
        return data, mime
    try:
        return base64.b64decode(b"".join(data.split()), validate=True), mime
    except binascii.Error:
        raise UnfitError("is cut short or garbled", SAVE_IT) from None
