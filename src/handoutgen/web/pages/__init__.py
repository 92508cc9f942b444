"""The pages, a module each."""

from handoutgen.web.pages import batch, brand, compose, library, packet, sheet

PAGES = (library.page, sheet.page, compose.page, packet.page, batch.page, brand.page)
"""Each page's blueprint."""
