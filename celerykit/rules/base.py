"""The form of a rule: what it knows of itself, and the one thing that it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from celerykit.checks import Check, label
from celerykit.findings import Finding
from celerykit.project import Project

__all__ = ["Rule", "label"]


class Rule(Check):
    """A check on a project that needs no connection.

    bad, good: the shortest configs that do and do not offend; run as tests and printed in the docs.
    """

    bad: ClassVar[str]
    good: ClassVar[str]

    def check(self, project: Project) -> Iterator[Finding]:
        """What is wrong with the project. Reads no files, prints nothing, sorts nothing."""
        raise NotImplementedError

    def compare(self, projects: Sequence[Project]) -> Iterator[Finding]:
        """What is wrong between projects that were named together: a client's and a worker's, two stages'.

        Asked once, with all of them, of the rules that may find anything in one of them.
        """
        return iter(())
