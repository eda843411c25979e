"""The workers that answer, and what they say of themselves by Celery's remote control."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from celerykit.live.alarms import nobody_can_publish
from celerykit.live.app import app, own_serializers
from celerykit.live.base import NotChecked
from celerykit.live.broker import connection
from celerykit.live.system import System
from celerykit.live.troubles import trouble

__all__ = ["Answers", "Worker", "answering", "answers", "asked"]

# Seconds of silence after which nobody else is expected to answer, at most: a worker answers between two tasks' events,
# not after them.
_SILENCE = 2.0
# So many limits may pass until all have answered: there may be hundreds.
_PATIENCE = 2
# A worker of Celery's own defaults takes and sends JSON.
_PLAIN, _PLAIN_TYPE = "json", "application/json"
# Each with its arguments. Defaults are a worker's own: they differ between releases of Celery.
_COMMANDS: Mapping[str, Mapping[str, Any]] = {
    "ping": {},
    "stats": {},
    "conf": {"with_defaults": True},
    "registered": {},
    "active_queues": {},
    "report": {},
}


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker that answered. Of each command the answer, None where it did not come.

    stats: pool, prefetch count, uptime, rusage. conf: its settings, Celery's defaults among them, secrets hidden by
    Celery; by the names in which they are written. registered: names of tasks, Celery's own left out. queues: that it
    consumes, as Celery describes them. report: the text of `celery report`.
    """

    name: str
    stats: Mapping[str, Any] | None = None
    conf: Mapping[str, Any] | None = None
    registered: frozenset[str] | None = None
    queues: tuple[Mapping[str, Any], ...] | None = None
    report: str | None = None

    @property
    def queue_names(self) -> frozenset[str]:
        """The names of the queues that it consumes."""
        return frozenset(str(queue["name"]) for queue in self.queues or ())


@dataclass(frozen=True, slots=True)
class Answers:
    """workers: by name, each once. pongs: how often each name answered to `ping`, which is all that a beat does.

    refused: the content types of replies that the configuration does not accept, so that nobody knows who sent them.
    """

    workers: tuple[Worker, ...] = ()
    pongs: Mapping[str, int] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()


def answers(system: System) -> Answers:
    """All workers that answer. Raises NotChecked where the broker cannot be reached, or carries no remote control."""
    _see_that_it_can_be_asked(system)
    replies, refused = _replies_to_all(system)
    pongs = Counter(name for reply in replies["ping"] for name in reply)
    said = {command: _by_name(replies[command]) for command in _COMMANDS}
    names = sorted({name for command, of_one in said.items() for name in of_one if command != "ping"})
    return Answers(tuple(_worker(name, said) for name in names), dict(pongs), refused)


def answering(system: System) -> tuple[Worker, ...]:
    """The workers, of which there is one. Raises NotChecked as `answers` does, and where none answers."""
    found = system.once(answers).workers
    if not found:
        raise NotChecked("no worker answers")
    return found


def asked(system: System, command: str, names: Sequence[str] = (), **arguments: object) -> list[Mapping[str, Any]]:
    """The replies to a command of Celery's remote control, as they came: of two nodes of one name, both.

    names: of the nodes that are asked; all where none is named. Raises NotChecked as `answers` does.
    """
    _see_that_it_can_be_asked(system)
    made = system.once(connection)
    with _channel(made) as channel:
        replies = system.once(app).control.broadcast(
            command,
            arguments=arguments or None,
            destination=list(names) or None,
            connection=made,
            channel=channel,
            reply=True,
            timeout=_silence(system),
            limit=len(names) or None,
        )
    return list(replies or ())


def _see_that_it_can_be_asked(system: System) -> None:
    """As a worker sees whether it can answer (celery/worker/consumer/control.py)."""
    made = system.once(connection)
    if not made.supports_exchange_type("fanout"):
        raise NotChecked("this broker carries no remote control, so no worker can be asked")
    if made.transport.driver_type == "memory":
        raise NotChecked("a broker in memory is that of one process, so no worker can be asked")
    enabled = system.project.config["worker_enable_remote_control"]
    if enabled.decided and not enabled.value:
        raise NotChecked("worker_enable_remote_control is off, so no worker can be asked")
    if unread := own_serializers(system):
        raise NotChecked(f"workers cannot be asked, as only the program itself has its serializer {unread[0]}")
    if nobody_can_publish(system):
        raise NotChecked("workers cannot be asked, as RabbitMQ lets nobody publish")


def _silence(system: System) -> float:
    return min(system.limit, _SILENCE)


def _replies_to_all(system: System) -> tuple[dict[str, list[Mapping[str, Any]]], frozenset[str]]:
    """The replies to each command: all are asked at once, so that silence is waited for only once."""
    from kombu import messaging
    from kombu.utils.uuid import uuid

    untyped: Any = messaging
    made, box = system.once(connection), system.once(app).control.mailbox
    replies: dict[str, list[Mapping[str, Any]]] = {command: [] for command in _COMMANDS}
    tickets: dict[str, str] = {uuid(): command for command in _COMMANDS}
    refused: set[str] = set()

    def take(body: Any, message: Any) -> None:
        if command := tickets.get(message.headers.get("ticket")):
            replies[command].append(body)

    def refuse(message: Any, error: Exception) -> None:
        refused.add(str(message.content_type))

    try:
        with _channel(made) as channel, _mailbox(channel, box(made), take, refuse) as queue:
            plain = _PLAIN if {_PLAIN, _PLAIN_TYPE} & set(box.accept) else box.serializer
            producer = untyped.Producer(channel, auto_declare=False, serializer=plain)
            for ticket, command in tickets.items():
                _publish(producer, box, queue, command, ticket)
            _listen(made, _silence(system), system.limit * _PATIENCE)
    except NotChecked:
        raise
    except Exception as error:
        forbidden = type(error).__name__ == "AccessRefused"
        words = "the broker forbids this user a queue for their answers" if forbidden else trouble(error).words
        raise NotChecked(f"workers could not be asked: {words}") from None
    return replies, frozenset(refused)


@contextmanager
def _channel(connection: Any) -> Iterator[Any]:
    """One of its own: on RabbitMQ a refusal closes it; on Redis its client still waits for a list when we no longer do,
    and what others ask through that client would get the wrong answer.
    """
    channel = connection.channel()
    try:
        yield channel
    finally:
        with suppress(Exception):
            channel.close()


@contextmanager
def _mailbox(channel: Any, box: Any, take: Callable[..., None], refuse: Callable[..., None]) -> Iterator[Any]:
    """A queue for the answers, gone at the end; after a kill, RabbitMQ deletes it, and Redis keeps what still comes.

    take: what is done with each. refuse: with one that we may not read.
    """
    from kombu import messaging

    untyped: Any = messaging
    queue = box.get_reply_queue()(channel)
    queue.declare()
    accept = {_PLAIN, *box.accept}
    consumer = untyped.Consumer(channel, [queue], no_ack=True, auto_declare=False, accept=accept, callbacks=[take])
    consumer.on_decode_error = refuse
    with consumer:
        yield queue
    channel.after_reply_message_received(queue.name)


def _publish(producer: Any, box: Any, queue: Any, command: str, ticket: str) -> None:
    """Ask all nodes, in the words of kombu/pidbox.py (Mailbox._publish)."""
    words = {"method": command, "arguments": _COMMANDS[command], "destination": None, "pattern": None, "matcher": None}
    reply_to = {"exchange": box.reply_exchange.name, "routing_key": queue.routing_key}
    producer.publish(
        {**words, "ticket": ticket, "reply_to": reply_to},
        exchange=box.exchange.name,
        declare=[box.exchange],
        headers={"clock": box.clock.forward(), "expires": 0},
    )


def _listen(connection: Any, silence: float, limit: float) -> None:
    """Take what comes until nobody says anything any more. Raises NotChecked where that takes too long. In seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            connection.drain_events(timeout=silence)
        except TimeoutError:
            return
    raise NotChecked(f"workers still answer after {limit:g} s, so that not all are known: --timeout gives them more")


def _by_name(replies: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What each node said; nothing of one that answered with an error."""
    found = {name: answer for reply in replies for name, answer in reply.items()}
    return {name: answer for name, answer in found.items() if not (isinstance(answer, Mapping) and "error" in answer)}


def _worker(name: str, said: Mapping[str, Mapping[str, Any]]) -> Worker:
    registered, queues, report = (said[command].get(name) for command in ("registered", "active_queues", "report"))
    return Worker(
        name,
        said["stats"].get(name),
        said["conf"].get(name),
        # "proj.add [rate_limit=10/m]" where options were asked for, the name alone where not.
        None if registered is None else frozenset(str(task).partition(" [")[0] for task in registered),
        None if queues is None else tuple(queues),
        None if report is None else str(report.get("ok", "")),
    )
