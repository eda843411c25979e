"""What narrows the findings: a search, and one control for each way in which they differ."""

from __future__ import annotations

from collections import Counter

from celerykit.findings import SEVERITIES, Report
from celerykit.pages import escaped
from celerykit.reporters.html.cards import sign
from celerykit.reporters.parts.text import one_line

__all__ = ["filters"]


def filters(report: Report) -> str:
    """The row of controls; hidden until the script runs that gives them a meaning, and not there for one finding."""
    if len(report.findings) < 2:
        return ""
    symptoms = Counter(one_line(symptom) for finding in report.findings for symptom in dict.fromkeys(finding.symptoms))
    rules = Counter((finding.code, finding.rule) for finding in report.findings)
    by_rule = [(code, f"{code} {rule}", number) for (code, rule), number in sorted(rules.items())]
    by_symptom = [(symptom, symptom, number) for symptom, number in sorted(symptoms.items())]
    return f"""<form class="filters" role="search" aria-label="Findings" hidden>
<div class="field search"><label for="search">Search</label>
<input id="search" type="search" placeholder=" " autocomplete="off" spellcheck="false" aria-keyshortcuts="/">
<kbd aria-hidden="true">/</kbd></div>
{_severities(report)}
{_choice("symptom", "What people see", "anything", by_symptom)}
{_choice("code", "Rule", "any", by_rule)}
<p class="count"><span id="count" role="status">{len(report.findings)} findings</span>
<button type="button" class="quiet" data-clear hidden>Show all</button></p>
</form>"""


def _severities(report: Report) -> str:
    found = Counter(finding.severity for finding in report.findings)
    if len(found) < 2:
        return ""
    buttons = "\n".join(
        f'<button type="button" class="severity {severity}" data-severity="{severity}" aria-pressed="false">'
        f'{sign(severity)}{severity} <span data-number="{severity}">{found[severity]}</span></button>'
        for severity in reversed(SEVERITIES)
        if found[severity]
    )
    return f"""<div class="field" role="group" aria-labelledby="severities"><span id="severities">Severity</span>
<div class="buttons">
{buttons}
</div></div>"""


def _choice(name: str, title: str, every: str, options: list[tuple[str, str, int]]) -> str:
    """A list to choose one from; nothing where there is no choice. options: value, text, how many findings."""
    if len(options) < 2:
        return ""
    listed = "\n".join(
        f'<option value="{escaped(value)}" data-text="{escaped(text)}">{escaped(text)} ({number})</option>'
        for value, text, number in options
    )
    return f"""<div class="field"><label for="{name}">{title}</label>
<select id="{name}">
<option value="">{every}</option>
{listed}
</select></div>"""
