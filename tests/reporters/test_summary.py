from __future__ import annotations

from dataclasses import replace

from celerykit.findings import Report, Undecided
from celerykit.reporters.parts.summary import summary
from tests.reporters.sample import FINDING


def test_counts_findings_by_severity_gravest_first() -> None:
    severities = ["info", "warning", "error", "warning", "info"]
    findings = tuple(replace(FINDING, severity=severity) for severity in severities)

    assert summary(Report(findings=findings)) == ["5 findings: 1 error, 2 warnings, 2 info. Read 0 settings."]


def test_counts_what_was_silenced_though_nothing_is_left() -> None:
    assert summary(Report(silenced=2, settings_read=3)) == ["No findings (2 silenced). Read 3 settings."]


def test_names_a_setting_once_and_counts_the_names_beyond_the_eighth() -> None:
    unknown = tuple(Undecided(f"s{number}", "x") for number in [0, *range(10)])

    assert summary(Report(unknown=unknown))[0] == (
        "No findings. Read 0 settings; 11 not known without running: s0, s1, s2, s3, s4, s5, s6, s7 and 2 more."
    )
