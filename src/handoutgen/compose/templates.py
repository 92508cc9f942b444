"""The Jinja templates: the practice's own over the shipped ones, sandboxed, escaped always."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    pass_context,
)
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from handoutgen.compose.compiled import Compiled
from handoutgen.content.prose import Written, line_html, plain, prose_html
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import Folders

_NAME = "templates/"
_KINDS = (".j2", ".css")
_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
_COMPILED = Compiled()
_FALL_BACK = "remove your copy to fall back on the shipped template"


class FolderLoader(BaseLoader):
    """Looks a template up in the practice's `templates/`, then in the shipped ones."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The template's text, its path and whether it is still the same."""
        odd = ".." in template.split("/") or template.startswith("/")
        if odd or not template.endswith(_KINDS):
            raise TemplateNotFound(template)
        try:
            with self.folders.noting() as reads:
                path = self.folders.find(_NAME + template)
                if path:
                    self.folders.check_inside(path)
                data = self.folders.read(path) if path else None
        except OSError:
            data = path = None
        if data is None:
            raise TemplateNotFound(template)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise TemplateSyntaxError("this isn't UTF-8 text", line, template, str(path)) from None

        def is_same() -> bool:  # asked whenever a template that is kept is used again
            self.folders.reads.update(reads)
            return True

        return text, str(path), is_same


class Templates:
    """Fills in templates; every fault in one is told with its file and line."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.environment = ImmutableSandboxedEnvironment(
            loader=FolderLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=_COMPILED,
        )
        self.environment.filters.update(
            line=_line,
            prose=_prose,
            plain=plain,
            css_string=css_string,
        )

    def fill(self, template: str, **values: Any) -> str:
        """The template's text with the values put in; raises ContentError."""
        with self._telling():
            return self.environment.get_template(template).render(values)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Every fault of a template raised inside becomes a ContentError that tells its place."""
        try:
            yield
            return
        except TemplateSyntaxError as error:
            where = Path(error.filename) if error.filename else None
            problem = self._problem(
                where, error.lineno, f"this template can't be read: {error.message}"
            )
        except TemplateNotFound as error:
            message = f"there is no template '{error.name}'"
            hint = "take the name from the shipped templates/ folder"
            problem = self._problem(*self._place(error), message, hint)
        except RecursionError as error:
            message = "this template includes itself without end"
            problem = self._problem(*self._place(error), message)
        except _FAULTS as error:
            problem = self._problem(*self._place(error), f"this template doesn't work: {error}")
        raise ContentError(problem)

    def macro(self, template: str, name: str, **values: Any) -> Callable[..., str]:
        """A macro of a template, for what is drawn from outside of templates."""
        with self._telling():
            found: Callable[..., str] = getattr(
                self.environment.get_template(template).make_module(values), name
            )
        return found

    def _place(self, error: Exception) -> tuple[Path | None, int]:
        """The innermost line of a template that the error came through."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.endswith((".j2", ".css")):
                return Path(frame.filename), frame.lineno or 0
        return None, 0

    def _problem(
        self, path: Path | None, line: int, message: str, hint: str = _FALL_BACK
    ) -> Problem:
        if path is None:
            return Problem(_NAME, 0, 0, message, hint)
        lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        column = len(excerpt) - len(excerpt.lstrip()) + 1 if excerpt else 0
        return Problem(self.folders.shown(path), line, column, message, hint, excerpt)


@pass_context
def _line(context: Context, text: str) -> Markup:
    return Markup(line_html(text, _written(context)))


@pass_context
def _prose(context: Context, text: str) -> Markup:
    return Markup(prose_html(text, _written(context)))


def _written(context: Context) -> Written | None:
    """How the document that is being composed draws a blank inside a text."""
    form = context.get("form")
    return form.written if form else None


def css_string(text: str) -> Markup:
    """The text as a quoted CSS string, with nothing in it that could end the string."""
    safe = "".join(
        letter if letter.isalnum() or letter in " .,:;-·–—+@&()’" else f"\\{ord(letter):x} "
        for letter in text
    )
    return Markup(f'"{safe}"')
