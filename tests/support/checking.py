"""Sheets on the checker's desk, for tests of its rules."""

from collections.abc import Callable, Iterable

from handoutgen.check.findings import Finding
from handoutgen.check.sheet import Sheet
from handoutgen.content.library import Library
from support.practice import HEAD, Practice

Rule = Callable[[Sheet], Iterable[Finding]]


def desk(practice: Practice, blocks: str, head: str = HEAD) -> Sheet:
    """A sheet of those blocks; the first stands in line 8."""
    return Sheet(practice.sheet(blocks, head), Library(practice.folders))


def told(findings: Iterable[Finding]) -> list[str]:
    """Line, column, severity and message of each finding."""
    return [
        f"{finding.problem.line}:{finding.problem.column}: {finding.severity}:"
        f" {finding.problem.message}"
        for finding in findings
    ]
