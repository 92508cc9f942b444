"""All that can be printed: the practice's handouts laid over the shipped ones."""

from pathlib import Path

from pydantic import ValidationError

from handoutgen.content.blocks import is_id
from handoutgen.content.faults import problems_of
from handoutgen.content.handout import Handout, Reference, all_sources, read_handout
from handoutgen.content.packet import Packet, read_packet
from handoutgen.content.source import Source, read_file, read_source
from handoutgen.errors import ContentError
from handoutgen.folders import Folders, Reads


class Library:
    """Finds and reads handouts, content blocks and references."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self._blocks: dict[str, tuple[Source, Reads]] = {}
        self._references: tuple[dict[str, Reference], Reads] | None = None

    def handout(self, path: Path) -> Handout:
        """The checked handout; raises ContentError with all of its problems."""
        return read_handout(path, self.source(path), self)

    def packet(self, path: Path) -> Packet:
        """The checked packet; raises ContentError with all of its problems."""
        return read_packet(path, self.source(path), list(self.folders.handouts()))

    def block_names(self) -> list[str]:
        """The names of all content blocks."""
        return list(self.folders.listing("handouts/blocks"))

    def block_source(self, name: str) -> Source | None:
        """The content block of that name, or None where there is none."""
        if name not in self._blocks:
            with self.folders.noting() as reads:
                path = self.folders.find(f"handouts/blocks/{name}.yaml")
                if path is None:
                    return None
                self._blocks[name] = self.source(path), reads
        source, reads = self._blocks[name]
        self.folders.reads.update(reads)
        return source

    def reference_ids(self) -> list[str]:
        """The ids of all known references."""
        return list(self.references)

    def cited_by(self, handout: Handout) -> dict[str, Reference]:
        """The references that the handout or one of its blocks names."""
        return {name: self.references[name] for name in all_sources(handout)}

    @property
    def references(self) -> dict[str, Reference]:
        """The practice's references over the shipped ones; raises ContentError."""
        if self._references is None:
            with self.folders.noting() as reads:
                self._references = self._read_references(), reads
        found, reads = self._references
        self.folders.reads.update(reads)
        return found

    def _read_references(self) -> dict[str, Reference]:
        found: dict[str, Reference] = {}
        problems = []
        for layer in reversed(self.folders.layers):
            path = layer / "handouts" / "references.yaml"
            if not path.is_file():
                self.folders.reads[str(path)] = None
                continue
            source = self.source(path)
            problems += source.problems
            entries = source.data if isinstance(source.data, dict) else {}
            for name, entry in entries.items():
                if not is_id(name):
                    message = f"'{name}' can't name a reference"
                    hint = "use small letters, digits and hyphens, such as 'finn-2018'"
                    problems.append(source.problem((name,), message, hint))
                    continue
                try:
                    found[name] = Reference.model_validate(entry)
                except ValidationError as error:
                    problems += problems_of(error, source, Reference, (name,))
        if problems:
            raise ContentError(problems)
        return found

    def source(self, path: Path) -> Source:
        """What a content file says, with the place of every word; raises ContentError."""
        self.folders.check_inside(path)
        name = self.folders.shown(path)
        data = read_file(path, name)
        self.folders.note(path, data)
        return read_source(data, name)
