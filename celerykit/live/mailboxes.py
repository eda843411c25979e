"""The nodes of remote control, counted by what the broker says of their mailboxes, whether they answer or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from celerykit.live.app import app
from celerykit.live.broker import connection
from celerykit.live.settings import broker_side
from celerykit.live.system import System
from celerykit.live.workers import answers

__all__ = ["consumers_of", "listeners", "mailbox_names", "namesakes"]

# A queue that another connection has for itself alone, and one that is not there (AMQP 0-9-1, reply codes).
_LOCKED, _MISSING = 405, 404
# How many names of mailboxes are read at most: where each worker has a new name, Redis keeps those of all that died.
_NAMES = 1000


def namesakes(system: System) -> Mapping[str, int]:
    """How many nodes there are of each name that answers.

    On Redis each answers. On RabbitMQ those of one name share a mailbox, and one of them answers: there its readers are
    counted. Raises NotChecked, as `answers` does.
    """
    pongs = system.once(answers).pongs
    if system.once(broker_side).speaks != "amqp":
        return pongs
    mailbox = system.once(app).control.mailbox
    return {name: max(count, consumers_of(system, mailbox.get_queue(name).name) or 0) for name, count in pongs.items()}


def consumers_of(system: System, queue: str) -> int | None:
    """How many read a queue of RabbitMQ; None where there is none of that name, or one connection has it for itself."""
    try:
        with _channel(system) as channel:
            return int(channel.queue_declare(queue, passive=True).consumer_count)
    except Exception as error:
        if getattr(error, "code", None) in {_LOCKED, _MISSING}:
            return None
        raise


def listeners(system: System) -> int:
    """How many nodes listen to remote control on Redis, workers and beats: those that PUBLISH of nothing reaches.

    kombu passes over a message without content (kombu/transport/redis.py, `_receive_one`).
    """
    exchange = system.once(app).control.mailbox.exchange.name
    with _channel(system) as channel:
        return int(channel.client.publish(channel._get_publish_topic(exchange, ""), ""))


def mailbox_names(system: System) -> frozenset[str]:
    """The names of the nodes that have or had a mailbox on Redis: those of killed ones stay. None of very many."""
    mailbox = system.once(app).control.mailbox
    exchange, ending = mailbox.exchange.name, mailbox.get_queue("").name
    with _channel(system) as channel:
        # kombu puts the prefix before the keys of those commands only that it uses itself.
        prefix = getattr(channel, "global_keyprefix", "") or ""
        if channel.client.scard(f"{prefix}{channel.keyprefix_queue % exchange}") > _NAMES:
            return frozenset()
        return frozenset(queue.removesuffix(ending) for *_, queue in channel.get_table(exchange))


@contextmanager
def _channel(system: System) -> Iterator[Any]:
    """One of its own: on RabbitMQ a refusal closes it; on Redis its client may wait for somebody else's answer."""
    channel = system.once(connection).channel()
    try:
        yield channel
    finally:
        with suppress(Exception):
            channel.close()
