"""All that can be printed: the practice's handouts laid over the shipped ones."""

from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from handoutgen.content.blocks import References, is_id
from handoutgen.content.faults import problems_of
from handoutgen.content.handout import Handout, Reference, read_handout
from handoutgen.content.source import Source, read_file, read_source
from handoutgen.errors import ContentError
from handoutgen.folders import Folders


class Library:
    """Finds and reads handouts, content blocks and references."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self._blocks: dict[str, Source] = {}

    def handout(self, path: Path) -> Handout:
        """The checked handout; raises ContentError with all of its problems."""
        return read_handout(path, self._read(path), self)

    def block_names(self) -> list[str]:
        """The names of all content blocks."""
        return list(self.folders.listing("handouts/blocks"))

    def block_source(self, name: str) -> Source | None:
        """The content block of that name, or None where there is none."""
        if name not in self._blocks:
            path = self.folders.find(f"handouts/blocks/{name}.yaml")
            if path is None:
                return None
            self._blocks[name] = self._read(path)
        return self._blocks[name]

    def reference_ids(self) -> list[str]:
        """The ids of all known references."""
        return list(self.references)

    def cited_by(self, handout: Handout) -> dict[str, Reference]:
        """The references that the handout or one of its blocks names."""
        names = [*handout.references]
        for block in handout.blocks:
            names += block.items if isinstance(block, References) else []
        return {name: self.references[name] for name in names}

    @cached_property
    def references(self) -> dict[str, Reference]:
        """The practice's references over the shipped ones; raises ContentError."""
        found: dict[str, Reference] = {}
        problems = []
        for layer in reversed(self.folders.layers):
            path = layer / "handouts" / "references.yaml"
            if not path.is_file():
                self.folders.reads[str(path)] = None
                continue
            source = self._read(path)
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

    def _read(self, path: Path) -> Source:
        self.folders.check_inside(path)
        name = self.folders.shown(path)
        data = read_file(path, name)
        self.folders.note(path, data)
        return read_source(data, name)
