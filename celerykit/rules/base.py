"""The form of a rule: what it knows of itself, and the one thing that it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from celerykit.findings import Edit, Finding, Label, Severity
from celerykit.project import Project, Value
from celerykit.values.places import Place

__all__ = ["Rule", "label"]


class Rule:
    """A check on a project that needs no connection.

    The docstring of each rule is its manual page: the first line is the sentence for the index, then *Why*, *Instead*.

    code: for ever. name: as people silence it. severity: of a finding, unless it says otherwise.
    since, until: the first and last Celery for which it holds ("" for all that are supported).
    brokers, backends: names of those for which it holds; empty for all.
    message, fix: texts with {fields}, filled by `finding`.
    bad, good: the shortest configs that do and do not offend; run as tests and printed in the docs.
    symptoms: what people see, in their words.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    since: ClassVar[str] = ""
    until: ClassVar[str] = ""
    brokers: ClassVar[tuple[str, ...]] = ()
    backends: ClassVar[tuple[str, ...]] = ()
    message: ClassVar[str]
    fix: ClassVar[str]
    bad: ClassVar[str]
    good: ClassVar[str]
    symptoms: ClassVar[tuple[str, ...]] = ()

    def check(self, project: Project) -> Iterator[Finding]:
        """What is wrong with the project. Reads no files, prints nothing, sorts nothing."""
        raise NotImplementedError

    def compare(self, projects: Sequence[Project]) -> Iterator[Finding]:
        """What is wrong between projects that were named together: a client's and a worker's, two stages'.

        Asked once, with all of them, of the rules that may find anything in one of them.
        """
        return iter(())

    def finding(
        self,
        at: Value | Place | None,
        *,
        subject: str = "",
        said: str = "",
        related: Iterable[Label] = (),
        edits: Iterable[Edit] = (),
        severity: Severity | None = None,
        message: str | None = None,
        fix: str | None = None,
        **fields: object,
    ) -> Finding:
        """A finding at a value or a place, its texts filled from `fields`.

        said: what stands at that place; message, fix: other texts than the rule's own. edits: what `--fix` does.
        No field may hold a secret.
        """
        return Finding(
            code=self.code,
            rule=self.name,
            severity=severity or self.severity,
            message=(message or self.message).format(**fields),
            fix=(fix or self.fix).format(**fields),
            place=at.place if isinstance(at, Value) else at,
            subject=subject,
            label=said,
            related=tuple(related),
            edits=tuple(edits),
        )


def label(at: Value | Place | None, text: str) -> tuple[Label, ...]:
    """A label for the other end, or nothing where that end has no place (a default, say)."""
    place = at.place if isinstance(at, Value) else at
    return (Label(place, text),) if place else ()
