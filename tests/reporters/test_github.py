from __future__ import annotations

import pytest

from celerykit.reporters import render
from celerykit.values.places import Place
from tests.reporters.sample import FINDING, REPORT, lines, one


def test_a_finding_is_a_command_at_its_span_and_the_last_lines_follow() -> None:
    command, last = render("github", REPORT, lines=lines).splitlines()

    assert command == (
        "::error title=celerykit (CK401 visibility-timeout-too-short),file=celeryconfig.py,line=10,col=51,"
        f"endLine=10,endColumn=55::{FINDING.message}%0Afix: {FINDING.fix}"
    )
    assert last.startswith("1 finding: 1 error (1 silenced).")


@pytest.mark.parametrize(("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")])
def test_severities_are_githubs_commands(severity: str, command: str) -> None:
    assert render("github", one(severity=severity), lines=lines).startswith(f"::{command} ")


def test_a_finding_without_a_line_names_its_subject() -> None:
    text = render("github", one(place=None, subject="profile a", message="b", fix=""), lines=lines)

    assert text.splitlines()[0] == "::error title=celerykit (CK401 visibility-timeout-too-short)::profile a: b"


def test_nothing_in_a_finding_ends_the_command_early() -> None:
    place = Place("a,b:c%.py", 1, 1)
    text = render("github", one(place=place, message="50 %\n::error::two", fix=""), lines=lines)

    assert text.splitlines()[0].endswith("file=a%2Cb%3Ac%25.py,line=1,col=1::50 %25%0A::error::two")
