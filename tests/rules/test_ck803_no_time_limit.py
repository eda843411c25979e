from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.rules.build import deployed, found, only, process, task, unknown

RUN = {"deployment": deployed(process("worker"))}
TASKS = [task("proj.fetch"), task("proj.add")]


def test_nothing_bounds_any_task() -> None:
    finding = only("CK803", facts=RUN, tasks=TASKS)
    assert finding.severity == "info"
    assert finding.message.startswith("none of 2 tasks has a time limit")
    assert finding.fix == "task_time_limit = 600"


@pytest.mark.parametrize(
    "words",
    [
        {"task_time_limit": 600},
        {"task_soft_time_limit": 600},
        {"task_time_limit": unknown("LIMIT")},
        {"complete": False},
        {"tests": True},
        {"tasks": []},
        {"tasks": [*TASKS, task("proj.render", time_limit=60)]},
        {"tasks": [*TASKS, task("proj.render", time_limit=unknown("LIMIT"))]},
        {"tasks": [replace(TASKS[0], options_complete=False)]},
        {"task_annotations": {"*": {"time_limit": 60}}},
        {"worker_pool": "threads"},
        {"worker_pool": unknown("POOL")},
        {"facts": {}},
        {"facts": {"deployment": deployed(process("worker", time_limit=60))}},
        {"facts": {"deployment": deployed(process("worker", complete=False))}},
        {"facts": {"deployment": deployed(process("beat"))}},
    ],
)
def test_is_silent_where_something_may_bound_one(words: dict[str, Any]) -> None:
    assert found("CK803", **{"facts": RUN, "tasks": TASKS, **words}) == []
