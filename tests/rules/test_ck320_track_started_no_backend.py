from __future__ import annotations

from typing import Any

import pytest

from tests.rules.build import deployed, env, found, labels, only, process, task, unknown

BROKER = "redis://localhost:6379/0"


def test_no_backend() -> None:
    finding = only("CK320", broker_url=BROKER, task_track_started=True)
    assert finding.severity == "info"
    assert "no result backend is set" in finding.message
    assert finding.fix == "task_track_started = False"


def test_all_results_are_ignored() -> None:
    words: dict[str, Any] = {"broker_url": BROKER, "result_backend": "redis://r/1", "task_track_started": True}
    finding = only("CK320", task_ignore_result=True, **words)
    assert labels(finding) == ["has no effect", "nor the state"]
    tasks = [task("proj.add", ignore_result=True)]
    assert only("CK320", tasks=tasks, facts={"tasks_complete": True}, **words)
    assert found("CK320", tasks=tasks, **words) == []


def test_says_which_variable_may_change_it() -> None:
    finding = only("CK320", broker_url=BROKER, task_track_started=env("TRACK", "1"))
    assert finding.message.endswith("unless TRACK is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "redis://r/1"},
        {"result_backend": unknown("RESULTS", str)},
        {"complete": False},
        {"tests": True},
        {"task_track_started": False},
        {"task_track_started": unknown("TRACK")},
        {"facts": {"deployment": deployed(process(environment={"CELERY_RESULT_BACKEND": "redis://r/1"}))}},
        {
            "result_backend": "redis://r/1",
            "task_ignore_result": True,
            "tasks": [task("proj.add", ignore_result=False), task("proj.sub")],
        },
    ],
)
def test_is_silent_where_states_are_or_may_be_stored(words: dict[str, Any]) -> None:
    assert found("CK320", **{"broker_url": BROKER, "task_track_started": True, **words}) == []


def test_is_silent_where_nothing_is_written_of_where() -> None:
    assert found("CK320", task_track_started=True) == []
