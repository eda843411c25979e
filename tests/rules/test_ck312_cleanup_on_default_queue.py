from __future__ import annotations

from typing import Any

import pytest

from celerykit.project import Opaque, State, Value
from tests.rules.build import deployed, found, labels, only, process, unknown

DATABASE = "db+postgresql://localhost/results"
SCHEDULE = {"add": {"task": "proj.add", "schedule": 3.0}}


def queue(name: str) -> Value:
    words = {"name": Value(State.KNOWN, name)}
    return Value(State.KNOWN, Opaque("kombu.Queue", f"Queue({name!r})"), keys=words)


def words(*queues: str, **others: Any) -> dict[str, Any]:
    declared = {"task_queues": [queue(name) for name in queues]} if queues else {}
    return {"broker_url": "redis://", "beat_schedule": SCHEDULE, **declared, **others}


def test_results_are_never_deleted() -> None:
    finding = only("CK312", **words("build", "sync", result_backend=DATABASE))
    assert finding.severity == "warning"
    assert "results stay for ever" in finding.message
    assert finding.fix == 'give it a route, in task_routes: {"celery.backend_cleanup": "build"}'
    assert labels(finding) == ["celery is not among these", "kept here"]


def test_a_message_a_day_for_nothing() -> None:
    finding = only("CK312", **words("build"))
    assert (finding.severity, finding.fix) == ("info", "result_expires = None")


def test_workers_that_read_other_queues() -> None:
    facts = {"deployment": deployed(process("worker", queues=["build"]), process("beat"))}
    finding = only("CK312", broker_url="redis://", result_backend=DATABASE, facts=facts)
    assert labels(finding) == ["read instead", "kept here"]


@pytest.mark.parametrize(
    "others",
    [
        {"result_expires": None},
        {"result_expires": 0},
        {"result_backend": "redis://r/1"},
        {"result_backend": unknown("RESULTS")},
        {"task_routes": {"celery.*": "build"}},
        {"task_routes": {"celery.backend_cleanup": {"queue": "build"}}},
        {"task_routes": unknown("ROUTES")},
        {"task_default_queue": "build"},
        {"task_default_queue": unknown("QUEUE")},
        {"beat_schedule": None, "facts": {}},
        {"task_always_eager": True},
        {"tests": True},
    ],
)
def test_is_silent_where_it_is_read_or_not_sent(others: dict[str, Any]) -> None:
    given = words("build", result_backend=DATABASE) | others
    if given["beat_schedule"] is None:
        del given["beat_schedule"]
    assert found("CK312", **given) == []


def test_is_silent_where_the_default_queue_is_read() -> None:
    assert found("CK312", **words("build", "celery", result_backend=DATABASE)) == []
    assert found("CK312", **words(result_backend=DATABASE)) == []
    facts = {"deployment": deployed(process("worker", queues=["build", "celery"]), process("beat"))}
    assert found("CK312", **words("build", result_backend=DATABASE), facts=facts) == []


def test_is_silent_where_all_may_be_set_in_the_environment() -> None:
    assert found("CK312", beat_schedule=SCHEDULE, task_queues=[queue("build")]) == []


def test_is_silent_where_more_workers_may_read() -> None:
    facts = {"deployment": deployed(process("worker", queues=["build"]), process("beat"), complete=False)}
    assert found("CK312", **words("build", result_backend=DATABASE), facts=facts) == []
