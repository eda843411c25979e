from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from celerykit.findings import Finding
from celerykit.fingerprints import fingerprints
from celerykit.values.places import Place
from tests.reporters.sample import FILES, FINDING, lines


def mark(finding: Finding = FINDING, text: Sequence[str] = FILES["celeryconfig.py"]) -> str:
    (made,) = fingerprints([finding], lambda path: text)
    return made


def moved(by: int) -> Finding:
    return replace(FINDING, place=Place("celeryconfig.py", 10 + by, 51, 55))


def test_survives_lines_that_come_above_it() -> None:
    assert mark(moved(2), ["# new", "", *FILES["celeryconfig.py"]]) == mark()


def test_survives_another_indentation_and_another_message() -> None:
    text = [f"    {line}" for line in FILES["celeryconfig.py"]]
    assert mark(replace(FINDING, message="a task may run 9 s"), text) == mark()


def test_changes_with_the_line_the_file_and_the_rule() -> None:
    other = [*FILES["celeryconfig.py"][:9], 'broker_transport_options = {"visibility_timeout": 60}']
    assert len({mark(), mark(text=other), mark(replace(FINDING, code="CK404"))}) == 3
    assert mark(replace(FINDING, place=Place("b.py", 10, 51))) != mark()


def test_two_that_are_alike_are_told_apart_by_their_order() -> None:
    first, second = fingerprints([FINDING, FINDING], lines)
    assert first == mark()
    assert first != second


def test_a_finding_without_a_line_is_known_by_its_subject_and_its_words() -> None:
    there = replace(FINDING, place=None, subject="profile a")
    assert mark(there) != mark(replace(there, subject="profile b"))
    assert mark(there) == mark(there, [])


def test_a_file_that_cannot_be_read_does_no_harm() -> None:
    assert mark(text=[]) != mark()
