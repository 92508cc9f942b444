"""`[[pain today]]` in a text: a named place to fill in, as a rule of the Markdown reader."""

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from handoutgen.content.prose import BLANK, blank_size


def plugin(reader: MarkdownIt) -> None:
    """Teach the reader blanks, ahead of links, which start with the same bracket."""
    reader.inline.ruler.before("link", "blank", _read)
    reader.add_render_rule("blank", _write)


def _read(state: StateInline, silent: bool) -> bool:
    match = BLANK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("blank", "", 0)
        token.content = match[1]
        token.meta = {"size": blank_size(match[1], match[2] or "")}
    state.pos = match.end()
    return True


def _write(
    renderer: RendererProtocol, tokens: Sequence[Token], index: int, options: Any, env: Any
) -> str:
    token = tokens[index]
    written = env.get("written")
    if written is None:
        return escapeHtml(token.content)
    return str(written(token.content, token.meta["size"]))
