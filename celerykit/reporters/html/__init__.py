"""One page that stands alone, to hand to somebody who was not there: search, filters, and each finding as a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from celerykit.findings import SEVERITIES, Finding, Report
from celerykit.fingerprints import fingerprints
from celerykit.pages import escaped, page
from celerykit.reporters.html.cards import SIGNS, card
from celerykit.reporters.html.filters import filters
from celerykit.reporters.html.notes import figures, headline, not_checked, seen, unknown

__all__ = ["render"]

_FOLDER = Path(__file__).parent


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The report as HTML, the gravest findings first. `colour` is for the other formats; it changes nothing here."""
    findings = sorted(report.findings, key=Finding.sort_key)
    marked = list(zip(findings, fingerprints(findings, lines), strict=True))
    marked.sort(key=lambda each: -SEVERITIES.index(each[0].severity))
    cards = [card(finding, mark, lines) for finding, mark in marked]
    body = "\n".join([SIGNS, _top(report), _main(report, cards), _foot(report)])
    read = [(_FOLDER / name).read_text("utf-8") for name in ("report.css", "report.js")]
    return page(title=f"{headline(report)} \N{EN DASH} celerykit", body=body, styles=read[:1], scripts=read[1:])


def _command(report: Report) -> str:
    return "validate" if report.live_checks_run is None else "doctor"


def _top(report: Report) -> str:
    return f"""<a class="skip" href="#findings">Skip to the findings</a>
<header class="wrap top">
<p class="kind">celerykit {_command(report)}</p>
<h1>{escaped(headline(report))}</h1>
<p class="purpose soft">{_purpose(report)}</p>
{figures(report)}
</header>"""


def _purpose(report: Report) -> str:
    judged = "configuration" if report.live_checks_run is None else "running system"
    if not report.findings:
        return f"celerykit knows of nothing in this {judged} that does not do what its author believes."
    return f"Where this {judged} does not do what its author believes: what happens, what people see, and the cure."


def _main(report: Report, cards: Sequence[str]) -> str:
    listed = "\n".join(f"<li>\n{one}\n</li>" for one in cards)
    found = f"""{filters(report)}
<ol class="findings" role="list">
{listed}
</ol>
<div class="nothing" id="nothing" hidden>
<p>Nothing matches.</p>
<button type="button" class="quiet" data-clear>Show all findings</button>
</div>
<p id="told" class="visually-hidden" role="status"></p>"""
    return f"""<main class="wrap" id="findings" tabindex="-1" aria-label="Findings">
{found if cards else ""}
{not_checked(report)}
{unknown(report)}
{seen(report)}
</main>"""


def _foot(report: Report) -> str:
    written = f"Written by <code>celerykit {_command(report)} --output-format html</code>."
    return f'<footer class="wrap foot soft small">\n<p>{written}</p>\n</footer>'
