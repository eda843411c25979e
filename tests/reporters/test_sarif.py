from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from celerykit.findings import Finding, Label, Report
from celerykit.reporters import render
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT, lines, one

# As OASIS publishes it.
SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)


def sarif(report: Report = REPORT) -> Any:
    document = json.loads(render("sarif", report, lines=lines))
    VALIDATOR.validate(document)
    return document["runs"][0]


def test_a_finding_is_a_result_with_its_place_its_cure_and_its_other_ends() -> None:
    (result,) = sarif()["results"]

    assert (result["ruleId"], result["level"]) == ("CK401", "error")
    assert result["message"]["text"] == f"{FINDING.message}\nfix: {FINDING.fix}"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "celeryconfig.py", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 10, "startColumn": 51, "endColumn": 55},
    }
    assert [each["message"]["text"] for each in result["relatedLocations"]] == [
        "acknowledged only at its end",
        "a task may run this long",
    ]


def test_the_rules_of_the_findings_are_described_once_each() -> None:
    again = replace(FINDING, place=Place("b.py", 1, 1))
    run = sarif(Report((FINDING, again, replace(FINDING, code="CK101", rule="unknown-setting"))))

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CK101", "CK401"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
def test_severities_are_sarifs_levels(severity: str, level: str) -> None:
    assert sarif(one(severity=severity))["results"][0]["level"] == level


def test_what_was_not_checked_is_a_notification() -> None:
    (invocation,) = sarif(replace(REPORT, not_checked=("proj.app was not loaded",)))["invocations"]

    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "not checked: proj.app was not loaded"


def test_a_finding_without_a_line_names_its_subject() -> None:
    (result,) = sarif(one(place=None, subject="profile a"))["results"]

    assert result["message"]["text"].startswith("profile a: a task may run")
    assert "locations" not in result


def test_a_path_is_a_uri() -> None:
    place = Place("my app/100%/é.py", 1, 1)
    (result,) = sarif(one(place=place))["results"]

    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "my%20app/100%25/%C3%A9.py"


TEXTS = st.text(max_size=20)
PLACES = st.builds(Place, TEXTS, st.integers(1, 10**6), st.integers(1, 300), st.integers(0, 300))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["CK101", "CK401"]),
    st.just("a-rule"),
    st.sampled_from(["info", "warning", "error"]),
    TEXTS,
    TEXTS,
    st.none() | PLACES,
    TEXTS,
    TEXTS,
    st.lists(st.builds(Label, PLACES, TEXTS), max_size=2).map(tuple),
)


@given(st.lists(FINDINGS, max_size=4))
def test_whatever_is_found_is_valid_sarif(findings: list[Finding]) -> None:
    assert len(sarif(Report(tuple(findings)))["results"]) == len(findings)
