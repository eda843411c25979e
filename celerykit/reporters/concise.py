"""One line a finding: `celeryconfig.py:10:51: error CK401 a task may run …`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from celerykit.findings import Finding, Report
from celerykit.reporters.parts.paint import Paint
from celerykit.reporters.parts.summary import summary
from celerykit.reporters.parts.text import one_line

__all__ = ["render"]


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The findings, one a line, and the last lines."""
    paint = Paint(colour)
    findings = [_line(finding, paint) for finding in report.findings]
    return "\n".join([*findings, *summary(report)]) + "\n"


def _line(finding: Finding, paint: Paint) -> str:
    where = one_line(str(finding.place) if finding.place else finding.subject)
    kind = paint.severity(finding.severity, finding.severity)
    return f"{paint.bold(where)}: {kind} {finding.code} {one_line(finding.message)}"
