"""Annotations of GitHub Actions: `::error title=…,file=…,line=…::…`, which it shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from celerykit.findings import Finding, Report
from celerykit.reporters.parts.summary import summary

__all__ = ["render"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
# As GitHub's own toolkit escapes them.
_IN_TEXT: Mapping[int, str] = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Mapping[int, str] = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """One command a finding, then the last lines, which GitHub shows as they are."""
    return "\n".join([*map(_command, report.findings), *summary(report)]) + "\n"


def _command(finding: Finding) -> str:
    properties = {"title": f"celerykit ({finding.code} {finding.rule})"}
    text = finding.message
    if finding.place:
        place = finding.place
        properties |= {"file": place.path, "line": str(place.line), "col": str(place.column)}
        if place.end_column > place.column:
            properties |= {"endLine": str(place.line), "endColumn": str(place.end_column)}
    elif finding.subject:
        text = f"{finding.subject}: {text}"
    if finding.fix:
        text = f"{text}\nfix: {finding.fix}"
    written = ",".join(f"{name}={value.translate(_IN_PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{text.translate(_IN_TEXT)}"
