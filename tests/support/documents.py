"""Reads the project's documents: their code blocks, sections, tables and links."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    *(ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG")),
    *sorted((ROOT / "docs").glob("*.md")),
)

_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A code block: its language, the file that it shows, if any, and where it stands."""

    language: str
    file: str
    text: str
    place: str


def blocks(document: Path) -> list[Block]:
    """Every code block of a document, in order."""
    text = document.read_text("utf-8")
    return [
        Block(match[1], match[2] or "", match[3], f"{document.name}:{_line(text, match.start())}")
        for match in _BLOCK.finditer(text)
    ]


def prose(document: Path) -> str:
    """The document without its code blocks."""
    return _BLOCK.sub("", document.read_text("utf-8"))


def links(document: Path) -> list[str]:
    """The targets of all links and pictures."""
    return _LINK.findall(prose(document))


def sections(document: Path) -> dict[str, str]:
    """The text below each heading of the second level, code blocks left out."""
    parts = re.split(r"^## (.+)\n", prose(document), flags=re.M)[1:]
    return {name.strip("`"): text for name, text in zip(parts[::2], parts[1::2], strict=True)}


def tables(text: str) -> list[list[list[str]]]:
    """The rows of each table, less its head; a cell keeps its marks."""
    found: list[list[list[str]]] = []
    above = ""
    for line in text.splitlines():
        if line.startswith("| ---"):
            found.append([])
        elif line.startswith("|") and above.startswith("|") and found:
            found[-1].append([cell.strip() for cell in _CELL.split(line)[1:-1]])
        above = line
    return found


def code(text: str) -> list[str]:
    """The words set in code."""
    return re.findall(r"`([^`\n]+)`", text)


def anchors(document: Path) -> set[str]:
    """The names by which the document's headings can be linked to."""
    heads = re.findall(r"^#+ (.+)$", prose(document), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
