"""Whether what a sheet claims says how firmly, and on which sources."""

import re
from collections.abc import Iterator

from handoutgen.check.findings import Finding
from handoutgen.check.sheet import Sheet
from handoutgen.content.blocks import References
from handoutgen.content.handout import Handout, Reference, sources_of

_NUMBER = r"\d+(?:[.,]\d+)*"
_FEW = "one|two|three|four|five|six|seven|eight|nine|ten"
_FIGURE = re.compile(
    rf"{_NUMBER}\s?(?:%|percent\b|per cent\b)"
    rf"|\b[Nn]\s?=\s?{_NUMBER}"
    rf"|\b(?:{_NUMBER}|{_FEW})\s+(?:in|of|out\s+of)\s+(?:every\s+)?(?:{_NUMBER}|{_FEW})\b"
    rf"|\b\d[\d,]+\s+(?:\w+\s+)?(?:people|persons|adults|men|women|patients|couples|participants)\b"
)


def evidence(sheet: Sheet) -> Iterator[Finding]:
    """Claims without a grade, grades without a source, figures without either."""
    for number, block in enumerate(sheet.handout.blocks):
        loc = ("blocks", number)
        if block.sources and not block.evidence:
            message = "this block names sources, but not how firmly its claim can be said"
            hint = "add 'evidence: supported', association, contested or clinical-practice"
            yield Finding(sheet.source.problem((*loc, "sources"), message, hint))
        if block.evidence not in (None, "clinical-practice") and not block.sources:
            message = f"'{block.evidence}' rests on studies, but no source is named"
            hint = "add 'sources: [id]', or say 'evidence: clinical-practice'"
            yield Finding(sheet.source.problem((*loc, "evidence"), message, hint, "value"))
    for passage in sheet.passages:
        if passage.block is not None and sheet.handout.blocks[passage.block].evidence:
            continue
        for match, mark in sheet.matches(_FIGURE, passage):
            figure = " ".join(match[0].split())
            message = f"'{figure}' is a figure in a block without evidence"
            if passage.block is None:
                message = f"'{figure}' is a figure that no evidence can be given for here"
            hint = "give the claim a block of its own with 'evidence' and 'sources'"
            yield Finding(mark.problem(message, hint))


def references(sheet: Sheet, known: dict[str, Reference]) -> Iterator[Finding]:
    """References that are listed and not used, or used and not in the list that is printed."""
    handout = sheet.handout
    used = _used(handout, known)
    for number, name in enumerate(handout.references):
        if name not in used:
            message = f"the reference '{name}' is listed, but nothing in the sheet uses it"
            hint = "name it in a block's 'sources' or in the notes, or take it out"
            yield Finding(sheet.source.problem(("references", number), message, hint, "value"))
    printed = {
        name
        for block in handout.blocks
        if isinstance(block, References)
        for name in sources_of(handout, block)
    }
    for number, block in enumerate(handout.blocks):
        for place, name in enumerate(block.sources):
            if printed and name not in printed:
                message = f"the source '{name}' is missing from the list that the sheet prints"
                hint = "add it under 'references:' of the handout"
                loc = ("blocks", number, "sources", place)
                yield Finding(sheet.source.problem(loc, message, hint, "value"))


def _used(handout: Handout, known: dict[str, Reference]) -> set[str]:
    """The references that a block's sources, a list of sources or the notes name."""
    used = {name for block in handout.blocks for name in block.sources}
    for block in handout.blocks:
        if isinstance(block, References):
            used.update(sources_of(handout, block))
    notes = handout.notes.model_dump_json() if handout.notes else ""
    for name in handout.references:
        doi = known[name].doi
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notes) or (doi and doi in notes):
            used.add(name)
    return used
