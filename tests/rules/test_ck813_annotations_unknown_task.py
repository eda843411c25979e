from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from tests.rules.build import found, only, task, unknown

TASKS = [task("proj.mail.tasks.send"), task("proj.add")]
COMPLETE = {"tasks_complete": True, "own": frozenset({"proj"})}


def of(annotations: Any, facts: dict[str, Any] | None = None) -> list[Finding]:
    return found("CK813", task_annotations=annotations, tasks=TASKS, facts=COMPLETE | (facts or {}))


def test_no_task_has_that_name() -> None:
    [finding] = of({"mail.tasks.send": {"rate_limit": "10/m"}})
    assert finding.severity == "warning"
    assert finding.message == (
        "task_annotations names 'mail.tasks.send', and there is no such task: rate_limit is set for no task"
    )
    assert finding.fix == 'write "proj.mail.tasks.send"'


@pytest.mark.parametrize("name", ["proj.*", "proj.mail.tasks.?end"])
def test_patterns_are_not_understood(name: str) -> None:
    finding = only("CK813", task_annotations={name: {"time_limit": 3}})
    assert "patterns are not understood" in finding.message


@pytest.mark.parametrize(
    "annotations",
    [
        {"*": {"rate_limit": "10/m"}},
        {"proj.add": {"rate_limit": "10/m"}},
        {"celery.chord_unlock": {"max_retries": 3}},
        {"other_package.tasks.add": {"rate_limit": "10/m"}},
        unknown("ANNOTATIONS"),
        None,
        {},
        [{"proj.unheard": {}}],
    ],
)
def test_is_silent_where_there_may_be_such_a_task(annotations: object) -> None:
    assert of(annotations) == []


def test_is_silent_where_not_all_tasks_are_known() -> None:
    assert of({"proj.unheard": {"rate_limit": "1/m"}}, {"tasks_complete": False}) == []
