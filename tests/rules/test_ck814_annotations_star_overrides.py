from __future__ import annotations

import pytest

from tests.rules.build import found, labels, only, task, unknown

STAR = {"*": {"rate_limit": "10/s"}}


def test_beats_an_annotation_by_name() -> None:
    finding = only("CK814", task_annotations={**STAR, "proj.add": {"rate_limit": "1/s"}})
    assert finding.severity == "warning"
    assert finding.message == (
        "\"*\" in task_annotations has the last word: rate_limit is '10/s' for proj.add, too, not '1/s'"
    )
    assert finding.fix == 'take rate_limit out of "*", and set task_default_rate_limit for all tasks'
    assert labels(finding) == ["has the last word", "does not count"]


def test_beats_what_a_task_says_of_itself() -> None:
    finding = only("CK814", task_annotations={"*": {"time_limit": 10}}, tasks=[task("proj.add", time_limit=60)])
    assert "time_limit is 10 for proj.add, too, not 60" in finding.message
    assert finding.fix.endswith("set task_time_limit for all tasks")


def test_all_that_it_beats_are_shown() -> None:
    named = {"proj.a": {"rate_limit": "1/s"}, "proj.b": {"rate_limit": "2/s"}}
    finding = only("CK814", task_annotations={**STAR, **named}, tasks=[task("proj.c", rate_limit="3/s")])
    assert labels(finding) == ["has the last word", "does not count", "does not count", "does not count"]


@pytest.mark.parametrize(
    "words",
    [
        {"task_annotations": STAR},
        {"task_annotations": {**STAR, "proj.add": {"time_limit": 3}}},
        {"task_annotations": {**STAR, "proj.add": {"rate_limit": "10/s"}}},
        {"task_annotations": {**STAR, "proj.add": {"rate_limit": unknown("RATE")}}},
        {"task_annotations": {"*": {"rate_limit": unknown("RATE")}, "proj.add": {"rate_limit": "1/s"}}},
        {"task_annotations": {"proj.add": {"rate_limit": "1/s"}}},
        {"task_annotations": STAR, "tasks": [task("proj.add")]},
        {"task_annotations": STAR, "tasks": [task("proj.add", rate_limit=None)]},
        {"task_annotations": unknown("ANNOTATIONS"), "tasks": [task("proj.add", rate_limit="1/s")]},
        {"task_annotations": [STAR]},
        {},
    ],
)
def test_is_silent_where_it_beats_nothing(words: dict[str, object]) -> None:
    assert found("CK814", **words) == []
