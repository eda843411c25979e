from __future__ import annotations

import pytest

from tests.rules.build import found, only, task, unknown


@pytest.mark.parametrize(
    ("rate", "error", "right"),
    [
        ("10/min", "KeyError: 'min'", 'rate_limit = "10/m"'),
        ("10/second", "KeyError: 'second'", 'rate_limit = "10/s"'),
        ("10 / m", "KeyError: ' m'", 'rate_limit = "10/m"'),
        ("10/M", "KeyError: 'M'", 'rate_limit = "10/m"'),
        ("24/d", "KeyError: 'd'", 'rate_limit = "1/h"'),
        ("ten/m", "could not convert string to float: 'ten'", 'rate_limit = "10/m"'),
        ("10 per minute", "could not convert string to float: '10 per minute'", 'rate_limit = "10/m"'),
    ],
)
def test_the_worker_does_not_start(rate: str, error: str, right: str) -> None:
    finding = only("CK809", tasks=[task("proj.add", rate_limit=rate)])
    assert finding.severity == "error"
    assert f"of proj.add is no rate: the worker ends as it starts, with {error}" in finding.message
    assert finding.fix.endswith(right)


def test_annotations_count() -> None:
    assert only("CK809", task_annotations={"*": {"rate_limit": "1/5m"}})
    assert "of proj.mail" in only("CK809", task_annotations={"proj.mail": {"rate_limit": "1/5m"}}).message


def test_the_setting_counts_even_where_every_task_has_a_limit() -> None:
    finding = only("CK809", task_default_rate_limit="10/min", tasks=[task("proj.add", rate_limit="1/s")])
    assert finding.message.startswith("task_default_rate_limit = '10/min' of a task")


def test_one_cause_is_told_once() -> None:
    assert only("CK809", task_annotations={"*": {"rate_limit": "1/min"}}, tasks=[task("p.a"), task("p.b")])


@pytest.mark.parametrize(
    "words",
    [
        {"task_default_rate_limit": "10/m"},
        {"task_default_rate_limit": "0.5/h"},
        {"task_default_rate_limit": "10"},
        {"task_default_rate_limit": 10},
        {"task_default_rate_limit": None},
        {"task_default_rate_limit": ""},
        {"task_default_rate_limit": unknown("RATE")},
        {"tasks": [task("proj.add", rate_limit=unknown("RATE"))]},
        {"tasks": [task("proj.add", rate_limit="10/min")], "task_annotations": {"*": {"rate_limit": "1/m"}}},
        {"task_annotations": unknown("ANNOTATIONS"), "tasks": [task("proj.add", rate_limit="10/min")]},
        {"task_annotations": {"proj.add": {"time_limit": 3}}},
        {},
    ],
)
def test_is_silent_where_it_can_be_read(words: dict[str, object]) -> None:
    assert found("CK809", **words) == []
