"""Everyday words for what a sheet is made of: kinds of parts, and the names of their fields."""

from collections.abc import Iterator
from typing import NamedTuple

from handoutgen.authoring.fields import kind_names, name_of_type

_GROUPS = {
    "To read": {
        "text": "Text",
        "callout": "Words that stand out",
        "steps": "Steps in order",
        "contacts": "People to turn to",
        "image": "Picture",
    },
    "To fill in": {
        "checklist": "List to tick",
        "script": "Sentences to say",
        "lines": "Question with lines",
        "box": "Question with a box",
        "scale": "Scale of numbers",
        "action_plan": "Action plan",
        "agreement": "Agreement to sign",
    },
    "In rows and columns": {
        "table": "Table",
        "compare": "From one to the other",
        "menu": "Ideas to choose from",
        "routine": "Day in parts",
        "log": "Diary or tracker",
    },
    "Drawn": {
        "cycle": "Ring of steps",
        "web": "Web of arrows",
        "zones": "Green, amber and red",
    },
}
_LAST = "For the whole sheet"
_NAMES = {name: words for group in _GROUPS.values() for name, words in group.items()}
_NAMES |= {"page_break": "New page", "references": "Sources"}

_LABELS = {
    "title": "Heading",
    "intro": "Words under the heading",
    "text": "Words",
    "prompt": "Question",
    "tone": "How it looks",
    "safety": "Safety words of your practice to print with it",
    "evidence": "How sure this is",
    "items": "Items",
    "blank_items": "Empty lines to add to it",
    "columns": "Columns",
    "say": "Sentences",
    "own_words": "Words above the lines for own sentences",
    "own_lines": "Lines for own sentences",
    "own": "Words before a line for an own idea",
    "options": "Ways to do it",
    "details": "Short lines side by side",
    "confidence": "Question with a scale from 0 to 10",
    "follow_up": "Longer lines below",
    "blank": "Boxes to write in",
    "boxes": "How many boxes, where there are no steps",
    "direction": "Which way it goes",
    "factors": "What pulls on each other",
    "centre": "What they all pull on",
    "ties": "How one pulls on another",
    "meaning": "What it means",
    "examples": "Signs",
    "rows": "Rows",
    "blank_rows": "Empty rows to fill in",
    "tick": "What a tick means",
    "time": "Time of day",
    "ideas": "Ideas",
    "first": "Heading of the first column",
    "landscape": "On a page of its own, turned sideways",
    "low": "Words at the lowest number",
    "high": "Words at the highest number",
    "start": "Lowest number",
    "end": "Highest number",
    "count": "Lines to write on",
    "height": "Height in mm",
    "points": "Points",
    "blank_points": "Empty lines to add points",
    "signers": "Who signs",
    "name": "Name",
    "how": "How to reach them",
    "when": "When, or for what",
    "file": "Picture file",
    "alt": "What the picture shows, for those who can't see it",
    "caption": "Words below the picture",
    "width": "Width in percent",
    "summary": "What it is for",
    "audience": "For whom",
    "minutes": "Minutes it takes",
    "topics": "Topics",
    "reminder": "A short reminder under the title",
}
_OWN_LABELS = {
    ("", "title"): "Title",
    ("checklist", "columns"): "Columns, 1 or 2",
    ("log", "rows"): "Days or times",
    ("log", "columns"): "What to note",
    ("steps", "steps.title"): "What to do",
    ("steps", "steps.text"): "More about it",
    ("action_plan", "steps.title"): "What to do",
    ("cycle", "steps"): "Steps round the ring",
    ("cycle", "title"): "Words in the middle",
    ("zones", "green.title"): "Name",
    ("zones", "amber.title"): "Name",
    ("zones", "red.title"): "Name",
}
_HINTS = {
    ("table", "rows"): "The first cell of a row is its heading.",
    ("image", "file"): "A PNG, JPEG or SVG file in the folder “images” of your practice.",
    ("cycle", "boxes"): "3 to 8; for a ring that is to be filled in",
}
_OPTIONS = {
    "note": "Calm, in the first colour",
    "care": "With care, in the second colour",
    "crisis": "Help in a crisis",
    "couples": "For couples",
    "medicine": "About medicine",
    "supported": "Shown in research",
    "association": "Seen together in studies",
    "contested": "Studies disagree",
    "clinical-practice": "Known from practice",
    "up": "Up, in the first colour",
    "down": "Down, in the second colour",
    "client": "A client",
    "partners": "Partners",
    "therapist": "The therapist",
}


_SAYS = {
    "callout": "A few words in a box, calm or with care.",
    "image": "A picture of your own, with words for those who can't see it.",
    "text": "Paragraphs and lists to read.",
    "page_break": "What comes next starts on a new page.",
    "references": "The sources that the sheet names.",
}


class Kind(NamedTuple):
    """A kind of part: its block type, its name in everyday words and what it prints."""

    type: str
    name: str
    says: str


def kinds() -> Iterator[tuple[str, list[Kind]]]:
    """All kinds of parts, in groups."""
    told = kind_names()
    left = dict(told)
    for group, names in _GROUPS.items():
        there = [name for name in names if name in told]
        yield group, [_kind(name, left.pop(name)) for name in there]
    yield _LAST, [_kind(name, says) for name, says in left.items()]


def _kind(block_type: str, says: str) -> Kind:
    return Kind(block_type, kind_name(block_type), _SAYS.get(block_type, says))


def kind_name(block_type: str) -> str:
    """A block type in everyday words."""
    return _NAMES.get(block_type) or name_of_type(block_type)


def label(block_type: str, *names: str) -> str:
    """What a field is called; of one inside a part of a block, the names that lead to it."""
    own = _OWN_LABELS.get((block_type, ".".join(names)))
    return own or _LABELS.get(names[-1]) or name_of_type(names[-1])


def hint(block_type: str, *names: str) -> str:
    """What is told of a field beside its label; mostly nothing."""
    return _HINTS.get((block_type, ".".join(names)), "")


def option(value: str) -> str:
    """One of a field's choices in everyday words."""
    return _OPTIONS.get(value) or name_of_type(value)
