"""Where pages are drawn for the browser, by processes apart, and kept while they are fresh."""

from handoutgen.web.studio.pages import (
    Ask,
    BusyError,
    Limits,
    Page,
    Pages,
    Studio,
    TooMuchError,
)

__all__ = ["Ask", "BusyError", "Limits", "Page", "Pages", "Studio", "TooMuchError"]
