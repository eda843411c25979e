from __future__ import annotations

import pytest

from tests.rules.build import env, found, labels, only, task, unknown

SETTING = "worker_cancel_long_running_tasks_on_connection_loss"
LOST = {
    "broker_url": "redis://one:6379/0",
    "result_backend": "redis://one:6379/1",
    "task_acks_late": True,
    SETTING: True,
}


def test_what_is_ended_is_taken_for_revoked() -> None:
    finding = only("CK430", **LOST)
    assert finding.severity == "error"
    assert finding.message == (
        "a task that runs when Redis goes away is ended, and where its results, on the same server, are away too, "
        "it is taken for a revoked one, acknowledged and lost"
    )
    assert finding.fix == f"{SETTING} = False"
    assert labels(finding) == [
        "ended when the connection is lost",
        "acknowledged only at the end",
        "results on the same server",
    ]


def test_one_variable_is_one_server() -> None:
    one = env("REDIS_URL", "redis://one")
    assert only("CK430", **{**LOST, "broker_url": one, "result_backend": one})


@pytest.mark.parametrize(
    "changed",
    [
        {SETTING: False},
        {SETTING: unknown("CANCEL")},
        {"task_acks_late": False},
        {"task_acks_late": unknown("LATE")},
        {"result_backend": "redis://other:6379/1"},
        {"result_backend": "db+postgresql://one/results"},
        {"result_backend": unknown("URL")},
        {"result_backend": None},
        {"tasks": [task("proj.a", acks_late=False)]},
    ],
)
def test_is_silent_where_results_are_elsewhere_or_nothing_is_ended(changed: dict[str, object]) -> None:
    assert found("CK430", **{**LOST, **changed}) == []
