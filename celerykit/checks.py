"""What a rule and a live check have in common: what each knows of itself, and how it says what it found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from celerykit.findings import Edit, Finding, Label, Severity
from celerykit.project import Value
from celerykit.values.places import Place

__all__ = ["Check", "label"]


class Check:
    """One thing that is looked at: by a rule in a project, by a live check in a running system.

    The docstring of each is its manual page: the first line is the sentence for the index, then *Why*, *Instead*.

    code: for ever. name: as people silence it. severity: of a finding, unless it says otherwise.
    since, until: the first and last Celery for which it holds ("" for all that are supported).
    brokers, backends: names of those for which it holds; empty for all.
    message, fix: texts with {fields}, filled by `finding`.
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
    symptoms: ClassVar[tuple[str, ...]] = ()

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

        said: what stands at that place; message, fix: other texts than the check's own. edits: what `--fix` does.
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
            symptoms=self.symptoms,
        )


def label(at: Value | Place | None, text: str) -> tuple[Label, ...]:
    """A label for the other end, or nothing where that end has no place (a default, say)."""
    place = at.place if isinstance(at, Value) else at
    return (Label(place, text),) if place else ()
