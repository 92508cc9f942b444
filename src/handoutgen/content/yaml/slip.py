"""The place where the YAML parser could not go on."""

from dataclasses import dataclass

from handoutgen.content.yaml.draft import Draft

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Slip:
    """Where the parser stopped, and what it knew by then.

    `opened` is where the thing starts that it was reading; `quoted` the ends of a quoted text
    that it read right before.
    """

    what: str
    line: int
    column: int
    opened: Place | None = None
    quoted: tuple[Place, Place] | None = None
    in_flow: bool = False

    @property
    def start(self) -> Place:
        """Where the thing starts that was being read."""
        return self.opened or (self.line, self.column)


def unclear(draft: Draft, slip: Slip) -> bool:
    """Say that there is no telling what is meant; the lines stay as they are."""
    hint = "compare the indentation, quotes, colons and brackets here with the lines above"
    draft.report(slip.line, slip.column, "it isn't clear what is meant here", hint)
    return False
