"""Objects of a PDF as the bytes of a file."""

import zlib
from collections.abc import Sequence
from copy import copy
from typing import Any

import pikepdf

from handoutgen.press.syntax import stream


def open_entries(entries: Any, *left_out: str) -> bytes:
    """A dictionary as it is written, open at its end, without some of its entries."""
    kept = copy(entries)
    for key in left_out:
        if key in kept:
            del kept[key]
    return bytes(kept.unparse()).removesuffix(b">>")


def empty_stream(each: Any) -> str:
    """The dictionary of a stream whose content is written anew, open at its end."""
    left_out = ("/Length", "/Filter", "/DecodeParms")
    return open_entries(each.stream_dict, *left_out).decode("latin-1")


def body_of(each: Any) -> bytes:
    """What stands between `obj` and `endobj`."""
    if not isinstance(each, pikepdf.Stream):
        return bytes(each.unparse(resolved=True)) + b"\n"
    data = each.read_raw_bytes()
    return stream(open_entries(each.stream_dict, "/Length"), data)


def object_stream(number: int, packed: Sequence[tuple[int, bytes]]) -> bytes:
    """The objects that are no streams, packed into one."""
    places, start = [], 0
    for each, body in packed:
        places.append(b"%d %d" % (each, start))
        start += len(body) + 1
    head = b" ".join(places) + b"\n"
    data = zlib.compress(head + b"\n".join(body for _, body in packed), 9)
    return (
        b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>\nstream\n"
        b"%s\nendstream\nendobj\n" % (number, len(packed), len(head), len(data), data)
    )
