"""What workers of this configuration declare: kombu's own queues, made by Celery's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from celerykit.live.app import app
from celerykit.live.base import NotChecked
from celerykit.live.queue_depths import queue_names
from celerykit.live.settings import plain, setting
from celerykit.live.system import System
from celerykit.project import Opaque, Value
from celerykit.rules.queues import Declared, declared

__all__ = ["Declaration", "declarations"]

# Of what they say Celery makes each queue (celery/app/amqp.py, AMQP.Queues).
_SETTINGS = (
    "task_default_queue",
    "task_default_exchange",
    "task_default_exchange_type",
    "task_default_routing_key",
    "task_default_queue_type",
    "task_queue_max_priority",
    "task_create_missing_queues",
    "task_create_missing_queue_type",
    "task_create_missing_queue_exchange_type",
)
_QUEUE_WORDS = (
    *("durable", "exclusive", "auto_delete", "queue_arguments", "no_declare"),
    *("expires", "message_ttl", "max_length", "max_length_bytes", "max_priority"),
)
# The first two are kombu.Exchange's own order.
_EXCHANGE_WORDS = ("name", "type", "durable", "auto_delete", "arguments", "no_declare", "passive")


@dataclass(frozen=True, slots=True)
class Declaration:
    """queue: kombu's, None where its arguments are not known, or nobody declares it. exchange: that it is bound to."""

    name: str
    queue: Any
    exchange: Any

    def arguments(self) -> Mapping[str, Any]:
        """The arguments that are sent to RabbitMQ with it; none where they are not known."""
        from kombu.transport.base import to_rabbitmq_queue_arguments

        if self.queue is None:
            return {}
        words = ("expires", "message_ttl", "max_length", "max_length_bytes", "max_priority")
        found: Mapping[str, Any] = to_rabbitmq_queue_arguments(
            self.queue.queue_arguments or {}, **{word: getattr(self.queue, word) for word in words}
        )
        return found


def declarations(system: System) -> tuple[Declaration, ...]:
    """All whose names are known: those of `task_queues`, else the default one, and those that are sent to.

    Raises NotChecked where a setting that makes all of them is not known.
    """
    for name in _SETTINGS:
        setting(system.project, name)
    those = declared(system.project)
    written = {queue.name: queue for queue in those.declared if queue.name}
    known = {name: made for name, queue in written.items() if (made := _made(queue)) is not None}
    queues: Any = system.once(app).amqp.Queues(known)
    found = []
    for name in queue_names(system):
        if name not in known and (name in written or not those.complete):
            found.append(Declaration(name, None, None))
        # Without task_create_missing_queues, nobody makes a queue that is not declared.
        elif name in queues or queues.create_missing:
            found.append(_declaration(queues[name], exchange=name not in written or _says_exchange(written[name])))
    if not any(one.queue for one in found):
        raise NotChecked("the arguments of the queues are not known")
    return tuple(found)


def _declaration(queue: Any, *, exchange: bool) -> Declaration:
    """exchange: whether that of the queue is known."""
    own = queue.exchange
    # kombu declares neither the default exchange nor RabbitMQ's own ones (kombu/entity.py, Exchange).
    declares = exchange and own and own.name and not own.name.startswith("amq.") and not own.no_declare
    return Declaration(queue.name, None if queue.no_declare else queue, own if declares and not own.passive else None)


def _made(queue: Declared) -> Any:
    """The queue as its author made it, or the mapping that he wrote; None where some of that is not known."""
    from kombu import entity

    if queue.broadcast:
        return None
    if not isinstance(queue.value.value, Opaque):
        return {word: plain(value) for word, value in queue.options.items()} if _whole(queue.value) else None
    words = {word: queue.options[word] for word in _QUEUE_WORDS if word in queue.options}
    if not all(_whole(value) for value in words.values()):
        return None
    make: Any = entity.Queue
    return make(queue.name, _exchange(queue.options.get("exchange")), **{w: plain(v) for w, v in words.items()})


def _says_exchange(queue: Declared) -> bool:
    """Whether the exchange of a queue is known: it names none, or one that can be made."""
    given = queue.options.get("exchange")
    if given is None or not isinstance(queue.value.value, Opaque):
        return True
    return (given.decided and not given.value) or _exchange(given) is not None


def _exchange(given: Value | None) -> Any:
    from kombu import entity

    make: Any = entity.Exchange
    if given is None or not given.decided:
        return None
    if isinstance(given.value, str):
        return make(given.value)
    if not isinstance(given.value, Opaque) or given.value.type not in {"kombu.Exchange", "kombu.entity.Exchange"}:
        return None
    values = {**dict(zip(_EXCHANGE_WORDS, given.items, strict=False)), **given.keys}
    words = {word: values[word] for word in _EXCHANGE_WORDS if word in values}
    if not words or not all(_whole(value) for value in words.values()):
        return None
    return make(**{word: plain(value) for word, value in words.items()})


def _whole(value: Value) -> bool:
    """Whether all of a value is known, and plain."""
    if not value.decided or value.open or isinstance(value.value, Opaque):
        return False
    return all(_whole(part) for part in (*value.keys.values(), *value.items))
