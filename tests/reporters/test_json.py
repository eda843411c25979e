from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations

from celerykit.findings import Report
from celerykit.reporters import render
from tests.reporters.sample import FINDING, REPORT, lines, one


def test_has_the_keys_that_are_promised() -> None:
    assert json.loads(render("json", REPORT, lines=lines)) == {
        "schema_version": 1,
        "findings": [
            {
                "code": "CK401",
                "rule": "visibility-timeout-too-short",
                "severity": "error",
                "message": FINDING.message,
                "fix": FINDING.fix,
                "path": "celeryconfig.py",
                "line": 10,
                "column": 51,
                "related": [
                    {"path": "celeryconfig.py", "line": 8, "column": 18, "message": "acknowledged only at its end"},
                    {"path": "celeryconfig.py", "line": 9, "column": 19, "message": "a task may run this long"},
                ],
                "docs": "celerykit rule CK401",
            }
        ],
        "unknown": [
            {
                "setting": "result_backend",
                "text": 'os.environ["RESULTS"]',
                "path": "celeryconfig.py",
                "line": 4,
                "column": 18,
            }
        ],
        "silenced": 1,
        "in_baseline": 0,
        "rules_run": 23,
    }


def test_the_subject_of_a_finding_without_a_line_leads_its_message() -> None:
    (finding,) = json.loads(render("json", one(place=None, subject="profile a", message="b"), lines=lines))["findings"]

    assert (finding["path"], finding["line"], finding["message"]) == (None, None, "profile a: b")


def test_the_order_of_findings_does_not_change_the_bytes() -> None:
    findings = [FINDING, replace(FINDING, code="CK402"), replace(FINDING, place=None, subject="profile a")]

    texts = {render("json", Report(findings=order), lines=lines) for order in permutations(findings)}

    assert len(texts) == 1


def test_is_plain_ascii_whatever_the_messages_hold() -> None:
    assert render("json", one(message="Schlüssel"), lines=lines).isascii()
