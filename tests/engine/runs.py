"""Runs, and what they found."""

from __future__ import annotations

from celerykit.engine import validate
from celerykit.findings import Report


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def late(**options: object) -> Report:
    """What CK401 finds, and whether its silences are stale."""
    return validate(["celeryconfig"], select=["CK401", "CK107"], **options)  # type: ignore[arg-type]
