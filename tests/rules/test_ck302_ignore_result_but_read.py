from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import Task
from tests.rules.build import call, found, labels, only, read, task, unknown


def test_every_task_ignores_its_result() -> None:
    finding = only("CK302", task_ignore_result=True, tasks=[task("proj.add")], reads=[read("get", "proj.add")])
    assert finding.severity == "error"
    assert finding.message == (
        "get is read of proj.add, but task_ignore_result makes it ignore its result: nothing is stored, "
        "and the state stays PENDING for ever"
    )
    assert labels(finding) == ["get is read here", "nothing is stored"]


def test_one_task_ignores_its_result() -> None:
    finding = only("CK302", tasks=[task("proj.add", ignore_result=True)], reads=[read("get", "proj.add")])
    assert finding.severity == "error"
    assert finding.fix == "take ignore_result=True away from proj.add"


def test_polling_by_id_where_every_task_ignores() -> None:
    finding = only(
        "CK302",
        task_ignore_result=True,
        tasks=[task("proj.add"), task("proj.mul")],
        reads=[read("state", by_id=True, elsewhere=True)],
    )
    assert finding.severity == "error"
    assert "every task ignores its result" in finding.message
    assert "PENDING for ever" in finding.message


@pytest.mark.parametrize("kept", [task("proj.mul", ignore_result=False), task("proj.mul")])
def test_who_says_which_tasks_ignore_their_results_knows_which_are_read(kept: Task) -> None:
    tasks = [task("proj.add", ignore_result=True), kept]
    assert found("CK302", tasks=tasks, reads=[read("state", by_id=True, elsewhere=True)]) == []


def test_a_task_that_is_not_seen_may_keep_its_result() -> None:
    words: dict[str, Any] = {"tasks": [task("proj.add", ignore_result=True)], "reads": [read("state", by_id=True)]}
    assert found("CK302", **words) == []
    assert only("CK302", facts={"tasks_complete": True}, **words).severity == "error"


def test_a_task_of_another_program_may_say_otherwise() -> None:
    finding = only("CK302", task_ignore_result=True, reads=[read("get", "theirs.add")])
    assert finding.severity == "warning"


def test_a_call_that_ignores_the_result() -> None:
    finding = only(
        "CK302",
        tasks=[task("proj.add")],
        calls=[call("proj.add", "apply_async", ignore_result=True)],
        reads=[read("get", "proj.add")],
    )
    assert finding.severity == "error"


def test_tells_once_of_one_handler() -> None:
    finding = only(
        "CK302",
        task_ignore_result=True,
        tasks=[task("proj.add")],
        reads=[read("state", by_id=True, line=1), read("result", by_id=True, line=2)],
    )
    assert labels(finding) == ["state is read here", "nothing is stored", "read here too"]


@pytest.mark.parametrize(
    "words",
    [
        {"tasks": [task("proj.add")]},
        {"task_ignore_result": False, "tasks": [task("proj.add")]},
        {"task_ignore_result": True, "tasks": [task("proj.add", ignore_result=False)]},
        {"task_ignore_result": unknown("IGNORE"), "tasks": [task("proj.add")]},
        {"tasks": [task("proj.add", ignore_result=unknown("x"))]},
        {"tasks": [task("proj.add"), task("proj.other", ignore_result=True)]},
        {
            "task_ignore_result": True,
            "tasks": [task("proj.add")],
            "calls": [call("proj.add", "apply_async", ignore_result=False)],
        },
        {"task_ignore_result": True, "task_always_eager": True, "tasks": [task("proj.add")]},
        {"task_ignore_result": True, "tasks": [replace(task("proj.add"), options_complete=False)]},
        {"task_annotations": {"proj.add": {"ignore_result": False}}, "tasks": [task("proj.add", ignore_result=True)]},
    ],
)
def test_is_silent_where_the_result_is_or_may_be_kept(words: dict[str, object]) -> None:
    assert found("CK302", reads=[read("get", "proj.add")], **words) == []


def test_is_silent_where_nobody_reads() -> None:
    assert found("CK302", task_ignore_result=True, tasks=[task("proj.add")]) == []


def test_is_silent_about_failures_that_are_stored_all_the_same() -> None:
    words = {"task_ignore_result": True, "task_store_errors_even_if_ignored": True, "tasks": [task("proj.add")]}
    assert found("CK302", reads=[read("traceback", "proj.add")], **words) == []


def test_is_silent_about_forgetting() -> None:
    assert found("CK302", task_ignore_result=True, tasks=[task("proj.add")], reads=[read("forget", "proj.add")]) == []
