"""A Redis for tests that set it up badly, and what they do to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from celery import Celery

from tests.servers.redis import RedisServer

__all__ = ["client", "configured", "sender"]


@contextmanager
def configured(server: RedisServer, **config: str) -> Iterator[None]:
    """The server with other lines of its configuration until the block ends; _ in a name stands for -."""
    wanted = {name.replace("_", "-"): value for name, value in config.items()}
    with client(server) as asked:
        before = {name: asked.config_get(name)[name] for name in wanted}
        try:
            for name, value in wanted.items():
                asked.config_set(name, value)
            yield
        finally:
            for name, value in before.items():
                asked.config_set(name, value)


def client(server: RedisServer, url: str = "") -> redis.Redis:
    """A client of the database of that URL, else of the first one."""
    return redis.Redis.from_url(url or server.url(0), decode_responses=True)


@contextmanager
def sender(url: str, **settings: object) -> Iterator[Celery]:
    """An app that sends tasks there."""
    app = Celery("sender", broker=url, set_as_current=False)
    app.conf.update(settings)
    try:
        yield app
    finally:
        app.close()
