from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from celerykit.cli.commands import celerykit
from celerykit.findings import Finding, Thing
from celerykit.graph import Graph, graph_of
from celerykit.live.queue_depths import Depth
from celerykit.live.running import Running, running
from celerykit.live.system import system_of
from celerykit.live.workers import Worker
from tests.graph.build import codes, parts, ways
from tests.rules.build import deployed, process, project, task
from tests.servers.redis import RedisServer
from tests.workers import running_worker

TASKS = [task("proj.one", queue="a"), task("proj.two", queue="b")]


def worker(name: str, *queues: str, slots: int = 2, tasks: int = 3) -> Worker:
    consumed = tuple({"name": queue} for queue in queues)
    return Worker(
        name, {"pool": {"max-concurrency": slots}}, registered=frozenset(map(str, range(tasks))), queues=consumed
    )


def seen(
    *workers: Worker, depths: dict[str, Depth] | None = None, findings: tuple[Finding, ...] = (), **words: Any
) -> Graph:
    subject = project(broker_url="redis://h/0", result_backend="redis://h/1", tasks=TASKS, **words)
    return graph_of(subject, findings, running=Running(workers, depths))


def started(*processes: Any, **words: Any) -> dict[str, Any]:
    return {"facts": {"deployment": deployed(*processes)}, **words}


def test_a_worker_that_answers_is_drawn_with_what_it_reads() -> None:
    picture = seen(worker("celery@web1", "a", "b", "celery"))

    assert parts(picture, "worker") == {"celery@web1": "runs, 2 at a time"}
    assert {("a", "celery@web1", True), ("b", "celery@web1", True)} <= ways(picture, "queue")
    assert ways(picture, "worker") == {("celery@web1", "Redis", True)}
    facts = {fact.label: fact.text for fact in picture.node("worker celery@web1").facts}
    assert facts == {"answers as": "celery@web1", "tasks at a time": "2", "tasks it knows": "3"}


def test_a_worker_that_a_file_starts_and_that_answers_is_one() -> None:
    files = started(process(queues=["a", "b"], hostname="main@%h"))
    picture = seen(worker("main@web1", "a", "b"), **files)

    assert parts(picture, "worker") == {"main@%h": "runs, 2 at a time"}


def test_a_worker_of_the_usual_name_is_known_by_what_it_reads() -> None:
    files = started(process(queues=["a"], name="one"), process(line=2, queues=["b"], name="two"))
    picture = seen(worker("celery@x", "b"), **files)

    assert parts(picture, "worker") == {"one": "does not answer", "two": "runs, 2 at a time"}
    assert ("a", "one", False) in ways(picture, "queue")


def test_a_worker_that_reads_something_else_than_its_file_says_is_another() -> None:
    picture = seen(worker("main@web1", "a"), **started(process(queues=["a", "b"], hostname="main@%h")))

    assert parts(picture, "worker") == {"main@%h": "does not answer", "main@web1": "runs, 2 at a time"}
    assert parts(picture, "queue")["b"] == "unread"
    assert [node.title for node in picture.nodes if node.lost] == ["b"]


def test_where_no_worker_answers_all_queues_lose_what_is_sent_there() -> None:
    picture = seen()

    assert parts(picture, "worker") == {}
    assert [(node.title, node.note) for node in picture.nodes if node.lost] == [
        ("a", "no worker answers"),
        ("b", "no worker answers"),
    ]


def test_what_waits_is_told_of_each_queue() -> None:
    depths = {"a": Depth(12, 3, 1), "b": Depth(0), "older": Depth(7)}
    picture = seen(worker("celery@x", "a", "b"), depths=depths)

    notes = parts(picture, "queue")
    assert notes["a"] == "12 waiting, 3 held"
    assert notes["b"] == "0 waiting"
    assert notes["older"] == "7 waiting"


def test_where_no_worker_can_be_asked_the_broker_says_who_reads() -> None:
    subject = project(broker_url="redis://h/0", tasks=TASKS)
    picture = graph_of(subject, running=Running(None, {"a": Depth(1, None, 0), "b": Depth(1, None, 2)}))

    assert parts(picture, "queue")["a"] == "1 waiting, read by nobody"
    assert parts(picture, "queue")["b"] == "1 waiting"
    assert parts(picture, "worker") == {"workers": "not seen"}


def test_a_live_finding_stands_at_the_worker_that_it_names() -> None:
    found = Finding("CK999", "r", "error", "m", "f", things=(Thing("worker", "main@web1"),))
    files = started(process(queues=["a"], hostname="main@%h"))
    picture = seen(worker("main@web1", "a"), findings=(found,), **files)

    assert codes(picture) == {"main@%h": ["CK999"]}


@pytest.mark.servers
def test_a_real_system_is_drawn_as_it_runs(
    redis_server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker, results = redis_server.fresh_pair()
    (tmp_path / "celery_app.py").write_text(
        f"""
from celery import Celery

app = Celery("shop", broker={broker!r}, backend={results!r})
app.conf.task_routes = {{"shop.resize": "media", "shop.lonely": "nobody"}}


@app.task(name="shop.resize")
def resize():
    pass


@app.task(name="shop.lonely")
def lonely():
    pass
"""
    )
    monkeypatch.chdir(tmp_path)
    with running_worker(cwd=tmp_path, args=("-Q", "celery,media", "-n", "main@here", "-P", "solo")):
        with system_of(project(broker_url=broker, result_backend=results), limit=1) as system:
            found = running(system)
        ran = CliRunner().invoke(celerykit, ["graph", "--live", "--timeout", "1"])

    assert [(one.name, one.queue_names) for one in found.workers or ()] == [("main@here", {"celery", "media"})]
    assert found.depths is not None
    assert ran.exit_code == 0, ran.stderr
    assert '[/"main@here<br>runs, 1 at a time' in ran.stdout
    assert '[["media<br>0 waiting' in ran.stdout
    assert '[["nobody<br>0 waiting, unread' in ran.stdout


@pytest.mark.servers
def test_a_system_that_cannot_be_reached_is_drawn_as_its_files_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "celeryconfig.py").write_text("broker_url = 'redis://127.0.0.1:1/0'\n")
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(celerykit, ["graph", "--live", "--timeout", "0.5"])

    assert ran.exit_code == 0
    assert "E CK901" in ran.stdout
    assert "workers<br>not seen" in ran.stdout
