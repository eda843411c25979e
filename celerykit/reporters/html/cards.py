"""One finding: what it is, where it stands, its cure, and what people see of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from celerykit.findings import Finding, Severity
from celerykit.pages import escaped
from celerykit.reporters.html.source import excerpts
from celerykit.reporters.parts.text import one_line

__all__ = ["SIGNS", "card", "said", "sign"]

# Each severity has a sign of its own shape: colour alone tells nothing to who does not see it.
SIGNS = """<svg width="0" height="0" hidden aria-hidden="true">
<symbol id="sign-error" viewBox="0 0 16 16">
<path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z M5.8 5.8l4.4 4.4m0-4.4-4.4 4.4"/></symbol>
<symbol id="sign-warning" viewBox="0 0 16 16"><path d="M8 1.8 15 14H1z M8 6.5v3.2M8 12v.01"/></symbol>
<symbol id="sign-info" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5"/><path d="M8 7.5v3.7M8 4.8v.01"/></symbol>
</svg>"""


def sign(severity: Severity) -> str:
    """The sign of a severity; the word stands beside it."""
    return f'<svg class="sign" aria-hidden="true"><use href="#sign-{severity}"/></svg>'


def said(text: str) -> str:
    """A text of one line, isolated from the direction of what stands around it."""
    return f"<bdi>{escaped(one_line(text))}</bdi>"


def card(finding: Finding, mark: str, lines: Callable[[str], Sequence[str]]) -> str:
    """The finding as an article. mark: what it is known by, from one run to the next."""
    name = f"f-{mark[:12]}"
    kind, code = finding.severity, escaped(finding.code)
    data = f'data-severity="{kind}" data-code="{code}"'
    return f"""<article class="card {kind}" id="{name}" aria-labelledby="{name}-t" {data}>
<p class="marks"><span class="badge">{sign(kind)}{kind}</span>
<a class="code" href="#{name}" title="Link to this finding">{code}</a>
<span class="rule soft">{escaped(finding.rule)}</span></p>
{_subject(finding)}<h2 id="{name}-t">{said(finding.message)}</h2>
{excerpts(finding, lines)}
<dl>
{_fix(finding)}{_row("About", _things(finding))}{_row("People see", _symptoms(finding))}
{_row("Manual page", f"<code>celerykit rule {code}</code>")}</dl>
</article>"""


def _subject(finding: Finding) -> str:
    """The thing that is meant, where a finding has no place of its own: its message does not name it again."""
    shown = finding.place is None and finding.subject
    return f'<p class="subject">{said(finding.subject)}</p>\n' if shown else ""


def _fix(finding: Finding) -> str:
    if not finding.fix:
        return ""
    by_command = '\n<p class="small"><code>celerykit validate --fix</code> does this.</p>' if finding.edits else ""
    return _row("Fix", f'<p class="fix">{escaped(finding.fix)}</p>{by_command}', kind="cure")


def _things(finding: Finding) -> str:
    about = [thing for thing in map(str, finding.things) if not finding.subject.startswith(thing)]
    return "\n".join(f'<span class="thing">{said(thing)}</span>' for thing in about)


def _symptoms(finding: Finding) -> str:
    listed = "\n".join(f"<li>{said(symptom)}</li>" for symptom in finding.symptoms)
    return f'<ul class="symptoms" role="list">\n{listed}\n</ul>' if listed else ""


def _row(title: str, text: str, *, kind: str = "row") -> str:
    return f'<div class="{kind}"><dt>{title}</dt>\n<dd>{text}</dd></div>\n' if text else ""
