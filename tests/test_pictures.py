"""The pictures in the documents are those of the sheets as they come off the press now."""

from importlib.util import module_from_spec, spec_from_file_location
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image, ImageChops, ImageStat

from support.documents import ROOT
from support.press import IDS, Case

STALE = "a sheet has changed: ./run pictures"


@pytest.mark.parametrize(("brand", "paper"), [("default", "letter"), ("harbor", "a4")])
def test_the_pictures_show_the_sheets_as_they_are(press, brand, paper):
    pictures = _pictures()
    committed = pictures.PAGES / f"{brand}.png"
    assert committed.stat().st_size <= 400_000
    now = pictures.side_by_side(press.path(Case(name, paper, brand)) for name in pictures.FOUR)
    assert _most_changed(now, committed) < 12, STALE


@pytest.mark.parametrize("name", IDS)
def test_the_gallery_shows_the_sheets_as_they_are(press, name):
    pictures = _pictures()
    committed = pictures.GALLERY / f"{name}.png"
    assert committed.exists(), STALE
    assert committed.stat().st_size <= 60_000
    now = pictures.for_gallery(press.path(Case(name, "letter", "default")))
    assert _most_changed(now, committed) < 12, STALE


def test_the_gallery_tells_of_every_sheet(press):
    pictures = _pictures()
    handouts = [press.handout(Case(name, "letter", "default")) for name in IDS]
    assert pictures.GALLERY_PAGE.read_text("utf-8") == pictures.gallery(handouts), STALE
    assert sorted(path.stem for path in pictures.GALLERY.iterdir()) == list(IDS), STALE


def _most_changed(picture: Image.Image, committed: Path) -> float:
    """How much the spot that differs most does, in levels of grey."""
    now = picture.convert("L")
    with Image.open(committed) as kept:
        assert kept.size == now.size
        difference = ImageChops.difference(now, kept.convert("L"))
    spots = product(range(0, now.width, 8), range(0, now.height, 8))
    return max(ImageStat.Stat(difference.crop((x, y, x + 8, y + 8))).mean[0] for x, y in spots)


def _pictures() -> ModuleType:
    spec = spec_from_file_location("pictures", ROOT / "docs/pictures.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
