"""What a handout takes from the library: the content blocks that it uses, the sources it names."""

from typing import Any, Protocol

from handoutgen.content.blocks import is_id
from handoutgen.content.source import Loc, Source
from handoutgen.errors import ContentError, Problem
from handoutgen.folders import did_you_mean


class Shelf(Protocol):
    """What a handout looks up in the library while it is read."""

    def block_source(self, name: str) -> Source | None:
        """The content block of that name, or None where there is none."""

    def block_names(self) -> list[str]:
        """The names of all content blocks."""

    def reference_ids(self) -> list[str]:
        """The ids of all known references."""


def put_in_blocks(source: Source, shelf: Shelf) -> list[Problem]:
    """Replace every `use:` by the content block it names, with `set:` laid over it."""
    problems: list[Problem] = []
    blocks = source.data.get("blocks")
    for number, item in enumerate(blocks if isinstance(blocks, list) else ()):
        if not isinstance(item, dict) or "use" not in item:
            continue
        found = _use_problems(source, ("blocks", number), item, shelf)
        other = None if found else shelf.block_source(item["use"])
        problems += found
        if other is None or other.problems or not isinstance(other.data, dict):
            problems += [p for p in (other.problems if other else ()) if p not in problems]
            blocks[number] = {"block": "text", "text": "left out"}
            continue
        at = ("blocks", number)
        source.graft(at, other, (*at, "set") if item.get("set") else None)
    return problems


def _use_problems(
    source: Source, at: tuple[str | int, ...], item: dict[str, Any], shelf: Shelf
) -> list[Problem]:
    found = [
        source.problem(
            (*at, key),
            f"'{key}' can't stand beside 'use'",
            "put what you want to change under 'set:'",
        )
        for key in item
        if key not in ("use", "set")
    ]
    name, changes = item["use"], item.get("set")
    if not isinstance(name, str) or not is_id(name):
        found.append(
            source.problem(
                (*at, "use"),
                "'use' takes the name of a content block: small letters, digits and hyphens",
                did_you_mean("", shelf.block_names(), "content blocks"),
                "value" if name else "key",
            )
        )
    elif name not in shelf.block_names():
        hint = did_you_mean(name, shelf.block_names(), "content blocks")
        found.append(
            source.problem((*at, "use"), f"there is no content block '{name}'", hint, "value")
        )
    if changes is not None and not isinstance(changes, dict):
        found.append(
            source.problem(
                (*at, "set"), "'set' takes 'field: value' lines", "for example 'title: Our menu'"
            )
        )
    elif changes and "block" in changes:
        found.append(
            source.problem(
                (*at, "set", "block"),
                "a content block's type can't be changed",
                "write the block out here instead of using it",
            )
        )
    return found


def reference_problems(source: Source, shelf: Shelf) -> list[Problem]:
    """Each named reference that isn't known, and each list of sources with nothing in it."""
    own = source.data.get("references")
    asked: list[tuple[Loc, Any]] = [(("references",), own)]
    problems: list[Problem] = []
    blocks = source.data.get("blocks")
    for number, item in enumerate(blocks if isinstance(blocks, list) else ()):
        if isinstance(item, dict):
            asked.append((("blocks", number, "sources"), item.get("sources")))
        if isinstance(item, dict) and item.get("block") == "references":
            asked.append((("blocks", number, "items"), item.get("items")))
            if not item.get("items") and not own:
                message = "this list of sources has nothing in it"
                hint = "name them under 'items:' here, or under 'references:' of the handout"
                problems.append(source.problem(("blocks", number), message, hint))
    named = [
        ((*at, number), name)
        for at, names in asked
        if isinstance(names, list)
        for number, name in enumerate(names)
        if isinstance(name, str)
    ]
    if not named:
        return problems
    try:
        known = shelf.reference_ids()
    except ContentError as error:
        return [*problems, *error.problems]
    for at, name in named:
        if name not in known:
            hint = did_you_mean(name, known, "references")
            problems.append(source.problem(at, f"there is no reference '{name}'", hint, "value"))
    return problems
