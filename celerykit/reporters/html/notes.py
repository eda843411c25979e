"""What stands around the findings: how much was found, looked at, seen, and what could not be looked at."""

from __future__ import annotations

from celerykit.findings import SEVERITIES, Report
from celerykit.reporters.html.cards import said
from celerykit.reporters.parts.summary import count

__all__ = ["figures", "headline", "not_checked", "seen", "unknown"]

_NAMED = 2  # subjects named in the headline


def headline(report: Report) -> str:
    """What was found, in one sentence: "2 errors and 1 warning in celeryconfig.py"."""
    if not report.subjects and not report.findings:
        return "No Celery app and no Celery configuration found"
    severities = [finding.severity for finding in report.findings]
    kinds = [count(severities.count(kind), kind) for kind in reversed(SEVERITIES) if kind in severities]
    found = _listed([kind.replace(" ", "\N{NO-BREAK SPACE}") for kind in kinds]) or (
        "Nothing found in what could be checked" if report.not_checked else "Nothing found"
    )
    names = [*report.subjects[:_NAMED]]
    if others := len(report.subjects) - len(names):
        names.append(count(others, "other"))
    where = "" if report.not_checked and not kinds else f" in {_listed(names)}"
    return f"{found}{where}" if names else found


def figures(report: Report) -> str:
    """How much was looked at, and what was left aside."""
    numbers = [
        (report.settings_read, "settings read"),
        (report.rules_run, "rules applied"),
        (report.live_checks_run, "live checks answered"),
        (len(report.not_checked), '<a href="#not-checked">not checked</a>'),
        (len(report.unknown), '<a href="#unknown">not known without running</a>'),
        (report.silenced, "silenced"),
        (report.in_baseline, "in the baseline"),
    ]
    shown = "\n".join(f"<div><dt>{what}</dt><dd>{number}</dd></div>" for number, what in numbers if number)
    return f'<dl class="figures">\n{shown}\n</dl>' if shown else ""


def not_checked(report: Report) -> str:
    """What could not be looked at: it may hide other findings."""
    if not report.not_checked:
        return ""
    return f"""<section class="notice" aria-labelledby="not-checked">
<h2 id="not-checked">Could not be checked</h2>
{_items(report.not_checked)}
</section>"""


def seen(report: Report) -> str:
    """What was found running."""
    if not report.seen:
        return ""
    return f"""<section class="aside" aria-labelledby="seen">
<h2 id="seen">Seen running</h2>
{_items(report.seen)}
</section>"""


def unknown(report: Report) -> str:
    """The settings that stayed undecided."""
    if not report.unknown:
        return ""
    rows = "\n".join(
        f"<li><code>{said(one.setting)}</code> = <code>{said(one.text)}</code>"
        + (f' <span class="soft small">{said(str(one.place))}</span>' if one.place else "")
        + "</li>"
        for one in report.unknown
    )
    return f"""<section class="aside" aria-labelledby="unknown">
<h2 id="unknown">Not known without running</h2>
<p class="soft">Settings whose values only the running program has; nothing was found wrong about them.</p>
<ul>
{rows}
</ul>
</section>"""


def _items(sentences: tuple[str, ...]) -> str:
    listed = "\n".join(f"<li>{said(sentence)}</li>" for sentence in sentences)
    return f"<ul>\n{listed}\n</ul>"


def _listed(words: list[str]) -> str:
    """ "a, b and c"."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
