"""What templates were compiled to, for all that print in one process.

To compile all of them takes about as long as to lay a page out. Each edition and brand fills them
in for itself, but nearly always from the same text.
"""

from collections import OrderedDict
from threading import Lock
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

_MOST = 400
"""As many are kept, those used last: some practices' own beside the shipped ones."""


class Compiled(BytecodeCache):
    """Keeps the code of each template by its name, its path and all of its text, in memory alone.

    It is for environments that are set up alike, since these go into the code too.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._codes: OrderedDict[tuple[str, str], CodeType] = OrderedDict()
        self._lock = Lock()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept of the same template."""
        with self._lock:
            key = (bucket.key, bucket.checksum)
            if code := self._codes.get(key):
                self._codes.move_to_end(key)
                bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what it was compiled to."""
        if bucket.code:
            with self._lock:
                self._codes[bucket.key, bucket.checksum] = bucket.code
                while len(self._codes) > self._most:
                    self._codes.popitem(last=False)
