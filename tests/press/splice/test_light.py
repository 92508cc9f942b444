"""A batch whose bases are in the cache is made without anything heavy."""

import os
import pickle
import subprocess
import sys

import pytest

from support.spliced import Copier

HEAVY = {
    *("weasyprint", "pikepdf", "pydantic", "ruamel", "fontTools", "jinja2", "PIL", "rich"),
    *("pydyf", "tinycss2", "markdown_it", "filelock", "distributed", "openpyxl"),
    *("handoutgen.pipeline", "handoutgen.compose", "handoutgen.batch.rendering"),
    *("handoutgen.press.engine", "handoutgen.press.splice.making", "handoutgen.content.library"),
}
SPLICE = """
import pickle, sys
from handoutgen.batch.bases import Spec, cached, reads_of
from handoutgen.press.splice.base import Base
from handoutgen.press.splice.letters import Unfit

spec, values = pickle.loads(sys.stdin.buffer.read())
path = cached(spec)
assert path, "there is no fresh base"
base = Base.load(path)
tail = base.tail(values)
assert tail.endswith(b"%%EOF\\n")
assert len(reads_of(spec)) > 10
try:
    base.tail({"name": "W" * 99})
except Unfit:
    pass
print("\\n".join(sys.modules))
"""


@pytest.mark.parametrize("look", ["plain", "fillable"])
def test_nothing_heavy_is_imported(copier: Copier, look: str) -> None:
    spec = copier.spec(headers=("day",), looks=frozenset({look} - {"plain"}))
    copier.base(spec)
    values = {"name": "Đặng Thị Ngọc", "date": "22. 11.", "=day": "Montag", "header": "Ngọc"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SPLICE],
        input=pickle.dumps((spec, values)),
        env={**os.environ, "HANDOUTGEN_CACHE": str(copier.cache)},
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    imported = set(done.stdout.decode().split())
    assert "handoutgen.press.splice.base" in imported
    assert "uharfbuzz" in imported
    assert HEAVY & imported == set()
