"""Where messages go: how many wait in which queue, in which order they come out, whether a broker has a queue."""

from __future__ import annotations

from typing import Any

from celery import Celery

__all__ = ["in_order", "waiting_in"]


def waiting_in(app: Celery, *queues: str) -> dict[str, int]:
    """How many messages wait in each of these queues; of one that is not there, none."""
    with app.connection_for_read() as connection:
        counts = {}
        for name in queues:
            channel = connection.channel()
            try:
                counts[name] = channel.queue_declare(name, passive=True).message_count
            except connection.channel_errors:
                counts[name] = 0
        return counts


def in_order(app: Celery, queue: str) -> list[Any]:
    """The names of the tasks that wait in a queue, in the order in which the broker gives them out."""
    with app.connection_for_read() as connection:
        channel, names = connection.channel(), []
        while message := channel.basic_get(queue, no_ack=True):
            headers = getattr(message, "headers", None) or message.properties.get("application_headers", {})
            names.append(headers["task"])
        return names
