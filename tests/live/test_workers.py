from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from celerykit.live.base import NotChecked
from celerykit.live.system import system_of
from celerykit.live.workers import Answers, answers, asked
from tests.rules.build import project

pytestmark = pytest.mark.servers

PING = {"ping": lambda state: {"ok": "pong"}}
REPORT = "software -> celery:5.7.0 (name) kombu:5.7.0 py:3.11.7\n"


@contextmanager
def node(url: str, name: str, commands: Mapping[str, Callable[..., Any]]) -> Iterator[None]:
    """A node of Celery's remote control that knows these commands, and gives no answer to others."""
    app, over = Celery(broker=url, set_as_current=False), threading.Event()
    with app.connection() as connection:
        mine = app.control.mailbox.Node(name, channel=connection.channel(), handlers=dict(commands))

        def on_message(body: Any, message: Any) -> None:
            if body["method"] in commands:
                mine.handle_message(body, message)

        def serve() -> None:
            while not over.is_set():
                try:
                    connection.drain_events(timeout=0.1)
                except TimeoutError:
                    continue

        mine.listen(callback=on_message)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def said(url: str, **settings: Any) -> Answers:
    with system_of(project(broker_url=url, **settings), limit=1) as system:
        return system.once(answers)


@pytest.mark.parametrize(
    "settings",
    [
        # As programs for older Celerys have it; 5.7 refuses it with its own defaults.
        {"control_queue_durable": True, "event_queue_durable": True},
        # Asked in JSON, as this node accepts nothing else.
        {"accept_content": ["application/json", "application/x-python-serialize"], "task_serializer": "pickle"},
    ],
)
def test_asks_as_a_program_with_these_settings_can_be_asked(redis_url: str, settings: dict[str, Any]) -> None:
    with node(redis_url, "w@here", {**PING, "stats": lambda state: {"pid": 1}}):
        assert [worker.name for worker in said(redis_url, **settings).workers] == ["w@here"]


@pytest.mark.parametrize("settings", [{"task_serializer": "our-own"}, {"accept_content": ["json", "our-own"]}])
def test_says_that_a_serializer_is_known_to_the_program_only(redis_url: str, settings: dict[str, Any]) -> None:
    with pytest.raises(NotChecked, match="only the program itself has its serializer our-own"):
        said(redis_url, **settings)


def test_a_beat_answers_and_is_no_worker(redis_url: str) -> None:
    with node(redis_url, "celerybeat@shop", PING):
        found = said(redis_url)

    assert found.pongs == {"celerybeat@shop": 1}
    assert found.workers == ()


def test_what_a_worker_fails_to_tell_is_not_known(redis_url: str) -> None:
    def fail(state: Any, **arguments: Any) -> None:
        raise ValueError("geheim")

    commands = {
        **PING,
        "conf": fail,
        "report": lambda state: {"ok": REPORT},
        "registered": lambda state: ["shop.mail [rate_limit=10/m]", "shop.order"],
        "active_queues": lambda state: [{"name": "celery"}],
    }
    with node(redis_url, "w@shop", commands):
        (worker,) = said(redis_url).workers

    assert worker.conf is None
    assert worker.stats is None
    assert worker.registered == {"shop.mail", "shop.order"}
    assert worker.queue_names == {"celery"}
    assert worker.report == REPORT


def test_one_command_is_answered_by_all_of_a_name(redis_url: str) -> None:
    with (
        node(redis_url, "w@shop", PING),
        node(redis_url, "w@shop", PING),
        system_of(project(broker_url=redis_url), limit=1) as system,
    ):
        assert asked(system, "ping") == [{"w@shop": {"ok": "pong"}}] * 2
        assert system.once(answers).pongs == {"w@shop": 2}


def test_says_that_not_all_had_time_to_answer(redis_url: str) -> None:
    def slowly(state: Any, **arguments: Any) -> dict[str, str]:
        threading.Event().wait(0.3)
        return {"ok": ""}

    every = dict.fromkeys(["ping", "stats", "conf", "report", "registered", "active_queues"], slowly)
    with (
        node(redis_url, "w@shop", every),
        system_of(project(broker_url=redis_url), limit=0.5) as system,
        pytest.raises(NotChecked, match="workers still answer after 1 s"),
    ):
        system.once(answers)


def test_nothing_is_left_of_the_questions(redis_url: str) -> None:
    with node(redis_url, "w@shop", PING):
        said(redis_url)

    with Redis.from_url(redis_url) as client:
        assert [key for key in client.scan_iter("*") if b"reply" in key] == []
