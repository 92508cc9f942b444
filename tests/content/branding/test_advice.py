"""What is said of a colour's contrast, and where a brand file's parts stand."""

import pytest

from handoutgen.content.branding.colour import TEXT_CONTRAST, WHITE, advice, contrast
from handoutgen.content.branding.logo import aspect_of, logo_places
from handoutgen.content.branding.palette import named_colour
from handoutgen.content.branding.settings import Settings
from handoutgen.content.source import read_source
from handoutgen.folders import Folders


@pytest.fixture
def settings(tmp_path):
    def read(text: str) -> Settings:
        return Settings(read_source(text.encode(), "_brand.yml"), tmp_path / "x", Folders(tmp_path))

    return read


def test_a_pale_colour_gets_the_nearest_that_passes():
    found = advice("#22aabb")
    assert not found.passes
    assert found.words == "2.7:1 on white; 4.5:1 is needed"
    assert contrast(found.nearest, WHITE) >= TEXT_CONTRAST
    assert advice(found.nearest).passes


def test_a_colour_that_passes_is_its_own_nearest():
    assert advice("#1f5c63").passes
    assert advice("#1f5c63").nearest == "#1f5c63"


def test_a_ratio_is_never_rounded_up_to_what_is_needed():
    found = advice("#777777")  # 4.478
    assert not found.passes and found.words.startswith("4.4:1")


def test_names_lead_to_a_colour(settings):
    found = settings("color: {palette: {sky: {light: teal, dark: white}}, primary: sky}")
    assert named_colour(found, "primary") == "#008080"
    assert named_colour(found, "secondary") is None
    assert named_colour(settings("color: {primary: nothing}"), "primary") is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("logo: a.svg", (("logo",), ())),
        ("logo: {path: a.svg}", (("logo", "path"), ("logo", "alt"))),
        ("logo: {light: a.svg, dark: b.svg}", (("logo", "light"), ())),
        ("logo: {small: a.svg, large: b.svg}", (("logo", "small"), ())),
        ("logo: {images: {x: a.svg}, medium: x}", (("logo", "images", "x"), ())),
        ("logo: {images: {x: {path: a}}, medium: x}", (("logo", "images", "x", "path"),) * 2),
        ("meta: {}", ((), ())),
        ("logo: {images: {x: a.svg}}", ((), ())),
    ],
)
def test_the_logo_has_its_place(settings, text, places):
    path, alt = logo_places(settings(text))
    assert path == places[0]
    assert alt[:-1] == places[1][:-1] and alt[-1:] in ((), ("alt",))


def test_the_shape_of_a_picture():
    assert aspect_of(b'<svg viewBox="0 0 30 10"/>', ".SVG") == 3
    assert aspect_of(b"x", ".png") is None
