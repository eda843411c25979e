"""One JSON document, sorted, without times or absolute paths: the same input gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from celerykit.findings import Finding, Label, Report, Undecided
from celerykit.values.places import Place

__all__ = ["SCHEMA_VERSION", "render"]

# Goes up when a key is removed or changes its meaning; a new key does not raise it.
SCHEMA_VERSION = 1


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The report as JSON. `lines` and `colour` are those of the other formats; they change nothing here."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "findings": [_finding(finding) for finding in sorted(report.findings, key=Finding.sort_key)],
        "unknown": [_unknown(undecided) for undecided in report.unknown],
        "silenced": report.silenced,
        "in_baseline": report.in_baseline,
        "rules_run": report.rules_run,
        **_live(report),
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def _live(report: Report) -> dict[str, object]:
    """What only a doctor says."""
    if report.live_checks_run is None:
        return {}
    return {
        "live_checks_run": report.live_checks_run,
        "seen": list(report.seen),
        "not_checked": list(report.not_checked),
    }


def _finding(finding: Finding) -> dict[str, object]:
    # What has no line has a subject instead: it leads the message, so that the keys are the same for all.
    message = finding.message if finding.place else f"{finding.subject}: {finding.message}".removeprefix(": ")
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": message,
        "fix": finding.fix,
        **_place(finding.place),
        "related": [_label(label) for label in sorted(finding.related, key=lambda label: (label.place, label.text))],
        "docs": f"celerykit rule {finding.code}",
        **_things(finding),
    }


def _things(finding: Finding) -> dict[str, object]:
    """What only a live check's finding has."""
    return {"things": [{"kind": thing.kind, "name": thing.name} for thing in finding.things]} if finding.things else {}


def _label(label: Label) -> dict[str, object]:
    return {**_place(label.place), "message": label.text}


def _unknown(undecided: Undecided) -> dict[str, object]:
    return {"setting": undecided.setting, "text": undecided.text, **_place(undecided.place)}


def _place(place: Place | None) -> dict[str, object]:
    if place is None:
        return {"path": None, "line": None, "column": None}
    return {"path": place.path, "line": place.line, "column": place.column}
