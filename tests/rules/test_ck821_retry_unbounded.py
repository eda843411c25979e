from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Opaque
from tests.rules.build import found, labels, only, task, unknown

ANY = [Opaque("builtins.Exception", "Exception")]
ENDLESS: dict[str, Any] = {"autoretry_for": ANY, "max_retries": None}


def test_nothing_ends_the_retries() -> None:
    finding = only("CK821", tasks=[task("proj.fetch", **ENDLESS)])
    assert finding.severity == "warning"
    assert finding.message.startswith("proj.fetch is tried again after ")
    assert labels(finding) == ["without end", "tried again after these"]


def test_errors_that_are_not_known_are_some() -> None:
    words = {**ENDLESS, "autoretry_for": unknown("RETRY_FOR")}
    assert "after RETRY_FOR without end" in only("CK821", tasks=[task("proj.fetch", **words)]).message


def test_none_in_retry_kwargs_bounds_nothing() -> None:
    assert only("CK821", tasks=[task("proj.fetch", **ENDLESS, retry_kwargs={"max_retries": None})])


@pytest.mark.parametrize(
    "options",
    [
        {"autoretry_for": ANY},
        {"autoretry_for": ANY, "max_retries": 5},
        {"autoretry_for": ANY, "max_retries": unknown("MOST")},
        {"max_retries": None},
        {**ENDLESS, "autoretry_for": []},
        {**ENDLESS, "retry_kwargs": {"max_retries": 5}},
        {**ENDLESS, "retry_kwargs": unknown("KWARGS")},
    ],
)
def test_is_silent_where_they_end(options: dict[str, Any]) -> None:
    assert found("CK821", tasks=[task("proj.fetch", **options)]) == []


def test_is_silent_where_an_annotation_may_end_them() -> None:
    tasks = [task("proj.fetch", **ENDLESS)]
    assert found("CK821", tasks=tasks, task_annotations={"proj.fetch": {"max_retries": 3}}) == []
    assert found("CK821", tasks=tasks, task_annotations=unknown("ANNOTATIONS")) == []
