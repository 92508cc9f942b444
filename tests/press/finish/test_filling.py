"""A form that is filled in through several programs, and seen in several viewers."""

import ctypes
import subprocess
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as raw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Name
from pikepdf.form import DefaultAppearanceStreamGenerator, Form
from PIL import Image, ImageChops

from handoutgen.press.finish.face import read_face
from support.formpage import LITERATA, changed, fields, form, place
from support.pdf import LINE_END_HYPHEN
from support.tools import require

FACE = read_face(LITERATA)
WESTERN = "Café “quoted” – … ½ €"
LATIN = "Zażółć ŁÓDŹ İığşĞ Được nghỉ ƯỚT ỗẵ “so” …"
LONG = f"Tonight we will sit on the sofa – “no pressure” – and talk… {LATIN} " * 2
VALUES: dict[str, str | bool] = {
    "plan.week.1.when": LATIN,
    "plan.week.1.where": WESTERN,
    "plan.notes": LONG,
    "plan.done": True,
    "plan.pain": "6",
    "plan.mood": "más o menos",
}
TEXTS = {name: str(VALUES[name]) for name in list(VALUES)[:3]}
PRESSED = (("plan.done", ""), ("plan.pain", "6"), ("plan.mood", "más o menos"))
SCALE = 2.0


def ahead() -> bytes:
    """Filled in by us."""
    return form(VALUES)


def through_pypdf(anew: bool = False) -> bytes:
    """Filled in by pypdf; `anew` lets the viewer draw what is filled in."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(form()))
    states = {"plan.done": "/on", "plan.pain": "/6", "plan.mood": "/más o menos"}
    writer.update_page_form_field_values(writer.pages[0], TEXTS | states, auto_regenerate=anew)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def through_pikepdf() -> bytes:
    """Filled in with pikepdf, the viewer drawing it."""
    return changed(form(), lambda pdf: fill(Form(pdf, None), TEXTS))


def through_qpdf() -> bytes:
    """Filled in and drawn by qpdf, which knows only the western letters and no lines."""
    texts = dict.fromkeys(TEXTS, WESTERN)
    return changed(form(), lambda pdf: fill(Form(pdf, DefaultAppearanceStreamGenerator), texts))


def fill(made: Any, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        made[name].value = text
    made["plan.done"].checked = True
    made["plan.pain"].value = Name("/6")
    made["plan.mood"].value = Name("/más o menos")


def through_pdfium() -> bytes:
    """Filled in by hand in pdfium, the viewer of Chrome: clicked at and pasted into."""
    with closing(pypdfium2.PdfDocument(form())) as document:
        document.init_forms()
        page, session = document[0], document.formenv
        for name, option in [*((name, "") for name in TEXTS), *PRESSED]:
            left, bottom, right, top = place(name, option)
            at = (page, 0, (left + right) / 2, (bottom + top) / 2)
            for act in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
                act(session, *at)
            if name in TEXTS:
                text = ctypes.create_string_buffer(f"{TEXTS[name]}\0".encode("utf-16-le"))
                raw.FORM_ReplaceSelection(session, page, ctypes.cast(text, raw.FPDF_WIDESTRING))
        raw.FORM_ForceToKillFocus(session)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def in_pdfium(data: bytes) -> Image.Image:
    with closing(pypdfium2.PdfDocument(data)) as document:
        document.init_forms()
        picture = document[0].render(scale=SCALE, may_draw_forms=True).to_pil()
    assert isinstance(picture, Image.Image)
    return picture.convert("L")


def in_poppler(data: bytes) -> Image.Image:
    require("pdftoppm")
    done = subprocess.run(
        ["pdftoppm", "-r", str(72 * SCALE), "-png", "-singlefile", "-"],
        input=data,
        capture_output=True,
        check=True,
    )
    with Image.open(BytesIO(done.stdout)) as picture:
        return picture.convert("L")


def ink(empty: Image.Image, filled: Image.Image, name: str, option: str = "") -> tuple[float, ...]:
    """Where in a field something is drawn that wasn't: left, bottom, right and top in pt."""
    left, bottom, right, top = place(name, option)
    height = empty.height
    box = (left * SCALE, height - top * SCALE, right * SCALE, height - bottom * SCALE)
    change = ImageChops.difference(
        *(image.crop(tuple(map(round, box))) for image in (empty, filled))
    )
    found = change.point(lambda grey: 255 * (grey > 96)).getbbox()
    assert found, f"{name} shows nothing"
    x, y, other_x, other_y = (edge / SCALE for edge in found)
    return x, top - bottom - other_y, other_x, top - bottom - y


def width(text: str) -> float:
    return FACE.width(text) * 12 / 1000


FILLERS: dict[str, Callable[[], bytes]] = {
    "ahead": ahead,
    "pypdf": through_pypdf,
    "pypdf, drawn anew": lambda: through_pypdf(anew=True),
    "pikepdf": through_pikepdf,
    "qpdf": through_qpdf,
    "pdfium": through_pdfium,
}
VIEWERS = {"pdfium": in_pdfium, "poppler": in_poppler}
ONE_LINE = ("pypdf", "qpdf")
"""These don't wrap what they draw."""


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("filler", FILLERS)
def test_what_is_filled_in_is_seen(filler: str, viewer: str) -> None:
    show = VIEWERS[viewer]
    empty, filled = show(form()), show(FILLERS[filler]())
    for name in ("plan.week.1.when", "plan.week.1.where"):
        text = WESTERN if filler == "qpdf" else TEXTS[name]
        left, _, right, _ = ink(empty, filled, name)
        assert right - left == pytest.approx(width(text), abs=4)  # no letter is left out
    _, low, right, high = ink(empty, filled, "plan.notes")
    assert filler in ONE_LINE or (high - low > 36 and right < 420)
    for name, option in PRESSED:
        if (filler, viewer) == ("pypdf, drawn anew", "poppler") and option:
            continue  # pypdf writes a choice as a text, which poppler doesn't take for one
        left, low, right, high = ink(empty, filled, name, option)
        assert right - left >= 8 and high - low > 5


@pytest.mark.parametrize("filler", FILLERS)
def test_what_is_filled_in_is_kept(filler: str) -> None:
    with pikepdf.open(BytesIO(FILLERS[filler]())) as pdf:
        kept = fields(pdf)
        for name, text in TEXTS.items():
            assert str(kept[name].V) == (WESTERN if filler == "qpdf" else text)
        assert kept["plan.done"].V == "/on"
        assert "6" in str(kept["plan.pain"].V)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_choice_leaves_the_number_readable(viewer: str) -> None:
    empty, filled = VIEWERS[viewer](form()), VIEWERS[viewer](ahead())
    left, bottom, right, top = place("plan.pain", "6")
    x, y = (left + right) / 2 * SCALE, empty.height - (bottom + top) / 2 * SCALE
    middle = (round(x - 9), round(y - 9), round(x + 9), round(y + 9))
    assert not ImageChops.difference(empty.crop(middle), filled.crop(middle)).getbbox()


WORDS = st.text([chr(code) for code in FACE.glyphs if chr(code).isalnum()], min_size=1)
SIGNS = st.text([chr(code) for code in FACE.glyphs if 0x21 <= code <= 0x7E or code > 0x2010])


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(WORDS | SIGNS), st.sampled_from([" ", "\n"]))
def test_any_text_that_the_face_has_is_drawn_as_it_is(words: list[str], between: str) -> None:
    text = between.join(words)
    with closing(pypdfium2.PdfDocument(form({"plan.notes": text}))) as document:
        document.init_forms()
        page = document[0]
        before = page.get_textpage().get_text_range()
        page.flatten()
        after = document[0].get_textpage().get_text_range()
    assert after.startswith(before)
    shown = after[len(before) :].replace(LINE_END_HYPHEN, "-")
    assert "".join(shown.split()) == "".join(text.split())
