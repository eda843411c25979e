"""Many tasks at once, as certain as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from celerykit.errors import TasksNotConfirmed, UsageError

if TYPE_CHECKING:
    from celery import Celery
    from kombu.connection import Connection
    from kombu.messaging import Producer

__all__ = ["batch"]

OUTSTANDING = 1000  # messages: their ids are all that is kept of them


@contextmanager
def batch(app: Celery, *, outstanding: int = OUTSTANDING) -> Iterator[Producer]:
    """A producer for `apply_async(…, producer=…)`, with which publishing many tasks is fast and still certain.

    On RabbitMQ (py-amqp), tasks go out without a wait for each one's confirmation, on a connection of their own with
    the app's settings; the end of the block waits for all. When the connection breaks within the block, publishing
    goes on as the app's retry policy says, and the tasks that were not confirmed by then are named at the end.
    On other brokers it is an ordinary producer of the app's: what they have accepted, they have.

    An error of the block's own is passed on, after the wait, with a note on what was not confirmed.
    The producer is for one thread, and for the block. outstanding: how many tasks may wait for their confirmation.

    Raises:
        TasksNotConfirmed: the broker did not confirm some tasks: they may be lost, or run. It has their ids.
        kombu.exceptions.OperationalError: the broker was away when the block began, for longer than the retry policy
            waits; nothing was sent.
        UsageError: `outstanding` is below 1, or the producer was used after the block.
    """
    from kombu.transport.pyamqp import Transport

    if outstanding < 1:
        raise UsageError(f"outstanding = {outstanding}: at least one task must be on its way")
    with app.connection_for_write(transport_options={"confirm_publish": False}) as connection:
        if issubclass(connection.get_transport_cls(), Transport):
            connection.ensure_connection(**_patience(app, connection))
            with _confirmed(connection, outstanding) as producer:
                yield producer
            return
    with app.producer_or_acquire() as producer:
        yield producer


@contextmanager
def _confirmed(connection: Connection, outstanding: int) -> Iterator[Producer]:
    from kombu.exceptions import OperationalError

    from celerykit.publishing.producer import ConfirmingProducer

    producer = ConfirmingProducer(connection, outstanding=outstanding)
    try:
        yield producer
    except Exception as error:
        missing = producer.end()
        if missing and isinstance(error, (OperationalError, *connection.channel_errors)):
            raise TasksNotConfirmed(missing) from error
        if missing:
            error.add_note(str(TasksNotConfirmed(missing)))
        raise
    if missing := producer.end():
        raise TasksNotConfirmed(missing)


def _patience(app: Celery, connection: Connection) -> dict[str, Any]:
    """How long to wait for a broker that is away: as a publish of the app's does."""
    if not app.conf.task_publish_retry:
        return {"timeout": connection.connect_timeout}
    policy = app.conf.task_publish_retry_policy
    known = ("max_retries", "interval_start", "interval_step", "interval_max")
    return {name: policy[name] for name in known if name in policy}
