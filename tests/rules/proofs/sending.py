"""Where messages go: how many wait in which queue, in which order they come out, whether a broker has a queue."""

from __future__ import annotations

import time
from typing import Any

from celery import Celery
from kombu import Connection

__all__ = ["in_order", "waiting_in"]

_SOON = 3.0  # seconds
_LOOK = 0.05


def waiting_in(app: Celery, *queues: str) -> dict[str, int]:
    """How many messages wait in each of these queues; of one that is not there, none.

    Whoever sends to RabbitMQ without confirms is done before the message is there: it is waited for until one is.
    """
    with app.connection_for_read() as connection:
        last = time.monotonic() + (_SOON if connection.transport.driver_type == "amqp" else 0.0)
        while True:
            counts = {name: _count(connection, name) for name in queues}
            if any(counts.values()) or time.monotonic() > last:
                # What else was sent with it is there by now, too.
                return {name: _count(connection, name) for name in queues}
            time.sleep(_LOOK)


def _count(connection: Connection, name: str) -> int:
    with connection.channel() as channel:
        try:
            return int(channel.queue_declare(name, passive=True).message_count)
        except connection.channel_errors:
            return 0


def in_order(app: Celery, queue: str) -> list[Any]:
    """The names of the tasks that wait in a queue, in the order in which the broker gives them out."""
    with app.connection_for_read() as connection:
        channel, names = connection.channel(), []
        while message := channel.basic_get(queue, no_ack=True):
            headers = getattr(message, "headers", None) or message.properties.get("application_headers", {})
            names.append(headers["task"])
        return names
