"""What a new handout and a new block begin with: words to put one's own in the place of."""

from typing import Any

_STARTERS: dict[str, dict[str, Any]] = {
    "text": {"text": "Write your text here."},
    "callout": {"text": "What matters most, in a sentence or two."},
    "steps": {
        "title": "One step after the other",
        "steps": [{"title": "First step"}, {"title": "Second step"}],
    },
    "checklist": {"title": "What helps", "items": ["First idea", "Second idea"], "blank_items": 1},
    "action_plan": {
        "title": "My plan",
        "steps": [{"title": "First step", "own": "My own idea"}],
        "details": ["When", "Where"],
        "confidence": "How sure am I that I can do this?",
    },
    "script": {
        "title": "What I could say",
        "say": ["“I would like to talk about [[what]].”"],
        "own_words": "In my own words",
    },
    "cycle": {
        "title": "How it goes round",
        "steps": ["First thing", "Second thing", "Third thing"],
    },
    "web": {
        "title": "What pulls on what",
        "factors": ["First thing", "Second thing", "Third thing"],
    },
    "zones": {
        "title": "Green, amber, red",
        "green": {"title": "Going well", "meaning": "I can go on.", "blank_items": 2},
        "amber": {"title": "Slow down", "meaning": "Something asks for a break.", "blank_items": 2},
        "red": {"title": "Stop", "meaning": "I stop for today.", "blank_items": 2},
    },
    "menu": {"title": "Ideas to choose from", "columns": ["Short", "Long"], "blank_rows": 4},
    "table": {"title": "My notes", "columns": ["What", "How it was"], "blank_rows": 4},
    "compare": {"title": "From one to the other", "columns": ["Before", "After"], "blank_rows": 3},
    "routine": {
        "title": "My day",
        "parts": [{"time": "Morning"}, {"time": "Afternoon"}, {"time": "Evening"}],
    },
    "log": {
        "title": "My week",
        "rows": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        "columns": ["What I did", "How it was"],
    },
    "scale": {"prompt": "How is it now?", "low": "not at all", "high": "very much"},
    "lines": {"prompt": "What stands out?", "count": 3},
    "box": {"prompt": "Draw or write here.", "height": 60},
    "agreement": {
        "title": "What we agree on",
        "points": ["We ask first."],
        "blank_points": 2,
        "signers": ["Name"],
    },
    "contacts": {"title": "People I can turn to", "blank_rows": 3},
    "image": {"file": "picture.png", "alt": "What the picture shows", "width": 60},
    "page_break": {},
    "references": {},
}


def starter(block_type: str) -> dict[str, Any]:
    """A small block of that type, ready to be changed; KeyError where there is no such type."""
    return {"block": block_type, **_STARTERS[block_type]}


def new_handout(title: str) -> dict[str, Any]:
    """The head of a small handout with one text in it."""
    return {
        "title": title,
        "summary": "What this sheet is for, in a sentence.",
        "topics": ["my own"],
        "audience": "client",
        "minutes": 10,
        "version": "1.0",
    }
