"""A producer of kombu's on a channel in confirm mode that does not wait for each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from kombu.connection import Connection, is_connection
from kombu.messaging import Producer

from celerykit.errors import UsageError
from celerykit.publishing.confirms import Confirms

__all__ = ["ConfirmingProducer"]


class ConfirmingProducer(Producer):
    """Publishes on the connection's own channel, and counts the broker's answers as they come.

    connection: to RabbitMQ by py-amqp, established, without `confirm_publish`, which would wait after each message.
    outstanding: how many messages may be without an answer; the next one waits.
    """

    def __init__(self, connection: Connection, *, outstanding: int) -> None:
        self._confirms = Confirms()
        self._most = outstanding
        self._counted: Any = None
        self._ended = self._asked = False
        super().__init__(connection)  # type: ignore[no-untyped-call]

    def revive(self, channel: Any) -> None:
        """Take the connection's new channel. kombu calls it too, when it has connected again to repeat a publish."""
        super().revive(channel)  # type: ignore[no-untyped-call]  # kombu has no types here
        if is_connection(channel):
            # At once, where kombu would wait for the first publish and not call this again.
            channel = channel.default_channel
            super().revive(channel)  # type: ignore[no-untyped-call]
        if channel is not self._counted:
            self._confirms.lost()
            self._counted = channel
            self._count(channel)

    def publish(self, *args: Any, **options: Any) -> Any:
        """As kombu's. UsageError after the block's end: nobody would wait for the answer."""
        if self._ended:
            raise UsageError("the batch has ended: publish inside its with block")
        try:
            return super().publish(*args, **options)  # type: ignore[no-untyped-call]
        except Exception:
            self._confirms.not_sent(_task_id(options.get("headers"), options))
            raise

    def end(self) -> Mapping[str, str]:
        """Wait for all answers. Why a task is not confirmed, by its id."""
        self._ended = True
        connection = self.connection
        try:
            self._wait(self._counted, 0)
        except (*connection.connection_errors, *connection.channel_errors):
            # Without the words of farewell, for whose answer it would wait.
            connection.collect()
        self._confirms.lost()
        return self._confirms.missing

    def _count(self, channel: Any) -> None:
        """Has all that goes out on the channel counted, whoever sends it."""
        channel.events["basic_ack"].add(self._confirms.confirmed)
        channel.events["basic_nack"].add(self._confirms.refused)
        channel.events["basic_return"].add(self._returned)
        channel.basic_publish = partial(self._send, channel, channel.basic_publish)
        channel.open = partial(self._open, channel.open)
        self._asked = False

    def _open(self, again: Callable[[], Any]) -> Any:
        """What `channel.open` is: py-amqp opens a channel again that the broker has closed, but asks for no answers."""
        self._confirms.lost()
        self._asked = False
        return again()

    def _send(self, channel: Any, publish: Callable[..., Any], message: Any, **options: Any) -> Any:
        """What `channel.basic_publish` is."""
        if not self._asked:
            channel.confirm_select()
            self._asked = True
        self._wait(channel, self._most - 1)
        sent = publish(message, **options)
        # Only now: what does not go out has no number. Its answer is not read before the next call.
        self._confirms.sent(_task_id(message.properties.get("application_headers"), message.properties))
        return sent

    def _wait(self, channel: Any, most: int) -> None:
        """Until so many messages at most have no answer."""
        limit = self.connection.transport_options.get("read_timeout")
        while self._confirms.outstanding > most:
            if channel.connection is None:
                raise ConnectionError("the connection is closed")
            channel.connection.drain_events(timeout=limit)

    def _returned(self, error: Exception, exchange: str, routing_key: str, message: Any) -> None:
        properties = message.properties
        self._confirms.returned(_task_id(properties.get("application_headers"), properties), str(error))


def _task_id(headers: Mapping[str, Any] | None, properties: Mapping[str, Any]) -> str:
    """Of a message of Celery's, in either version of its protocol; "" of any other."""
    return str((headers or {}).get("id") or properties.get("correlation_id") or "")
