"""What a check finds: a problem, and how much it weighs."""

from dataclasses import dataclass, replace

from handoutgen.errors import Problem


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend in one place: an error where `severe`, else a warning."""

    problem: Problem
    severe: bool = False

    @property
    def severity(self) -> str:
        """`error` or `warning`."""
        return "error" if self.severe else "warning"

    def __str__(self) -> str:
        return str(replace(self.problem, message=f"{self.severity}: {self.problem.message}"))
