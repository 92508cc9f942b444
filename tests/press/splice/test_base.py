"""A base as it lies in the cache: what it tells of itself, and what is refused as damaged."""

import json
from collections.abc import Iterator

import pytest

from handoutgen.press.splice.base import Base
from support.spliced import Copier

COLUMNS = ("day", "plan.diary.pain", "plan.list.a-thing", "plan.how-sure.answer")


def test_a_base_tells_what_it_has_places_for(copier: Copier) -> None:
    plain = copier.base(copier.spec(headers=COLUMNS))
    assert (plain.pages, plain.language) == (5, "en")
    assert plain.fills == {"name", "date", "next session", "header", *(f"={c}" for c in COLUMNS)}
    assert plain.blanks["name"] == ["cover.name", "plan.name"]
    assert plain.blanks["header"] == []


def test_a_base_that_differs_in_anything_has_another_id(copier: Copier) -> None:
    """Also where its pages are the same, and only its places are for other columns."""
    one, other = (copier.base(copier.spec(headers=(name,))) for name in ("day", "plan.diary.day"))
    assert one.prefix == other.prefix
    assert one.id != other.id


@pytest.fixture(scope="module")
def data(copier: Copier) -> bytes:
    spec = copier.spec(headers=COLUMNS)
    copier.base(spec)
    with copier.caching():
        return spec.job.target.read_bytes()


def damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    head = data.index(b"{")
    yield "nothing", b""
    yield "foreign", b"%PDF-1.7\n" + data
    yield "other version", data.replace(b"base 1", b"base 0", 1)
    yield "no head", data[:head]
    yield "half a head", data[: head + 200]
    yield "cut", data[:-1]
    yield "longer", data + b"\0"
    for name, place in (("place", head + 30), ("pages", len(data) // 2), ("font", len(data) - 9)):
        yield name, data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    rest = data[data.index(b"\n", head) :]
    yield "other places", data[:head] + json.dumps({"pages": 1}).encode() + rest
    yield "a list", data[:head] + b"[]" + rest


def test_a_damaged_base_is_refused(data: bytes) -> None:
    assert Base.of(data).pages == 5
    for name, broken in damaged(data):
        with pytest.raises(ValueError, match="base"):
            Base.of(broken)
            pytest.fail(name)
