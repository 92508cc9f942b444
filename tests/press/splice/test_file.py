"""A spliced file is one whole, sound PDF, that holds nothing of any other client."""

import re
import stat
import subprocess
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.batch.bases import Spec
from handoutgen.press.splice.base import Base
from support.pdf import page_texts
from support.spliced import Copier
from support.tags import tagged_text
from support.tools import require
from support.verapdf import validate

WHO, OTHER = "Zuzana Đặng", "Kazimierz Brzęczyk"
HEADER = f"{WHO} · 22. 11."
VALUES = {"name": WHO, "header": HEADER, "=day": "Zuz1", "=plan.diary.pain": "5"}
COLUMNS = ("day", "plan.diary.pain", "plan.list.a-thing", "plan.how-sure.answer")
EDITIONS = {
    "plain": {},
    "large": {"paper": "a4", "looks": frozenset({"large-print", "ink-saver", "notes"})},
    "form": {"looks": frozenset({"fillable"})},
    "duplex": {"duplex": True},
}


@pytest.fixture(params=EDITIONS)
def spec(request: pytest.FixtureRequest, copier: Copier) -> Spec:
    return copier.spec(headers=COLUMNS, **EDITIONS[request.param])


def client(copier: Copier, spec: Spec, **more: str) -> bytes:
    return copier.spliced(spec, {**VALUES, **more})


def test_every_edition_passes_pdf_ua_1(copier: Copier, tmp_path: Path) -> None:
    paths = []
    for name, edition in EDITIONS.items():
        spec = copier.spec(headers=COLUMNS, **edition)
        ticks = {"=plan.list.a-thing": "yes", "=plan.how-sure.answer": "2"}
        filled = VALUES | ticks if name == "form" else VALUES
        for values in (filled, *([{}, {"name": "Ana"}] if name == "plain" else [])):
            paths.append(tmp_path / f"{name}-{len(values)}.pdf")
            paths[-1].write_bytes(copier.spliced(spec, values))
    faults = validate(paths)
    assert len(faults) == len(paths) == 6
    assert {path.name: found for path, found in faults.items() if found} == {}


def test_it_is_sound(copier: Copier, spec: Spec, tmp_path: Path) -> None:
    require("qpdf")
    for name, data in (("filled", client(copier, spec)), ("empty", copier.spliced(spec, {}))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert "No syntax or stream encoding errors found" in done.stdout
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert pdf.get_warnings() == []


def test_it_has_one_revision(copier: Copier, spec: Spec) -> None:
    data = client(copier, spec)
    assert data.startswith(b"%PDF-1.7\n")
    assert data.count(b"startxref") == data.count(b"%%EOF") == data.count(b"/Type/XRef") == 1
    assert data.endswith(b"%%EOF\n")
    assert b"/Prev" not in data
    numbers = re.findall(rb"^(\d+) 0 obj\b", data, re.MULTILINE)
    assert len(numbers) == len(set(numbers))


def test_its_table_tells_where_each_object_begins(copier: Copier, spec: Spec) -> None:
    data = client(copier, spec)
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    head, _, rest = data[start:].partition(b"stream\n")
    table = rest.partition(b"\nendstream")[0]
    assert b"/W[1 4 2]" in head
    numbers = set()
    for number in range(len(table) // 7):
        entry = table[7 * number : 7 * number + 7]
        place = int.from_bytes(entry[1:5], "big")
        if entry[0] == 1:
            assert data[place:].startswith(b"%d 0 obj\n" % number)
            numbers.add(number)
    assert len(numbers) == len(re.findall(rb"^\d+ 0 obj\b", data, re.MULTILINE))


@pytest.mark.parametrize("name", ["Ana", WHO])
def test_the_second_face_is_inside_only_where_it_is_used(
    copier: Copier, spec: Spec, name: str
) -> None:
    with pikepdf.open(BytesIO(copier.spliced(spec, {"name": name, "header": name}))) as pdf:
        drawings = pdf.pages[0].Resources.XObject
        slots = [drawings[key] for key in drawings if key.startswith("/slot")]
        faces = [sorted(slot.Resources.Font.keys()) for slot in slots]
    assert faces
    assert {"/F1" in each for each in faces} == {name == WHO}


def test_the_stand_in_is_gone(copier: Copier, spec: Spec) -> None:
    assert "x" not in " ".join(page_texts(copier.spliced(spec, {}))).split()
    with pikepdf.open(BytesIO(copier.spliced(spec, {}))) as pdf:
        drawings = pdf.pages[0].Resources.XObject
        slots = [drawings[key] for key in drawings if key.startswith("/slot")]
        assert slots
        assert {each.read_bytes() for each in slots} == {b"q Q"}


def test_a_value_that_is_missing_or_blank_leaves_its_line_empty(copier: Copier, spec: Spec) -> None:
    empty = copier.spliced(spec, {})
    assert copier.spliced(spec, dict.fromkeys(VALUES, "")) == empty
    assert copier.spliced(spec, {"name": " \t ", "header": " "}) == empty
    assert copier.spliced(spec, {"not asked for": WHO}) == empty


def test_the_strip_is_tagged_once_and_the_header_is_not(copier: Copier) -> None:
    plain = copier.spec(headers=COLUMNS)
    data = copier.spliced(plain, VALUES | {"name": "Zuzana"})
    assert tagged_text(data).count("Zuzana") == 2  # on the cover, and in the handout's strip
    assert "22. 11." not in tagged_text(data)
    headed = [HEADER in text for text in page_texts(data)]
    assert headed == [False, False, False, True, True]
    with pikepdf.open(BytesIO(data)) as pdf:
        found = [list(_heads(page)) for page in pdf.pages]
    assert [bool(each) for each in found] == headed


def _heads(page: pikepdf.Page) -> Iterator[str]:
    """The slots that are drawn inside of an artifact at the head of a page."""
    inside = False
    for drawn in pikepdf.parse_content_stream(page):
        operator = str(drawn.operator)
        if operator == "BDC":
            inside = (
                drawn.operands[0] == "/Artifact" and drawn.operands[1].get("/Subtype") == "/Header"
            )
        elif operator == "EMC":
            inside = False
        elif operator == "Do" and inside:
            yield str(drawn.operands[0])


def test_each_client_has_another_file_id_and_the_same_one_again(copier: Copier, spec: Spec) -> None:
    files = [client(copier, spec), client(copier, spec, name=OTHER), copier.spliced(spec, {})]
    ids = []
    for data in files:
        with pikepdf.open(BytesIO(data)) as pdf:
            ids.append([bytes(each) for each in pdf.trailer.ID])
    assert len({each[0] for each in ids}) == 3
    assert all(first == second and len(first) == 16 for first, second in ids)
    assert client(copier, spec) == files[0]
    with copier.caching():
        again = Base.load(spec.job.target)
    assert again.prefix + again.tail(dict(reversed(VALUES.items()))) == files[0]


def test_nothing_of_one_client_gets_into_the_next_file(copier: Copier, spec: Spec) -> None:
    base = copier.base(spec)
    first = base.prefix + base.tail(VALUES)
    base.tail(dict.fromkeys(("name", "header"), OTHER))
    assert base.prefix + base.tail(VALUES) == first
    assert base.prefix == Base.load(_path(copier, spec)).prefix


def _path(copier: Copier, spec: Spec) -> Path:
    with copier.caching():
        return spec.job.target


def test_the_cache_holds_nothing_of_a_client(copier: Copier, spec: Spec) -> None:
    secret = {"name": "Xaverius Quisling", "header": "Xaverius Quisling", "=day": "Quisl1"}
    with copier.caching():
        copier.spliced(spec, secret)
        copier.whole(spec, secret)
    files = [path for path in copier.cache.rglob("*") if path.is_file()]
    assert any(path.suffix == ".base" for path in files)
    told = "Xaverius", "Quisling", "Quisl1"
    for path in files:
        data = path.read_bytes()
        for text in (data, *_unpacked(data)):
            forms = [word.encode(code) for word in told for code in ("utf-8", "utf-16-be")]
            assert not [form for form in forms if form in text]
            assert not [form for form in forms if form.hex().encode() in text]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What is in the packed parts of a file."""
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(data[found.end() :])
        except zlib.error:
            continue


def test_bases_are_for_the_eyes_of_their_owner(copier: Copier, spec: Spec) -> None:
    copier.base(spec)
    folder = copier.cache / "bases"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600}
