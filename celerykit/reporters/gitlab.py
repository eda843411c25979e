"""GitLab's Code Quality report: one JSON list, which it compares from one pipeline to the next."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from celerykit.findings import Finding, Report
from celerykit.fingerprints import fingerprints

__all__ = ["render"]

# GitLab knows info, minor, major, critical and blocker.
_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The findings as that list. `colour` is for the other formats; it changes nothing here."""
    findings = sorted(report.findings, key=Finding.sort_key)
    marks = fingerprints(findings, lines)
    return json.dumps([_entry(*each) for each in zip(findings, marks, strict=True)], indent=2) + "\n"


def _entry(finding: Finding, mark: str) -> dict[str, object]:
    # A path and a line are asked of every entry: what has none is put where such a thing is named.
    path, line = (finding.place.path, finding.place.line) if finding.place else (finding.subject or ".", 1)
    return {
        "description": f"{finding.message}; fix: {finding.fix}" if finding.fix else finding.message,
        "check_name": f"{finding.code} {finding.rule}",
        "fingerprint": mark,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": line}},
    }
