from __future__ import annotations

import json
from dataclasses import replace

import pytest

from celerykit.findings import Report
from celerykit.reporters import render
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT, lines, one


def test_a_finding_has_the_keys_that_gitlab_asks_for() -> None:
    (entry,) = json.loads(render("gitlab", REPORT, lines=lines))

    fingerprint = entry.pop("fingerprint")
    assert len(fingerprint) == 32
    assert entry == {
        "description": f"{FINDING.message}; fix: {FINDING.fix}",
        "check_name": "CK401 visibility-timeout-too-short",
        "severity": "critical",
        "location": {"path": "celeryconfig.py", "lines": {"begin": 10}},
    }


@pytest.mark.parametrize(("severity", "theirs"), [("error", "critical"), ("warning", "major"), ("info", "info")])
def test_severities_are_gitlabs(severity: str, theirs: str) -> None:
    assert json.loads(render("gitlab", one(severity=severity), lines=lines))[0]["severity"] == theirs


def test_a_finding_without_a_line_is_put_at_its_subject() -> None:
    (entry,) = json.loads(render("gitlab", one(place=None, subject="profile a"), lines=lines))

    assert entry["location"] == {"path": "profile a", "lines": {"begin": 1}}


def test_no_finding_is_an_empty_list() -> None:
    assert json.loads(render("gitlab", Report(), lines=lines)) == []


def test_no_two_findings_share_a_fingerprint() -> None:
    twice = Report((FINDING, replace(FINDING, message="another"), replace(FINDING, place=Place("tasks.py", 2, 1))))

    marks = [entry["fingerprint"] for entry in json.loads(render("gitlab", twice, lines=lines))]
    assert len(set(marks)) == 3
