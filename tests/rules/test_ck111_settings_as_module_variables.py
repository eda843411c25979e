from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Stray
from celerykit.values.places import Place
from tests.rules.build import found, known, unknown


def findings(*strays: Stray, **settings: Any) -> list[Finding]:
    return found("CK111", app="proj.celery:queue", facts={"strays": strays}, **settings)


def stray(setting: str, value: Any, how: Any = "variable") -> Stray:
    return Stray(setting, how, known(value), Place("proj/celery.py", 4))


def test_each_variable_is_a_mistake_of_its_own() -> None:
    first, second = findings(stray("task_acks_late", True), stray("worker_max_tasks_per_child", 200))
    assert first.message == (
        "task_acks_late is a variable of this module, where Celery never looks: its default stays in force"
    )
    assert first.fix == "queue.conf.task_acks_late = True"
    assert second.fix == "queue.conf.worker_max_tasks_per_child = 200"
    assert first.severity == "error"


def test_a_whole_configuration_beside_the_app_is_one_mistake() -> None:
    names = ["task_acks_late", "task_track_started", "timezone", "result_expires", "task_routes"]
    [finding] = findings(*(stray(name, 1) for name in names))
    assert finding.message.startswith("task_acks_late, task_track_started, timezone, result_expires and 1 more are var")
    assert finding.fix == "queue.config_from_object(__name__)"
    assert len(finding.related) == 4


def test_the_name_is_told_as_it_is_written() -> None:
    [finding] = findings(Stray("task_acks_late", "variable", known(True), None, "CELERY_ACKS_LATE"))
    assert finding.message.startswith("CELERY_ACKS_LATE is a variable")
    assert finding.fix == "queue.conf.task_acks_late = True"


def test_an_attribute_of_the_app_is_no_setting() -> None:
    [finding] = findings(stray("task_serializer", "pickle", "attribute"), task_serializer="yaml")
    assert finding.message == (
        "task_serializer is set on the app, not on its conf, where Celery never looks: "
        "the value set by task_serializer stays in force"
    )


def test_what_holds_anyway_is_a_warning() -> None:
    [finding] = findings(stray("task_serializer", "json", "attribute"))
    assert finding.severity == "warning"


def test_a_secret_is_not_repeated() -> None:
    [finding] = findings(stray("redis_password", "hunter2"))
    assert "hunter2" not in finding.fix + finding.message
    [finding] = findings(stray("broker_url", "redis://:hunter2@cache"))
    assert "hunter2" not in finding.fix


@pytest.mark.parametrize("value", ["redis://localhost", unknown("url()")])
def test_is_silent_about_a_variable_that_a_setting_is_made_from(value: Any) -> None:
    assert findings(stray("broker_url", value), broker_url=value) == []


def test_is_silent_about_an_attribute_that_says_what_the_configuration_says() -> None:
    assert findings(stray("timezone", "UTC", "attribute"), timezone="UTC") == []


def test_is_silent_without_any() -> None:
    assert findings(task_acks_late=True) == []
