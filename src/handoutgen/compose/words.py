"""The fixed words that the templates print around a handout's own text, by language."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "name": "Name",
        "date": "Date",
        "next session": "Next session",
        "minutes": "minutes",
        "client": "for you, at your own pace",
        "partners": "for partners, together",
        "therapist": "for the therapist",
        "page": "Page",
        "of": "of",
        "sheet version": "Sheet version",
        "ring returns": "Step {last} leads back to step 1.",
        "blank step": "to fill in",
        "tick": "tick",
        "sources": "Sources",
        "my own": "My own",
    }
}
