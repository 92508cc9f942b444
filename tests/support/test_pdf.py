"""The readers of a PDF's text, sizes and fonts."""

from io import BytesIO

import pikepdf

from support.pdf import fonts, page_sizes, page_texts


def test_text_of_each_page(tiny):
    first, second = page_texts(tiny)
    assert first.splitlines()[0] == "My small plan"
    assert "goes on all-around," in " ".join(first.split())
    assert "Monday Rest" in first
    assert second.split() == ["Links", "A", "link"]


def test_sizes_of_the_pages(tiny):
    assert page_sizes(tiny) == [(612.0, 792.0), (612.0, 792.0)]


def test_fonts_are_named_and_embedded(tiny):
    assert fonts(tiny) == {
        "Atkinson-Hyperlegible-Next": True,
        "Atkinson-Hyperlegible-Next-Bold": True,
        "Atkinson-Hyperlegible-Next-Bold-Italic": True,
        "Literata": True,
    }


def test_a_font_that_is_not_embedded_shows(tiny):
    with pikepdf.open(BytesIO(tiny)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
                del item["/FontFile2"]
        changed = BytesIO()
        document.save(changed)
    assert set(fonts(changed.getvalue()).values()) == {False}
