from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Deployment, Periodic, State, Value
from tests.rules.build import deployed, django, env, found, labels, only, process, unknown

SCHEDULE = {"add": {"task": "proj.add", "schedule": 3.0}}


def run_as(*processes: Any, **words: Any) -> dict[str, Any]:
    return {"deployment": deployed(*processes, **words)}


def test_a_deployment_without_a_beat() -> None:
    finding = only("CK311", result_backend="django-db", app="proj.celery:app", facts=run_as(process("worker")))
    assert finding.severity == "warning"
    assert "no process here is a beat" in finding.message
    assert finding.fix == "run beat too, in one process: celery -A proj.celery beat"
    assert labels(finding) == ["deleted by a task only", "a worker, and no beat"]


@pytest.mark.parametrize("backend", ["django-db", "db+postgresql://d/r", "mongodb://m/r", "file:///r", "arangodb://a"])
def test_where_no_deployment_is_seen_it_is_only_noted(backend: str) -> None:
    assert only("CK311", result_backend=backend).severity == "info"


def test_a_web_server_alone_is_no_deployment() -> None:
    assert only("CK311", result_backend="django-db", facts=run_as(process("web"))).severity == "info"


def test_a_backend_set_by_the_deployment() -> None:
    worker = process("worker", environment={"CELERY_RESULT_BACKEND": "db+postgresql://d/r"})
    assert only("CK311", broker_url="redis://", facts=run_as(worker)).severity == "warning"


def test_says_which_variable_may_change_it() -> None:
    assert only("CK311", result_backend=env("RESULTS", "django-db")).message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "facts",
    [
        run_as(process("worker"), process("beat")),
        run_as(process("worker", beat=True)),
        run_as(process("worker"), process("multi")),
        run_as(process("worker", complete=False)),
        run_as(process("worker"), complete=False),
        {"deployment": Deployment(complete=False)},
        {"django": django(INSTALLED_APPS=["django_celery_results", "django_celery_beat"])},
        {"django": django(INSTALLED_APPS=unknown("APPS"))},
        {"periodic": (Periodic("proj.add", Value(State.KNOWN, 30)),)},
    ],
)
def test_is_silent_where_beat_runs_or_may_run(facts: dict[str, Any]) -> None:
    assert found("CK311", result_backend="django-db", facts=facts) == []


@pytest.mark.parametrize(
    "words",
    [
        {"beat_schedule": SCHEDULE},
        {"beat_schedule": unknown("SCHEDULE")},
        {"beat_scheduler": "redbeat.RedBeatScheduler"},
        {"result_backend": "redis://r/1"},
        {"result_backend": "s3://b"},
        {"result_backend": None},
        {"result_backend": unknown("RESULTS", str)},
        {"result_expires": None},
        {"result_expires": 0},
        {"result_expires": unknown("TTL")},
        {"task_ignore_result": True},
        {"task_always_eager": True},
        {"tests": True},
        {"way": "profile"},
    ],
)
def test_is_silent_where_nothing_is_to_be_cleaned(words: dict[str, Any]) -> None:
    assert found("CK311", **{"result_backend": "django-db", **words}) == []
