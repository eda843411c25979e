from __future__ import annotations

import pytest
from celery.utils.time import rate

from celerykit.rules.rates import fault, per_second, rate_limits
from tests.rules.build import project, task, unknown


@pytest.mark.parametrize("written", ["10/m", "10", "0.5/s", "3/h", "0/m", 4, 0.5, " 10 /m"])
def test_reads_rates_as_celery_does(written: object) -> None:
    assert fault(written) == ""
    assert per_second(written) == rate(written)


@pytest.mark.parametrize(
    ("written", "wrong"), [("10/min", "unit"), ("10/ m", "unit"), ("ten/m", "number"), ("/m", "number")]
)
def test_finds_what_celery_cannot_read(written: str, wrong: str) -> None:
    assert fault(written) == wrong
    assert per_second(written) is None
    with pytest.raises((KeyError, ValueError)):
        rate(written)


@pytest.mark.parametrize("written", [None, "", True, [1]])
def test_passes_over_what_is_no_rate(written: object) -> None:
    assert per_second(written) is None


def test_finds_each_limit_once() -> None:
    found = rate_limits(
        project(
            task_default_rate_limit="1/m",
            task_annotations={"other.task": {"rate_limit": "2/m"}},
            tasks=[task("proj.a", rate_limit="3/m"), task("proj.b"), task("proj.c", rate_limit=unknown("RATE"))],
        )
    )
    assert [(limit.whose, limit.name, limit.value.value) for limit in found] == [
        ("proj.a", "rate_limit", "3/m"),
        ("other.task", "rate_limit", "2/m"),
        ("a task", "task_default_rate_limit", "1/m"),
    ]


def test_the_annotation_for_all_stands_alone() -> None:
    annotations = {"*": {"rate_limit": "2/m"}, "other.task": {"rate_limit": "3/m"}}
    found = rate_limits(
        project(task_default_rate_limit="1/m", task_annotations=annotations, tasks=[task("proj.a", rate_limit="4/m")])
    )
    assert [limit.value.value for limit in found] == ["2/m"]
