from __future__ import annotations

from typing import Any

import pytest

from tests.graph.build import graph, parts, ways
from tests.rules.build import call, deployed, process, task, unknown
from tests.rules.entities import queue

TASKS = [task("proj.one", queue="a"), task("proj.two", queue="b")]


def with_workers(*workers: dict[str, Any], complete: bool = True) -> dict[str, Any]:
    made = [process(line=line, **worker) for line, worker in enumerate(workers, 1)]
    return {"facts": {"deployment": deployed(*made, complete=complete)}}


def test_a_worker_reads_the_queues_that_it_names() -> None:
    picture = graph(tasks=TASKS, **with_workers({"queues": ["a"]}, {"queues": ["b"], "hostname": "b@%h"}))

    assert {way for way in ways(picture, "queue") if way[0] in "ab"} == {("a", "worker", True), ("b", "b@%h", True)}


def test_a_queue_with_tasks_that_no_worker_reads_loses_them() -> None:
    picture = graph(tasks=TASKS, **with_workers({"queues": ["a", "celery"]}))

    assert [(node.title, node.note) for node in picture.nodes if node.lost] == [("b", "no worker reads it")]


def test_an_idle_queue_that_nobody_reads_loses_nothing() -> None:
    picture = graph(task_queues=[queue("celery"), queue("idle")], **with_workers({"queues": ["celery"]}))

    assert not [node for node in picture.nodes if node.lost]
    assert parts(picture, "queue")["idle"] == "no worker reads it"


def test_without_a_worker_in_sight_somebody_perhaps_reads_each_queue() -> None:
    picture = graph(tasks=TASKS)

    assert parts(picture, "worker") == {"workers": "not seen"}
    assert {way for way in ways(picture, "queue") if way[0] in "ab"} == {
        ("a", "workers", False),
        ("b", "workers", False),
    }
    assert not [node for node in picture.nodes if node.lost]


def test_a_worker_of_which_nobody_knows_what_it_reads_perhaps_reads_what_is_left() -> None:
    picture = graph(tasks=TASKS, **with_workers({"queues": ["a"]}, {"queues": unknown("$QUEUES"), "name": "more"}))

    found = ways(picture, "queue")
    assert {("a", "worker", True), ("b", "more", False)} <= found
    assert ("a", "more", False) not in found
    assert parts(picture, "worker")["more"] == "what it reads, is not known"


def test_where_not_all_that_starts_workers_is_known_another_may_read_the_rest() -> None:
    picture = graph(tasks=TASKS, **with_workers({"queues": ["a"]}, complete=False))

    assert ("b", "other workers", False) in ways(picture, "queue")


def test_a_queue_that_is_not_known_is_read_by_workers_that_are_not_either() -> None:
    sent = [call("proj.one", "apply_async", queue=unknown("q"))]
    picture = graph(tasks=TASKS, calls=sent, **with_workers({"queues": ["a", "b", "celery"]}))

    assert ("not known", "other workers", False) in ways(picture, "queue")


def test_a_worker_tells_its_pool_and_how_many_run() -> None:
    picture = graph(**with_workers({"pool": "gevent", "concurrency": 100, "replicas": 3}, {}))

    notes = [node.note for node in picture.nodes if node.kind == "worker"]
    assert notes == ["gevent, 100 at a time, 3 replicas", "Procfile:2"]


def test_a_worker_of_perhaps_another_app_is_drawn_so() -> None:
    picture = graph(**with_workers({"queues": ["a"], "doubtful": True}))

    assert ("a", "worker", False) in ways(picture, "queue")
    assert parts(picture, "queue")["a"] == ""


@pytest.mark.parametrize(
    ("backend", "title", "note"),
    [
        ("redis://:pw@h/1", "Redis", "redis://:***@h/1"),
        ("db+postgresql://h/d", "the database", "db+postgresql://h/d"),
        (None, "results", "none are kept"),
        ("disabled://", "results", "none are kept"),
        (unknown("os.environ['R']"), "results", "os.environ['R']"),
        ("their.module.Backend", "results", "their.module.Backend"),
    ],
)
def test_results_are_where_the_backend_says(backend: object, title: str, note: str) -> None:
    assert parts(graph(result_backend=backend), "results") == {title: note}


def test_without_any_results_no_way_leads_to_them() -> None:
    assert ways(graph(result_backend=None), "worker") == set()
    assert ways(graph(result_backend="redis://h/1", **with_workers({})), "worker") == {("worker", "Redis", True)}


def test_where_every_task_ignores_its_result_it_is_only_perhaps_kept() -> None:
    picture = graph(result_backend="redis://h/1", task_ignore_result=True, **with_workers({}))

    assert ways(picture, "worker") == {("worker", "Redis", False)}
