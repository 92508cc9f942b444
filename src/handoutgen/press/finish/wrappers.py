"""Opens the tags that say nothing: the engine wraps each run of words, and each box without a role.

What is within goes to the tag around, so that a paragraph holds its words itself.
"""

from handoutgen.press.finish.tags import Kid, Tag

_WRAPPERS = ("/Span", "/NonStruct")
_HOLD_WORDS = {
    *("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Lbl", "/LBody", "/TH", "/TD"),
    *("/Caption", "/Link", "/Span", "/NonStruct"),
}


def open_wrappers(tag: Tag, renamed: dict[bytes, bytes], pages: tuple[bytes, ...]) -> None:
    """Open all wrappers below a tag, from the innermost; note where what was theirs has gone."""
    kids: list[Kid] = []
    for kid in tag.kids:
        if not isinstance(kid, Tag):
            kids.append(kid)
            continue
        open_wrappers(kid, renamed, pages)
        if kid.role in _WRAPPERS and (tag.role in _HOLD_WORDS or _holds_only_tags(kid)):
            kids += kid.handed_to(tag, pages)
            renamed[kid.reference] = tag.reference
            kid.entry.clear()
        else:
            kids.append(kid)
    tag.kids = kids


def _holds_only_tags(tag: Tag) -> bool:
    return all(isinstance(kid, Tag) for kid in tag.kids)
