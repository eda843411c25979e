from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given
from hypothesis import strategies as st

from celerykit.findings import Report
from celerykit.reporters import render
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT, lines, one


def suites(report: Report) -> list[Element]:
    root = fromstring(render("junit", report, lines=lines).encode())
    assert root.tag == "testsuites"
    return list(root)


def test_a_finding_is_a_failed_case_in_the_suite_of_its_file() -> None:
    (suite,) = suites(REPORT)

    assert suite.attrib == {"name": "celeryconfig.py", "tests": "1", "failures": "1", "errors": "0"}
    (case,) = suite
    assert (case.get("name"), case.get("file"), case.get("line")) == (
        "CK401 visibility-timeout-too-short",
        "celeryconfig.py",
        "10",
    )
    (failure,) = case
    assert (failure.get("message"), failure.get("type")) == (FINDING.message, "error")
    assert failure.text == f"celeryconfig.py:10:51\nfix: {FINDING.fix}"


def test_each_file_has_a_suite() -> None:
    found = suites(Report((FINDING, FINDING, replace(FINDING, place=Place("tasks.py", 1, 1)))))

    assert [(suite.get("name"), suite.get("failures")) for suite in found] == [
        ("celeryconfig.py", "2"),
        ("tasks.py", "1"),
    ]


def test_no_finding_is_one_case_that_passed() -> None:
    (suite,) = suites(Report())

    assert (suite.get("tests"), suite.get("failures"), len(list(suite))) == ("1", "0", 1)
    assert not list(suite[0])


@given(st.text(), st.text())
def test_is_xml_whatever_the_messages_hold(message: str, subject: str) -> None:
    (suite,) = suites(one(place=None, subject=subject, message=message))

    assert suite.get("failures") == "1"
