"""SARIF 2.1.0, for code scanning on GitHub and for editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from celerykit.findings import Finding, Label, Report
from celerykit.fingerprints import fingerprints
from celerykit.values.places import Place

__all__ = ["render"]

# https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
# Goes up when fingerprints are made otherwise, and old ones can no longer be compared.
_FINGERPRINT = "celerykit/v1"
_ROOT = "SRCROOT"


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The report as one run of SARIF. `colour` is for the other formats; it changes nothing here."""
    from importlib.metadata import version

    findings = sorted(report.findings, key=Finding.sort_key)
    rules = {finding.code: finding.rule for finding in sorted(findings, key=lambda one: one.code)}
    driver = {
        "name": "celerykit",
        "version": version("celerykit"),
        "rules": [_rule(code, name) for code, name in rules.items()],
    }
    numbers = {code: number for number, code in enumerate(rules)}
    known_by = fingerprints(findings, lines)
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder of the run"}}},
        "results": [_result(one, numbers, mark) for one, mark in zip(findings, known_by, strict=True)],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": f"not checked: {sentence}"}}
                    for sentence in report.not_checked
                ],
            }
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str, name: str) -> dict[str, object]:
    return {
        "id": code,
        "name": "".join(word.title() for word in name.split("-")),
        "shortDescription": {"text": name.replace("-", " ")},
        "help": {"text": f"celerykit rule {code} shows the page of this rule"},
    }


def _result(finding: Finding, numbers: Mapping[str, int], mark: str) -> dict[str, object]:
    subject = "" if finding.place or not finding.subject else f"{finding.subject}: "
    cure = f"\nfix: {finding.fix}" if finding.fix else ""
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": numbers[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{subject}{finding.message}{cure}"},
        "partialFingerprints": {_FINGERPRINT: mark},
    }
    if finding.place:
        result["locations"] = [_location(finding.place, finding.label)]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(label.place, label.text)}
            for number, label in enumerate(sorted(finding.related, key=_order), 1)
        ]
    return result


def _order(label: Label) -> tuple[Place, str]:
    return (label.place, label.text)


def _location(place: Place, text: str) -> dict[str, object]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_column > place.column:
        region["endColumn"] = place.end_column
    artifact = {"uri": quote(place.path, errors="replace"), "uriBaseId": _ROOT}
    location: dict[str, object] = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    if text:
        location["message"] = {"text": text}
    return location
