from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Process
from tests.rules.build import deployed, found, labels, process, unknown


def of(*processes: Process, **settings: Any) -> list[Finding]:
    return found("CK818", facts={"deployment": deployed(*processes)}, **settings)


def test_flower_has_to_ask_for_them() -> None:
    [finding] = of(process("worker"), process("flower", line=2))
    assert finding.severity == "info"
    assert "Flower has to turn them on by remote control" in finding.message
    assert labels(finding) == ["sends no events", "waits for them"]


def test_celery_events_waits_in_vain() -> None:
    [finding] = of(process("worker"), process("events", line=2))
    assert finding.message.endswith("celery events shows no tasks")


def test_so_does_flower_without_remote_control() -> None:
    [finding] = of(process("worker"), process("flower", line=2), worker_enable_remote_control=False)
    assert finding.message.endswith("Flower shows no tasks")


@pytest.mark.parametrize(
    ("processes", "settings"),
    [
        ([process("worker")], {}),
        ([process("flower")], {}),
        ([process("worker", task_events=True), process("flower", line=2)], {}),
        ([process("worker"), process("worker", task_events=True, line=3), process("flower", line=2)], {}),
        ([process("worker", complete=False), process("flower", line=2)], {}),
        ([process("worker"), process("flower", line=2)], {"worker_send_task_events": True}),
        ([process("worker"), process("flower", line=2)], {"worker_send_task_events": unknown("EVENTS")}),
        ([process("worker"), process("flower", line=2)], {"complete": False, "app": "proj:app"}),
        ([process("worker", environment={"CELERY_WORKER_TASK_EVENTS": "1"}), process("flower", line=2)], {}),
    ],
)
def test_is_silent_where_events_may_be_sent(processes: list[Process], settings: dict[str, Any]) -> None:
    assert of(*processes, **settings) == []


def test_remote_control_that_is_not_known_is_taken_for_on() -> None:
    [finding] = of(process("worker"), process("flower", line=2), worker_enable_remote_control=unknown("REMOTE"))
    assert "Flower has to turn them on by remote control" in finding.message
