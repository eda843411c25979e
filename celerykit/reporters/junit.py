"""JUnit's XML, for whatever shows the results of tests: a suite for each file, a failed case for each finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from celerykit.findings import Finding, Report

__all__ = ["render"]

# What XML 1.0 cannot hold, however it is written.
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, *, lines: Callable[[str], Sequence[str]], colour: bool = False) -> str:
    """The findings as failed cases; one case that passed where there is none. `colour` changes nothing here."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring  # start-up: the other formats need none

    by_file: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_file.setdefault(finding.place.path if finding.place else finding.subject, []).append(finding)
    total = str(len(report.findings))
    root = Element("testsuites", name="celerykit", tests=str(len(report.findings) or 1), failures=total)
    for path, findings in by_file.items():
        count = str(len(findings))
        suite = SubElement(root, "testsuite", name=_fit(path), tests=count, failures=count, errors="0")
        for finding in findings:
            case = SubElement(suite, "testcase", name=f"{finding.code} {finding.rule}", classname=_fit(path))
            if finding.place:
                case.set("file", _fit(path))
                case.set("line", str(finding.place.line))
            text = f"{finding.place or finding.subject}\nfix: {finding.fix}"
            failure = SubElement(case, "failure", message=_fit(finding.message), type=finding.severity)
            failure.text = _fit(text)
    if not by_file:
        suite = SubElement(root, "testsuite", name="celerykit", tests="1", failures="0", errors="0")
        SubElement(suite, "testcase", name="no findings", classname="celerykit")
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
