"""How often each rule found something."""

from __future__ import annotations

import json
from collections import Counter

from celerykit.findings import Report
from celerykit.reporters.parts.summary import summary

__all__ = ["COUNTED", "counts"]

COUNTED = ("full", "concise", "json")
"""The formats that can be asked for counts instead of findings."""


def counts(report: Report, chosen: str) -> str:
    """One line a rule, the most frequent first, and the last lines; as JSON, one list."""
    found = Counter((finding.code, finding.rule) for finding in report.findings)
    rows = sorted(found.items(), key=lambda row: (-row[1], row[0]))
    if chosen == "json":
        return (
            json.dumps([{"code": code, "rule": rule, "count": number} for (code, rule), number in rows], indent=2)
            + "\n"
        )
    width = len(str(rows[0][1])) if rows else 0
    return "\n".join([*(f"{number:>{width}} {code} {rule}" for (code, rule), number in rows), *summary(report)]) + "\n"
