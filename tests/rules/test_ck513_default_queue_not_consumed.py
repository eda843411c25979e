from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from celerykit.project import Canvas, Process
from tests.rules.build import call, deployed, env, found, known, labels, only, process, task, unknown
from tests.rules.entities import queue

QUEUES = {"task_queues": [queue("build"), queue("sync")]}
ROUTED = {"proj.*": {"queue": "build"}}


def on(*workers: Process, complete: bool = True, **facts: Any) -> dict[str, Any]:
    return {"deployment": deployed(*workers, complete=complete), "tasks_complete": True, **facts}


def test_warns_where_task_queues_leaves_it_out() -> None:
    finding = only("CK513", **QUEUES)
    assert finding.severity == "warning"
    assert finding.message.startswith(
        "task_queues does not hold the default queue celery, so no worker reads it: what Celery sends itself "
    )
    assert finding.fix == 'add Queue("celery"), or task_default_queue = "build"'
    assert labels(finding) == ["celery is not among these"]


def test_a_task_that_certainly_goes_there_makes_it_an_error() -> None:
    finding = only("CK513", tasks=[task("proj.mail")], calls=[call("proj.mail"), call("proj.mail")], **QUEUES)
    assert finding.severity == "error"
    assert finding.message.endswith("so no worker reads it: proj.mail goes there and never runs")
    assert labels(finding) == ["celery is not among these", "goes to the default queue"]


def test_workers_that_all_read_others() -> None:
    workers = [process(queues=["a"], line=1), process(queues=["b"], line=2)]
    finding = only("CK513", tasks=[task("proj.add")], facts=on(*workers))
    assert finding.severity == "warning"
    assert finding.message.startswith("no worker reads the default queue celery: ")
    assert finding.fix == "celery worker -Q a,celery"
    assert labels(finding) == ["celery is not among these", "nor among these"]


def test_a_worker_that_reads_what_is_declared() -> None:
    assert only("CK513", facts=on(process(), process(queues=["a"])), **QUEUES).message.startswith("task_queues does")


def test_chunks_go_there_whatever_the_route_of_their_task() -> None:
    words: dict[str, Any] = {
        "tasks": [task("proj.add")],
        "facts": on(process(queues=["build"])),
        "task_routes": ROUTED,
    }
    finding = only("CK513", calls=[call("proj.add", "chunks")], **words)
    assert (finding.severity, "celery.starmap goes there" in finding.message) == ("error", True)
    assert only("CK513", calls=[call("proj.add", "map")], **words).severity == "warning"


def test_is_only_a_word_where_all_is_routed_and_celery_sends_nothing_itself() -> None:
    words = {"tasks": [task("proj.add")], "task_routes": ROUTED, **QUEUES}
    assert only("CK513", facts=on(), **words).severity == "info"
    assert only("CK513", facts=on(canvases=(Canvas("group"),)), **words).severity == "info"
    assert only("CK513", facts=on(canvases=(Canvas("chord"),)), **words).severity == "warning"
    assert only("CK513", facts=on(), calls=[call("proj.add", "starmap")], **words).severity == "warning"
    others = {**words, "tasks": [task("other.add")]}
    finding = only("CK513", facts=on(), **others)
    assert finding.severity == "warning"
    assert finding.message.endswith("what is sent without a queue, such as other.add, never runs")
    sent = call(None, "apply_async", queue="build")
    assert only("CK513", facts=on(), calls=[sent], **others).severity == "info"
    assert only("CK513", facts=on(), calls=[sent, call(None)], **others).severity == "warning"
    assert only("CK513", facts=on(), calls=[call("other.add", queue="build")], **others).severity == "info"
    schedule = {"nightly": {"task": "other.add", "options": {"queue": "build"}}}
    assert only("CK513", facts=on(), beat_schedule=schedule, **others).severity == "info"


@pytest.mark.parametrize(
    ("backend", "severity"), [("db+sqlite:///r.db", "warning"), ("redis://localhost", "info"), (None, "info")]
)
def test_beat_sweeps_results_that_do_not_expire(backend: str | None, severity: str) -> None:
    words = {"tasks": [task("proj.add")], "task_routes": ROUTED, "result_backend": backend, **QUEUES}
    assert only("CK513", facts=on(process("beat")), **words).severity == severity
    assert only("CK513", facts=on(process("beat")), result_expires=0, **words).severity == "info"


def test_queues_after_q_are_a_choice_where_nothing_needs_the_default_one() -> None:
    facts = {"deployment": deployed(process(queues=["a"]))}
    assert found("CK513", facts=facts) == []
    assert found("CK513", facts=facts, tasks=[task("proj.add")], task_routes=ROUTED) == []


def test_a_route_with_other_modules_may_be_the_tasks_own() -> None:
    words: dict[str, Any] = {"tasks": [task("proj.add")], "calls": [call("proj.add")]}
    facts = on(process(queues=["a"]))
    assert only("CK513", facts=facts, **words).severity == "error"
    assert found("CK513", facts=facts, task_routes={"app.proj.add": "a"}, **words) == []


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"task_queues": []},
        {"task_queues": [queue("celery"), queue("build")]},
        {"task_queues": [queue("build")], "task_default_queue": "build"},
        {"task_queues": [queue("build")], "task_default_queue": unknown("QUEUE")},
        {"task_queues": [queue("build"), unknown("more()")]},
        {"task_queues": [queue("build"), queue(unknown("NAME"))]},
        {"task_queues": replace(known([queue("build")]), open=True)},
        {**QUEUES, "task_routes": {"*": "build"}},
        {**QUEUES, "task_routes": "proj.routers.route"},
        {**QUEUES, "task_routes": unknown("routes()")},
        {**QUEUES, "task_create_missing_queues": False},
        {**QUEUES, "task_create_missing_queues": unknown("STRICT")},
        {**QUEUES, "task_always_eager": True},
        {**QUEUES, "tests": True},
        {**QUEUES, "facts": on(process(queues=["celery"]))},
        {**QUEUES, "facts": on(process(queues=unknown("$Q")))},
        {**QUEUES, "facts": on(process(queues=["a"]), complete=False)},
        {"facts": on(process())},
        {"facts": on(process(queues=["a"]), process())},
        {"facts": on(process(queues=["a"]), process(complete=False))},
        {"facts": on(process(queues=["a"]), process("multi"))},
        {"facts": on(process("beat"))},
        {"tasks": [task("proj.add")], "facts": on(process(exclude_queues=["celery"]), process(queues=["a"]))},
        {"facts": on(process(queues=["a"])), "calls": [call(None, "chunks"), call(None, "map")]},
    ],
)
def test_is_silent_where_it_is_read_or_may_be(words: dict[str, Any]) -> None:
    assert found("CK513", **words) == []


def test_says_which_variable_may_change_it() -> None:
    assert only("CK513", task_default_queue=env("QUEUE", "main"), **QUEUES).message.endswith("unless QUEUE is set")
