"""Finished files as one archive, made while it is sent: nothing of it lies on the disk."""

import time
from collections.abc import Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PIECE = 1 << 18
_OWNERS = 0o600 << 16
"""Readable by its owner alone, where an archive can say that."""


class _Sink(RawIOBase):
    """Takes what is written until it is sent on."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        part = bytes(data)
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        """All that was written since it was last asked."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(folder: Path, names: Iterable[str]) -> Iterator[bytes]:
    """An archive of those files of the folder, piece by piece; what isn't there is left out.

    PDFs are pressed already, so they are put in as they are.
    """
    sink = _Sink()
    moment = time.localtime()[:6]
    with ZipFile(sink, "w", ZIP_STORED, allowZip64=True) as archive:
        for name in names:
            info = ZipInfo(name, moment)
            info.external_attr = _OWNERS
            try:
                file = (folder / name).open("rb")
            except OSError:
                continue
            with file, archive.open(info, "w", force_zip64=True) as entry:
                while piece := file.read(_PIECE):
                    entry.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()
