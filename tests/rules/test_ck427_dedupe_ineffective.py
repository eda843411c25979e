from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.build import found, labels, only, task, unknown

DEDUPE = {"worker_deduplicate_successful_tasks": True, "broker_url": "redis://one/0"}
GOOD = {**DEDUPE, "result_backend": "redis://one/1", "task_acks_late": True}


@pytest.mark.parametrize(
    ("changed", "reason", "fix"),
    [
        ({"task_acks_late": False}, "tasks are acknowledged before they run", "task_acks_late = True"),
        ({"result_backend": "rpc://"}, "rpc:// sends results to who asked", 'result_backend = "redis://…"'),
        ({"result_backend": None}, "no result is kept anywhere", 'result_backend = "redis://…"'),
        ({"task_ignore_result": True}, "all tasks ignore their results", "task_ignore_result = False"),
    ],
)
def test_a_worker_cannot_know_what_succeeded(changed: dict[str, object], reason: str, fix: str) -> None:
    finding = only("CK427", **{**GOOD, **changed})
    assert finding.severity == "warning"
    assert finding.message.startswith(f"worker_deduplicate_successful_tasks has no effect: {reason}")
    assert finding.fix == fix
    assert labels(finding) == ["looks up the results of what comes twice", "nothing to be found"]


@pytest.mark.parametrize(
    "words",
    [
        GOOD,
        {**GOOD, "worker_deduplicate_successful_tasks": False},
        {**GOOD, "worker_deduplicate_successful_tasks": unknown("DEDUPE")},
        {**GOOD, "task_acks_late": unknown("LATE")},
        {**GOOD, "result_backend": unknown("URL")},
        {**GOOD, "result_backend": "rpc://", "result_persistent": True},
        {**GOOD, "task_acks_late": False, "tasks": [task("proj.a", acks_late=True), task("proj.b")]},
        {**GOOD, "task_acks_late": False, "tasks": [replace(task("proj.a"), options_complete=False)]},
        {**GOOD, "task_ignore_result": True, "tasks": [task("proj.a", ignore_result=False), task("proj.b")]},
        {"worker_deduplicate_successful_tasks": True, "task_acks_late": True},
    ],
)
def test_is_silent_where_it_works_or_nobody_knows(words: dict[str, object]) -> None:
    assert found("CK427", **words) == []
