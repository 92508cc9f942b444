"""The pictures in the documents are those of the sheets as they come off the press now."""

from importlib.util import module_from_spec, spec_from_file_location
from itertools import product
from types import ModuleType

import pytest
from PIL import Image, ImageChops, ImageStat

from support.documents import ROOT


@pytest.mark.parametrize("brand", ["default", "harbor"])
def test_the_pictures_show_the_sheets_as_they_are(brand):
    """To bring them up to date: ./run pictures."""
    pictures = _pictures()
    committed = pictures.PAGES / f"{brand}.png"
    assert committed.stat().st_size <= 400_000
    now = pictures.side_by_side(pictures.first_pages(brand)).convert("L")
    with Image.open(committed) as kept:
        assert kept.size == now.size
        difference = ImageChops.difference(now, kept.convert("L"))
    tiles = product(range(0, now.width, 8), range(0, now.height, 8))
    spots = [ImageStat.Stat(difference.crop((x, y, x + 8, y + 8))).mean[0] for x, y in tiles]
    assert max(spots) < 12, "a sheet has changed: ./run pictures"


def _pictures() -> ModuleType:
    spec = spec_from_file_location("pictures", ROOT / "docs/pictures.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
