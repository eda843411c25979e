"""The last lines of a report: how much was found, silenced, read, and what could not be looked at."""

from __future__ import annotations

from celerykit.findings import SEVERITIES, Report
from celerykit.reporters.parts.text import one_line

__all__ = ["count", "summary"]

_NAMES_SHOWN = 8


def summary(report: Report) -> list[str]:
    """The last lines."""
    first = f"{_found(report)}. {_asked(report) if report.live_checks_run is not None else _read(report)}."
    seen = (f"Seen: {one_line(sentence).removesuffix('.')}." for sentence in report.seen)
    return [first, *seen, *(f"Not checked: {one_line(sentence).removesuffix('.')}." for sentence in report.not_checked)]


def count(number: int, thing: str) -> str:
    """A number of things: "1 finding", "2 findings"."""
    return f"{number} {thing}" if number == 1 or thing == "info" else f"{number} {thing}s"


def _found(report: Report) -> str:
    aside = [f"{report.silenced} silenced"] * bool(report.silenced)
    aside += [f"{report.in_baseline} in the baseline"] * bool(report.in_baseline)
    silenced = f" ({', '.join(aside)})" if aside else ""
    if not report.findings:
        return f"No findings{silenced}"
    severities = [finding.severity for finding in report.findings]
    kinds = [count(severities.count(kind), kind) for kind in reversed(SEVERITIES) if kind in severities]
    return f"{count(len(severities), 'finding')}: {', '.join(kinds)}{silenced}"


def _asked(report: Report) -> str:
    return f"{count(report.live_checks_run or 0, 'live check')} had an answer"


def _read(report: Report) -> str:
    read = f"Read {count(report.settings_read, 'setting')}"
    names = list(dict.fromkeys(undecided.setting for undecided in report.unknown))
    if not names:
        return read
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return f"{read}; {len(report.unknown)} not known without running: {', '.join(names[:_NAMES_SHOWN])}{more}"
