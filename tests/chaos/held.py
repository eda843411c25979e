"""Which messages a broker still has, by the ids of their tasks. Asked when no worker is left: all are its own again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

__all__ = ["in_rabbitmq", "in_redis"]


def in_redis(url: str) -> list[str]:
    """The task ids in every list of a database (queues, by priority) and every hash (what workers took)."""
    import redis

    with redis.Redis.from_url(url, decode_responses=True) as client:
        texts: list[str] = []
        for key in client.scan_iter():
            kind = client.type(key)
            if kind == "list":
                texts += client.lrange(key, 0, -1)
            elif kind == "hash":
                texts += client.hvals(key)
    return [task for text in texts for task in _task(text)]


def _task(text: str) -> Iterator[str]:
    """A queued message is an object; one that a worker took is a list of it, its exchange and its routing key."""
    message = json.loads(text)
    if isinstance(message, list):
        message = message[0]
    # Remote control and its answers pass through lists too, and belong to no task.
    if task := message.get("headers", {}).get("id"):
        yield task


def in_rabbitmq(url: str, queues: Iterable[str]) -> list[str]:
    """The task ids in these queues of a virtual host, which are emptied."""
    from kombu.connection import Connection

    with Connection(url, connect_timeout=10) as connection:  # type: ignore[no-untyped-call]  # kombu ships no types
        channel = connection.channel()
        return [task for queue in queues for task in _drained(channel, queue)]


def _drained(channel: object, queue: str) -> Iterator[str]:
    while message := channel.basic_get(queue, no_ack=True):  # type: ignore[attr-defined]  # kombu ships no types
        if "id" in message.headers:
            yield message.headers["id"]
