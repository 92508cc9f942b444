"""Letters are large enough, and stand out from what lies behind them."""

from collections import Counter
from functools import cache

from handoutgen.compose.palette import grey
from handoutgen.content.branding import colour
from support.grey import grey_pages, shades

DPI = 200

contrast = cache(colour.contrast)


def test_letters_are_as_large_as_the_edition_promises(read, case):
    sheet = read(case)
    sizes: Counter[float] = Counter()
    for mark in sheet.texts:
        sizes[round(mark.size, 1)] += mark.letters
    apart = {sheet.sizes.type[name] for name in ("table", "small")} - {18}
    usual = max(sizes.keys() - apart, key=sizes.__getitem__)  # what stands in no table
    assert usual == (18 if sheet.large else 12), sizes
    assert min(sizes) >= (18 if sheet.large else 8.5), sizes
    assert max(sizes) == (22 if sheet.large else 24), sizes
    feet = [mark.size for mark in sheet.footer if mark.kind == "text"]
    assert min(feet) >= (14 if sheet.large else 8.5) - 0.01


def test_text_can_be_read_on_what_lies_behind_it_also_by_the_luma_of_the_inks(read, case):
    sheet = read(case)
    least = 7 if sheet.large else 4.5
    for mark in sheet.drawn:
        if mark.kind == "text":
            ground = sheet.behind(mark, mark.rect.left + 0.5, mark.rect.top)
            assert contrast(mark.colour, ground) >= least, (mark, ground)
            assert contrast(grey(mark.colour), grey(ground)) >= least, (mark, ground)


def test_text_can_be_read_on_a_page_that_is_printed_in_grey(read, seen):
    sheet = read(seen)
    for page, rects in zip(grey_pages(sheet.pdf, DPI), sheet.inked, strict=True):
        for rect in rects:
            if rect.width and rect.height:
                dark, light = shades(page, DPI, rect)
                assert contrast(dark, light) >= 4.5, rect
