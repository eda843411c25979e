"""The form of a live check: what it knows of itself, and the one thing that it asks a running system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from celerykit.checks import Check
from celerykit.findings import Finding, Severity, Thing

if TYPE_CHECKING:
    from celerykit.live.system import Side, System

__all__ = ["LiveCheck", "NotChecked"]


class NotChecked(Exception):
    """Something could not be looked at, which is neither a finding nor none. Its text says why, without a secret."""


class LiveCheck(Check):
    """A check on a running system. It reads and changes nothing, unless `system.write` says that it may.

    asks: what it asks, and of whom ("Redis: CONFIG GET maxmemory-policy"), for its page.
    """

    asks: ClassVar[str]

    def check(self, system: System) -> Iterator[Finding]:
        """What is wrong with the system. Raises NotChecked where nobody can say."""
        raise NotImplementedError

    def at(
        self,
        where: Side | Thing,
        /,
        *others: Thing,
        severity: Severity | None = None,
        message: str = "",
        fix: str = "",
        **fields: object,
    ) -> Finding:
        """A finding on a part of the system; its texts filled from `fields`, which hold no secret.

        others: further parts that it is about. message, fix: other texts than the check's own.
        """
        thing = where if isinstance(where, Thing) else where.thing
        return Finding(
            code=self.code,
            rule=self.name,
            severity=severity or self.severity,
            message=(message or self.message).format(**fields),
            fix=(fix or self.fix).format(**fields),
            subject=str(where),
            things=(thing, *others),
            symptoms=self.symptoms,
        )
