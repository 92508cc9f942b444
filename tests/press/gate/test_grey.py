"""Pictures for an ink saver: no colour, less ink, the same shapes."""

from io import BytesIO

import pytest
from PIL import Image

from handoutgen.press.gate.grey import without_colour


def png(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_photograph_turns_into_light_greys(kind, mime):
    data, said = without_colour(png(Image.new("RGB", (3, 2), (200, 0, 0)), kind), mime)
    assert said == "image/png"
    with Image.open(BytesIO(data)) as grey:
        assert (grey.mode, grey.size) == ("L", (3, 2))
        assert grey.getpixel((1, 1)) == pytest.approx(255 - (255 - 60) * 0.65, abs=2)


def test_what_can_be_seen_through_is_white_paper():
    data, _ = without_colour(png(Image.new("RGBA", (1, 1), (0, 0, 0, 0))), "image/png")
    with Image.open(BytesIO(data)) as grey:
        assert grey.getpixel((0, 0)) == 255


def test_a_photograph_that_was_turned_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it to the right
    data, _ = without_colour(png(Image.new("RGB", (4, 2)), "JPEG", exif=exif), "image/jpeg")
    with Image.open(BytesIO(data)) as grey:
        assert grey.size == (2, 4)


@pytest.mark.parametrize(
    ("drawn", "grey"),
    [
        ('<path fill="#c80000"/>', '<path fill="rgba(128, 128, 128, 1)"/>'),
        ("<path style='stroke: red'/>", "<path style='stroke: rgba(139, 139, 139, 1)'/>"),
        ("<style>a{fill:rgb(0,0,255)}</style>", "<style>a{fill:rgba(108, 108, 108, 1)}</style>"),
        ('<stop stop-color="#fff"/>', '<stop stop-color="rgba(255, 255, 255, 1)"/>'),
        ('<path fill="none" stroke="url(#red)"/>', '<path fill="none" stroke="url(#red)"/>'),
        ('<path data-fill="red"/>', '<path data-fill="red"/>'),
        ('<use href="#c80000" id="red"/>', '<use href="#c80000" id="red"/>'),
        ('<path stroke-width="2" fill-rule="odd"/>', '<path stroke-width="2" fill-rule="odd"/>'),
    ],
)
def test_a_drawing_keeps_its_shapes_and_loses_its_colours(drawn, grey):
    assert without_colour(drawn.encode(), "image/svg+xml") == (grey.encode(), "image/svg+xml")


def test_what_is_no_picture_stays_as_it_is():
    assert without_colour(b"a font", "font/ttf") == (b"a font", "font/ttf")
