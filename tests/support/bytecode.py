"""Templates are compiled once for all tests of a process, not anew for each site and each build."""

from collections.abc import Iterator
from types import CodeType
from typing import Any

import pytest
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache


class Kept(BytecodeCache):
    """What templates were compiled to, by their text and by all that goes into compiling it."""

    def __init__(self) -> None:
        self._codes: dict[tuple[object, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept of the same template."""
        bucket.code = self._codes.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what it was compiled to."""
        if bucket.code:
            self._codes[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[object, ...]:
    each: Any = bucket.environment
    escapes = getattr(each.autoescape, "__func__", each.autoescape)  # a site has its own method
    kind = type(each), escapes, each.undefined, each.trim_blocks, each.lstrip_blocks
    return bucket.key, bucket.checksum, *kind, *each.filters, *each.extensions


@pytest.fixture(scope="session", autouse=True)
def kept_templates() -> Iterator[None]:
    """Every environment that is made from now on takes what another one has compiled."""
    kept = Kept()
    make = Environment.__init__

    def make_with_it(self: Environment, *words: Any, **options: Any) -> None:
        make(self, *words, **options)
        self.bytecode_cache = self.bytecode_cache or kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "__init__", make_with_it)
        yield
