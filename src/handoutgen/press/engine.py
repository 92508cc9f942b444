"""WeasyPrint, kept in one room: HTML in, the bytes of an accessible PDF out.

What the engine's log levels mean here: an error or a warning is a fault that a reader would see,
so the page is not handed out; anything below is not looked at. Letters that no font has are
left to `inspect`, which knows where they stand.
"""

import logging
import os
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from handoutgen.errors import EngineMissingError, PressError, Problem
from handoutgen.folders import Reads, digest, shipped_folder
from handoutgen.press import libraries
from handoutgen.press.assets import AssetGate, RefusedError
from handoutgen.press.finish import Form, add_fields, faults_of_answers
from handoutgen.press.finish.slots import Cutter
from handoutgen.press.finish.structure import mend
from handoutgen.press.inspect import Fault, faults_on_pages

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

VARIANT = "pdf/ua-1"
_KEPT_STYLES = 8
_Key = tuple[str, bool]
_NO_GLYPH = ".notdef glyph rendered"
_AT = re.compile(r" at (\d+):(\d+)")
_SHEET = re.compile(r"/\* (templates/\S+) \*/")
_OWN_COPY = "remove your copy to fall back on the shipped template"


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF: its bytes, how many pages it has, and the font families inside."""

    pdf: bytes
    pages: int
    families: frozenset[str]
    faults: tuple[Fault, ...]


class Engine:
    """Prints documents one after the other, keeping fonts and style sheets between them."""

    def __init__(self) -> None:
        self._weasyprint = load()
        self._styles: OrderedDict[_Key, tuple[Any, FontConfiguration, Reads]] = OrderedDict()

    def print(
        self,
        html: str,
        css: str,
        gate: AssetGate,
        system_fonts: bool = False,
        form: Form | None = None,
        cutter: Cutter | None = None,
    ) -> Printed:
        """Lay out and write one document; `system_fonts` lets it use the machine's own fonts.

        With a form, each `<input>` becomes the field of the blank that it is named after; a
        cutter cuts its slots out of the pages.
        Raises PressError when a file was refused, or when the engine itself complains. Faults
        of the layout come back with the result, since the caller knows where the words stand.
        """
        with _listening() as said, self._refusals(gate):
            document = self.lay_out(html, css, gate, system_fonts, form is not None)
            pdf = document.write_pdf(
                finisher=_finisher(cutter),
                pdf_variant=VARIANT,
                pdf_identifier=_identifier(html, gate),
                custom_metadata=True,
            )
        if said:
            # what is kept doesn't complain a second time
            self._styles.pop((css, system_fonts), None)
            raise PressError(_complaint(message, css) for message in said)
        faults = list(faults_on_pages(document))
        if form:
            pdf, cut = add_fields(pdf, form)
            faults += [*cut, *faults_of_answers(form)]
        families = frozenset(font.family for font in document.fonts.values())
        return Printed(pdf, len(document.pages), families, tuple(faults))

    def lay_out(
        self, html: str, css: str, gate: AssetGate, system_fonts: bool, forms: bool = False
    ) -> Any:
        """WeasyPrint's own document: the boxes of every page, not yet written."""
        fetcher = self._fetcher(gate)
        base = gate.folders.practice.as_uri() + "/"
        style, fonts = self._style(css, gate, fetcher, base, system_fonts)
        page = self._weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
        return page.render(
            stylesheets=[style], font_config=fonts, pdf_variant=VARIANT, pdf_forms=forms
        )

    @contextmanager
    def _refusals(self, gate: AssetGate) -> Iterator[None]:
        """Whatever was refused on the way ends the printing, also where the engine went on."""
        try:
            yield
        except self._weasyprint.urls.FatalURLFetchingError:
            pass  # told below, with all else that was refused
        except Exception as error:
            words = f"the engine failed on this page ({type(error).__name__})"
            hint = "leave out one block after the other to find the one that it stumbles over"
            raise PressError(Problem("", 0, 0, words, hint)) from error
        if gate.refused:
            raise PressError(gate.refused)

    def _style(
        self, css: str, gate: AssetGate, fetcher: Any, base: str, system_fonts: bool
    ) -> tuple[Any, "FontConfiguration"]:
        key = css, system_fonts
        if key in self._styles:
            self._styles.move_to_end(key)
            sheet, fonts, reads = self._styles[key]
            gate.folders.reads.update(reads)
            return sheet, fonts
        from weasyprint.text.fonts import FontConfiguration

        _choose_fonts(system_fonts)
        fonts = FontConfiguration()
        with gate.folders.noting() as reads:
            sheet = self._weasyprint.CSS(
                string=css, base_url=base, url_fetcher=fetcher, font_config=fonts
            )
        self._styles[key] = sheet, fonts, reads
        if len(self._styles) > _KEPT_STYLES:
            self._styles.popitem(last=False)
        return sheet, fonts

    def _fetcher(self, gate: AssetGate) -> Any:
        urls = self._weasyprint.urls

        class Fetcher(urls.URLFetcher):  # type: ignore[misc, name-defined]
            def fetch(self, url: str, headers: Any = None) -> Any:
                try:
                    data, kind = gate.read(url)
                except RefusedError as error:
                    raise urls.FatalURLFetchingError(str(error)) from error
                return urls.URLFetcherResponse(url, data, {"Content-Type": kind})

        return Fetcher()


def _finisher(cutter: Cutter | None) -> Callable[[Any, Any], None]:
    """What is done to a document before it is written."""
    if cutter is None:
        return mend

    def finish(document: Any, pdf: Any) -> None:
        cutter.cut(document, pdf)
        mend(document, pdf)

    return finish


def load() -> Any:
    """Import WeasyPrint with the bundled fonts in reach; raises EngineMissingError.

    Without any font on the machine Pango would end the process, so Fontconfig is pointed at the
    bundled ones before its first use.
    """
    _choose_fonts(system_fonts=False)
    try:
        with redirect_stdout(StringIO()):  # where it would tell at length what is missing
            import weasyprint
            import weasyprint.urls
    except OSError:
        lacking = ", ".join(libraries.missing()) or "Pango"
        raise EngineMissingError(
            f"The libraries that draw the pages are missing ({lacking}). To install them:\n"
            + libraries.how_to_install()
        ) from None
    return weasyprint


def _choose_fonts(system_fonts: bool) -> None:
    """Point Fontconfig at the bundled fonts alone, so that pages look alike on every machine."""
    name = "fonts-and-system.conf" if system_fonts else "fonts.conf"
    os.environ["FONTCONFIG_FILE"] = str(shipped_folder() / "templates" / "fonts" / name)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what the engine complains about while it works."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if message not in said and not message.startswith(_NO_GLYPH):
                said.append(message)

    ear, logger = Ear(logging.WARNING), logging.getLogger("weasyprint")
    logger.addHandler(ear)
    try:
        yield said
    finally:
        logger.removeHandler(ear)


def _complaint(message: str, css: str) -> Problem:
    """What the engine said, told where it stands if that is in a named part of the style sheet."""
    words = f"the page can't be printed: {_AT.sub('', message)}"
    if place := _AT.search(message):
        lines = css.split("\n")[: int(place[1])]
        column = int(place[2])
        name = message.partition("`")[2].partition(":")[0]
        for back, line in enumerate(reversed(lines)):
            sheet = _SHEET.fullmatch(line)
            if sheet and name and lines[-1][column - 1 :].startswith(name):
                return Problem(sheet[1], back, column, words, _OWN_COPY, lines[-1])
    return Problem("", 0, 0, words)


def _identifier(html: str, gate: AssetGate) -> bytes:
    """The same document gets the same PDF identifier, wherever its folder lies."""
    for layer in gate.folders.layers:
        html = html.replace(layer.as_uri(), "")
    return digest(html.encode()).encode()
