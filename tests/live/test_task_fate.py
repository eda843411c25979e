"""What became of a task, asked of a real broker, worker and store."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu.utils.uuid import uuid

from celerykit.live.system import system_of
from celerykit.live.task_fate import Fate, fate
from tests.live import crews
from tests.live.redis_states import sender
from tests.live.task_crew import SECRET, TaskCrew, task_crew
from tests.rules.build import project
from tests.servers.process import eventually
from tests.servers.redis import RedisServer

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def crew(redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskCrew]:
    with task_crew(redis_server, tmp_path_factory.mktemp("crew")) as running:
        yield running


@pytest.fixture
def busy(crew: TaskCrew, tmp_path: Path) -> Iterator[str]:
    """The id of the one task that runs, until the test ends."""
    end = tmp_path / "end"
    task_id = crew.send("crew.rest", str(end))
    eventually(lambda: crew.fate(task_id).kind == "active", what="it runs")
    yield task_id
    end.touch()
    eventually(lambda: crew.fate(task_id).kind == "finished", what="it has ended")


def test_finished(crew: TaskCrew) -> None:
    task_id = crew.send("crew.add", 2, 2)

    eventually(lambda: crew.fate(task_id).kind == "finished", what="its result is kept")

    (fact,) = crew.fate(task_id).facts
    assert (fact.about["state"], fact.about["task"], fact.about["worker"]) == ("SUCCESS", "crew.add", "one@h")
    assert fact.text.startswith("its state is SUCCESS, of crew.add, by one@h, since 20")
    assert ", kept until 20" in fact.text


def test_failed_without_a_word_of_the_error(crew: TaskCrew) -> None:
    task_id = crew.send("crew.fail")

    eventually(lambda: crew.fate(task_id).kind == "finished", what="its failure is kept")

    found = crew.fate(task_id)
    assert found.facts[0].text.startswith("its state is FAILURE (ValueError)")
    assert SECRET not in repr(found)


def test_running_waiting_for_a_place_and_waiting_for_its_time(crew: TaskCrew, busy: str) -> None:
    reserved = crew.send("crew.add", 1, 1)
    later = crew.send("crew.add", 1, 1, countdown=600)
    eventually(lambda: crew.fate(later).kind == "scheduled", what="the worker has taken it")

    running = crew.fate(busy)
    assert running.facts[0].text.startswith("one@h runs it, since 20")
    assert running.facts[0].text.endswith(" UTC: crew.rest")
    assert running.facts[1].about["state"] == "STARTED"
    assert crew.fate(reserved).facts[0].text.startswith("one@h has taken it, and runs it when a place")
    (fact,) = crew.fate(later).facts
    assert fact.text.startswith("one@h has taken it, and waits for its time, 20")
    assert fact.about["task"] == "crew.add"


def test_revoked(crew: TaskCrew) -> None:
    task_id = crew.send("crew.add", 1, 1, countdown=600)
    eventually(lambda: crew.fate(task_id).kind == "scheduled", what="the worker has taken it")
    crew.app.control.revoke(task_id)

    eventually(lambda: crew.fate(task_id).kind == "revoked", what="the worker knows")

    texts = [fact.text for fact in crew.fate(task_id).facts]
    assert "it was revoked: one@h will not run it" in texts
    assert any(text.startswith("one@h has taken it, and waits for its time") for text in texts)


def test_waiting_with_how_many_before_it(crew: TaskCrew) -> None:
    for _ in range(30):
        crew.send("crew.idle", queue="idle")
    urgent, normal = (crew.send("crew.idle", queue="idle", priority=priority) for priority in (0, 6))
    crew.send("crew.idle", queue="idle", priority=6)

    (first,), (second,) = crew.fate(urgent).facts, crew.fate(normal).facts

    assert first.text == "it waits in the queue idle, 30 before it: crew.idle"
    assert (second.kind, second.about["ahead"]) == ("queued", 31)
    crew.asked.delete("idle", "idle\x06\x166")


def test_waiting_in_a_queue_that_the_configuration_does_not_name(crew: TaskCrew) -> None:
    task_id = crew.send("crew.add", queue="surprise")

    (fact,) = crew.fate_with(task_id).facts

    assert fact.text == "it waits in the queue surprise, none before it: crew.add"


def test_waiting_where_no_worker_looks(crew: TaskCrew) -> None:
    with sender(crew.written["broker_url"], broker_transport_options={"priority_steps": list(range(10))}) as other:
        task_id = str(other.send_task("crew.add", (1, 1), priority=4).id)

    (fact,) = crew.fate(task_id).facts

    assert fact.kind == "unread"
    assert "under a priority that no worker with this configuration reads (CK917): crew.add" in fact.text
    crew.asked.delete("celery\x06\x164")


def test_held_by_a_worker_that_was_killed(crew: TaskCrew, redis_server: RedisServer) -> None:
    with crews.worker(crew.written["broker_url"], "two@h", args=["--pool=solo", "-Q", "idle"]) as other:
        task_id = crew.send("crew.rest", countdown=600, queue="idle")
        eventually(lambda: crew.asked.llen("idle") == 0, what="the other has taken it")
        eventually(lambda: crew.fate(task_id).facts, what="it is held")
        other.kill(signal.SIGKILL)

    found = crew.fate(task_id)

    assert found.kind == "held"
    assert found.facts[0].text.startswith("a worker took it at 20")
    assert "if it dies, the task is put back after 20" in found.facts[0].text
    assert ", not before 20" in found.facts[0].text


def test_begun_and_gone(crew: TaskCrew) -> None:
    crew.app.backend.client.set(crew.app.backend.get_key_for_task("gone"), '{"status": "STARTED", "result": null}')

    found = crew.fate("gone")

    assert (found.kind, found.facts[0].about["state"]) == ("unfinished", "STARTED")
    assert found.may_be[0] == "the worker that had it was killed, or does not answer: it said STARTED"


def test_discarded_by_a_worker_that_does_not_know_it(crew: TaskCrew) -> None:
    task_id = crew.send("other.task")

    eventually(lambda: crew.fate(task_id).kind == "finished", what="the worker has discarded it")

    (fact,) = crew.fate(task_id).facts
    assert fact.text.startswith("its state is FAILURE (NotRegistered)")
    assert fact.text.endswith(": a worker that does not know it has discarded it")


def test_expired(crew: TaskCrew) -> None:
    task_id = crew.send("crew.add", 1, 1, expires=-1)

    eventually(lambda: crew.fate(task_id).kind == "revoked", what="the worker has discarded it")

    texts = [fact.text for fact in crew.fate(task_id).facts]
    assert any(text.endswith(": it was revoked, or had expired before a worker took it") for text in texts)


def test_unknown_as_its_result_is_ignored(crew: TaskCrew) -> None:
    task_id = crew.send("crew.ignored")
    eventually(lambda: f"[{task_id}] succeeded" in crew.worker.output(), what="it has run")

    found = crew.fate(task_id)

    assert (found.kind, found.facts, found.not_checked) == ("unknown", (), ())
    assert "it has run, longer ago than 1 d (result_expires), or its result was deleted" in "\n".join(found.may_be)
    assert any("killed" in sentence for sentence in found.may_be)
    late = crew.fate_with(task_id, task_acks_late=True)
    assert not any("killed" in sentence for sentence in late.may_be)


def test_unknown_where_nothing_is_kept_says_so() -> None:
    without = fate_in_memory(result_backend=None)
    ignoring = fate_in_memory(result_backend="cache+memory://", task_ignore_result=True)
    by_rpc = fate_in_memory(result_backend="rpc://")

    assert "it has run: no result backend is configured, so that nothing is kept" in without.may_be
    assert "it has run: task_ignore_result is on, so that nothing is kept" in ignoring.may_be
    assert "it has run: its result went to its sender by rpc, and nobody else can see it" in by_rpc.may_be
    assert "results: results go by rpc into a queue of the sender, who alone can read them" in by_rpc.not_checked


def fate_in_memory(**settings: Any) -> Fate:
    """The fate of a task that nobody has, where no worker is waited for."""
    with system_of(project(broker_url="memory://", **settings), limit=2.0) as system:
        return fate(system, "any")


def test_a_pickled_result_is_not_opened(redis_url: str, redis_url_other: str) -> None:
    with sender(redis_url, result_backend=redis_url_other, result_serializer="pickle") as app:
        app.backend.client.set(app.backend.get_key_for_task("some-id"), b"cos\nsystem\n(S'false'\ntR.")
    written: dict[str, Any] = {"broker_url": redis_url, "result_backend": redis_url_other}

    with system_of(project(result_serializer="pickle", **written), limit=2.0) as system:
        (fact,) = fate(system, "some-id").facts

    assert (fact.kind, fact.text) == ("finished", "a result is kept in a form that is not opened")


def test_a_row_of_a_database(redis_url: str, tmp_path: Path) -> None:
    store = f"db+sqlite:///{tmp_path / 'results.db'}"
    with sender(redis_url, result_backend=store) as app:
        app.backend.store_result("some-id", {"exc": SECRET}, "SUCCESS")

    with system_of(project(broker_url=redis_url, result_backend=store), limit=2.0) as system:
        (fact,) = fate(system, "some-id").facts
        unknown = fate(system, "another-id")

    assert fact.text.startswith("its state is SUCCESS, since 20")
    assert (unknown.kind, unknown.not_checked) == ("unknown", ("workers, revoked tasks: no worker answers",))


def test_messages_in_rabbitmq_cannot_be_looked_at(rabbitmq_url: str) -> None:
    with sender(rabbitmq_url) as app:
        task_id = str(app.send_task("proj.add").id)

    with system_of(project(broker_url=rabbitmq_url), limit=1.0) as system:
        found = fate(system, task_id)

    assert found.kind == "unknown"
    assert found.not_checked[-1] == (
        "queues: what waits there cannot be looked at without taking it; waiting now: 1 in celery"
    )


def test_nothing_could_be_asked() -> None:
    with system_of(project(broker_url="redis://127.0.0.1:1/0", result_backend=None), limit=0.5) as system:
        found = fate(system, uuid())

    assert (found.answered, found.facts, found.may_be) == (False, (), ())
