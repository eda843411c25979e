from __future__ import annotations

import pytest

from tests.rules.build import found, only, task


def test_a_queue_on_a_task_belongs_into_task_routes() -> None:
    finding = only("CK119", tasks=[task("proj.send", queue="mail")])
    assert finding.message == "queue of proj.send will have no effect in Celery 6.0, where task_routes alone routes"
    assert finding.fix == """task_routes = {"proj.send": {"queue": 'mail'}}"""
    assert finding.severity == "info"


def test_all_tasks_are_one_matter() -> None:
    tasks = [task("proj.a", queue="a", priority=5), task("proj.b", line=2, routing_key="b"), task("proj.c")]
    finding = only("CK119", namespace="CELERY", tasks=tasks, CELERY_BROKER_URL="redis://")
    assert finding.message.startswith("queue, routing_key, priority of proj.a, proj.b will")
    assert finding.fix.startswith('CELERY_TASK_ROUTES = {"proj.a": {"queue": \'a\', "priority": 5}}')
    assert len(finding.related) == 2


@pytest.mark.parametrize("options", [{}, {"queue": None}, {"acks_late": True, "time_limit": 5}])
def test_is_silent_about_other_options(options: dict[str, object]) -> None:
    assert found("CK119", tasks=[task("proj.add", **options)]) == []
