from __future__ import annotations

from celerykit.findings import Report
from celerykit.reporters import render
from tests.reporters.sample import FINDING, REPORT, lines, one


def test_is_one_line_a_finding_and_the_last_lines() -> None:
    assert render("concise", REPORT, lines=lines) == (
        "celeryconfig.py:10:51: error CK401 a task may run 7200 s and is acknowledged only at its end, "
        "but Redis redelivers it after 3600 s\n"
        "1 finding: 1 error (1 silenced). Read 9 settings; 1 not known without running: result_backend.\n"
    )


def test_names_the_subject_of_a_finding_without_a_line() -> None:
    text = render("concise", one(place=None, subject="profile redis-redis"), lines=lines)

    assert text.startswith("profile redis-redis: error CK401 ")


def test_a_message_of_two_lines_stays_on_one() -> None:
    assert render("concise", one(message="a\nb"), lines=lines).splitlines()[0].endswith(" error CK401 a b")


def test_a_report_without_findings_says_so() -> None:
    assert render("concise", Report(settings_read=1), lines=lines) == "No findings. Read 1 setting.\n"


def test_what_was_not_checked_is_said_in_the_last_lines() -> None:
    report = Report(findings=(FINDING,), not_checked=("Celery is not installed there.", "b.py is too large"))

    assert render("concise", report, lines=lines).splitlines()[-2:] == [
        "Not checked: Celery is not installed there.",
        "Not checked: b.py is too large.",
    ]
