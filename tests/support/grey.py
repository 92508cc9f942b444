"""Looks at pages as a printer without colours prints them."""

from collections.abc import Iterator
from contextlib import closing

import pypdfium2
from PIL import Image

from support.marks import WHITE, Rect


def grey_pages(data: bytes, dpi: int) -> Iterator[Image.Image]:
    """Each page in shades of grey."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil()


def shades(page: Image.Image, dpi: int, rect: Rect) -> tuple[str, str]:
    """What 5 % of a place are as dark as, and 5 % as light."""
    scale, room = dpi / 25.4, 0.3
    sides = (rect.left - room, rect.top - room, rect.right + room, rect.bottom + room)
    left, top, right, bottom = (round(side * scale) for side in sides)
    counts = page.crop((left, top, right, bottom)).histogram()
    return _shade(counts, 0.05), _shade(counts, 0.95)


def _shade(counts: list[int], share: float) -> str:
    left = share * sum(counts)
    for shade, count in enumerate(counts):
        left -= count
        if left <= 0:
            return f"#{shade:02x}{shade:02x}{shade:02x}"
    return WHITE
