"""The queues that a configuration declares, as Celery makes them of it (celery/app/amqp.py, Queues)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from celerykit.project import Opaque, Project, State, Value
from celerykit.rules.options import key

__all__ = [
    "Declared",
    "Exchange",
    "Queues",
    "argument",
    "declared",
    "default_exchange",
    "default_name",
    "in_use",
    "text",
]

_QUEUE = frozenset({"kombu.Queue", "kombu.entity.Queue"})
_EXCHANGE = frozenset({"kombu.Exchange", "kombu.entity.Exchange"})
_BROADCAST = "kombu.common.Broadcast"
# Of kombu.Queue(name, exchange, routing_key) and kombu.Exchange(name, type).
_QUEUE_WORDS = ("name", "exchange", "routing_key")
_EXCHANGE_WORDS = ("name", "type")
_NOTHING = Value(State.DEFAULT)
_UNKNOWN = Value(State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Exchange:
    """An exchange; None for a name or a type that cannot be known."""

    name: str | None
    type: str | None


@dataclass(frozen=True, slots=True)
class Declared:
    """A queue that a configuration declares.

    name: None where it cannot be known. value: the Queue as written. exchange: the app's default one where the queue
    names none; None where it has bindings of its own, or none can be known. key: what binds it to that exchange, None
    where it cannot be known. options: its arguments by name. broadcast: each worker has a copy of its own.
    """

    name: str | None
    value: Value
    exchange: Exchange | None = None
    key: str | None = None
    options: Mapping[str, Value] = field(default_factory=dict)
    broadcast: bool = False


@dataclass(frozen=True, slots=True)
class Queues:
    """What `task_queues` declares; complete: False where there may be more, or others, than these."""

    declared: tuple[Declared, ...] = ()
    complete: bool = True

    @property
    def names(self) -> frozenset[str]:
        """The names that are known."""
        return frozenset(queue.name for queue in self.declared if queue.name is not None)


def declared(project: Project) -> Queues:
    """The queues that `task_queues` declares; none, and complete, where nobody set it.

    An empty list is often filled while the program runs: what it will hold is not known.
    """
    value = project.config["task_queues"]
    if value.state is State.DEFAULT or (value.known and value.value is None):
        return Queues()
    if value.keys:
        found = [_of_mapping(project, name, part) for name, part in value.keys.items()]
    else:
        found = [_of_item(project, part) for part in value.items]
    seen = tuple(queue for queue in found if queue)
    known = bool(seen) and len(seen) == len(found) and not value.open
    return Queues(seen, known and all(queue.name is not None for queue in seen))


def in_use(project: Project) -> Queues:
    """The queues that are declared, or the default one, which Celery makes where none is."""
    found = declared(project)
    if found.declared or not found.complete:
        return found
    value = project.config["task_default_queue"]
    key_of_it = _or_default_queue(project, "task_default_routing_key")
    return Queues((Declared(default_name(project), value, default_exchange(project), key_of_it),))


def default_name(project: Project) -> str | None:
    """The name of the default queue; None where it cannot be known."""
    return text(project.config["task_default_queue"])


def default_exchange(project: Project) -> Exchange:
    """The exchange of queues that name none (celery/app/utils.py, Settings.task_default_exchange)."""
    return Exchange(_or_default_queue(project, "task_default_exchange"), text(project.config[_DEFAULT_TYPE]))


_DEFAULT_TYPE = "task_default_exchange_type"


def argument(queue: Declared, name: str, word: str = "") -> Value:
    """What a queue says of an argument of the broker's ("x-max-priority"), or by kombu's own word for it.

    A default where it says nothing, unknown where that cannot be told.
    """
    arguments = queue.options.get("queue_arguments", _NOTHING)
    found = key(arguments, name) or queue.options.get(word)
    if found:
        return found
    return _UNKNOWN if arguments.open or (arguments.unknown and not arguments.keys) else _NOTHING


def text(value: Value) -> str | None:
    """The text that a value is known to be."""
    return value.value if value.decided and isinstance(value.value, str) else None


def _or_default_queue(project: Project, setting: str) -> str | None:
    value = project.config[setting]
    if value.decided and not value.value:
        return default_name(project)
    return text(value)


def _of_item(project: Project, value: Value) -> Declared | None:
    kind = value.value.type if isinstance(value.value, Opaque) else ""
    words = _words(value, _QUEUE_WORDS)
    if kind == _BROADCAST:
        return Declared(text(words.get("name", _NOTHING)), value, options=words, broadcast=True)
    return _queue(project, value, words, words.get("name", _UNKNOWN)) if kind in _QUEUE else None


def _of_mapping(project: Project, name: object, value: Value) -> Declared | None:
    """A queue of `{"media": {"exchange": "media", "routing_key": "media.#"}}`, or of `{"media": Queue("media")}`."""
    if isinstance(value.value, Opaque):
        return _of_item(project, value)
    known = value.known and isinstance(value.value, Mapping)
    if not (known or value.keys) or value.open or not isinstance(name, str):
        return None
    options = {word: part for word, part in value.keys.items() if isinstance(word, str)}
    bound = options.get("binding_key") or options.get("routing_key")
    # An exchange of no name is the default one (celery/app/amqp.py, Queues._add).
    own, kind = options.get("exchange", _NOTHING), options.get("exchange_type", _NOTHING)
    exchange = default_exchange(project)
    if own.unknown or own.value:
        exchange = Exchange(text(own), _type(kind))
    return Declared(name, value, exchange, _key(bound, name), options)


def _queue(project: Project, value: Value, words: Mapping[str, Value], name: Value) -> Declared:
    exchange: Exchange | None = default_exchange(project)
    given = words.get("exchange", _NOTHING)
    if given.unknown or given.value:
        own = _exchange(given)
        # One without a name gives way to the default one (celery/app/amqp.py, Queues._add).
        exchange = exchange if own and own.name == "" else own
    if "bindings" in words:
        exchange = None
    fallback = _or_default_queue(project, "task_default_routing_key")
    return Declared(text(name), value, exchange, _key(words.get("routing_key"), fallback), words)


def _exchange(value: Value) -> Exchange | None:
    if isinstance(value.value, str):
        return Exchange(value.value, "direct")
    if not isinstance(value.value, Opaque) or value.value.type not in _EXCHANGE:
        return None
    words = _words(value, _EXCHANGE_WORDS)
    if not words:
        return None
    return Exchange(text(words.get("name", _NOTHING)), _type(words.get("type", _NOTHING)))


def _type(value: Value) -> str | None:
    return "direct" if value.decided and not value.value else text(value)


def _key(value: Value | None, fallback: str | None) -> str | None:
    return fallback if value is None or (value.decided and not value.value) else text(value)


def _words(value: Value, names: tuple[str, ...]) -> dict[str, Value]:
    """The arguments of an object by name."""
    return {**dict(zip(names, value.items, strict=False)), **value.keys}
