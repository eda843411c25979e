from __future__ import annotations

from typing import Any

import pytest

from celerykit.findings import Finding
from celerykit.project import Canvas
from celerykit.values.places import Place
from tests.rules.build import deployed, env, found, labels, process, task, unknown

CHORD = Canvas("chord", Place("work.py", 9), ("proj.add",), "proj.total")


def judged(*canvases: Canvas, **words: Any) -> list[Finding]:
    facts = {"canvases": canvases or (CHORD,), **words.pop("facts", {})}
    return found("CK306", facts=facts, **{"tasks": [task("proj.add")], **words})


@pytest.mark.parametrize(
    ("backend", "said"), [("rpc://", "rpc:// sends"), ("rpc", "rpc:// sends"), (None, "no result backend is set")]
)
def test_a_chord_on_a_backend_that_cannot_count(backend: str | None, said: str) -> None:
    [finding] = judged(broker_url="amqp://", result_backend=backend)
    assert (finding.severity, finding.place) == ("error", CHORD.place)
    assert said in finding.message
    assert labels(finding) == ["started here", "the result backend"]


def test_no_backend_at_all() -> None:
    [finding] = judged(broker_url="amqp://", app="proj.celery:app")
    assert labels(finding) == ["started here", "this app keeps no results"]


def test_where_nothing_is_written_all_may_be_in_the_environment() -> None:
    [finding] = judged(app="proj.celery:app")
    assert finding.severity == "info"
    assert finding.message.endswith("unless CELERY_RESULT_BACKEND is set where it runs")


def test_is_told_once() -> None:
    [finding] = judged(CHORD, CHORD, broker_url="amqp://")
    assert labels(finding)[-1] == "started here too"


def test_says_which_variable_may_change_it() -> None:
    assert judged(result_backend=env("RESULTS", "rpc://"))[0].message.endswith("unless RESULTS is set")


@pytest.mark.parametrize(
    "words",
    [
        {"result_backend": "redis://localhost/1"},
        {"result_backend": "db+sqlite:///results.db"},
        {"result_backend": "django-db"},
        {"result_backend": unknown("os.environ['RESULTS']", str)},
        {"complete": False},
        {"broker_url": "amqp://", "task_always_eager": True},
        {"broker_url": "amqp://", "task_always_eager": unknown("EAGER")},
    ],
)
def test_is_silent_where_a_chord_works_or_may_work(words: dict[str, Any]) -> None:
    assert judged(**words) == []


def test_is_silent_about_what_waits_for_nothing() -> None:
    assert (
        judged(Canvas("group", None, ("proj.add",)), Canvas("chain", None, ("proj.add",)), broker_url="amqp://") == []
    )


def test_is_silent_about_the_tasks_of_another_app() -> None:
    assert judged(broker_url="amqp://", tasks=[task("other.add")]) == []
    assert judged(Canvas("chord", None, (None,)), broker_url="amqp://", app="proj:app") == []


def test_is_silent_where_the_deployment_sets_a_backend() -> None:
    facts = {"deployment": deployed(process(environment={"CELERY_RESULT_BACKEND": "redis://r/1"}))}
    assert judged(broker_url="amqp://", facts=facts) == []
