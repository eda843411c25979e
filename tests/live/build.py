"""Systems for the tests of live checks: a configuration, and the running servers that it leads to."""

from __future__ import annotations

from typing import Any

from celerykit.findings import Finding
from celerykit.live import load
from celerykit.live.system import system_of
from tests.rules.build import project

__all__ = ["LIMIT", "found", "tried"]

LIMIT = 2.0
"""Seconds that a server has in the tests: some are broken on purpose."""


def found(
    code: str, *, limit: float = LIMIT, write: bool = False, round_trip: bool = False, **written: Any
) -> list[Finding]:
    """What the live check finds with these settings; `facts` as for `tests.rules.build.project`.

    Raises NotChecked where it could not look.
    """
    (check,) = load([code])
    with system_of(project(**written), limit=limit, write=write, round_trip=round_trip) as system:
        return list(check.check(system))


def tried(code: str, **written: Any) -> list[tuple[str, str, str]]:
    """Of each finding: severity, what it is about, message."""
    return [(one.severity, str(one.things[0]), one.message) for one in found(code, **written)]
