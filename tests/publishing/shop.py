"""Apps that send tasks in batches, and what of them arrived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from celery import Celery

import celerykit


def app_on(profile: str, url: str, intent: Mapping[str, object] | None = None, **settings: object) -> Celery:
    app = Celery("shop")
    config = celerykit.load_profile(
        f"shipped:{profile}", env={}, intent=dict(intent or {}), app_name="shop", broker_url=url, **settings
    )
    app.config_from_object(config)
    if profile != "rabbitmq-rpc":
        # A real one listens for the result of each task that is sent.
        app.conf.result_backend = "disabled://"
    return app


def rabbit(url: str, intent: Mapping[str, object] | None = None, **settings: object) -> Celery:
    return app_on("rabbitmq-redis", url, intent, **settings)


def send(app: Celery, producer: object, count: int, **options: object) -> list[str]:
    return [app.send_task("work", (number,), producer=producer, **options).id for number in range(count)]


class Caught(list[celerykit.TasksNotConfirmed]):
    """The error at the end of a block."""

    def ids(self) -> set[str]:
        (error,) = self
        return set(error.task_ids)


@contextmanager
def unconfirmed(app: Celery) -> Iterator[tuple[Any, Caught]]:
    """A batch that must end with tasks that are not confirmed."""
    caught = Caught()
    try:
        with celerykit.batch(app) as producer:
            yield producer, caught
    except celerykit.TasksNotConfirmed as error:
        caught.append(error)
    assert caught, "all tasks are confirmed"


def arrived(app: Celery, queue: str = "shop") -> set[str]:
    """The ids of the tasks in the queue, which is empty afterwards."""
    ids = set()
    with app.connection_for_read() as connection, connection.channel() as channel:
        while message := channel.basic_get(queue, no_ack=True):
            ids.add((message.headers or message.properties["application_headers"])["id"])
    return ids
